import type { LocalOrg } from '../../../src/local-org/start.ts';
import { startPressedOrg, type PressedOrg, type Answer } from './pressed-org.ts';

/** Pages of Salesforce's documentation that the answers follow. */
const pages = {
  errors: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm',
  limits: 'https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm',
  locks: 'https://help.salesforce.com/s/articleView?id=000387767&type=1',
} as const; // prettier-ignore

let master1 = '';
let master2 = '';

let pressed: PressedOrg;
let org: LocalOrg;

beforeAll(async () => {
  pressed = await startPressedOrg();
  ({ org } = pressed);
  [master1, master2] = pressed.masters;
});

afterEach(() => {
  org.calm();
  org.resetApiCalls();
  org.forgetCalls();
});
afterAll(() => org.close());

const read = (token?: string): Promise<Answer> => pressed.read(token);
const details = (...masters: string[]): Promise<Answer> => pressed.details(...masters);

async function timed<Result>(work: Promise<Result>): Promise<{ ms: number; result: Result }> {
  const begun = performance.now();
  const result = await work;
  return { ms: performance.now() - begun, result };
}

interface Refusal {
  name: string;
  page: string;
  settings: Parameters<LocalOrg['setPressure']>[0];
  status: number;
  code: string;
}

// prettier-ignore
const refusals: Refusal[] = [
  { name: 'an exhausted budget', page: pages.errors, settings: { dailyApiLimit: 0 }, status: 403, code: 'REQUEST_LIMIT_EXCEEDED' },
  { name: 'throttling', page: pages.errors, settings: { refusals: [{ status: 403, rate: 1 }] }, status: 403, code: 'REQUEST_LIMIT_EXCEEDED' },
  { name: 'no route at the edge', page: pages.errors, settings: { refusals: [{ status: 420, rate: 1 }] }, status: 420, code: 'SERVER_UNAVAILABLE' },
  { name: 'too many requests', page: pages.errors, settings: { refusals: [{ status: 429, rate: 1 }] }, status: 429, code: 'REQUEST_LIMIT_EXCEEDED' },
  { name: 'a failed server', page: pages.errors, settings: { refusals: [{ status: 500, rate: 1 }] }, status: 500, code: 'UNKNOWN_EXCEPTION' },
  { name: 'a server that is not available', page: pages.errors, settings: { refusals: [{ status: 503, rate: 1 }] }, status: 503, code: 'SERVER_UNAVAILABLE' },
  { name: 'an outage', page: pages.errors, settings: { outage: 'unavailable' }, status: 503, code: 'SERVER_UNAVAILABLE' },
];

test.each(refusals)('$name refuses calls until it is over', async (refusal) => {
  expect(refusal.page).toMatch(/^https:/);
  org.setPressure(refusal.settings);
  expect(await read()).toMatchObject({ status: refusal.status, code: refusal.code });
  org.calm();
  expect(await read()).toMatchObject({ status: 200 });
});

describe('chance', () => {
  const outcomes = async (seed: number): Promise<number[]> => {
    org.setPressure({ seed, refusals: [{ status: 503, rate: 0.5 }] });
    const statuses: number[] = [];
    for (let index = 0; index < 24; index++) statuses.push((await read()).status);
    return statuses;
  };

  test('the same seed meets the same mishaps, another seed others', async () => {
    const first = await outcomes(7);
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await outcomes(7)).toEqual(first);
    expect(await outcomes(8)).not.toEqual(first);
  });
});

describe('time', () => {
  test('latency delays every answer, slowness those that the dice pick', async () => {
    org.setPressure({ latencyMs: 60 });
    expect((await timed(read())).ms).toBeGreaterThanOrEqual(59);
    org.calm();
    org.setPressure({ slowRate: 1, slowMs: 60 });
    expect((await timed(read())).ms).toBeGreaterThanOrEqual(59);
  });

  test('while too many long calls run, further calls are refused', async () => {
    org.setPressure({ latencyMs: 400, longRunningMs: 30, mostLongRunning: 2 });
    const long = [read(), read()];
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await read()).toMatchObject({ status: 403, code: 'REQUEST_LIMIT_EXCEEDED' });
    expect((await Promise.all(long)).map(({ status }) => status)).toEqual([200, 200]);
    org.setPressure({ latencyMs: 0 });
    expect(await read()).toMatchObject({ status: 200 });
  });

  test('an outage with an end ends', async () => {
    org.setPressure({ outage: 'unavailable', outageMs: 400 });
    expect((await read()).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 420));
    expect((await read()).status).toBe(200);
  });
});

describe('connections that break', () => {
  const count = (): number => Number(org.engine.db.prepare('SELECT COUNT(*) AS n FROM Detail__c').get()?.['n']); // prettier-ignore

  test.each([
    ['before the work: nothing was done', { dropBeforeRate: 1 }, 0],
    ['after the work: it was done', { dropAfterRate: 1 }, 1],
    ['in an outage: nothing was done', { outage: 'dropped' as const }, 0],
  ])('%s', async (_name, settings, written) => {
    const before = count();
    org.setPressure(settings);
    await expect(details(master1)).rejects.toThrow('fetch failed');
    org.calm();
    expect(count() - before).toBe(written);
  });
});

describe('sessions', () => {
  test('tokens grow old; the handle’s own does not', async () => {
    const token = org.issueToken(org.username);
    org.setPressure({ sessionSeconds: 0.4 });
    expect((await read(token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 420));
    expect(await read(token)).toMatchObject({ status: 401, code: 'INVALID_SESSION_ID' });
    expect((await read()).status).toBe(200);
    expect((await read(org.issueToken(org.username))).status).toBe(200);
  });

  test('all end at once, or those of one user', async () => {
    org.addUser({ username: 'other@local.org', profile: 'Standard User' });
    const mine = org.issueToken(org.username);
    const other = org.issueToken('other@local.org');
    org.expireSessions('other@local.org');
    expect((await read(mine)).status).toBe(200);
    expect((await read(other)).status).toBe(401);
    org.expireSessions();
    expect((await read(mine)).status).toBe(401);
    expect((await read()).status).toBe(200);
  });
});

describe('row locks', () => {
  const lockText = (id: string): string =>
    `unable to obtain exclusive access to this record or 1 records: ${id.slice(0, 15)}`;

  test('a second writer of the same master waits for the first', async () => {
    expect(pages.locks).toMatch(/^https:/);
    org.setPressure({ lockHoldMs: 400, lockWaitMs: 10_000 });
    await details(master1);
    const { ms, result } = await timed(details(master1));
    expect(result.body).toMatchObject([{ success: true }]);
    expect(ms).toBeGreaterThanOrEqual(100);
    org.setPressure({ lockHoldMs: 10_000 });
    await details(master1);
    const other = await timed(details(master2));
    expect(other.ms).toBeLessThan(5000);
  });

  test('when the wait is over its rows fail, and only those of that master', async () => {
    org.setPressure({ lockHoldMs: 5000, lockWaitMs: 20 });
    await details(master1);
    const { body } = await details(master1, master2);
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW', message: lockText(master1) }] },
      { success: true },
    ]); // prettier-ignore
  });

  test('a wait repeats nothing: what waited is written once', async () => {
    org.setPressure({ lockHoldMs: 50, lockWaitMs: 10_000 });
    const count = 'SELECT COUNT(*) AS n FROM Detail__c';
    const before = Number(org.engine.db.prepare(count).get()?.['n']);
    const answers = await Promise.all([1, 2, 3, 4].map(() => details(master1, master2)));
    expect(JSON.stringify(answers)).not.toContain('UNABLE_TO_LOCK_ROW');
    expect(Number(org.engine.db.prepare(count).get()?.['n']) - before).toBe(8);
  });

  test('the record itself is locked too: updates and deletes of it', async () => {
    org.setPressure({ lockHoldMs: 5000, lockWaitMs: 0 });
    const path = `/sobjects/Master__c/${master2}`;
    expect((await pressed.call('PATCH', path, { Name: 'a' })).status).toBe(204);
    expect(await pressed.call('PATCH', path, { Name: 'b' })).toMatchObject({
      code: 'UNABLE_TO_LOCK_ROW',
    });
    expect(await pressed.call('DELETE', path)).toMatchObject({ code: 'UNABLE_TO_LOCK_ROW' });
  });

  test('by chance, as if somebody else were at work: the same rows for the same seed', async () => {
    const play = async (seed: number): Promise<boolean[]> => {
      org.setPressure({ seed, lockRate: 0.5 });
      const all: boolean[] = [];
      for (let index = 0; index < 12; index++) {
        const { body } = await details(master1, master2);
        for (const row of body as { success: boolean }[]) all.push(row.success);
      }
      return all;
    };
    const first = await play(3);
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await play(3)).toEqual(first);
  });
});

import type { LocalOrg } from '../../../src/local-org/start.ts';
import { startPressedOrg, type PressedOrg, type Answer } from './pressed-org.ts';

let pressed: PressedOrg;
let org: LocalOrg;

beforeAll(async () => {
  pressed = await startPressedOrg();
  ({ org } = pressed);
  org.forgetCalls();
});

afterEach(() => {
  org.calm();
  org.resetApiCalls();
  org.forgetCalls();
});
afterAll(() => org.close());

const read = (token?: string): Promise<Answer> => pressed.read(token);
const control = (method: string, path: string, body?: unknown): Promise<Answer> =>
  pressed.control(method, path, body);

describe('the log of calls', () => {
  test('says who did what to how many records, and how it ended', async () => {
    await pressed.details(...pressed.masters);
    await read();
    await pressed.call('DELETE', '/composite/sobjects?ids=x,y');
    await read('wrong');
    expect(org.calls()).toMatchObject([
      { method: 'POST', path: '/composite/sobjects', object: 'Detail__c', rows: 2, status: 200, client: 'pressure-test' },
      { method: 'GET', object: 'Master__c', rows: 2, status: 200 },
      { method: 'DELETE', rows: 2, status: 200 },
      { method: 'GET', rows: 0, status: 401, userId: null },
    ]); // prettier-ignore
    expect(org.calls()[0]?.userId).toMatch(/^005/);
  });

  test('shows dropped connections as status 0', async () => {
    org.setPressure({ dropBeforeRate: 1 });
    await expect(read()).rejects.toThrow('fetch failed');
    expect(org.calls()).toMatchObject([{ status: 0, object: 'Master__c' }]);
  });
});

describe('the control endpoint, for tests in another process', () => {
  test('changes, shows and ends the pressure', async () => {
    const changed = await control('POST', '/pressure', { latencyMs: 5, seed: 9 });
    expect(changed).toMatchObject({ status: 200, body: { latencyMs: 5, seed: 9, lockRate: 0 } });
    expect(await control('GET', '/pressure')).toMatchObject({ body: { latencyMs: 5 } });
    expect(await control('DELETE', '/pressure')).toMatchObject({ body: { latencyMs: 0 } });
  });

  test.each([
    [{ latencyMs: -1 }],
    [{ lockRate: 1.01 }],
    [{ refusals: [{ status: 404, rate: 1 }] }],
    [{ unknown: 1 }],
  ])('refuses %j', async (settings) => {
    expect(await control('POST', '/pressure', settings)).toMatchObject({ status: 400 });
  });

  test('gives the calls, and forgets them', async () => {
    await read();
    expect(await control('GET', '/calls')).toMatchObject({ body: [{ object: 'Master__c' }] });
    expect((await control('DELETE', '/calls')).status).toBe(204);
    expect((await control('GET', '/calls')).body).toEqual([]);
  });

  test('ends sessions', async () => {
    const token = org.issueToken(org.username);
    expect((await control('POST', '/sessions/expire', {})).status).toBe(204);
    expect((await read(token)).status).toBe(401);
    const unknown = { username: 'nobody@local.org' };
    expect((await control('POST', '/sessions/expire', unknown)).status).toBe(400);
  });

  test('works while the org is out', async () => {
    org.setPressure({ outage: 'dropped' });
    expect((await control('DELETE', '/pressure')).status).toBe(200);
    expect((await read()).status).toBe(200);
  });
});

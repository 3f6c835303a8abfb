import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from 'jsforce';
import { startLocalOrg } from '../../../src/local-org/start.ts';
import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function token(form: Record<string, string>, org = under.org): Promise<Response> {
  const body = new URLSearchParams(form);
  return fetch(`${org.instanceUrl}/services/oauth2/token`, { method: 'POST', body });
}

function assertion(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

describe('login', () => {
  const seconds = () => Math.floor(Date.now() / 1000) + 300;
  test.each<[what: string, form: () => Record<string, string>]>([
    [
      'a JWT',
      () => ({
        grant_type: JWT_BEARER,
        assertion: assertion({ iss: 'app', sub: under.org.username, exp: seconds() }),
      }),
    ],
    [
      'the sf CLI’s JWT, whose exp is in milliseconds',
      () => ({
        grant_type: JWT_BEARER,
        assertion: assertion({ iss: 'app', sub: under.org.username, exp: Date.now() + 300 }),
      }),
    ],
    [
      'client credentials',
      () => ({ grant_type: 'client_credentials', client_id: 'a', client_secret: 'b' }),
    ],
    ['a password', () => ({ grant_type: 'password', username: under.org.username, password: 'x' })],
  ])('with %s gives a token that works at once', async (_what, form) => {
    const answer = await token(form());
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as Record<string, string>;
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: under.org.instanceUrl });
    expect(body['access_token']).toMatch(/^00D\w{12}!./);
    expect(body['id']).toMatch(new RegExp(`/id/${under.org.orgId}/005\\w{15}$`));
    const authorization = `Bearer ${body['access_token'] ?? ''}`;
    const limits = await fetch(`${under.org.instanceUrl}${DATA}/limits`, {
      headers: { authorization },
    });
    expect(limits.status).toBe(200);
  });

  test.each<[what: string, form: Record<string, string>, error: string]>([
    [
      'an unknown user',
      { grant_type: JWT_BEARER, assertion: assertion({ iss: 'a', sub: 'nobody', exp: 9e9 }) },
      'invalid_grant',
    ],
    [
      'an old assertion',
      {
        grant_type: JWT_BEARER,
        assertion: assertion({ iss: 'a', sub: 'admin@local.org', exp: 1 }),
      },
      'invalid_grant',
    ],
    ['a broken assertion', { grant_type: JWT_BEARER, assertion: 'x' }, 'invalid_grant'],
    [
      'a client without secret',
      { grant_type: 'client_credentials', client_id: 'a' },
      'invalid_client',
    ],
    ['an empty password', { grant_type: 'password', username: 'admin@local.org' }, 'invalid_grant'],
    ['a grant that is none', { grant_type: 'magic' }, 'unsupported_grant_type'],
  ])('%s is refused', async (_what, form, error) => {
    const answer = await token(form);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error, error_description: expect.any(String) });
  });

  test('jsforce authorizes with client credentials and knows who it is', async () => {
    const connection = new Connection({
      loginUrl: under.org.instanceUrl,
      version: '68.0',
      oauth2: { clientId: 'a', clientSecret: 'b', loginUrl: under.org.instanceUrl },
    });
    await connection.authorize({ grant_type: 'client_credentials' });
    expect(await connection.identity()).toMatchObject({
      username: 'admin@local.org',
      organization_id: under.org.orgId,
    });
  });

  test.each(['', 'Bearer ', 'Bearer 00D000000000001!nope'])(
    'the data API refuses the session “%s”',
    async (authorization) => {
      const answer = await under.call('GET', `${DATA}/limits`, undefined, { authorization });
      expect(answer).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] });
    },
  );

  test('userinfo says whose token it is, and refuses others', async () => {
    const path = '/services/oauth2/userinfo';
    const me = await under.call('GET', path);
    expect(me.body).toMatchObject({
      preferred_username: under.org.username,
      organization_id: under.org.orgId,
    });
    const other = await under.call('GET', path, undefined, { authorization: 'Bearer x' });
    expect(other).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
  });
});

test('the versions are listed without a login, oldest first, up to 68.0', async () => {
  const answer = await fetch(`${under.org.instanceUrl}/services/data`);
  const versions = (await answer.json()) as { label: string; version: string }[];
  expect(versions.at(-1)).toMatchObject({ label: "Winter '27", version: '68.0' });
  expect(versions.map(({ version }) => Number(version))).toEqual(
    [...versions.keys()].map((index) => Number(versions[0]?.version) + index),
  );
});

test('double slashes are collapsed, unknown versions are not found', async () => {
  expect((await under.call('GET', '//services/data/v64.0/limits')).status).toBe(200);
  expect((await under.call('GET', '/services/data/v69.0/limits')).status).toBe(404);
  expect((await under.call('GET', '/services/data/v64/limits')).status).toBe(404);
  expect((await under.call('GET', '/nowhere')).body).toMatchObject([{ errorCode: 'NOT_FOUND' }]);
});

test('every answer carries Sforce-Limit-Info, which jsforce reads; errors too', async () => {
  under.org.resetApiCalls();
  await under.connection.query('SELECT Id FROM Account');
  expect(under.connection.limitInfo.apiUsage).toEqual({ used: 1, limit: 15_000 });
  const failed = await under.call('GET', `${DATA}/query?q=x`);
  expect(failed.headers.get('sforce-limit-info')).toBe('api-usage=2/15000');
  const limits = await under.call('GET', `${DATA}/limits`);
  expect(limits.body).toMatchObject({ DailyApiRequests: { Max: 15_000, Remaining: 14_997 } });
});

test('when the day’s calls are used up, the org refuses with REQUEST_LIMIT_EXCEEDED', async () => {
  const small = await startProjectOrg({ dailyApiLimit: 1 });
  try {
    expect((await small.call('GET', `${DATA}/limits`)).status).toBe(200);
    expect(await small.call('GET', `${DATA}/limits`)).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    });
  } finally {
    await small.org.close();
  }
});

test('latency delays the data API, and can be changed while running', async () => {
  const timed = async (): Promise<number> => {
    const started = performance.now();
    await under.call('GET', `${DATA}/limits`);
    return performance.now() - started;
  };
  under.org.setLatency(150);
  expect(await timed()).toBeGreaterThan(140);
  under.org.setLatency(0);
  expect(await timed()).toBeLessThan(140);
});

test('an org on disk keeps schema, data and the administrator’s token over a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'local-org-'));
  try {
    const first = await startLocalOrg({ dataDir });
    const version = '68.0';
    const connect = (instanceUrl: string, accessToken: string) =>
      new Connection({ instanceUrl, accessToken, version });
    await connect(first.instanceUrl, first.accessToken).sobject('Account').create({ Name: 'Kept' });
    await first.close();
    const second = await startLocalOrg({ dataDir });
    const again = connect(second.instanceUrl, first.accessToken);
    expect((await again.query('SELECT Name FROM Account')).records).toMatchObject([
      { Name: 'Kept' },
    ]);
    expect(second.accessToken).toBe(first.accessToken);
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

test('reset forgets records and keeps the org itself', async () => {
  await under.connection.sobject('Account').create({ Name: 'Gone' });
  under.org.reset();
  expect((await under.connection.query('SELECT COUNT() FROM Account')).totalSize).toBe(0);
  expect((await under.connection.query('SELECT COUNT() FROM User')).totalSize).toBe(1);
});

describe('the record viewer', () => {
  const page = async (path: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${under.org.instanceUrl}${path}`);
    return { status: answer.status, text: await answer.text() };
  };

  test('shows objects, lists and records with their parents and children, and says what it is', async () => {
    under.org.reset();
    const { id: accountId = '' } = await under.connection
      .sobject('Account')
      .create({ Name: 'Acme' });
    const { id = '' } = await under.connection
      .sobject('Project__c')
      .create({ Name: 'One', Account__c: accountId, Budget__c: 3 });
    const home = await page('/');
    expect(home.text).toContain('not Lightning');
    expect(home.text).toContain('href="/records/Project__c"');
    expect((await page('/records/Project__c')).text).toContain(`href="/records/Project__c/${id}"`);
    const record = (await page(`/records/Project__c/${id}`)).text;
    expect(record).toContain(`<a href="/records/Account/${accountId}">Acme</a>`);
    expect(record).toMatch(/Double.*6/s);
    expect((await page(`/records/Account/${accountId}`)).text).toContain('Projects');
  });

  test('escapes what records hold, and runs no scripts', async () => {
    await under.connection.sobject('Account').create({ Name: '<script>alert("x")</script>' });
    const { text } = await page('/records/Account');
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  });

  test.each(['/records/Nope__c', '/records/Account/nope'])('%s is not found', async (path) => {
    expect((await page(path)).status).toBe(404);
  });
});

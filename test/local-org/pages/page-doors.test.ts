import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';

let org: LocalOrg;
let cookie = '';
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${org.instanceUrl}${path}`, { redirect: 'manual', headers });
const DATA = '/lightning/services/data/v66.0/sobjects';

beforeAll(async () => {
  org = await startLocalOrg();
  const door = await get(`/secur/frontdoor.jsp?sid=${encodeURIComponent(org.accessToken)}`);
  cookie = (door.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});
afterAll(() => org.close());

describe('the front door', () => {
  test('gives a browser a session that scripts cannot read, and leads on', async () => {
    const door = await get(
      `/secur/frontdoor.jsp?sid=${encodeURIComponent(org.accessToken)}&retURL=/lightning/page/home`,
    );
    expect(door.status).toBe(302);
    expect(door.headers.get('location')).toBe('/lightning/page/home');
    expect(door.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
  });

  test('opens once for the password of singleaccess', async () => {
    const authorization = `Bearer ${org.accessToken}`;
    const answer = await get('/services/oauth2/singleaccess', { authorization });
    const { frontdoor_uri: door } = (await answer.json()) as { frontdoor_uri: string };
    const path = door.slice(org.instanceUrl.length);
    expect((await get(path)).headers.get('set-cookie')).not.toBeNull();
    expect((await get(path)).headers.get('set-cookie')).toBeNull();
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads to no other host: %s',
    async (target) => {
      const door = await get(`/secur/frontdoor.jsp?retURL=${encodeURIComponent(target)}`);
      expect(door.headers.get('location')).toBe('/');
    },
  );

  test('opens for nobody without a session', async () => {
    const door = await get('/secur/frontdoor.jsp?sid=00D000000000001!wrong');
    expect(door.headers.get('set-cookie')).toBeNull();
  });
});

describe('the login page', () => {
  const logIn = (username: string): Promise<Response> =>
    fetch(`${org.instanceUrl}/lightning/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ username, returnTo: '/lightning/o/Account/list' }),
    });

  test('is where a page sends who has no session', async () => {
    const answer = await get('/lightning/o/Account/list');
    expect(answer.headers.get('location')).toBe(
      '/lightning/login?returnTo=%2Flightning%2Fo%2FAccount%2Flist',
    );
  });

  test('takes an active user back to the page', async () => {
    const answer = await logIn(org.username);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/lightning/o/Account/list');
  });

  test('says that a user is not known', async () => {
    const answer = await logIn('"><script>');
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toContain('No active user has this username.');
    expect(text).not.toContain('"><script>');
  });
});

describe('the data behind the pages', () => {
  test('is read with the browser’s session and costs no API call', async () => {
    org.resetApiCalls();
    expect((await get(DATA, { cookie })).status).toBe(200);
    expect(org.apiCalls()).toBe(0);
  });

  test.each<[what: string, headers: () => Record<string, string>]>([
    ['no session', () => ({})],
    ['a token in the header', () => ({ authorization: `Bearer ${org.accessToken}` })],
    ['another origin', () => ({ cookie, origin: 'http://127.0.0.1:1' })],
  ])('is refused for %s', async (_what, headers) => {
    expect((await get(DATA, headers())).status).toBe(401);
  });

  test('the API itself takes no cookie', async () => {
    expect((await get('/services/data/v66.0/sobjects', { cookie })).status).toBe(401);
  });
});

test.each([
  '/lightning/slds/..%2f..%2fpackage.json',
  '/lightning/slds/%2e%2e/package.json',
  '/lightning/bundle/00000000000000000000000000000000/..%2f..%2fpage.js',
  '/lightning/bundle/nope/page.js',
])('%s is no file of the pages', async (path) => {
  expect((await get(path, { cookie })).status).toBe(404);
});

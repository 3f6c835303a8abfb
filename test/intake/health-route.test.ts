import { HumanNeededError, TransientError } from '../../src/errors.ts';
import type { Backend } from '../../src/queue/backend.ts';
import { openDoor, openMemoryBackend, type Door } from './support.ts';

let backend: Backend;
let door: Door;

beforeAll(async () => {
  backend = await openMemoryBackend();
});
afterAll(() => backend.close());
afterEach(() => door.close());

test('live says that the process answers', async () => {
  door = await openDoor(backend);
  const answer = await door.ask({ url: '/health/live' });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 'live' });
});

test('ready is 200 while queue and org answer', async () => {
  door = await openDoor(backend);
  const answer = await door.ask({ url: '/health/ready' });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ status: 'ready', checks: { queue: 'ok', org: 'ok' } });
});

test('ready is 503 with the reason and what to do, without secrets', async () => {
  door = await openDoor(backend, {
    checkOrg: () =>
      Promise.reject(
        new HumanNeededError({
          scope: 'salesforce',
          code: 'LOGIN_REFUSED',
          message: 'Salesforce refused sync@example.com.',
          action: 'Renew the key.',
        }),
      ),
  });
  const answer = await door.ask({ url: '/health/ready' });
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body)).toMatchObject({
    status: 'not ready',
    checks: { queue: 'ok', org: { code: 'LOGIN_REFUSED', action: 'Renew the key.' } },
  });
  expect(answer.body).not.toContain('sync@example.com');
});

test('ready does not wait for an org that hangs', async () => {
  door = await openDoor(backend, { checkOrg: () => new Promise<void>(() => undefined) });
  const askedAt = Date.now();
  const answer = await door.ask({ url: '/health/ready' });
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body).checks.org.code).toBe('CHECK_SLOW');
  expect(Date.now() - askedAt).toBeLessThan(2_500);
});

test('metrics are Prometheus text with the depth of every queue', async () => {
  door = await openDoor(backend);
  door.metrics.apiCalls(120, 15_000);
  const answer = await door.ask({ url: '/metrics' });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toContain('text/plain');
  expect(answer.body).toContain('partnerverse_queue_jobs{queue="documents",state="parked"} 0');
  expect(answer.body).toContain('partnerverse_salesforce_api_calls{kind="used"} 120');
  expect(answer.body).toContain('process_resident_memory_bytes');
});

test('metrics still come while the queue is away, without its old depth', async () => {
  const away = () => Promise.reject(new TransientError({ code: 'Q', message: 'Away.' }));
  door = await openDoor(backend);
  const { monitor } = door;
  await door.close();
  door = await openDoor(backend, { monitor: { ...monitor, counts: away } });
  door.metrics.queueDepth('documents', 'waiting', 7);
  const answer = await door.ask({ url: '/metrics' });
  expect(answer.status).toBe(200);
  expect(answer.body).not.toContain('partnerverse_queue_jobs{');
});

test('pages are limited per sender; the webhook door is not', async () => {
  door = await openDoor(backend);
  let limited = 0;
  for (let asked = 0; asked < 610; asked += 1) {
    if ((await door.ask({ url: '/health/live' })).status === 429) limited += 1;
  }
  expect(limited).toBe(10);
  const refused = await door.ask({ method: 'POST', url: '/webhooks/stripe/main', body: '{}' });
  expect(refused.status).toBe(401);
});

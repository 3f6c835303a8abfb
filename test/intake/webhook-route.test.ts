import { connect } from 'node:net';
import { TransientError } from '../../src/errors.ts';
import type { Backend } from '../../src/queue/backend.ts';
import { startRedisServer } from '../queue/redis-server.ts';
import { sleep } from '../queue/support.ts';
import { openBackend } from '../../src/queue/backend.ts';
import { createLogger } from '../../src/logger.ts';
import { clock, openDoor, openMemoryBackend, pathSecret, signed, type Door } from './support.ts';

const event = '{"id":"evt_1","object":"event","type":"invoice.paid","livemode":false}';

let backend: Backend;
let door: Door;

beforeAll(async () => {
  backend = await openMemoryBackend();
});
afterAll(() => backend.close());
beforeEach(async () => {
  door = await openDoor(backend);
});
afterEach(async () => {
  await door.close();
  for (const job of await backend.queue('deliveries').getJobs('waiting')) await job.remove();
});

function send(
  body: string | Buffer,
  headers: Record<string, string>,
  url = '/webhooks/stripe/main',
) {
  return door.ask({ method: 'POST', url, body, headers });
}

describe('a delivery that proves itself', () => {
  test('is stored byte for byte, and then answered 202', async () => {
    const body = `{ "b":1.10 ,"a":"Zoë \\u0000 ☃",  "id":"evt_1"}\r\n`;
    const response = await send(body, { 'stripe-signature': signed(body) });
    expect(response.status).toBe(202);
    expect(await door.stored()).toEqual([
      { vendor: 'stripe', account: 'main', receivedAt: clock.now().toISOString(), body },
    ]);
    expect(await door.metrics.render()).toContain(
      'partnerverse_webhook_requests_total{vendor="stripe",outcome="stored"} 1',
    );
  });

  test.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['no type at all ;;'],
    [''],
  ])('is stored whatever type it claims to be: %j', async (type) => {
    const response = await send(event, { 'stripe-signature': signed(event), 'content-type': type });
    expect(response.status).toBe(202);
    expect(await door.stored()).toHaveLength(1);
  });

  test.each([
    ['/webhooks/partnerstack/main/' + pathSecret, 'main'],
    ['/webhooks/partnerstack/' + pathSecret, 'main'],
    ['/webhooks/partnerstack/eu/unguessable-part-eu-1', 'eu'],
    ['/webhooks/partnerstack/eu/unguessable-part-eu-1/', 'eu'],
  ])('of a vendor that does not sign is known by its path (%s)', async (url, account) => {
    const response = await send('{}', {}, url);
    expect(response.status).toBe(202);
    expect(await door.stored()).toMatchObject([{ vendor: 'partnerstack', account, body: '{}' }]);
  });

  test.each([
    ['not JSON', '{"id":'],
    ['an empty body', ''],
  ])('but is %s is answered 400 and not stored', async (_what, body) => {
    const response = await send(body, { 'stripe-signature': signed(body) });
    expect(response.status).toBe(400);
    expect(await door.stored()).toEqual([]);
  });

  test('but is not UTF-8 is answered 400 and not stored', async () => {
    const url = `/webhooks/partnerstack/main/${pathSecret}`;
    expect((await send(Buffer.from([0x22, 0xff, 0x22]), {}, url)).status).toBe(400);
    expect(await door.stored()).toEqual([]);
  });

  test('may be 1 MB, and one byte more is answered 413', async () => {
    const largest = JSON.stringify('x'.repeat(1_048_576 - 2));
    const accepted = await send(largest, { 'stripe-signature': signed(largest) });
    expect(accepted.status).toBe(202);
    const larger = JSON.stringify('x'.repeat(1_048_576 - 1));
    const refused = await send(larger, { 'stripe-signature': signed(larger) });
    expect(refused.status).toBe(413);
    expect(await door.stored()).toHaveLength(1);
  });
});

describe('a delivery that does not prove itself', () => {
  const old = new Date(clock.now().getTime() - 3_600_000);
  const own = '/webhooks/stripe/main';
  test.each<[string, Record<string, string>, string]>([
    ['no signature', {}, own],
    ['a wrong signature', { 'stripe-signature': signed(event, 'whsec_other') }, own],
    ['a signature of another body', { 'stripe-signature': signed('{}') }, own],
    ['an old signature', { 'stripe-signature': signed(event, undefined, old) }, own],
    ['nonsense for a signature', { 'stripe-signature': 't=,v1=%00,,==' }, own],
    ['a wrong path', {}, '/webhooks/partnerstack/main/unguessable-part-9999'],
    ['no secret in its path', {}, '/webhooks/partnerstack/main'],
    ["another tenant's secret", {}, `/webhooks/partnerstack/eu/${pathSecret}`],
  ])('(%s) is answered 401 without detail, and nothing is stored', async (_what, headers, url) => {
    const response = await send(event, headers, url);
    expect(response.status).toBe(401);
    expect(JSON.parse(response.body)).toEqual({ error: 'Not accepted.' });
    expect(await door.stored()).toEqual([]);
  });

  test('learns that before its JSON is looked at', async () => {
    expect((await send('{"id":', {})).status).toBe(401);
  });

  test.each([
    ['/webhooks/recurly/main'],
    ['/webhooks/stripe/other'],
    ['/webhooks/partnerstack/unguessable-part-9999'],
    ['/webhooks/__proto__/constructor'],
    ['/webhooks/stripe'],
    ['/webhooks'],
  ])('of an unknown vendor or tenant (%s) is answered 404', async (url) => {
    const response = await send(event, { 'stripe-signature': signed(event) }, url);
    expect(response.status).toBe(404);
    expect(await door.stored()).toEqual([]);
  });

  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s is answered 405',
    async (method) => {
      const response = await door.ask({ method, url: '/webhooks/stripe/main' });
      expect(response.status).toBe(405);
      expect(response.headers.allow).toBe('POST');
    },
  );
});

describe('the log of the door', () => {
  test('never holds a secret path, a signature or a body', async () => {
    const marked = '{"email":"ada@example.com","name":"Lovelace"}';
    await send(marked, { 'stripe-signature': 't=1,v1=deadbeef' });
    await send(marked, {}, '/webhooks/partnerstack/main/wrong-secret-part');
    await send(marked, {}, '/webhooks/partnerstack/%zz/wrong-secret-part');
    await send(marked, {}, '/nowhere/wrong-secret-part');
    expect(door.log.length).toBeGreaterThan(0);
    expect(door.log.join('')).not.toMatch(/wrong-secret-part|deadbeef|ada@|Lovelace/);
  });
});

describe('bad input of any kind', () => {
  test('is never answered 500', async () => {
    const address = door.server.server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const requests = [
      'POST /webhooks/%zz/main HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}',
      'POST /webhooks/stripe/%00 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}',
      'POST /webhooks/stripe/main HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n{}',
      'POST /webhooks/stripe/main HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n{}',
      'POST /webhooks/stripe/main HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'BREW /webhooks/stripe/main HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /console/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    ];
    for (const request of requests) {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
        socket.setTimeout(10_000, () => {
          text = `No answer in 10 s (${socket.connecting ? 'not connected' : 'connected'}).`;
          socket.destroy();
        });
        socket.on('data', (data) => {
          text += data.toString();
          socket.destroy();
        });
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
      });
      expect([request.slice(0, 60), answer]).toEqual([
        request.slice(0, 60),
        expect.stringMatching(/^HTTP\/1\.1 4\d\d /),
      ]);
    }
  });

  test('a vendor whose check fails unexpectedly refuses, and the log says so', async () => {
    const faulty = {
      name: 'stripe',
      account: 'main',
      kind: 'billing' as const,
      verify: () => {
        throw new TypeError('no such thing');
      },
      read: () => Promise.reject(new TypeError('not called')),
    };
    const other = await openDoor(backend, { vendors: { find: () => faulty } });
    const response = await other.ask({ method: 'POST', url: '/webhooks/stripe/main' });
    expect(response.status).toBe(401);
    expect(other.log.join('')).toContain('no such thing');
    await other.close();
  });
});

describe('a queue that is away', () => {
  test('makes the door answer 503, and when to come back', async () => {
    const deliver = () => Promise.reject(new TransientError({ code: 'Q', message: 'Away.' }));
    const other = await openDoor(backend, { producer: { deliver } });
    const response = await other.ask({
      method: 'POST',
      url: '/webhooks/stripe/main',
      body: event,
      headers: { 'stripe-signature': signed(event) },
    });
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    await other.close();
  });

  test('or hangs, answers 503 within two seconds, and 202 when it is back', async () => {
    const redis = await startRedisServer();
    const logger = createLogger({ level: 'silent' });
    const onRedis = await openBackend({ kind: 'redis', url: redis.url }, logger);
    const other = await openDoor(onRedis);
    const sendNow = () =>
      other.ask({
        method: 'POST',
        url: '/webhooks/stripe/main',
        body: event,
        headers: { 'stripe-signature': signed(event) },
      });
    while (!onRedis.isConnected()) await sleep(20);
    expect((await sendNow()).status).toBe(202);
    redis.freeze();
    const askedAt = Date.now();
    expect((await sendNow()).status).toBe(503);
    expect(Date.now() - askedAt).toBeLessThan(2_000);
    redis.thaw();
    expect((await sendNow()).status).toBe(202);
    await redis.kill();
    while (onRedis.isConnected()) await sleep(20);
    expect((await sendNow()).status).toBe(503);
    await redis.start();
    while (!onRedis.isConnected()) await sleep(20);
    expect((await sendNow()).status).toBe(202);
    await other.close();
    await onRedis.close();
    await redis.close();
  });
});

import { PoisonError, TransientError } from '../../src/errors.ts';
import type { Backend } from '../../src/queue/backend.ts';
import { duration } from '../../src/console/page.ts';
import { openDoor, openMemoryBackend, type Door } from '../intake/support.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { invoice, silent, until } from '../queue/support.ts';

let backend: Backend;
let door: Door;

beforeAll(async () => {
  backend = await openMemoryBackend();
});
afterAll(() => backend.close());
afterEach(() => door.close());

describe('who may see the console', () => {
  test('this machine, when no token is set', async () => {
    door = await openDoor(backend);
    expect((await door.ask({ url: '/console' })).status).toBe(200);
  });

  test.each([
    [{ 'x-forwarded-for': '203.0.113.9' }],
    [{ forwarded: 'for=203.0.113.9' }],
    [{ 'x-real-ip': '203.0.113.9' }],
    [{ host: 'console.example.com' }],
    [{ host: '127.0.0.1.example.com' }],
  ])('not somebody who comes by a proxy or another name (%j)', async (headers) => {
    door = await openDoor(backend);
    const answer = await door.ask({ url: '/console', headers });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('CONSOLE_TOKEN');
  });

  test.each([
    [undefined, 401],
    ['Bearer wrong-token', 401],
    ['Bearer correct-token', 200],
    [`Basic ${Buffer.from('anybody:correct-token').toString('base64')}`, 200],
    [`Basic ${Buffer.from('correct-token:').toString('base64')}`, 401],
    ['Digest correct-token', 401],
  ])('with a token set, %s is answered %i', async (authorization, status) => {
    door = await openDoor(backend, { consoleToken: 'correct-token' });
    const headers: Record<string, string> = authorization ? { authorization } : {};
    for (const url of ['/console', '/console/style.css']) {
      const answer = await door.ask({ url, headers });
      expect(answer.status).toBe(status);
      if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
    }
  });
});

describe('the page', () => {
  test('runs no script, loads nothing from elsewhere and reloads itself', async () => {
    door = await openDoor(backend);
    const { body, headers } = await door.ask({ url: '/console' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(body).not.toMatch(/<script|style="| on[a-z]+="|https?:\/\//);
    expect(body).toContain('http-equiv="refresh" content="5"');
    const style = await door.ask({ url: '/console/style.css' });
    expect(style.headers['content-type']).toContain('text/css');
  });

  test('shows parked jobs with what to do, totals and the API budget, and escapes all of it', async () => {
    door = await openDoor(backend);
    const producer = createProducer(backend);
    const reject = () =>
      Promise.reject(
        new PoisonError({
          code: 'WRITE_REFUSED',
          message: 'The org refused <img src=x onerror=alert(1)> & more.',
          action: 'Mend "it".',
        }),
      );
    const workers = startWorkers({
      backend,
      handlers: {
        delivery: reject,
        document: reject,
        credit: reject,
        creditPartnership: reject,
        sweep: reject,
      },
      concurrency: 5,
      logger: silent,
      metrics: door.metrics,
    });
    await producer.refresh(invoice('in_<b>'));
    await until('it is parked', async () => (await door.monitor.parked(10)).length === 1);
    await workers.close();
    door.metrics.delivery('stripe', 'invoice.paid', 'ACCEPTED');
    door.metrics.apiCalls(12_345, 100_000);
    const { body } = await door.ask({ url: '/console' });
    expect(body).toContain('1 parked');
    expect(body).toContain('WRITE_REFUSED');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; more.');
    expect(body).toContain('Mend &quot;it&quot;.');
    expect(body).toContain('stripe:main:invoice:in_=3c=b=3e=');
    expect(body).not.toContain('<img');
    expect(body).toContain('invoice.paid');
    expect(body).toMatch(/12,345\s+of\s+100,000/);
  });

  test('still comes while the queue is away, and says why', async () => {
    door = await openDoor(backend);
    const away = () =>
      Promise.reject(
        new TransientError({ code: 'Q', message: 'The queue is gone.', action: 'X.' }),
      );
    const { monitor } = door;
    await door.close();
    door = await openDoor(backend, { monitor: { ...monitor, counts: away } });
    const { status, body } = await door.ask({ url: '/console' });
    expect(status).toBe(200);
    expect(body).toContain('queue away');
    expect(body).toContain('The queue is gone. X.');
  });
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min 0 s'],
  [3_599, '59 min 59 s'],
  [3_600, '1 h 0 min'],
  [86_400, '1 day 0 h'],
  [180_000, '2 days 2 h'],
])('%d seconds are "%s"', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

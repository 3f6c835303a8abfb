import http from 'node:http';
import type { Backend } from '../../src/queue/backend.ts';
import { openDoor, openMemoryBackend, signed } from './support.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await openMemoryBackend();
}, 60_000);

afterAll(() => backend.close());

test('a delivery under way on a kept-alive connection is answered, and then holds the stop up no longer', async () => {
  let store = (): void => undefined;
  const stored = new Promise<void>((resolve) => (store = resolve));
  let arrived = (): void => undefined;
  const underWay = new Promise<void>((resolve) => (arrived = resolve));
  const deliver = (): Promise<void> => {
    arrived();
    return stored;
  };
  const door = await openDoor(backend, { producer: { deliver } });
  const address = door.server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const agent = new http.Agent({ keepAlive: true });
  const body = '{"id":"evt_1"}';
  const headers = { 'content-type': 'application/json', 'stripe-signature': signed(body) };
  const path = '/webhooks/stripe/main';
  const status = new Promise((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, method: 'POST', path, headers, agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      })
      .on('error', reject)
      .end(body);
  });
  await underWay;
  const from = performance.now();
  const closed = door.close();
  setTimeout(store, 200);
  expect(await status).toBe(202);
  await closed;
  expect(performance.now() - from).toBeLessThan(3_000);
  agent.destroy();
});

import { createHmac } from 'node:crypto';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { fixedClock } from '../../src/clock.ts';
import { buildServer, type ServerDependencies } from '../../src/intake/server.ts';
import { createLogger } from '../../src/logger.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openBackend, type Backend } from '../../src/queue/backend.ts';
import { createQueueMonitor } from '../../src/queue/monitor.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { createVendors } from '../../src/vendors/registry.ts';

export const signingSecret = 'whsec_test_of_intake';
export const pathSecret = 'unguessable-part-0001';
export const clock = fixedClock(new Date('2026-11-22T12:00:00.000Z'));

const settings = { apiKey: 'sk_test_1', apiBase: 'http://127.0.0.1:9', mode: null };

export const vendors = createVendors(
  {
    stripe: [{ ...settings, account: 'main', webhookSecrets: [signingSecret] }],
    partnerstack: [
      { ...settings, account: 'main', webhookSecrets: [pathSecret] },
      { ...settings, account: 'eu', webhookSecrets: ['unguessable-part-eu-1'] },
    ],
  },
  clock,
);

/** As Stripe signs: https://docs.stripe.com/webhooks#verify-manually */
export function signed(body: string | Buffer, secret = signingSecret, at = clock.now()): string {
  const time = Math.floor(at.getTime() / 1_000);
  const digest = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
  return `t=${time},v1=${digest}`;
}

export interface Door {
  server: FastifyInstance;
  /** Over real HTTP. */
  ask(question: Question): Promise<Answer>;
  backend: Backend;
  monitor: ReturnType<typeof createQueueMonitor>;
  metrics: ReturnType<typeof createMetrics>;
  log: string[];
  /** Bodies of the stored deliveries, oldest first. */
  stored(): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface Question {
  method?: string;
  url: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(port: number, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', url, headers = {}, body } = question;
    const options = { host: '127.0.0.1', port, method, path: url, headers, agent: false };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The real server over the real queue; `changes` swaps single parts. */
export async function openDoor(
  backend: Backend,
  changes: Partial<ServerDependencies> = {},
): Promise<Door> {
  const log: string[] = [];
  const logger = createLogger({
    level: 'debug',
    destination: { write: (line: string) => void log.push(line) },
  });
  const producer = createProducer(backend);
  const monitor = createQueueMonitor(backend, producer);
  const metrics = createMetrics();
  const checkOrg = (): Promise<void> => Promise.resolve();
  const server = buildServer({
    ...{ vendors, producer, monitor, metrics, logger, clock, checkOrg, consoleToken: null },
    ...changes,
  });
  const { port } = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
  return {
    server,
    ask: (question) => ask(Number(port), question),
    backend,
    monitor,
    metrics,
    log,
    stored: async () =>
      (await backend.queue('deliveries').getJobs('waiting')).map(({ data }) => data),
    close: () => server.close(),
  };
}

export function openMemoryBackend(): Promise<Backend> {
  return openBackend({ kind: 'embedded', dataDir: ':memory:' }, createLogger({ level: 'silent' }));
}

import { createHmac } from 'node:crypto';
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
  backend: Backend;
  monitor: ReturnType<typeof createQueueMonitor>;
  metrics: ReturnType<typeof createMetrics>;
  log: string[];
  /** Bodies of the stored deliveries, oldest first. */
  stored(): Promise<unknown[]>;
  close(): Promise<void>;
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
  await server.ready();
  return {
    server,
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

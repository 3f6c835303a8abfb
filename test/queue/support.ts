import { createLogger } from '../../src/logger.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openBackend, type Backend, type QueueSettings } from '../../src/queue/backend.ts';
import type { Handlers } from '../../src/queue/contract.ts';
import { createQueueMonitor } from '../../src/queue/monitor.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { startWorkers, type Workers } from '../../src/queue/worker.ts';
import type { DocumentRef } from '../../src/events/document.ts';

export const silent = createLogger({ level: 'silent' });

/** Short enough that a killed process's jobs come back within a test. */
export const quick = { lockDurationMs: 1_500, stalledIntervalMs: 500 };

export function invoice(id: string): DocumentRef {
  return { vendor: 'stripe', account: 'main', type: 'invoice', id };
}

export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A door that a handler waits at until the test opens it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

export interface Bench {
  backend: Backend;
  producer: ReturnType<typeof createProducer>;
  monitor: ReturnType<typeof createQueueMonitor>;
  metrics: ReturnType<typeof createMetrics>;
  work(handlers: Partial<Handlers>, logger?: typeof silent): Workers;
  close(): Promise<void>;
}

/** Queue, monitor and workers over one backend; `close` ends whatever a test left running. */
export async function openBench(settings: QueueSettings): Promise<Bench> {
  const backend = await openBackend(settings, silent);
  const producer = createProducer(backend);
  const monitor = createQueueMonitor(backend, producer);
  const metrics = createMetrics();
  const running: Workers[] = [];
  const idle = (): Promise<void> => Promise.resolve();
  await until('the queue is connected', () => backend.isConnected());
  return {
    backend,
    producer,
    monitor,
    metrics,
    work(handlers, logger = silent) {
      const workers = startWorkers({
        backend,
        handlers: { delivery: idle, document: idle, credit: idle, ...handlers },
        concurrency: 20,
        logger,
        metrics,
        tuning: quick,
      });
      running.push(workers);
      return workers;
    },
    async close() {
      await Promise.all(running.map((workers) => workers.close(2_000)));
      await backend.close();
    },
  };
}

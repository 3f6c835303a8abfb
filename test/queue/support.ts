import { createLogger } from '../../src/logger.ts';
import { createMetrics } from '../../src/metrics.ts';
import { openBackend, type Backend, type QueueSettings } from '../../src/queue/backend.ts';
import type { Handlers } from '../../src/queue/contract.ts';
import { createQueueMonitor } from '../../src/queue/monitor.ts';
import { queueNames } from '../../src/queue/names.ts';
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

/** A handler's promise for work that needs no waiting; what it throws becomes the rejection. */
export async function done(work: () => unknown): Promise<void> {
  await Promise.resolve();
  work();
}

export interface Bench {
  backend: Backend;
  producer: ReturnType<typeof createProducer>;
  monitor: ReturnType<typeof createQueueMonitor>;
  readonly metrics: ReturnType<typeof createMetrics>;
  work(handlers: Partial<Handlers>, logger?: typeof silent): Workers;
  /** Stops the workers that a test started, and counts from zero again. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Where the conformance tests run; `close` and `reopen` are for the one that kills a process. */
export interface Place {
  readonly settings: QueueSettings;
  readonly bench: Bench;
  close(): Promise<void>;
  reopen(): Promise<void>;
}

/** Nothing is left to run. */
export async function emptied(bench: Bench): Promise<boolean> {
  const counts = await bench.monitor.counts();
  return counts.every((queue) => queue.waiting + queue.active + queue.delayed === 0);
}

/** Leaves an empty place to the next test. */
export async function removeAll(bench: Bench): Promise<void> {
  for (const name of queueNames) {
    const jobs = await bench.backend.queue(name).getJobs(['waiting', 'delayed', 'failed']);
    for (const job of jobs) await job.remove();
  }
}

/** Queue, monitor and workers over one backend; `close` ends whatever a test left running. */
export async function openBench(settings: QueueSettings): Promise<Bench> {
  const backend = await openBackend(settings, silent);
  const producer = createProducer(backend);
  const monitor = createQueueMonitor(backend, producer);
  let metrics = createMetrics();
  let running: Workers[] = [];
  const idle = (): Promise<void> => Promise.resolve();
  await until('the queue is connected', () => backend.isConnected());
  return {
    backend,
    producer,
    monitor,
    get metrics() {
      return metrics;
    },
    work(handlers, logger = silent) {
      const workers = startWorkers({
        backend,
        handlers: {
          delivery: idle,
          document: idle,
          credit: idle,
          creditPartnership: idle,
          sweep: idle,
          ...handlers,
        },
        concurrency: 20,
        logger,
        metrics,
        tuning: quick,
      });
      running.push(workers);
      return workers;
    },
    async rest() {
      await Promise.all(running.map((workers) => workers.close(2_000)));
      running = [];
      metrics = createMetrics();
    },
    async close() {
      await Promise.all(running.map((workers) => workers.close(2_000)));
      await backend.close();
    },
  };
}

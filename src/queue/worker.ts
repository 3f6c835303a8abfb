import type { Job } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import type { ZodType } from 'zod';
import { HumanNeededError, PoisonError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Backend, WorkerTuning } from './backend.ts';
import {
  creditJobSchema,
  partnershipJobSchema,
  deliveryJobSchema,
  documentJobSchema,
  sweepJobSchema,
  type Handlers,
} from './contract.ts';
import type { QueueName } from './names.ts';
import { carryOut, decide, reasonOf, type JobOutcome } from './verdicts.ts';

export interface WorkersOptions {
  backend: Backend;
  handlers: Handlers;
  /** How many jobs of each queue run at once in this process; the Salesforce port makes few calls of them. */
  concurrency: number;
  logger: Logger;
  metrics: Pick<Metrics, 'job'>;
  /** Shorter in tests only. */
  tuning?: Partial<WorkerTuning>;
}

export interface Workers {
  /**
   * Takes no new job, lets active ones finish for up to `limitMs`, and says whether all did. The rest are run again by another
   * process once their lock has expired.
   */
  close(limitMs?: number): Promise<{ finished: boolean }>;
}

/** A killed process's jobs are taken up again within the sum of the two. */
const defaultTuning = { lockDurationMs: 10_000, stalledIntervalMs: 5_000 };

const hourMs = 3_600_000;

/** A scope that needs a person is a state, not an event: it is worth one line an hour, however many jobs wait for it. */
function createHumanAlarm(logger: Logger): (error: HumanNeededError) => void {
  const saidAt = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    const before = saidAt.get(error.scope);
    if (before !== undefined && now - before < hourMs) return;
    saidAt.set(error.scope, now);
    logger.error(
      { scope: error.scope, reason: reasonOf(error) },
      'A person is needed; jobs wait and go on by themselves when it is mended',
    );
  };
}

/** What does not fit its schema will not fit it later either. */
function parsePayload<Payload>(schema: ZodType<Payload>, data: unknown): Payload {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)');
  throw new PoisonError({
    code: 'PAYLOAD_INVALID',
    message: `The job's payload is not what this version writes: ${places.join(', ')}.`,
    action: 'Was the job written by another version? Replay it with that version, or remove it.',
  });
}

/**
 * Runs all queues in this process: parses the payload, calls the handler, and does what its verdict says. Returns at once:
 * a queue that is away is logged and waited for.
 */
export function startWorkers(options: WorkersOptions): Workers {
  const { backend, handlers, logger, metrics } = options;
  const tuning = { ...defaultTuning, concurrency: options.concurrency, ...options.tuning };
  const alarm = createHumanAlarm(logger);

  function start<Payload>(
    queue: QueueName,
    schema: ZodType<Payload>,
    handler: (payload: Payload) => Promise<void>,
  ) {
    return backend.worker(
      queue,
      async (job, token) => {
        const startedAt = performance.now();
        const count = (outcome: JobOutcome) =>
          metrics.job(queue, outcome, (performance.now() - startedAt) / 1_000);
        try {
          await handler(parsePayload(schema, job.data));
          count('done');
        } catch (error) {
          const decision = decide(error, historyOf(job), Math.random());
          count(decision.outcome);
          if (error instanceof HumanNeededError) alarm(error);
          else report(logger, queue, job, error, decision.outcome);
          await carryOut(decision, reasonOf(error), job, token);
        }
      },
      tuning,
    );
  }

  const workers = [
    start('deliveries', deliveryJobSchema, (job) => handlers.delivery(job)),
    start('documents', documentJobSchema, (job) => handlers.document(job)),
    start('credits', creditJobSchema.or(partnershipJobSchema), (job) =>
      'partnershipId' in job ? handlers.creditPartnership(job) : handlers.credit(job),
    ),
    start('sweeps', sweepJobSchema, (job) => handlers.sweep(job)),
  ];
  return {
    async close(limitMs = 15_000) {
      const stopWaiting = new AbortController();
      const finished = await Promise.race([
        Promise.all(workers.map((worker) => worker.close())).then(() => true),
        delay(limitMs, false, { signal: stopWaiting.signal }),
      ]);
      stopWaiting.abort();
      if (!finished) logger.warn('Stopped before all jobs had finished; they will be run again');
      return { finished };
    },
  };
}

function historyOf(job: Job<unknown, unknown>) {
  return { starts: Math.max(job.attemptsStarted, 1), faults: job.attemptsMade };
}

function report(
  logger: Logger,
  queue: QueueName,
  job: Job<unknown, unknown>,
  error: unknown,
  outcome: JobOutcome,
): void {
  const facts = { queue, job: job.id, outcome, reason: reasonOf(error) };
  if (outcome === 'parked') logger.error({ ...facts, err: error }, 'A job was parked');
  else if (outcome === 'unexpected') logger.error({ ...facts, err: error }, 'A job hit a fault');
  else if (outcome !== 'stale') logger.info(facts, 'A job will be tried again');
}

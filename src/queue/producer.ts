import type { JobsOptions } from 'bullmq';
import { TransientError } from '../errors.ts';
import { externalKey } from '../events/document.ts';
import type { Backend } from './backend.ts';
import type { CreditJob, DeliveryJob, DocumentJob, PartnershipJob, Producer } from './contract.ts';
import { flightId, type QueueName } from './names.ts';
import { queueIsSlow, withinTimeLimit } from './time-limit.ts';
import { unexpectedLimit } from './verdicts.ts';

/** Intake must answer within 2 s, so the queue gets a little less. */
const addLimitMs = 1_500;

/** Adds waiting for a queue that hangs are kept in memory with their bodies; beyond this many the sender is refused at once. */
const maxPendingAdds = 2_000;

/** What failed for good stays for ever (parked): nothing acknowledged is lost. What is done is in the org and need not stay. */
const jobOptions: JobsOptions = {
  attempts: unexpectedLimit,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: false,
  stackTraceLimit: 1,
};

/**
 * Single flight: while a job of this key is active, one more is remembered and run afterwards; while one waits, nothing is added;
 * while one is delayed by a verdict, it is brought forward, because somebody says that there is news.
 */
function singleFlight(key: string): JobsOptions {
  return {
    ...jobOptions,
    deduplication: { id: flightId(key), keepLastIfActive: true, reschedule: true },
  };
}

/**
 * The way into the queue. Every promise resolves only when the job is stored; otherwise it throws TransientError within 1.5 s. A
 * job refused for slowness may still arrive later, which is harmless: jobs only say where to look.
 */
export function createProducer(backend: Backend): Producer {
  let pending = 0;

  async function add(
    queue: QueueName,
    data: DeliveryJob | DocumentJob | CreditJob | PartnershipJob,
    options: JobsOptions,
  ): Promise<void> {
    if (!backend.isConnected() || pending >= maxPendingAdds) {
      throw new TransientError({
        code: 'QUEUE_AWAY',
        message: `The queue takes no jobs at the moment (${backend.kind}).`,
        action:
          'Check that the queue is up and that its address is right (REDIS_URL or DATABASE_URL).',
      });
    }
    pending += 1;
    const stored = backend.queue(queue).add(queue, data, options);
    stored.then(settled, settled);
    try {
      await withinTimeLimit(stored, addLimitMs, queueIsSlow('store a job', addLimitMs));
    } catch (cause) {
      if (cause instanceof TransientError) throw cause;
      throw new TransientError({
        code: 'QUEUE_REFUSED',
        message: 'The queue refused a job.',
        action: 'Check the log of the queue: it may be out of memory, read-only, or restarting.',
        cause,
      });
    }
  }

  function settled(): void {
    pending -= 1;
  }

  return {
    deliver: (job) => add('deliveries', job, jobOptions),
    refresh: (ref) => add('documents', { ref }, singleFlight(externalKey(ref))),
    credit: (customerKey) => add('credits', { customerKey }, singleFlight(customerKey)),
    creditPartnership: (partnershipId) =>
      add('credits', { partnershipId }, singleFlight(`partnership ${partnershipId}`)),
  };
}

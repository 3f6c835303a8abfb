import type { Job } from 'bullmq';
import { PoisonError } from '../errors.ts';
import { externalKey } from '../events/document.ts';
import type { Backend } from './backend.ts';
import {
  creditJobSchema,
  partnershipJobSchema,
  deliveryJobSchema,
  documentJobSchema,
  type Producer,
} from './contract.ts';
import { queueNames, type QueueName } from './names.ts';
import { queueIsSlow, withinTimeLimit } from './time-limit.ts';
import { jobWaitSchema, readJobReason, type JobReason } from './verdicts.ts';

/** Jobs of one queue by state. `parked` failed for good and is kept until somebody replays it. */
export interface QueueCounts {
  queue: QueueName;
  waiting: number;
  active: number;
  delayed: number;
  parked: number;
}

/** A job that does not move: parked, or set aside by a verdict. */
export interface HeldJob {
  queue: QueueName;
  id: string;
  /** Which document, customer or delivery it is about. */
  subject: string;
  vendor: string;
  reason: JobReason;
  /** When it was parked, or will be tried again. */
  at: Date | null;
}

/** What people may see and do about the queue. Every answer comes within 1.5 s or throws TransientError. */
export interface QueueMonitor {
  ping(): Promise<void>;
  counts(): Promise<QueueCounts[]>;
  /** Newest first. */
  parked(limit: number): Promise<HeldJob[]>;
  /** Set aside by a verdict, next to be tried first. */
  delayed(limit: number): Promise<HeldJob[]>;
  /** Gives a parked job a new start. Throws PoisonError when there is no such parked job. */
  replay(queue: QueueName, id: string): Promise<void>;
}

const answerLimitMs = 1_500;

/** What a job is about, in a person's words; a payload nobody can read says so. */
function subjectOf(queue: QueueName, data: unknown): { subject: string; vendor: string } {
  if (queue === 'documents') {
    const job = documentJobSchema.safeParse(data);
    if (job.success) return { subject: externalKey(job.data.ref), vendor: job.data.ref.vendor };
  }
  if (queue === 'credits') {
    const job = creditJobSchema.safeParse(data);
    if (job.success) {
      const { customerKey } = job.data;
      return { subject: customerKey, vendor: customerKey.split(':')[0] ?? '' };
    }
    const partnership = partnershipJobSchema.safeParse(data);
    if (partnership.success)
      return { subject: `partnership ${partnership.data.partnershipId}`, vendor: '' };
  }
  if (queue === 'deliveries') {
    const job = deliveryJobSchema.safeParse(data);
    if (job.success) {
      const { vendor, account, receivedAt } = job.data;
      return { subject: `${vendor}:${account} delivery of ${receivedAt}`, vendor };
    }
  }
  if (queue === 'sweeps') return { subject: 'sweep', vendor: '' };
  return { subject: 'unreadable payload', vendor: '' };
}

/** BullMQ's own reasons (a job that killed its process fifty times) and those of counted faults are plain text. */
function failureReason(failedReason: string | undefined): JobReason {
  return readJobReason(failedReason) ?? { ...noReason, message: failedReason ?? '' };
}

const noReason: JobReason = { verdict: '', code: 'QUEUE', message: '', action: '' };

/** The way to look into the queue: for health, metrics, the console and the command line. */
export function createQueueMonitor(backend: Backend, producer: Producer): QueueMonitor {
  async function inTime<Result>(asked: Promise<Result>): Promise<Result> {
    return withinTimeLimit(asked, answerLimitMs, queueIsSlow('answer', answerLimitMs));
  }

  async function countsOf(queue: QueueName): Promise<QueueCounts> {
    const counts = await backend
      .queue(queue)
      .getJobCounts('waiting', 'active', 'delayed', 'failed');
    return {
      queue,
      waiting: counts.waiting ?? 0,
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      parked: counts.failed ?? 0,
    };
  }

  function toHeld(queue: QueueName, job: Job<unknown, unknown>, state: 'parked' | 'delayed') {
    const wait = state === 'delayed' ? jobWaitSchema.safeParse(job.progress).data : undefined;
    // A delayed job that nothing went wrong with is merely not due yet: a sweep's next round.
    if (state === 'delayed' && wait === undefined && !job.failedReason) return [];
    const reason = wait ?? failureReason(job.failedReason);
    const at = wait?.nextTryAt ?? job.finishedOn;
    const id = job.id ?? '';
    return [{ queue, id, ...subjectOf(queue, job.data), reason, at: at ? new Date(at) : null }];
  }

  async function held(state: 'parked' | 'delayed', limit: number): Promise<HeldJob[]> {
    const lists = queueNames.map(async (name) => {
      const queue = backend.queue(name);
      const jobs = await (state === 'parked'
        ? queue.getFailed(0, limit - 1)
        : queue.getDelayed(0, limit - 1));
      return jobs.flatMap((job) => toHeld(name, job, state));
    });
    return (await inTime(Promise.all(lists))).flat();
  }

  return {
    ping: async () => {
      await inTime(backend.queue('deliveries').getJobCounts('active'));
    },
    counts: () => inTime(Promise.all(queueNames.map(countsOf))),
    parked: (limit) => held('parked', limit),
    delayed: (limit) => held('delayed', limit),
    replay: (queue, id) => replay(backend, producer, queue, id),
  };
}

/** Documents and credits go in by the ordinary door, so that they keep single flight; what was parked is removed after that. */
async function replay(
  backend: Backend,
  producer: Producer,
  queue: QueueName,
  id: string,
): Promise<void> {
  const job = await backend.queue(queue).getJob(id);
  if (!job || !(await job.isFailed())) {
    throw new PoisonError({
      code: 'JOB_NOT_PARKED',
      message: `There is no parked job ${id} in the queue "${queue}".`,
      action: 'List the parked jobs again: it may have been replayed already.',
    });
  }
  const document = documentJobSchema.safeParse(job.data);
  const credit = creditJobSchema.safeParse(job.data);
  const partnership = partnershipJobSchema.safeParse(job.data);
  if (queue === 'documents' && document.success) await producer.refresh(document.data.ref);
  else if (queue === 'credits' && credit.success) await producer.credit(credit.data.customerKey);
  else if (queue === 'credits' && partnership.success)
    await producer.creditPartnership(partnership.data.partnershipId);
  else return job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
  await job.remove();
}

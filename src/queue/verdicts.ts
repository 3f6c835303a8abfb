import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { z } from 'zod';
import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  StaleError,
  TransientError,
  Verdict,
} from '../errors.ts';
import { redactText } from '../logger.ts';

/** An error that is no verdict is a fault of ours: it is tried this often in all (about two minutes), then parked. */
export const unexpectedLimit = 8;

export type JobOutcome =
  'done' | 'stale' | 'retry' | 'rate limited' | 'human needed' | 'unexpected' | 'parked';

/** What is to become of a job whose handler threw. Only `count` uses up one of the job's attempts. */
export type Decision =
  | { next: 'finish'; outcome: 'stale' }
  | { next: 'delay'; outcome: 'retry' | 'rate limited' | 'human needed'; delayMs: number }
  | { next: 'count'; outcome: 'unexpected' }
  | { next: 'park'; outcome: 'parked' };

/** `starts` counts this run; `faults` counts the earlier unexpected errors. */
export interface JobHistory {
  starts: number;
  faults: number;
}

const minuteMs = 60_000;

/** 1 s, 2 s, 4 s … up to two minutes; the random half keeps jobs that failed together from coming back together. */
function backOffMs(starts: number, random: number): number {
  const full = Math.min(2 * minuteMs, 1_000 * 2 ** Math.min(starts - 1, 20));
  return Math.round(full * (0.5 + random / 2));
}

/** 1 min, 2 min, 4 min, up to ten: a person is slow, and each try costs a call that is known to fail. */
function patienceMs(starts: number, random: number): number {
  const full = Math.min(10 * minuteMs, minuteMs * 2 ** Math.min(starts - 1, 20));
  return Math.round(full * (1 + random / 10));
}

/** The rule behind every failed job, pure. `random` is in [0, 1). */
export function decide(error: unknown, history: JobHistory, random: number): Decision {
  if (error instanceof StaleError) return { next: 'finish', outcome: 'stale' };
  if (error instanceof PoisonError) return { next: 'park', outcome: 'parked' };
  if (error instanceof RateLimitedError) {
    const delayMs = Math.round(Math.max(error.retryAfterMs, 100) * (1 + random / 5));
    return { next: 'delay', outcome: 'rate limited', delayMs };
  }
  if (error instanceof HumanNeededError) {
    return { next: 'delay', outcome: 'human needed', delayMs: patienceMs(history.starts, random) };
  }
  if (error instanceof TransientError) {
    return { next: 'delay', outcome: 'retry', delayMs: backOffMs(history.starts, random) };
  }
  return history.faults + 1 < unexpectedLimit
    ? { next: 'count', outcome: 'unexpected' }
    : { next: 'park', outcome: 'parked' };
}

/** Why a job is parked or waits, as it is kept with the job: for the console, the command line and whoever reads the queue. */
export const jobReasonSchema = z.object({
  verdict: z.string(),
  code: z.string(),
  message: z.string(),
  action: z.string(),
});
export type JobReason = z.infer<typeof jobReasonSchema>;

/** Why and until when (at the latest) a job was set aside. */
export const jobWaitSchema = jobReasonSchema.extend({ nextTryAt: z.number() });

/** Reads back what `carryOut` left with a parked job; null for texts that are not ours. */
export function readJobReason(failedReason: string | undefined): JobReason | null {
  try {
    return jobReasonSchema.parse(JSON.parse(failedReason ?? ''));
  } catch {
    return null;
  }
}

/** The reason of any error, without secrets and personal data. */
export function reasonOf(error: unknown): JobReason {
  if (error instanceof Verdict) {
    const { name, code, message, action } = error;
    return { verdict: name, code, message: redactText(message), action: redactText(action) };
  }
  return {
    verdict: 'UnexpectedError',
    code: 'UNEXPECTED',
    message: redactText(error instanceof Error ? error.message : String(error)),
    action:
      'This is a fault of the service: report it with the log of this job, then replay the job.',
  };
}

/**
 * The one translator of decisions to BullMQ. Returns when the job is done; otherwise throws what BullMQ understands: DelayedError
 * (moved aside, no attempt counted), UnrecoverableError (failed for good = parked), any other (retried, attempt counted).
 */
export async function carryOut(
  decision: Decision,
  reason: JobReason,
  job: Job<unknown, unknown>,
  token: string,
): Promise<void> {
  switch (decision.next) {
    case 'finish':
      return;
    case 'delay':
      return setAside(decision.delayMs, reason, job, token);
    case 'count':
      throw new TransientError(reason);
    case 'park':
      throw new UnrecoverableError(JSON.stringify(reason));
  }
}

/** BullMQ keeps no failure reason for a job that is moved aside, so the reason goes into its progress. */
async function setAside(
  delayMs: number,
  reason: JobReason,
  job: Job<unknown, unknown>,
  token: string,
): Promise<never> {
  const nextTryAt = Date.now() + delayMs;
  await job.updateProgress({ ...reason, nextTryAt });
  await job.moveToDelayed(nextTryAt, token);
  throw new DelayedError(reason.code);
}

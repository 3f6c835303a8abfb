import { z } from 'zod';
import type { Backend } from './backend.ts';
import type { SweepJob } from './contract.ts';
import { flightId } from './names.ts';

/** How far each sweep has looked. Kept beside the jobs, so that an outage of any length leaves no gap. */
export interface Cursors {
  /** Up to when this sweep has seen everything; null before its first time. */
  read(sweep: SweepJob['sweep']): Promise<Date | null>;
  write(sweep: SweepJob['sweep'], seenUntil: Date): Promise<void>;
}

const cursorSchema = z.object({ seenUntil: z.iso.datetime() });

/**
 * A cursor is a job that waits for ever in a queue which nobody works: that is kept by every backend that jobs are kept by, and
 * needs nothing besides.
 */
export function createCursors(backend: Backend): Cursors {
  const queue = backend.queue('cursors');
  return {
    async read(sweep) {
      const job = await queue.getJob(flightId(sweep));
      return job ? new Date(cursorSchema.parse(job.data).seenUntil) : null;
    },
    async write(sweep, seenUntil) {
      const data = { seenUntil: seenUntil.toISOString() };
      const job = await queue.getJob(flightId(sweep));
      if (job) await job.updateData(data);
      else await queue.add('cursor', data, { jobId: flightId(sweep) });
    },
  };
}

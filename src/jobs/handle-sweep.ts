import type { SweepJob } from '../queue/contract.ts';
import type { Cursors } from '../queue/cursors.ts';
import type { JobContext } from './context.ts';
import { creditMilestones } from './credit-milestones.ts';
import { followMerges } from './follow-merges.ts';
import { followStatements } from './follow-statements.ts';
import { sweepReviews } from './make-reviews.ts';
import { measureGoals } from './measure-goals.ts';
import { releaseHolds } from './release-holds.ts';
import { sweepChanges } from './sweep-changes.ts';
import { sweepOwned } from './restore-owned.ts';
import { sweepCredit } from './sweep-credit.ts';
import { sweepDeletions } from './sweep-deletions.ts';
import { sweepProcesses } from './sweep-processes.ts';
import { sweepRenewals } from './sweep-renewals.ts';
import { sweepSimulations } from './sweep-simulations.ts';
import { sweepSourcing } from './sweep-sourcing.ts';

/** Before a sweep's first time: whoever installs the service has records already. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;
/**
 * How far each look goes back beyond the end of the one before: Salesforce stamps a record when its transaction begins and shows
 * it when it ends, and its clock is not ours.
 */
const OVERLAP_MS = 10 * 60_000;

/**
 * What comes round by the clock. Each sweep goes on from where it last came to its end, however long ago that was: a failed one,
 * or a service that was away, leaves no gap.
 */
export async function handleSweep(
  context: JobContext,
  cursors: Cursors,
  { sweep }: SweepJob,
): Promise<void> {
  const now = context.clock.now();
  const seenUntil = (await cursors.read(sweep)) ?? new Date(now.getTime() - FIRST_LOOK_BACK_MS);
  const covered = await run(context, sweep, new Date(seenUntil.getTime() - OVERLAP_MS));
  await cursors.write(sweep, covered ?? now);
}

/** Returns up to when everything was seen, where that is not the moment at which the sweep began. */
async function run(
  context: JobContext,
  sweep: SweepJob['sweep'],
  since: Date,
): Promise<Date | null> {
  switch (sweep) {
    case 'credit':
      await sweepCredit(context, since);
      return null;
    case 'simulations':
      await sweepSimulations(context);
      return null;
    case 'milestones':
      await followMerges(context);
      await creditMilestones(context, since);
      return null;
    case 'holds':
      await releaseHolds(context);
      await followStatements(context);
      return null;
    case 'changes':
      await sweepChanges(context, since);
      return null;
    case 'deletions':
      await sweepOwned(context, since);
      return sweepDeletions(context, since);
    case 'goals':
      await measureGoals(context);
      return null;
    case 'reviews':
      await sweepReviews(context);
      return null;
    case 'processes':
      await sweepProcesses(context);
      await sweepSourcing(context, since);
      await sweepRenewals(context, since);
      return null;
  }
}

import type { SweepJob } from '../queue/contract.ts';
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
import { sweepSourcing } from './sweep-sourcing.ts';

/** What comes round by the clock. */
export async function handleSweep(context: JobContext, job: SweepJob): Promise<void> {
  switch (job.sweep) {
    case 'credit':
      return sweepCredit(context);
    case 'milestones':
      await followMerges(context);
      return creditMilestones(context);
    case 'holds':
      return releaseHolds(context).then(() => followStatements(context));
    case 'changes':
      return sweepChanges(context);
    case 'deletions':
      await sweepDeletions(context);
      return sweepOwned(context);
    case 'goals':
      return measureGoals(context);
    case 'reviews':
      return sweepReviews(context);
    case 'processes':
      await sweepProcesses(context);
      await sweepRenewals(context);
      return sweepSourcing(context);
  }
}

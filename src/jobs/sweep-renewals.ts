import { dayOf } from '../rules/calendar.ts';
import { renewalOf, type RenewalOutcome } from '../rules/renewal.ts';
import {
  creditedOpportunities,
  renewalsToDecide,
  type RenewalFact,
} from '../salesforce/facts/renewals.ts';
import { openIssuesOfKind } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { carriedRows, renewalRow } from '../salesforce/rows/renewal.ts';
import {
  recordIssueKey,
  resolvedIssueRow,
  type RecordIssue,
} from '../salesforce/rows/sync-issue.ts';
import { changedIssues } from './changed-issues.ts';
import type { JobContext } from './context.ts';

type Context = Pick<JobContext, 'org' | 'clock' | 'countDocument'>;

/**
 * Every open renewal says who renews, from which day the customer may be talked to, and why; its owner gets a task when that
 * day has come. Computed anew each time, so a close date that moves, a credit that ends and terms that change are followed;
 * what a person entered stays. What cannot be decided is a Sync Issue. The credit of the customer is carried over once. A handful
 * of queries however many renewals there are, and no write where nothing is new.
 */
export async function sweepRenewals(context: Context, since: Date): Promise<void> {
  const { org, clock } = context;
  const today = dayOf(clock.now());
  const renewals = await renewalsToDecide(org, since);
  const decided = renewals.map((fact) => ({ fact, outcome: renewalOf(fact.renewal, today) }));
  const rows = decided.flatMap(({ fact, outcome }) => renewalRow(fact, outcome, today));
  // One that was won is asked about where its commission is computed.
  const issues = decided
    .filter(({ fact, outcome }) => outcome.isUnclear && !fact.isClosed)
    .map(unclearIssue);
  const changes = [
    ...rows,
    ...(await carriedCredit(context, renewals, today)),
    ...(await changedIssues(context, issues)),
    ...(await settledRows(context, issues)),
  ];
  await org.save(changes);
  context.countDocument(
    'salesforce',
    'sweep',
    changes.length === 0 ? 'RENEWALS_UNCHANGED' : 'RENEWALS_DECIDED',
  );
}

/** For renewals that are seen for the first time and have no credit yet: whoever took it away since wanted it away. */
async function carriedCredit(
  { org }: Context,
  renewals: readonly RenewalFact[],
  today: string,
): Promise<OrgRow[]> {
  const first = renewals.filter(({ written, credits }) => written === null && credits.length > 0);
  const credited = await creditedOpportunities(
    org,
    first.map(({ id }) => id),
  );
  return first.filter(({ id }) => !credited.has(id)).flatMap((fact) => carriedRows(fact, today));
}

function unclearIssue({
  fact,
  outcome,
}: {
  fact: RenewalFact;
  outcome: RenewalOutcome;
}): RecordIssue {
  return {
    code: 'RENEWAL_UNCLEAR',
    severity: 'Warning',
    recordId: fact.id,
    message: `Who renews "${fact.name}" is not clear. ${outcome.reason}`,
    whatToDo:
      'Fill Renewal Policy on the opportunity, or Renewal Owner on the credit of the customer for all of its renewals, or complete the terms of the program. This issue closes itself within an hour.',
  };
}

/** Issues of renewals that are clear by now, closed, or no renewals any more; those of billing customers are another job's. */
async function settledRows(context: Context, issues: readonly RecordIssue[]): Promise<OrgRow[]> {
  const unclear = new Set(issues.map(recordIssueKey));
  const open = await openIssuesOfKind(context.org, 'RENEWAL_UNCLEAR');
  return open
    .filter(({ key, recordId }) => recordId !== null && !unclear.has(key))
    .map(({ key }) => resolvedIssueRow(key, context.clock.now()));
}

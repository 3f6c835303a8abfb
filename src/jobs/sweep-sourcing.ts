import { creditOfDeal } from '../rules/deal-credit.ts';
import { issuesByKey } from '../salesforce/facts/sync-issues.ts';
import { wonDealsSince } from '../salesforce/facts/won-deals.ts';
import { percentOf } from '../salesforce/rows/attribution.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { recordIssueKey, recordIssueRow, type RecordIssue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/**
 * Deals that were won are credited by the touches of all partners and the model of the program that sourced them. Only the
 * service's own credits change; where several partnerships touched a deal, a person is told who came first and why.
 */
export async function sweepSourcing(
  context: Pick<JobContext, 'org' | 'clock' | 'countDocument'>,
  since: Date,
): Promise<void> {
  const now = context.clock.now();
  const deals = await wonDealsSince(context.org, since);
  const outcomes = deals.map((deal) => ({ deal, outcome: creditOfDeal(deal) }));
  const credits: OrgRow[] = outcomes.flatMap(({ outcome }) =>
    outcome.changes.map(({ id, share, creditAmount, reason }) => ({
      object: 'OpportunityAttribution__c',
      keyField: 'Id',
      key: id,
      fields: {
        CreditPercent__c: percentOf(share),
        CreditAmount__c: creditAmount,
        Reason__c: reason,
      },
    })),
  );
  const issues = outcomes.flatMap(({ deal, outcome }) =>
    outcome.conflict === null ? [] : [conflictIssue(deal.id, outcome.conflict)],
  );
  const known = await issuesByKey(context.org, issues.map(recordIssueKey));
  const changed = issues
    .filter((issue) => known.get(recordIssueKey(issue))?.message !== issue.message)
    .map((issue) => recordIssueRow(issue, !known.has(recordIssueKey(issue)), now));
  await context.org.save([...credits, ...changed]);
  context.countDocument(
    'salesforce',
    'sweep',
    credits.length + changed.length === 0 ? 'CREDIT_UNCHANGED' : 'DEALS_CREDITED',
  );
}

function conflictIssue(recordId: string, message: string): RecordIssue {
  return {
    code: 'ATTRIBUTION_CONFLICT',
    severity: 'Warning',
    recordId,
    message,
    whatToDo:
      'If another partnership should be credited, change the credit on the opportunity: what a person changes is kept. Then resolve this issue.',
  };
}

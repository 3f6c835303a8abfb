import { issuesByKey } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { recordIssueKey, recordIssueRow, type RecordIssue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/** Issues that say something new: one that a person has resolved stays closed while its words are the same. */
export async function changedIssues(
  context: Pick<JobContext, 'org' | 'clock'>,
  issues: readonly RecordIssue[],
): Promise<OrgRow[]> {
  const known = await issuesByKey(context.org, issues.map(recordIssueKey));
  return issues
    .filter((issue) => known.get(recordIssueKey(issue))?.message !== issue.message)
    .map((issue) => recordIssueRow(issue, !known.has(recordIssueKey(issue)), context.clock.now()));
}

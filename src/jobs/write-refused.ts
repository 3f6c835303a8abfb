import { PoisonError } from '../errors.ts';
import { externalKey, type DocumentRef } from '../events/document.ts';
import { vendorTitle } from '../events/vendor.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/**
 * A document that can never be saved as it is (a validation rule, a duplicate rule, a value that does not fit) is parked;
 * here the people in Salesforce are told, with what the org said. Ops see the same on the parked job.
 */
export async function reportRefusal(
  context: JobContext,
  ref: DocumentRef,
  error: PoisonError,
): Promise<void> {
  const issue: Issue = {
    code: 'WRITE_REFUSED',
    severity: 'Error',
    documentKey: externalKey(ref),
    subject: null,
    message: `The ${ref.type} ${ref.id} of ${vendorTitle(ref.vendor)} could not be saved. ${error.message}`,
    whatToDo:
      error.action ||
      `Correct the ${ref.type} at ${vendorTitle(ref.vendor)}, or change the rule that refuses it. The next event about it is tried anew, and this issue closes itself when it works.`,
  };
  const open = await openIssuesOfDocument(context.org, issue.documentKey);
  await context.org.upsert(issueRows([issue], open, [], context.clock.now()));
}

/** The rows that close what an earlier refusal of this document opened. */
export async function mendedRefusal(context: JobContext, ref: DocumentRef): Promise<OrgRow[]> {
  const open = await openIssuesOfDocument(context.org, externalKey(ref));
  return issueRows([], open, ['WRITE_REFUSED'], context.clock.now());
}

import { documentRefOf, externalKey, type DocumentRef } from '../events/document.ts';
import { vendorTitle } from '../events/vendor.ts';
import type { OpenIssue } from '../salesforce/facts/sync-issues.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

const RESTORE =
  'If it was a mistake, restore the record from the Recycle Bin, where it stays for 15 days: everything goes on as before, and this issue closes itself.';

/** A lead or an opportunity that somebody deleted, while the PRM goes on with what it stands for. */
export function recordDeleted(ref: DocumentRef, name: string, deletedAt: Date | null): Issue {
  const prm = vendorTitle(ref.vendor);
  const record = ref.type === 'lead' ? 'lead' : 'opportunity';
  const when = deletedAt === null ? '' : ` on ${deletedAt.toISOString().slice(0, 10)}`;
  return {
    code: 'RECORD_DELETED',
    severity: 'Warning',
    documentKey: externalKey(ref),
    subject: null,
    message: `The ${record} "${name}" was deleted in Salesforce${when}. ${prm} still has the ${ref.type} that it stands for, and the partner still sees it; nothing is exchanged any more.`,
    whatToDo: `${RESTORE} If it was meant, archive the ${ref.type} in ${prm}, and resolve this issue.`,
  };
}

/**
 * What the PRM says of a record that somebody deleted here: it is not made again, and a person is told what the PRM still has.
 * Gives back the outcome to count.
 */
export async function noteDeleted(
  { org, clock }: Pick<JobContext, 'org' | 'clock'>,
  ref: DocumentRef,
  name: string,
  open: readonly OpenIssue[],
): Promise<string> {
  const isTold = open.some(({ code }) => code === 'RECORD_DELETED');
  const said = isTold ? [] : [recordDeleted(ref, name, null)];
  await org.save(issueRows(said, open, ['WRITE_REFUSED'], clock.now()));
  return 'RECORD_DELETED';
}

/** An account that somebody deleted, while a vendor goes on with the company. */
export function accountDeleted(key: string, name: string, deletedAt: Date): Issue {
  return {
    code: 'RECORD_DELETED',
    severity: 'Warning',
    documentKey: key,
    subject: null,
    message: `The account "${name}" was deleted in Salesforce on ${deletedAt.toISOString().slice(0, 10)}. ${vendorTitle(key.split(':')[0] ?? '')} still has the company, so its next news makes an account anew.`,
    whatToDo: `${RESTORE} If another account is the right one, link the External Identity "${key}" to it.`,
  };
}

/** The issue of any deleted record that stands for something at a vendor; null where it stands for nothing. */
export function deletionIssue(record: {
  object: string;
  key: string | null;
  name: string | null;
  deletedAt: Date;
}): Issue | null {
  const { object, key, deletedAt } = record;
  if (key === null) return null;
  const name = record.name ?? key;
  if (object === 'Account') return accountDeleted(key, name, deletedAt);
  const ref = documentRefOf(key);
  return ref ? recordDeleted(ref, name, deletedAt) : null;
}

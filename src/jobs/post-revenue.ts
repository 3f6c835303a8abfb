import { vendorTitle } from '../events/vendor.ts';
import type { BillingDocument } from '../events/billing.ts';
import { externalKey, type DocumentRef } from '../events/document.ts';
import { documentName, newLedgerEntries } from '../rules/ledger.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import { postedEntries } from '../salesforce/facts/ledger.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import { mentionedIdentityRow } from '../salesforce/rows/identity.ts';
import { revenueEntryRow } from '../salesforce/rows/ledger.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { BillingVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';

/**
 * A billing document's ledger is brought into step with its truth: whatever happened since the last look (a payment, a
 * refund, a lost dispute that was won later) becomes entries. Who is credited for them is another job, which follows.
 */
export async function postRevenue(
  context: JobContext,
  vendor: BillingVendor,
  ref: DocumentRef,
): Promise<string> {
  const document = await vendor.fetchBillingDocument(ref);
  if (!document) return 'DOCUMENT_GONE';
  const documentKey = externalKey(ref);
  const customerKey = document.customer ? externalKey(document.customer) : null;
  const [posted, identities, open] = await Promise.all([
    postedEntries(context.org, documentKey),
    identitiesByKey(context.org, customerKey === null ? [] : [customerKey]),
    openIssuesOfDocument(context.org, documentKey),
  ]);
  if (document.movements.length === 0 && posted.length === 0) return 'NOTHING_PAID';
  const entries = newLedgerEntries(document, posted);
  const issues = issueRows(
    issuesOf(
      document,
      documentKey,
      entries.some((entry) => entry.kind === 'correction'),
    ),
    open,
    ['DOCUMENT_WITHOUT_CUSTOMER', 'WRITE_REFUSED'],
    context.clock.now(),
  );
  if (!document.customer || customerKey === null) {
    await context.org.save(issues);
    return 'DOCUMENT_WITHOUT_CUSTOMER';
  }
  await context.org.save([
    ...(identities.has(customerKey) ? [] : [mentionedIdentityRow(document.customer)]),
    ...entries.map((entry) => revenueEntryRow(entry, document, customerKey, context.orgCurrency)),
    ...issues,
  ]);
  if (!identities.has(customerKey)) await context.producer.refresh(document.customer);
  await context.producer.credit(customerKey);
  return entries.length === 0 ? 'LEDGER_IN_STEP' : 'LEDGER_POSTED';
}

function issuesOf(document: BillingDocument, documentKey: string, corrected: boolean): Issue[] {
  const name = documentName(document);
  const withoutCustomer: Issue = {
    code: 'DOCUMENT_WITHOUT_CUSTOMER',
    severity: 'Warning',
    documentKey,
    subject: null,
    message: `${name} was paid by nobody whom ${vendorTitle(document.ref.vendor)} keeps as a customer, so it can be credited to no one.`,
    whatToDo: `Attach a customer to the payment at ${vendorTitle(document.ref.vendor)}; the next event or sweep picks it up.`,
  };
  const correction: Issue = {
    code: 'LEDGER_CORRECTED',
    severity: 'Info',
    documentKey,
    subject: null,
    message: `${name} was changed at ${vendorTitle(document.ref.vendor)} after it had been posted. A correction entry was added.`,
    whatToDo: 'Read the reason of the correction entry. Resolve this issue when you agree with it.',
  };
  return [...(document.customer ? [] : [withoutCustomer]), ...(corrected ? [correction] : [])];
}

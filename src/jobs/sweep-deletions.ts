import { z } from 'zod';
import { documentRefOf } from '../events/document.ts';
import type { DeletedRecord } from '../salesforce/deletion-feed.ts';
import { identitiesByKey, type IdentityFact } from '../salesforce/facts/identities.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import { issuesByKey, openIssuesOfKind } from '../salesforce/facts/sync-issues.ts';
import { issueKey, issueRows, resolvedIssueRow } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';
import { creditCustomersOf } from './link-customer.ts';
import { deletionIssue } from './record-deleted.ts';

/**
 * What people deleted in Salesforce: credits that are gone are computed without, and a lead, deal or account that a vendor goes
 * on with is shown to a person. What was restored from the Recycle Bin goes on, and its issue closes. Idempotent. Returns up to when
 * Salesforce has told everything.
 */
export async function sweepDeletions(context: JobContext, since: Date): Promise<Date> {
  const { records: deleted, coveredUntil } = await context.changes.deletedRecords(since);
  await computeWithout(context, deleted);
  await tell(context, deleted);
  const restored = await followRestored(context);
  context.countDocument(
    'salesforce',
    'sweep',
    deleted.length + restored === 0 ? 'NOTHING_DELETED' : 'DELETIONS_SWEPT',
  );
  return coveredUntil;
}

async function computeWithout(
  context: JobContext,
  deleted: readonly DeletedRecord[],
): Promise<void> {
  const of = (object: DeletedRecord['object']): DeletedRecord[] =>
    deleted.filter((record) => record.object === object);
  const recordIds = (records: readonly DeletedRecord[]): string[] => [
    ...new Set(records.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]))),
  ];
  for (const accountId of recordIds(of('AccountAttribution__c')))
    await creditCustomersOf(context, null, accountId);
  const leads = of('LeadAttribution__c');
  const deals = of('OpportunityAttribution__c');
  const partnerships = new Set([
    ...[...leads, ...deals].flatMap(({ partnershipId }) => partnershipId ?? []),
    ...(await sharing(context, 'LeadAttribution__c', 'Lead__c', recordIds(leads))),
    ...(await sharing(context, 'OpportunityAttribution__c', 'Opportunity__c', recordIds(deals))),
  ]);
  for (const partnershipId of partnerships) await context.producer.creditPartnership(partnershipId);
}

const partnershipSchema = z.object({ Partnership__c: requiredText });

/** Who else is credited on the same leads or deals: shares and precedence look at all. */
async function sharing(
  { org }: Pick<JobContext, 'org'>,
  object: 'LeadAttribution__c' | 'OpportunityAttribution__c',
  by: 'Lead__c' | 'Opportunity__c',
  values: readonly string[],
): Promise<string[]> {
  if (values.length === 0) return [];
  const records = await org.find({ object, select: ['Partnership__c'], by, values });
  return parseRecords(partnershipSchema, records, object).map((row) => row.Partnership__c);
}

/** An issue that a person has settled is not opened again for the same deletion, however often it is told. */
async function tell(context: JobContext, deleted: readonly DeletedRecord[]): Promise<void> {
  const issues = deleted.flatMap((record) => deletionIssue(record) ?? []);
  const known = await issuesByKey(context.org, issues.map(issueKey));
  const news = issues.filter((issue) => known.get(issueKey(issue))?.message !== issue.message);
  await context.org.save(issueRows(news, [], [], context.clock.now()));
}

const isLinked = (identity: IdentityFact | undefined): boolean =>
  identity !== undefined &&
  [identity.accountId, identity.leadId, identity.opportunityId].some((id) => id !== null);

/** Salesforce gives a restored record its lookups back: so an identity that is linked again tells of it. */
async function followRestored(context: JobContext): Promise<number> {
  const open = await openIssuesOfKind(context.org, 'RECORD_DELETED');
  const keys = open.flatMap(({ documentKey }) => documentKey ?? []);
  if (keys.length === 0) return 0;
  const identities = await identitiesByKey(context.org, keys);
  const restored = open.filter(({ documentKey }) => isLinked(identities.get(documentKey ?? '')));
  const now = context.clock.now();
  await context.org.save(restored.map(({ key }) => resolvedIssueRow(key, now)));
  for (const { documentKey } of restored) {
    const ref = documentKey === null ? null : documentRefOf(documentKey);
    if (ref && (ref.type === 'lead' || ref.type === 'deal')) await context.producer.refresh(ref);
  }
  return restored.length;
}

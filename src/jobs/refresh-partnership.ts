import { documentRefOf, externalKey } from '../events/document.ts';
import type { PartnershipPointer, PrmPartnership } from '../events/partner.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import {
  isProgramKnown,
  partnershipsByIdentity,
  type PartnershipFact,
} from '../salesforce/facts/partnerships.ts';
import { ownedPartnership, type OwnedInOrg } from '../salesforce/facts/owned-by-prm.ts';
import { openIssuesAbout, openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import { readOwned, type OwnedPartnership } from '../salesforce/rows/owned-partnership.ts';
import { ownedValues, partnerAccountKey, partnershipRows } from '../salesforce/rows/partnership.ts';
import { issueRows } from '../salesforce/rows/sync-issue.ts';
import type { FieldMerge } from '../rules/field-merge.ts';
import { ownedField } from '../rules/owned-field.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { restoredIssues } from './restore-owned.ts';

/** A partnership becomes Account(Partner), Contact, Partnership; whatever waited for its partner key is looked at again. */
export async function refreshPartnership(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchPartnership(id);
  if (!truth) return 'DOCUMENT_GONE';
  await savePartnership(context, truth);
  for (const subject of [truth.partnerKey, externalKey(truth.ref)]) {
    for (const issue of await openIssuesAbout(context.org, subject)) {
      const waiting = issue.documentKey === null ? null : documentRefOf(issue.documentKey);
      if (waiting) await context.producer.refresh(waiting);
    }
  }
  return 'PARTNERSHIP_SAVED';
}

async function savePartnership(context: JobContext, truth: PrmPartnership): Promise<void> {
  const key = externalKey(truth.ref);
  const accountKey = partnerAccountKey(truth);
  const partnerKey = externalKey({ ...truth.ref, type: 'partner-key', id: truth.partnerKey });
  const [identities, programIsKnown, setup, open, owned] = await Promise.all([
    identitiesByKey(context.org, [key, accountKey, partnerKey]),
    truth.program ? isProgramKnown(context.org, externalKey(truth.program.ref)) : false,
    context.setup(),
    openIssuesOfDocument(context.org, key),
    ownedPartnership(context.org, key),
  ]);
  const own = identities.get(key);
  const accountId = own?.accountId ?? identities.get(accountKey)?.accountId ?? null;
  const rows = partnershipRows(
    truth,
    {
      account: accountId === null ? null : { id: accountId, key: accountKey },
      partnershipId: own?.partnershipId ?? null,
      identities: new Set(identities.keys()),
      programIsKnown,
      owned,
    },
    setup.partnerRecordTypeId,
  );
  const merges = owned ? mergeOwned(truth, owned, readOwned(own?.exchanged ?? null)) : [];
  const said = restoredIssues(truth.ref, merges);
  const now = context.clock.now();
  await context.org.save([...rows, ...issueRows(said, open, ['WRITE_REFUSED'], now)]);
}

function mergeOwned(
  truth: PrmPartnership,
  owned: OwnedInOrg,
  written: OwnedPartnership | null,
): FieldMerge[] {
  const theirs = ownedValues(truth, { owned });
  const merge = (name: string, field: keyof OwnedPartnership): FieldMerge =>
    ownedField({ name, base: written?.[field], ours: owned[field], theirs: theirs[field] });
  const program = merge('program of the partnership', 'program');
  return [
    merge('start date of the partnership', 'startDate'),
    // Compared by key, told by name.
    program.code === 'RESTORED'
      ? ownedField({
          name: 'program of the partnership',
          base: null,
          ours: owned.programName,
          theirs: truth.program?.name ?? null,
        })
      : program,
  ];
}

/**
 * The partnership that a record points to. One that the org does not know yet is asked for at the PRM and saved first, so
 * that it never matters whose event arrived first. Null when no PRM knows it either.
 */
export async function ensurePartnership(
  context: JobContext,
  pointer: PartnershipPointer,
  vendors: readonly PrmVendor[],
): Promise<PartnershipFact | null> {
  const keys = vendors.flatMap((vendor) => identityKeys(vendor, pointer));
  if (keys.length === 0) return null;
  const known = await partnershipsByIdentity(context.org, keys);
  const found = keys.map((key) => known.get(key)).find((fact) => fact !== undefined);
  if (found) return found;
  for (const vendor of vendors) {
    const name = pointer.id ?? pointer.partnerKey;
    const truth = name === null ? null : await vendor.fetchPartnership(name);
    if (!truth) continue;
    await savePartnership(context, truth);
    const key = externalKey(truth.ref);
    return (await partnershipsByIdentity(context.org, [key])).get(key) ?? null;
  }
  return null;
}

function identityKeys(vendor: PrmVendor, pointer: PartnershipPointer): string[] {
  const of = (type: 'partnership' | 'partner-key', id: string | null): string[] =>
    id === null ? [] : [externalKey({ vendor: vendor.name, account: vendor.account, type, id })];
  return [...of('partnership', pointer.id), ...of('partner-key', pointer.partnerKey)];
}

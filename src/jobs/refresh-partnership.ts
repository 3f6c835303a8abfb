import { documentRefOf, externalKey } from '../events/document.ts';
import type { PartnershipPointer, PrmPartnership } from '../events/partner.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import {
  isProgramKnown,
  partnershipsByIdentity,
  type PartnershipFact,
} from '../salesforce/facts/partnerships.ts';
import { openIssuesAbout } from '../salesforce/facts/sync-issues.ts';
import { partnerAccountKey, partnershipRows } from '../salesforce/rows/partnership.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { mendedRefusal } from './write-refused.ts';

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
  const [identities, programIsKnown, setup, mended] = await Promise.all([
    identitiesByKey(context.org, [key, accountKey, partnerKey]),
    truth.program ? isProgramKnown(context.org, externalKey(truth.program.ref)) : false,
    context.setup(),
    mendedRefusal(context, truth.ref),
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
    },
    setup.partnerRecordTypeId,
  );
  await context.org.save([...rows, ...mended]);
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

import { vendorTitle } from '../events/vendor.ts';
import { externalKey } from '../events/document.ts';
import type { PrmLead } from '../events/partner.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import { hasCredits } from '../salesforce/facts/has-credits.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { recordAttributionRow } from '../salesforce/rows/attribution.ts';
import { identityRow } from '../salesforce/rows/identity.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { issueRows } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/** A lead that a partner submitted: a Lead for the reps, with the partner's part in it. */
export async function refreshLead(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchLead(id);
  if (!truth) return 'DOCUMENT_GONE';
  const key = externalKey(truth.ref);
  const partnership = await ensurePartnership(context, truth.partnership, [vendor]);
  const [identities, open] = await Promise.all([
    identitiesByKey(context.org, [key]),
    openIssuesOfDocument(context.org, key),
  ]);
  const leadId = identities.get(key)?.leadId ?? null;
  const lead: RecordPointer = { id: leadId, key };
  const isCredited =
    leadId !== null && (await hasCredits(context.org, 'LeadAttribution__c', leadId));
  await context.org.save([
    leadRow(truth, leadId !== null),
    identityRow({
      ref: truth.ref,
      version: truth.version,
      links: leadId === null ? { Lead: lead } : {},
      status: leadId === null ? 'Matched' : null,
      matchReason: leadId === null ? `Submitted through ${vendorTitle(vendor.name)}.` : null,
      state: truth.status,
    }),
    ...(partnership && !isCredited
      ? [
          recordAttributionRow({
            object: 'LeadAttribution__c',
            record: lead,
            partnership,
            version: truth.version,
            origin: 'PRM Lead',
            reasonCode: 'PRM_LEAD',
            reason: `${partnership.name} submitted this lead through ${vendorTitle(vendor.name)}.`,
            touchedAt: truth.createdAt,
          }),
        ]
      : []),
    ...issueRows(
      partnership ? [] : [partnershipMissing(truth.ref, truth.partnership)],
      open,
      ['PARTNERSHIP_UNKNOWN', 'WRITE_REFUSED'],
      context.clock.now(),
    ),
  ]);
  return partnership ? 'LEAD_SAVED' : 'PARTNERSHIP_UNKNOWN';
}

/** The person and company are written once; from then on they are the rep's. The PRM's status follows the PRM. */
function leadRow(truth: PrmLead, isKnown: boolean): OrgRow {
  const { person } = truth;
  const email = person.email;
  return {
    object: 'Lead',
    key: externalKey(truth.ref),
    fields: {
      ...(isKnown
        ? {}
        : {
            FirstName: person.firstName === null ? null : fit(person.firstName, 40),
            LastName: fit(person.lastName ?? email?.split('@')[0] ?? 'Unknown', 80),
            Company: fit(truth.company ?? email?.split('@')[1] ?? 'Unknown', 255),
            Email: email,
            Phone: person.phone === null ? null : fit(person.phone, 40),
            LeadSource: 'Partner',
          }),
      SourceStatus__c: truth.status === null ? null : fit(truth.status, 80),
      SourceVersion__c: truth.version,
    },
  };
}

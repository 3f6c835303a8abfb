import { vendorTitle } from '../events/vendor.ts';
import { externalKey } from '../events/document.ts';
import type { PrmLead } from '../events/partner.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import { hasCredits } from '../salesforce/facts/has-credits.ts';
import { leadOf } from '../salesforce/facts/leads.ts';
import type { PartnershipFact } from '../salesforce/facts/partnerships.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { recordAttributionRow } from '../salesforce/rows/attribution.ts';
import { identityRow } from '../salesforce/rows/identity.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { issueRows } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { exchangeLead, type LeadExchange } from './exchange-lead.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { noteDeleted } from './record-deleted.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/**
 * A lead that a partner submitted: a Lead for the reps, with the partner's part in it. Once both sides have it, the PRM is told
 * how it stands. A converted lead is read-only in Salesforce, so nothing is written on it.
 */
export async function refreshLead(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const found = await vendor.fetchLead(id);
  if (!found) return 'DOCUMENT_GONE';
  const key = externalKey(found.ref);
  const partnership = await ensurePartnership(context, found.partnership, [vendor]);
  const [identities, open] = await Promise.all([
    identitiesByKey(context.org, [key]),
    openIssuesOfDocument(context.org, key),
  ]);
  const identity = identities.get(key);
  if (identity && identity.leadId === null)
    return noteDeleted(context, found.ref, found.company ?? found.ref.id, open);
  const lead: RecordPointer = { id: identity?.leadId ?? null, key };
  const [worked, isCredited] =
    lead.id === null
      ? [null, false]
      : await Promise.all([
          leadOf(context.org, lead.id),
          hasCredits(context.org, 'LeadAttribution__c', lead.id),
        ]);
  const before = identity?.exchanged ?? null;
  const exchange = worked
    ? await exchangeLead(context, vendor, found, worked, before)
    : { truth: found, exchanged: before, issues: [] };
  const { truth } = exchange;
  const said = issueRows(
    [
      ...exchange.issues,
      ...(partnership ? [] : [partnershipMissing(truth.ref, truth.partnership)]),
    ],
    open,
    ['PARTNERSHIP_UNKNOWN', 'STAGE_NOT_IN_PRM', 'RECORD_DELETED', 'WRITE_REFUSED'],
    context.clock.now(),
  );
  const isInStep = identity?.version === truth.version && exchange.exchanged === before;
  if (isInStep && isCredited && partnership && said.length === 0) return 'LEAD_IN_STEP';
  await context.org.save([
    ...(worked?.isConverted ? [] : [leadRow(truth, lead.id !== null)]),
    leadIdentityRow(exchange, lead),
    ...(partnership && !isCredited ? [leadCreditRow(truth, lead, partnership)] : []),
    ...said,
  ]);
  return partnership ? 'LEAD_SAVED' : 'PARTNERSHIP_UNKNOWN';
}

function leadIdentityRow({ truth, exchanged }: LeadExchange, lead: RecordPointer): OrgRow {
  const isNew = lead.id === null;
  return identityRow({
    ref: truth.ref,
    version: truth.version,
    links: isNew ? { Lead: lead } : {},
    status: isNew ? 'Matched' : null,
    matchReason: isNew ? `Submitted through ${vendorTitle(truth.ref.vendor)}.` : null,
    state: truth.status,
    ...(exchanged === null ? {} : { exchanged }),
  });
}

function leadCreditRow(truth: PrmLead, lead: RecordPointer, partnership: PartnershipFact): OrgRow {
  return recordAttributionRow({
    object: 'LeadAttribution__c',
    record: lead,
    partnership,
    version: truth.version,
    origin: 'PRM Lead',
    reasonCode: 'PRM_LEAD',
    reason: `${partnership.name} submitted this lead through ${vendorTitle(truth.ref.vendor)}.`,
    touchedAt: truth.createdAt,
  });
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

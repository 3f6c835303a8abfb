import { addMonths } from '../../rules/calendar.ts';
import type {
  AttributionDecision,
  AttributionOrigin,
  AttributionReasonCode,
} from '../../rules/attribution.ts';
import type { PartnershipFact } from '../facts/partnerships.ts';
import type { OrgRow } from '../org.ts';
import { fit, relation, type RecordPointer } from './relation.ts';

/** Basis points as Salesforce shows them: 3333 → 33.33. */
export function percentOf(basisPoints: number): number {
  return basisPoints / 100;
}

/** The external key of an attribution: one partnership in one role on one record. */
export function attributionKey(recordKey: string, partnershipKey: string, role: string): string {
  return `${recordKey}:${partnershipKey}:${role.toLowerCase()}`;
}

/** What a decision about a customer's credit becomes in the org. */
export function accountAttributionRow(
  decision: AttributionDecision,
  account: RecordPointer,
  partnership: PartnershipFact,
): OrgRow {
  const { claim } = decision;
  return {
    object: 'AccountAttribution__c',
    key: claim.key,
    fields: {
      ...relation('Account', account),
      Partnership__c: claim.partnershipId,
      Role__c: claim.role,
      CreditPercent__c: 100,
      PayableSplitPercent__c: percentOf(decision.split),
      Status__c: decision.status,
      Origin__c: claim.origin,
      ReasonCode__c: decision.reasonCode,
      Reason__c: fit(decision.reason, 255),
      TouchedAt__c: claim.touchedAt.toISOString(),
      StartDate__c: claim.startDate,
      EndDate__c:
        partnership.termMonths === null ? null : addMonths(claim.startDate, partnership.termMonths),
    },
  };
}

/**
 * The write that takes over a credit which a flow made: its row has no external key yet, so it is written by its id (the row's
 * key) and gets the key that a row of ours would have. An upsert by key would make a second one, which the pair key refuses.
 */
export function adoptedRow(
  row: OrgRow,
  account: RecordPointer,
  partnership: PartnershipFact,
  role: string,
): OrgRow {
  return {
    ...row,
    keyField: 'Id',
    fields: { ...row.fields, ExternalKey__c: attributionKey(account.key, partnership.key, role) },
  };
}

export interface RecordAttribution {
  object: 'OpportunityAttribution__c' | 'LeadAttribution__c';
  record: RecordPointer;
  partnership: PartnershipFact;
  version: number;
  origin: AttributionOrigin;
  reasonCode: AttributionReasonCode;
  reason: string;
  touchedAt: Date;
}

/** A partner's part in a lead or an opportunity, as its registration at the PRM gives it. Made once: then it is the rep's. */
export function recordAttributionRow(
  attribution: RecordAttribution,
  extra: OrgRow['fields'] = {},
): OrgRow {
  const { partnership, record } = attribution;
  const parent = attribution.object === 'LeadAttribution__c' ? 'Lead' : 'Opportunity';
  return {
    object: attribution.object,
    key: attributionKey(record.key, partnership.key, partnership.defaultRole),
    fields: {
      ...relation(parent, record),
      Partnership__c: partnership.id,
      Role__c: partnership.defaultRole,
      Status__c: 'Active',
      Origin__c: attribution.origin,
      ReasonCode__c: attribution.reasonCode,
      Reason__c: fit(attribution.reason, 255),
      TouchedAt__c: attribution.touchedAt.toISOString(),
      SourceVersion__c: attribution.version,
      ...extra,
    },
  };
}

import { z } from 'zod';
import { scaled } from '../../money.ts';
import {
  attributionOrigins,
  type AttributionOrigin,
  type AttributionReasonCode,
  type HeldAttribution,
} from '../../rules/attribution.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { CreditedPartnership } from '../../rules/commission-terms.ts';
import {
  creditPolicy,
  renewalExceptions,
  renewalPay,
  type RenewalPolicy,
} from '../../rules/renewal.ts';
import type { Org } from '../org.ts';
import { partnershipFields, partnershipSchema, type PartnershipFact } from './partnerships.ts';
import { day, moment, number, parseRecords, requiredText, text } from './record.ts';

const schema = z.object({
  Id: requiredText,
  ExternalKey__c: text,
  Account__c: requiredText,
  Role__c: requiredText,
  PayableSplitPercent__c: number,
  Status__c: z.enum(['Proposed', 'Active', 'Ended', 'Rejected']),
  Origin__c: z.enum(attributionOrigins).nullable(),
  Reason__c: text,
  TouchedAt__c: moment,
  CreatedDate: moment,
  StartDate__c: day,
  EndDate__c: day,
  RenewalOwner__c: z.enum(renewalExceptions).nullable(),
  Account__r: z.object({ ContactSuppressed__c: z.boolean() }),
  Partnership__r: partnershipSchema,
});
type Row = z.infer<typeof schema>;

/** One attribution of a customer account, as the attribution rule and the commission rule each see it. */
export interface AccountAttributionFact {
  id: string;
  /** False for rows of flows and people: they are found by their id only. */
  hasKey: boolean;
  accountId: string;
  partnership: PartnershipFact;
  held: HeldAttribution;
  credited: CreditedPartnership;
}

const select = [
  'Id',
  'ExternalKey__c',
  'Account__c',
  'Role__c',
  'PayableSplitPercent__c',
  'Status__c',
  'Origin__c',
  'Reason__c',
  'TouchedAt__c',
  'CreatedDate',
  'StartDate__c',
  'EndDate__c',
  'RenewalOwner__c',
  'Account__r.ContactSuppressed__c',
  ...partnershipFields('Partnership__r'),
];

const REJECTED = ' Not credited:';

const codeOf: Readonly<Record<AttributionOrigin, AttributionReasonCode>> = {
  Manual: 'ADDED_BY_HAND',
  'Billing Partner Key': 'PARTNER_KEY_ON_CUSTOMER',
  'PRM Customer': 'PRM_CUSTOMER',
  'PRM Lead': 'PRM_LEAD',
  'PRM Deal': 'PRM_DEAL',
};

function heldOf(row: Row, partnership: PartnershipFact): HeldAttribution {
  const origin = row.Origin__c ?? 'Manual';
  const split = scaled(row.PayableSplitPercent__c ?? 0, 2);
  const touchedAt = row.TouchedAt__c ?? row.CreatedDate ?? new Date(0);
  return {
    key: row.ExternalKey__c ?? row.Id,
    partnershipId: partnership.id,
    partnershipName: partnership.name,
    role: row.Role__c,
    origin,
    reasonCode: codeOf[origin],
    // A rejected row keeps its own claim in front of the reason why it was rejected.
    reason: (row.Reason__c ?? 'Added by hand.').split(REJECTED)[0] ?? '',
    wantedSplit: row.Status__c === 'Rejected' ? partnership.defaultSplit : split,
    touchedAt,
    startDate: row.StartDate__c ?? dayOf(touchedAt),
    status: row.Status__c,
    split,
  };
}

function creditedOf(
  row: Row,
  held: HeldAttribution,
  partnership: PartnershipFact,
): CreditedPartnership {
  const counts = row.Status__c === 'Active' || row.Status__c === 'Ended';
  return {
    attributionId: row.Id,
    partnershipId: partnership.id,
    partnershipKey: partnership.key,
    name: partnership.name,
    programId: partnership.programId,
    programName: partnership.programName,
    programHoldDays: partnership.holdDays,
    commissionSource: partnership.commissionSource,
    role: row.Role__c,
    split: counts ? held.split : 0,
    startDate: row.StartDate__c,
    endDate: row.EndDate__c,
    monthsCountFrom: held.startDate,
    reason: held.reason,
    onRenewal: renewalPay(
      renewerOf(row, partnership),
      partnership.commissionOnRenewal,
      partnership.programName,
    ),
  };
}

/** Whose renewals of this customer are. Customers who may not know us are the partner's, whatever the terms say. */
const renewerOf = (row: Row, { renewalPolicy }: PartnershipFact): RenewalPolicy | null =>
  row.Account__r.ContactSuppressed__c
    ? 'Partner Renews'
    : creditPolicy({ exception: row.RenewalOwner__c, policy: renewalPolicy });

/** All attributions of an account, ended and rejected ones included: the rules decide what counts. */
export async function attributionsOfAccount(
  org: Org,
  accountId: string,
): Promise<AccountAttributionFact[]> {
  const records = await org.find({
    object: 'AccountAttribution__c',
    select,
    by: 'Account__c',
    values: [accountId],
  });
  return parseRecords(schema, records, 'AccountAttribution__c').map((row) => {
    const held = heldOf(row, row.Partnership__r);
    return {
      id: row.Id,
      hasKey: row.ExternalKey__c !== null,
      accountId: row.Account__c,
      partnership: row.Partnership__r,
      held,
      credited: creditedOf(row, held, row.Partnership__r),
    };
  });
}

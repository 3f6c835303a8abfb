import { z } from 'zod';
import { allocate, fromMajor, scaled } from '../../money.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { CreditedPartnership } from '../../rules/commission-terms.ts';
import type { PostedRecordLine, RecordCredit } from '../../rules/record-lines.ts';
import { isVoid } from '../../rules/void-lines.ts';
import type { RecordPart } from '../../rules/record-trigger.ts';
import { renewalPay } from '../../rules/renewal.ts';
import type { Org } from '../org.ts';
import type { PartnershipFact } from './partnerships.ts';
import {
  creditFields,
  dealSchema,
  leadSchema,
  type Common,
  type DealRow,
  type LeadRow,
} from './record-credit-rows.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** Where the lines of a lead's or deal's credit stand: the lookup of Commission__c, its attribution, and the lead or deal. */
export interface RecordGround {
  lookup: 'LeadAttribution__c' | 'OpportunityAttribution__c';
  attributionId: string;
  recordId: string;
}

export interface RecordCreditFact extends RecordCredit {
  ground: RecordGround;
}

const lineSchema = z.object({
  CommissionRule__c: requiredText,
  Amount__c: z.number(),
  BaseAmount__c: number,
  Currency__c: requiredText,
  OccurredAt__c: requiredText,
  Status__c: text,
  LeadAttribution__c: text,
  OpportunityAttribution__c: text,
});
type LineRow = z.infer<typeof lineSchema>;

/** What the PRM calls a lead that we took on; a converted lead was accepted too. */
const acceptedWords = new Set(['accepted', 'approved']);

/** Everything one partnership may earn by its leads and deals, with what was posted for it. Amounts in `orgCurrency`. */
export async function recordCredits(
  org: Org,
  partnershipId: string,
  orgCurrency: string,
  today: string,
): Promise<RecordCreditFact[]> {
  const [leads, deals] = await Promise.all([
    withSiblings(org, 'LeadAttribution__c', 'Lead__c', partnershipId),
    withSiblings(org, 'OpportunityAttribution__c', 'Opportunity__c', partnershipId),
  ]);
  const leadRows = parseRecords(leadSchema, leads, 'LeadAttribution__c');
  const dealRows = parseRecords(dealSchema, deals, 'OpportunityAttribution__c');
  const own = (row: Common): boolean => row.Partnership__r.id === partnershipId;
  const ownLeads = leadRows.filter(own);
  const ownDeals = dealRows.filter(own);
  const [leadLines, dealLines] = await Promise.all([
    postedLines(org, 'LeadAttribution__c', ownLeads),
    postedLines(org, 'OpportunityAttribution__c', ownDeals),
  ]);
  return [
    ...ownLeads.map((row) => leadCredit(row, leadRows, leadLines, orgCurrency, today)),
    ...ownDeals.map((row) => dealCredit(row, dealRows, dealLines, orgCurrency)),
  ];
}

/** The attributions of a partnership, and those of others on the same records: shares and precedence look at all. */
async function withSiblings(
  org: Org,
  object: RecordGround['lookup'],
  record: 'Lead__c' | 'Opportunity__c',
  partnershipId: string,
): Promise<Awaited<ReturnType<Org['find']>>> {
  const own = await org.find({
    object,
    select: ['Id', record],
    by: 'Partnership__c',
    values: [partnershipId],
  });
  const records = [...new Set(own.map((row) => String(row[record])))];
  if (records.length === 0) return [];
  return org.find({
    object,
    select: creditFields[object],
    by: record,
    values: records,
  });
}

async function postedLines(
  org: Org,
  lookup: RecordGround['lookup'],
  rows: readonly { Id: string }[],
): Promise<LineRow[]> {
  if (rows.length === 0) return [];
  const records = await org.find({
    object: 'Commission__c',
    select: Object.keys(lineSchema.shape),
    by: lookup,
    values: rows.map((row) => row.Id),
  });
  return parseRecords(lineSchema, records, 'Commission__c').sort((a, b) =>
    a.OccurredAt__c < b.OccurredAt__c ? -1 : 1,
  );
}

function postedOf(lines: readonly LineRow[]): PostedRecordLine[] {
  return lines.map((line) => ({
    ruleId: line.CommissionRule__c,
    amountMinor: fromMajor(line.Amount__c, line.Currency__c).minor,
    baseMinor: fromMajor(line.BaseAmount__c ?? 0, line.Currency__c).minor,
    currency: line.Currency__c,
    occurredAt: new Date(line.OccurredAt__c),
    isVoid: isVoid(line.Status__c),
  }));
}

const isPaidOut = (lines: readonly LineRow[]): boolean =>
  lines.some((line) => line.Status__c === 'Paid') &&
  lines.every((line) => line.Status__c === 'Paid' || isVoid(line.Status__c));

/** Oldest touch first, then by id: who came first does not depend on the order in which rows are read. */
const touchOrder = (row: Common): string =>
  `${(row.TouchedAt__c ?? row.CreatedDate ?? new Date(0)).toISOString()} ${row.Id}`;

function leadCredit(
  row: LeadRow,
  all: readonly LeadRow[],
  allLines: readonly LineRow[],
  currency: string,
  today: string,
): RecordCreditFact {
  const lines = allLines.filter((line) => line.LeadAttribution__c === row.Id);
  const before = all
    .filter(
      (other) =>
        other.Lead__c === row.Lead__c &&
        other.Role__c === row.Role__c &&
        other.Status__c === 'Active' &&
        touchOrder(other) < touchOrder(row),
    )
    .sort((a, b) => (touchOrder(a) < touchOrder(b) ? -1 : 1));
  const converted = row.Lead__r.ConvertedDate;
  const isAccepted =
    converted !== null || acceptedWords.has((row.Lead__r.SourceStatus__c ?? '').toLowerCase());
  const firstPosted = lines[0] ? dayOf(new Date(lines[0].OccurredAt__c)) : null;
  const part: Omit<RecordPart, 'trigger' | 'earnedOn'> = {
    recordName: `the lead of ${row.Lead__r.Company ?? 'an unknown company'}`,
    status: row.Status__c,
    isPaidOut: isPaidOut(lines),
    split: 10_000,
    behind: before[0]?.Partnership__r.name ?? null,
    onRenewal: null,
    baseMinor: null,
    currency,
  };
  return {
    key: row.ExternalKey__c ?? row.Id,
    ground: { lookup: 'LeadAttribution__c', attributionId: row.Id, recordId: row.Lead__c },
    partnership: creditedOf(row, row.Partnership__r, 10_000),
    parts: [
      // Salesforce keeps no day of acceptance: it is the day on which it was seen first, and stays that day.
      {
        ...part,
        trigger: 'Lead Accepted',
        earnedOn: isAccepted ? (firstPosted ?? converted ?? today) : null,
        isDayAssumed: isAccepted && firstPosted === null && converted === null,
      },
      { ...part, trigger: 'Lead Converted', earnedOn: converted },
    ],
    posted: postedOf(lines),
  };
}

function dealCredit(
  row: DealRow,
  all: readonly DealRow[],
  allLines: readonly LineRow[],
  currency: string,
): RecordCreditFact {
  const lines = allLines.filter((line) => line.OpportunityAttribution__c === row.Id);
  const sharing = all
    .filter((other) => other.Opportunity__c === row.Opportunity__c && counts(other))
    .sort((a, b) => (touchOrder(a) < touchOrder(b) ? -1 : 1));
  const split = scaled(row.PayableSplitPercent__c ?? 0, 2);
  const { Amount: amount, Name: name, IsWon: isWon, CloseDate: closed } = row.Opportunity__r;
  const { IsRenewal__c: isRenewal, RenewalOwner__c: owner } = row.Opportunity__r;
  const { commissionOnRenewal, programName } = row.Partnership__r;
  const shares =
    amount === null
      ? null
      : allocate(
          fromMajor(amount, currency).minor,
          sharing.map((other) => scaled(other.PayableSplitPercent__c ?? 0, 2)),
          10_000,
        );
  return {
    key: row.ExternalKey__c ?? row.Id,
    ground: {
      lookup: 'OpportunityAttribution__c',
      attributionId: row.Id,
      recordId: row.Opportunity__c,
    },
    partnership: creditedOf(row, row.Partnership__r, split),
    parts: [
      {
        recordName: `the deal "${name}"`,
        trigger: 'Opportunity Won',
        earnedOn: isWon ? closed : null,
        status: row.Status__c,
        isPaidOut: isPaidOut(lines),
        split,
        behind: null,
        onRenewal: isRenewal ? renewalPay(owner, commissionOnRenewal, programName) : null,
        baseMinor: shares === null ? null : (shares[sharing.indexOf(row)] ?? 0),
        currency,
      },
    ],
    posted: postedOf(lines),
  };
}

const counts = (row: Common): boolean => row.Status__c === 'Active' || row.Status__c === 'Ended';

function creditedOf(row: Common, partnership: PartnershipFact, split: number): CreditedPartnership {
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
    split,
    startDate: null,
    endDate: null,
    monthsCountFrom: '',
    reason: row.Reason__c ?? 'Added by hand.',
    onRenewal: null,
  };
}

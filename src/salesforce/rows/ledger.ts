import type { BillingDocument } from '../../events/billing.ts';
import { externalKey } from '../../events/document.ts';
import { toMajor } from '../../money.ts';
import { monthOf } from '../../rules/calendar.ts';
import type { CommissionLine } from '../../rules/commission-line.ts';
import type { EntryCredit } from '../../rules/commission.ts';
import type { LedgerEntry } from '../../rules/ledger.ts';
import type { Fields, OrgRow } from '../org.ts';
import { lineInOrgCurrency, type BookedBefore, type OrgMoney } from './org-currency.ts';
import { fit } from './relation.ts';

/** "refund failed" → "Refund Failed": the picklist's words. */
function titled(kind: string): string {
  return kind.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** Salesforce takes JSON numbers; a decimal string of at most 15 digits converts without loss. */
function major(minor: number, currency: string): number {
  return Number(toMajor({ minor, currency }));
}

/** An amount in the org's currency; in another one it is filled in with the credit, where an exchange rate is known. */
function inOrgCurrency(minor: number, currency: string, orgCurrency: string): number | null {
  return currency === orgCurrency ? major(minor, currency) : null;
}

export function revenueEntryRow(
  entry: LedgerEntry,
  document: BillingDocument,
  customerKey: string,
  orgCurrency: string,
): OrgRow {
  return {
    object: 'RevenueEntry__c',
    key: entry.key,
    fields: {
      DocumentKey__c: entry.documentKey,
      CustomerKey__c: customerKey,
      CustomerIdentity__r: { ExternalKey__c: customerKey },
      Vendor__c: document.ref.vendor,
      Kind__c: titled(entry.kind),
      SourceAmount__c: major(entry.commissionableMinor, entry.currency),
      GrossAmount__c: major(entry.grossMinor, entry.currency),
      SourceCurrency__c: entry.currency,
      Amount__c: inOrgCurrency(entry.commissionableMinor, entry.currency, orgCurrency),
      OccurredAt__c: entry.occurredAt.toISOString(),
      DocumentNumber__c: document.number === null ? null : fit(document.number, 255),
      Product__c: document.product === null ? null : fit(document.product, 255),
      Reason__c: fit(entry.reason, 255),
    },
  };
}

/** What a rep reads on an entry: whom it was credited to, or why to nobody. */
export function entryCreditRow(credit: EntryCredit, accountId: string | null): OrgRow {
  return {
    object: 'RevenueEntry__c',
    key: credit.entryKey,
    fields: {
      CreditStatus__c: credit.status,
      CreditReason__c: fit(credit.reason, 255),
      ...(accountId === null ? {} : { Account__c: accountId }),
    },
  };
}

/** The key of the month's statement of one partnership in one currency. */
export function statementKey(partnershipKey: string, period: string, currency: string): string {
  return `${partnershipKey}:${period}:${currency}`;
}

/** A commission line, whatever it stands on. */
export type PostableLine = Omit<CommissionLine, 'entryKey'> & { booked?: BookedBefore };

/** What a line for a ledger entry stands on. */
export function entryGround(line: CommissionLine, customerKey: string): Fields {
  return {
    RevenueEntry__r: { ExternalKey__c: line.entryKey },
    AccountAttribution__c: line.partnership.attributionId,
    CustomerKey__c: customerKey,
  };
}

/** The statement that a line goes on: made with its first line, then finance's. `day` decides the month. */
export function statementRow(line: PostableLine, day: string): OrgRow {
  const month = monthOf(day);
  return {
    object: 'CommissionStatement__c',
    key: statementKey(line.partnership.partnershipKey, month.period, line.currency),
    fields: {
      Partnership__c: line.partnership.partnershipId,
      Period__c: month.period,
      PeriodStart__c: month.start,
      PeriodEnd__c: month.end,
      Currency__c: line.currency,
    },
  };
}

/** `day` decides the statement: the day on which it was earned, or a later one when that month is closed. */
export function commissionRow(
  line: PostableLine,
  day: string,
  ground: Fields,
  money: OrgMoney,
): OrgRow {
  const { rule, partnership, currency } = line;
  return {
    object: 'Commission__c',
    key: line.key,
    fields: {
      CommissionStatement__r: {
        ExternalKey__c: statementKey(partnership.partnershipKey, monthOf(day).period, currency),
      },
      ...ground,
      CommissionRule__c: rule.id,
      Kind__c: line.kind,
      Amount__c: major(line.amountMinor, currency),
      BaseAmount__c: major(line.baseMinor, currency),
      CountsAsRevenue__c: line.countsAsRevenue,
      Currency__c: currency,
      ...lineInOrgCurrency(line, money),
      SplitPercent__c: partnership.split / 100,
      RatePercent__c: rule.rate === null ? null : rule.rate / 10_000,
      RuleVersion__c: rule.version,
      Status__c: line.holdUntil === null ? 'Payable' : 'Held',
      HoldUntil__c: line.holdUntil,
      OccurredAt__c: line.occurredAt.toISOString(),
      ReasonCode__c: line.reasonCode,
      Reason__c: fit(line.reason, 2000),
      Inputs__c: JSON.stringify(line.inputs),
    },
  };
}

/** The external key of the customer that a document is paid by. */
export function customerKeyOf(document: Pick<BillingDocument, 'customer'>): string | null {
  return document.customer ? externalKey(document.customer) : null;
}

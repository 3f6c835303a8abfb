import { z } from 'zod';
import { fromMajor } from '../../money.ts';
import type { PostedLine, RevenueFact } from '../../rules/commission-line.ts';
import { isVoid } from '../../rules/void-lines.ts';
import type { PostedEntry } from '../../rules/ledger.ts';
import type { Org } from '../org.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

const kinds = {
  Payment: 'payment',
  Refund: 'refund',
  'Refund Failed': 'refund failed',
  Dispute: 'dispute',
  'Dispute Reversal': 'dispute reversal',
  'Credit Note': 'credit note',
  Correction: 'correction',
} as const;

const postedSchema = z
  .object({
    ExternalKey__c: requiredText,
    SourceAmount__c: z.number(),
    SourceCurrency__c: requiredText,
    OccurredAt__c: requiredText,
  })
  .transform((record): PostedEntry => ({
    key: record.ExternalKey__c,
    occurredAt: new Date(record.OccurredAt__c),
    commissionableMinor: fromMajor(record.SourceAmount__c, record.SourceCurrency__c).minor,
  }));

/** The entries of one billing document. */
export async function postedEntries(org: Org, documentKey: string): Promise<PostedEntry[]> {
  const records = await org.find({
    object: 'RevenueEntry__c',
    select: ['ExternalKey__c', 'SourceAmount__c', 'SourceCurrency__c', 'OccurredAt__c'],
    by: 'DocumentKey__c',
    values: [documentKey],
  });
  return parseRecords(postedSchema, records, 'RevenueEntry__c');
}

const entrySchema = z
  .object({
    ExternalKey__c: requiredText,
    DocumentKey__c: requiredText,
    DocumentNumber__c: text,
    Kind__c: z.enum([
      'Payment',
      'Refund',
      'Refund Failed',
      'Dispute',
      'Dispute Reversal',
      'Credit Note',
      'Correction',
    ]),
    SourceAmount__c: z.number(),
    SourceCurrency__c: requiredText,
    OccurredAt__c: z.string(),
    Product__c: text,
    Account__c: text,
    CreditStatus__c: text,
    CreditReason__c: text,
    Amount__c: number,
  })
  .transform((record): CustomerEntry => {
    const [, , type = 'document', id = record.DocumentKey__c] = record.DocumentKey__c.split(':');
    return {
      key: record.ExternalKey__c,
      documentKey: record.DocumentKey__c,
      documentName: `${type} ${record.DocumentNumber__c ?? id}`,
      kind: kinds[record.Kind__c],
      commissionableMinor: fromMajor(record.SourceAmount__c, record.SourceCurrency__c).minor,
      currency: record.SourceCurrency__c,
      product: record.Product__c,
      occurredAt: new Date(record.OccurredAt__c),
      accountId: record.Account__c,
      creditStatus: record.CreditStatus__c,
      creditReason: record.CreditReason__c,
      isConverted: record.Amount__c !== null,
    };
  });

/** An entry with what is said about its credit so far. */
export interface CustomerEntry extends RevenueFact {
  accountId: string | null;
  creditStatus: string | null;
  creditReason: string | null;
  /** Whether its amount in org currency is known. */
  isConverted: boolean;
}

/** Every entry of one billing customer. */
export async function entriesOfCustomer(org: Org, customerKey: string): Promise<CustomerEntry[]> {
  const records = await org.find({
    object: 'RevenueEntry__c',
    select: [
      'ExternalKey__c',
      'DocumentKey__c',
      'DocumentNumber__c',
      'Kind__c',
      'SourceAmount__c',
      'SourceCurrency__c',
      'OccurredAt__c',
      'Product__c',
      'Account__c',
      'CreditStatus__c',
      'CreditReason__c',
      'Amount__c',
    ],
    by: 'CustomerKey__c',
    values: [customerKey],
  });
  return parseRecords(entrySchema, records, 'RevenueEntry__c');
}

const lineSchema = z
  .object({
    ExternalKey__c: requiredText,
    Amount__c: z.number(),
    BaseAmount__c: z.number().nullable(),
    CountsAsRevenue__c: z.boolean(),
    OrgAmount__c: number,
    OrgBaseAmount__c: number,
    Currency__c: requiredText,
    Status__c: requiredText,
    CommissionRule__c: requiredText,
    RevenueEntry__r: z.object({ ExternalKey__c: requiredText, DocumentKey__c: requiredText }),
    CommissionStatement__r: z.object({
      Partnership__c: requiredText,
      Partnership__r: z.object({ ExternalKey__c: text }),
    }),
  })
  .transform((record): CustomerLine => {
    const partnership = record.CommissionStatement__r;
    return {
      key: record.ExternalKey__c,
      documentKey: record.RevenueEntry__r.DocumentKey__c,
      entryKey: record.RevenueEntry__r.ExternalKey__c,
      partnershipId: partnership.Partnership__c,
      partnershipKey: partnership.Partnership__r.ExternalKey__c ?? partnership.Partnership__c,
      ruleId: record.CommissionRule__c,
      amountMinor: fromMajor(record.Amount__c, record.Currency__c).minor,
      baseMinor: fromMajor(record.BaseAmount__c ?? 0, record.Currency__c).minor,
      countsAsRevenue: record.CountsAsRevenue__c,
      currency: record.Currency__c,
      isConverted: record.OrgAmount__c !== null,
      orgAmount: record.OrgAmount__c,
      orgBaseAmount: record.OrgBaseAmount__c,
      isVoid: isVoid(record.Status__c),
    };
  });

/** A posted commission line with the document it belongs to. */
export interface CustomerLine extends PostedLine {
  documentKey: string;
  currency: string;
  /** Whether its amount in org currency is known. */
  isConverted: boolean;
  /** In org currency, in major units as Salesforce holds them. */
  orgAmount: number | null;
  orgBaseAmount: number | null;
}

/** Every commission line that one billing customer's revenue has led to. */
export async function linesOfCustomer(org: Org, customerKey: string): Promise<CustomerLine[]> {
  const records = await org.find({
    object: 'Commission__c',
    select: [
      'ExternalKey__c',
      'Amount__c',
      'BaseAmount__c',
      'CountsAsRevenue__c',
      'OrgAmount__c',
      'OrgBaseAmount__c',
      'Currency__c',
      'Status__c',
      'CommissionRule__c',
      'RevenueEntry__r.ExternalKey__c',
      'RevenueEntry__r.DocumentKey__c',
      'CommissionStatement__r.Partnership__c',
      'CommissionStatement__r.Partnership__r.ExternalKey__c',
    ],
    by: 'CustomerKey__c',
    values: [customerKey],
  });
  return parseRecords(lineSchema, records, 'Commission__c');
}

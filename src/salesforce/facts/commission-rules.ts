import { z } from 'zod';
import { minorUnitDigits, scaled } from '../../money.ts';
import type { CommissionRule } from '../../rules/commission-terms.ts';
import type { Org } from '../org.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

const schema = z
  .object({
    Id: requiredText,
    ExternalKey__c: text,
    Name: requiredText,
    RuleVersion__c: number,
    Program__c: requiredText,
    Type__c: z.enum(['Percent', 'Flat']),
    RatePercent__c: number,
    FlatAmount__c: number,
    CapAmount__c: number,
    Currency__c: text,
    DurationMonths__c: number,
    HoldDays__c: number,
    Role__c: text,
    EffectiveFrom__c: requiredText,
    EffectiveUntil__c: day,
  })
  .transform((record): CommissionRule => {
    const minor = (amount: number | null): number | null =>
      amount === null ? null : scaled(amount, minorUnitDigits(record.Currency__c ?? ''));
    return {
      id: record.Id,
      key: record.ExternalKey__c ?? record.Id,
      name: record.Name,
      version: record.RuleVersion__c ?? 1,
      programId: record.Program__c,
      type: record.Type__c,
      rate: record.RatePercent__c === null ? null : scaled(record.RatePercent__c, 4),
      flatMinor: minor(record.FlatAmount__c),
      capMinor: minor(record.CapAmount__c),
      currency:
        record.FlatAmount__c === null && record.CapAmount__c === null ? null : record.Currency__c,
      durationMonths: record.DurationMonths__c,
      holdDays: record.HoldDays__c,
      role: record.Role__c,
      effectiveFrom: record.EffectiveFrom__c,
      effectiveUntil: record.EffectiveUntil__c,
    };
  });

/**
 * All commission rules, retired ones included: the past keeps its own terms (I10). An org has tens of them, and asked for
 * by every job of a wave they are still one query.
 */
export async function commissionRules(org: Org): Promise<CommissionRule[]> {
  const records = await org.find({
    object: 'CommissionRule__c',
    select: [
      'Id',
      'ExternalKey__c',
      'Name',
      'RuleVersion__c',
      'Program__c',
      'Type__c',
      'RatePercent__c',
      'FlatAmount__c',
      'CapAmount__c',
      'Currency__c',
      'DurationMonths__c',
      'HoldDays__c',
      'Role__c',
      'EffectiveFrom__c',
      'EffectiveUntil__c',
      'Status__c',
    ],
    by: 'Status__c',
    values: ['Active', 'Retired'],
  });
  return parseRecords(schema, records, 'CommissionRule__c');
}

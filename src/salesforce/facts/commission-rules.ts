import { z } from 'zod';
import { minorUnitDigits, scaled } from '../../money.ts';
import {
  commissionTriggers,
  type CommissionRule,
  type CommissionTiers,
  type TierStep,
} from '../../rules/commission-terms.ts';
import type { Org } from '../org.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

const months = { Month: 1, Quarter: 3, Year: 12 } as const;

const schema = z
  .object({
    Id: requiredText,
    ExternalKey__c: text,
    Name: requiredText,
    RuleVersion__c: number,
    Program__c: requiredText,
    Trigger__c: z.enum(commissionTriggers).nullable(),
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
    MilestoneAmount__c: number,
    MinimumAmount__c: number,
    CapPerDealAmount__c: number,
    CapPerCustomerAmount__c: number,
    CapPerPartnershipAmount__c: number,
    CapPerPeriodAmount__c: number,
    CapPeriod__c: z.enum(['Month', 'Quarter', 'Year']).nullable(),
    ProductFilter__c: text,
    TierMode__c: z.enum(['None', 'Marginal', 'Whole']).nullable(),
    TierBasis__c: z.enum(['Period Revenue', 'Payment Amount', 'Customer Count']).nullable(),
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
      trigger: record.Trigger__c ?? 'Every Payment',
      type: record.Type__c,
      rate: record.RatePercent__c === null ? null : scaled(record.RatePercent__c, 4),
      flatMinor: minor(record.FlatAmount__c),
      capMinor: minor(record.CapAmount__c),
      caps: {
        deal: minor(record.CapPerDealAmount__c),
        customer: minor(record.CapPerCustomerAmount__c),
        partnership: minor(record.CapPerPartnershipAmount__c),
        period: minor(record.CapPerPeriodAmount__c),
      },
      minimumMinor: minor(record.MinimumAmount__c),
      milestoneMinor: minor(record.MilestoneAmount__c),
      tiers: tiersOf(record),
      periodMonths: months[record.CapPeriod__c ?? 'Month'],
      products: (record.ProductFilter__c ?? '')
        .split(';')
        .map((product) => product.trim().toLowerCase())
        .filter((product) => product !== ''),
      currency:
        tiersOf(record) === null && amounts.every((amount) => record[amount] === null)
          ? null
          : record.Currency__c,
      durationMonths: record.DurationMonths__c,
      holdDays: record.HoldDays__c,
      role: record.Role__c,
      effectiveFrom: record.EffectiveFrom__c,
      effectiveUntil: record.EffectiveUntil__c,
    };
  });

/** Any of these makes the currency of the rule matter. */
const amounts = [
  'FlatAmount__c',
  'CapAmount__c',
  'MilestoneAmount__c',
  'MinimumAmount__c',
  'CapPerDealAmount__c',
  'CapPerCustomerAmount__c',
  'CapPerPartnershipAmount__c',
  'CapPerPeriodAmount__c',
] as const;

/** The steps come from rows of their own, see `withSteps`. */
function tiersOf(record: {
  TierMode__c: 'None' | 'Marginal' | 'Whole' | null;
  TierBasis__c: CommissionTiers['basis'] | null;
}): CommissionTiers | null {
  const { TierMode__c: mode, TierBasis__c: basis } = record;
  return mode === null || mode === 'None' || basis === null ? null : { mode, basis, steps: [] };
}

/**
 * All commission rules, retired ones included: the past keeps its own terms (I10). An org has tens of them, and asked for
 * by every job of a wave they are still one query.
 */
export async function commissionRules(
  org: Org,
  statuses: readonly ('Draft' | 'Active' | 'Retired')[] = ['Active', 'Retired'],
): Promise<CommissionRule[]> {
  const records = await org.find({
    object: 'CommissionRule__c',
    select: [
      'Id',
      'ExternalKey__c',
      'Name',
      'RuleVersion__c',
      'Program__c',
      'Trigger__c',
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
      'MilestoneAmount__c',
      'MinimumAmount__c',
      'CapPerDealAmount__c',
      'CapPerCustomerAmount__c',
      'CapPerPartnershipAmount__c',
      'CapPerPeriodAmount__c',
      'CapPeriod__c',
      'ProductFilter__c',
      'TierMode__c',
      'TierBasis__c',
      'Status__c',
    ],
    by: 'Status__c',
    values: statuses,
  });
  return withSteps(org, parseRecords(schema, records, 'CommissionRule__c'));
}

const stepSchema = z.object({
  CommissionRule__c: requiredText,
  FromValue__c: number,
  RatePercent__c: number,
  FlatAmount__c: number,
});

/** Few rules have steps, so most orgs are asked nothing more. The currency of a step is its rule's. */
async function withSteps(org: Org, rules: readonly CommissionRule[]): Promise<CommissionRule[]> {
  const tiered = rules.filter((rule) => rule.tiers !== null).map((rule) => rule.id);
  if (tiered.length === 0) return [...rules];
  const records = await org.find({
    object: 'CommissionTier__c',
    select: ['CommissionRule__c', 'FromValue__c', 'RatePercent__c', 'FlatAmount__c'],
    by: 'CommissionRule__c',
    values: tiered,
  });
  const rows = parseRecords(stepSchema, records, 'CommissionTier__c');
  return rules.map((rule) => {
    if (rule.tiers === null) return rule;
    const { basis } = rule.tiers;
    const digits = minorUnitDigits(rule.currency ?? '');
    const steps = rows
      .filter((row) => row.CommissionRule__c === rule.id)
      .map((row): TierStep => ({
        from: scaled(row.FromValue__c ?? 0, basis === 'Customer Count' ? 0 : digits),
        rate: row.RatePercent__c === null ? null : scaled(row.RatePercent__c, 4),
        flatMinor: row.FlatAmount__c === null ? null : scaled(row.FlatAmount__c, digits),
      }))
      .sort((a, b) => a.from - b.from);
    return { ...rule, tiers: { ...rule.tiers, steps } };
  });
}

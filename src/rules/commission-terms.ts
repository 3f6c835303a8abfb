import { addMonths, isWithin } from './calendar.ts';
import type { RenewalPay } from './renewal.ts';

/** What earns. The first four look at a customer's payments, the others at a lead or a deal. */
export const commissionTriggers = [
  'Every Payment',
  'First Payment',
  'Renewal',
  'Milestone',
  'Lead Accepted',
  'Lead Converted',
  'Opportunity Won',
] as const;
export type CommissionTrigger = (typeof commissionTriggers)[number];

/** Triggers of leads and deals: their lines stand on an attribution instead of a ledger entry. */
export const recordTriggers: readonly CommissionTrigger[] = [
  'Lead Accepted',
  'Lead Converted',
  'Opportunity Won',
];

/** The most that a partnership may earn by one rule. Minor units of the rule's currency; null: no limit. */
export interface CommissionCaps {
  /** Of one won deal. */
  deal: number | null;
  /** Of one billing customer, over its life. */
  customer: number | null;
  /** Over the life of the partnership. */
  partnership: number | null;
  /** In one calendar period of `CommissionRule.periodMonths`. */
  period: number | null;
}

export const noCaps: CommissionCaps = {
  deal: null,
  customer: null,
  partnership: null,
  period: null,
};

/** Steps of a rule, by their start. Rates in millionths, amounts in minor units. */
export interface CommissionTiers {
  /** Marginal: each part of the payment at its own rate. Whole: the payment at the rate that it reaches. */
  mode: 'Marginal' | 'Whole';
  basis: 'Period Revenue' | 'Payment Amount' | 'Customer Count';
  steps: readonly TierStep[];
}

export interface TierStep {
  /** Minor units, or customers where they are counted. Inclusive. */
  from: number;
  rate: number | null;
  flatMinor: number | null;
}

/** A commission rule as one version of a program's terms. Amounts in minor units of `currency`. */
export interface CommissionRule {
  id: string;
  key: string;
  name: string;
  version: number;
  programId: string;
  trigger: CommissionTrigger;
  type: 'Percent' | 'Flat';
  /** Millionths: 200000 = 20 %. Null for flat rules. */
  rate: number | null;
  flatMinor: number | null;
  /** Of one billing document. */
  capMinor: number | null;
  caps: CommissionCaps;
  /** What is less is not paid at all. */
  minimumMinor: number | null;
  /** Sum of a customer's payments at which the trigger Milestone pays. */
  milestoneMinor: number | null;
  tiers: CommissionTiers | null;
  /** Length of the calendar period that caps and tiers count in. */
  periodMonths: 1 | 3 | 12;
  /** Products that earn, as billing names them, lower case; empty: all. */
  products: readonly string[];
  /** Of every amount of the rule; null where it has none. */
  currency: string | null;
  durationMonths: number | null;
  holdDays: number | null;
  /** Which role earns by it; null: any. */
  role: string | null;
  effectiveFrom: string;
  /** Exclusive. */
  effectiveUntil: string | null;
}

/** A credited partnership of a customer. Dates are "YYYY-MM-DD", the end exclusive. */
export interface CreditedPartnership {
  attributionId: string;
  partnershipId: string;
  partnershipKey: string;
  name: string;
  programId: string;
  programName: string;
  programHoldDays: number;
  /** 'PRM': the PRM computes the money, and so must nobody else. */
  commissionSource: 'Partnerverse' | 'PRM';
  role: string;
  /** Basis points of the revenue that this partnership is paid for. */
  split: number;
  /** Null: from the beginning. */
  startDate: string | null;
  endDate: string | null;
  /** The day from which a rule's months count. */
  monthsCountFrom: string;
  /** Why it is credited, in words. */
  reason: string;
  /** Whether rules for renewals pay it for this customer; null: there is nothing to say about it. */
  onRenewal: RenewalPay | null;
}

/** The partnerships whose attribution covers `date`. Sorted by key, so that shares never depend on read order. */
export function partnershipsOn(
  date: string,
  credited: readonly CreditedPartnership[],
): CreditedPartnership[] {
  return credited
    .filter((partnership) => isWithin(date, partnership.startDate, partnership.endDate))
    .sort((a, b) => (a.partnershipKey + a.role < b.partnershipKey + b.role ? -1 : 1));
}

/** The rules by which `partnership` earns from what happened on `date`: those in force on that day, for its role, in its term. */
export function rulesOn(
  date: string,
  partnership: CreditedPartnership,
  rules: readonly CommissionRule[],
): CommissionRule[] {
  return rules
    .filter(
      (rule) =>
        rule.programId === partnership.programId &&
        isWithin(date, rule.effectiveFrom, rule.effectiveUntil) &&
        (rule.role === null || rule.role === partnership.role) &&
        (rule.durationMonths === null ||
          date < addMonths(partnership.monthsCountFrom, rule.durationMonths)),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

import { addMonths, isWithin } from './calendar.ts';

/** A commission rule as one version of a program's terms. Amounts in minor units of `currency`. */
export interface CommissionRule {
  id: string;
  key: string;
  name: string;
  version: number;
  programId: string;
  type: 'Percent' | 'Flat';
  /** Millionths: 200000 = 20 %. Null for flat rules. */
  rate: number | null;
  flatMinor: number | null;
  capMinor: number | null;
  /** Of flat amount and cap; null where the rule has neither. */
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

/** The rules by which `partnership` earns from revenue of `date`: those in force on that day, for its role, in its term. */
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

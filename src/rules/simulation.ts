import { dayOf, isWithin } from './calendar.ts';
import { recordTriggers, type CommissionRule } from './commission-terms.ts';
import type { CustomerFacts } from './commission-plan.ts';
import { commissionsOf } from './commission.ts';
import type { ExchangeRate } from './exchange-rate.ts';

/** What a partnership would have earned otherwise, in one currency. Minor units. */
export interface Difference {
  partnershipName: string;
  currency: string;
  nowMinor: number;
  thenMinor: number;
  differenceMinor: number;
}

/**
 * The payments of a period computed by the rules as they are and by others, side by side; nothing posted is looked at, so
 * that both are computed alike. `changed` replaces the rules for payments of every program that it names, whatever their
 * dates. Days are half-open. Largest difference first.
 */
export function simulated(
  customers: readonly CustomerFacts[],
  rules: readonly CommissionRule[],
  changed: readonly CommissionRule[],
  period: { from: string; until: string },
  rates: readonly ExchangeRate[] = [],
): Difference[] {
  const programs = new Set(changed.map((rule) => rule.programId));
  const others = rules.filter(
    (rule) => !programs.has(rule.programId) || recordTriggers.includes(rule.trigger),
  );
  const always = changed.map((rule) => ({ ...rule, effectiveFrom: '', effectiveUntil: null }));
  const now = totals(customers, rules, period, rates);
  const then = totals(customers, [...others, ...always], period, rates);
  return [...new Set([...now.keys(), ...then.keys()])]
    .map((id): Difference => {
      const [partnershipName = '', currency = ''] = id.split('\n');
      const nowMinor = now.get(id) ?? 0;
      const thenMinor = then.get(id) ?? 0;
      return {
        partnershipName,
        currency,
        nowMinor,
        thenMinor,
        differenceMinor: thenMinor - nowMinor,
      };
    })
    .sort(
      (a, b) =>
        Math.abs(b.differenceMinor) - Math.abs(a.differenceMinor) ||
        (a.partnershipName < b.partnershipName ? -1 : 1),
    );
}

function totals(
  customers: readonly CustomerFacts[],
  rules: readonly CommissionRule[],
  { from, until }: { from: string; until: string },
  rates: readonly ExchangeRate[],
): Map<string, number> {
  const sums = new Map<string, number>();
  const unposted = customers.map((customer) => ({ ...customer, posted: [] }));
  for (const line of commissionsOf(unposted, rules, () => true, rates).lines) {
    if (!isWithin(dayOf(line.occurredAt), from, until)) continue;
    const id = `${line.partnership.name}\n${line.currency}`;
    sums.set(id, (sums.get(id) ?? 0) + line.amountMinor);
  }
  return sums;
}

import fc from 'fast-check';
import type { CommissionLine, RevenueFact } from '../../src/rules/commission-line.ts';
import { noCaps, type CommissionRule } from '../../src/rules/commission-terms.ts';
import type { CustomerFacts } from '../../src/rules/commission-plan.ts';
import { commissionsOf } from '../../src/rules/commission.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { fact, partner, posted, rule } from './commission-builders.ts';

/** What happens to one invoice: a payment, and refunds of which some fail. */
const invoice = fc.record({
  customer: fc.integer({ min: 0, max: 2 }),
  second: fc.integer({ min: 0, max: 2_000_000 }),
  paid: fc.integer({ min: 1, max: 50_000 }),
  refunds: fc.array(
    fc.record({
      part: fc.integer({ min: 1, max: 30_000 }),
      after: fc.integer({ min: 1, max: 1_000_000 }),
      fails: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
});

const credited = [partner('Acme', { split: 6_667 }), partner('Ajax', { split: 3_333 })];

function customersOf(invoices: readonly Invoice[]): CustomerFacts[] {
  const entries = invoices.map((one, index) => ({
    customer: one.customer,
    entries: entriesOf(one, `in${index}`),
  }));
  return [0, 1, 2].map((customer) => ({
    customerKey: `c${customer}`,
    credited,
    posted: [],
    entries: entries.filter((one) => one.customer === customer).flatMap((one) => one.entries),
  }));
}
type Invoice = typeof invoice extends fc.Arbitrary<infer Value> ? Value : never;

function entriesOf({ second, paid, refunds }: Invoice, documentKey: string): RevenueFact[] {
  const entries = [fact(`${documentKey}-p`, 'payment', paid, second, { documentKey })];
  let standing = paid;
  for (const [index, { part, after, fails }] of refunds.entries()) {
    const taken = Math.min(part, standing);
    if (taken === 0) continue;
    const at = second + after + index * 2_000_000;
    entries.push(fact(`${documentKey}-r${index}`, 'refund', -taken, at, { documentKey }));
    if (fails)
      entries.push(
        fact(`${documentKey}-f${index}`, 'refund failed', taken, at + 900_000, { documentKey }),
      );
    else standing -= taken;
  }
  return entries;
}

const dollars = { currency: 'USD' };
const tiers = (mode: 'Marginal' | 'Whole'): CommissionRule['tiers'] => ({
  mode,
  basis: 'Period Revenue',
  steps: [
    { from: 20_000, rate: 250_000, flatMinor: null },
    { from: 60_000, rate: 300_000, flatMinor: null },
  ],
});
const terms = fc.constantFrom(
  rule({ ...dollars, caps: { ...noCaps, partnership: 9_000 } }),
  rule({ ...dollars, caps: { ...noCaps, customer: 4_000 }, capMinor: 2_500 }),
  rule({ ...dollars, caps: { ...noCaps, period: 3_000, partnership: 12_345 }, periodMonths: 1 }),
  rule({ ...dollars, tiers: tiers('Marginal') }),
  rule({ ...dollars, tiers: tiers('Whole'), caps: { ...noCaps, period: 8_000 }, periodMonths: 3 }),
  rule({ ...dollars, minimumMinor: 1_000, caps: { ...noCaps, partnership: 9_000 } }),
  rule({ trigger: 'First Payment' }),
  rule({ trigger: 'Renewal' }),
  rule({ ...dollars, trigger: 'Milestone', milestoneMinor: 40_000 }),
);
const histories = fc.array(invoice, { minLength: 1, maxLength: 6 });

const all = (): boolean => true;
const computed = (customers: readonly CustomerFacts[], one: CommissionRule): CommissionLine[] =>
  commissionsOf(customers, [one], all).lines;

/** What every document has earned each partnership in the end. */
function totals(lines: readonly CommissionLine[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of lines) {
    const id = `${line.entryKey.split('-')[0] ?? ''} ${line.partnership.name}`;
    sums[id] = (sums[id] ?? 0) + line.amountMinor;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

describe('whatever happens to the invoices of several customers', () => {
  test('no cap is ever exceeded, at no moment, and nobody ends below zero', () => {
    fc.assert(
      fc.property(histories, terms, (invoices, one) => {
        const lines = computed(customersOf(invoices), one);
        const standing: Record<string, number> = {};
        for (const line of lines.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())) {
          const { name } = line.partnership;
          standing[name] = (standing[name] ?? 0) + line.amountMinor;
          expect(standing[name]).toBeLessThanOrEqual(one.caps.partnership ?? Infinity);
          expect(standing[name]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('looking again changes nothing, and the order in which things become known changes no cent in the end', () => {
    fc.assert(
      fc.property(histories, terms, fc.nat(20), (invoices, one, look) => {
        const customers = customersOf(invoices);
        const atOnce = computed(customers, one);
        const again = customers.map((customer) => ({ ...customer, posted: posted(atOnce) }));
        expect(computed(again, one)).toEqual([]);
        const some = customers.map((customer) => ({
          ...customer,
          entries: [...customer.entries].reverse().slice(0, look % (customer.entries.length + 1)),
        }));
        const first = computed(some, one);
        const second = computed(
          customers.map((customer) => ({ ...customer, posted: posted(first) })),
          one,
        );
        expect(totals([...first, ...second])).toEqual(totals(atOnce));
      }),
    );
  });

  test('an invoice that is refunded in full nets to zero, and every line explains itself', () => {
    fc.assert(
      fc.property(histories, terms, (invoices, one) => {
        const customers = customersOf(invoices).map((customer) => ({
          ...customer,
          entries: [...Map.groupBy(customer.entries, (entry) => entry.documentKey)].flatMap(
            ([documentKey, entries]) => {
              const rest = entries.reduce((sum, entry) => sum + entry.commissionableMinor, 0);
              return rest === 0
                ? entries
                : [
                    ...entries,
                    fact(`${documentKey}-end`, 'refund', -rest, 99_000_000, { documentKey }),
                  ];
            },
          ),
        }));
        const lines = computed(customers, one);
        expect(totals(lines)).toEqual({});
        for (const line of lines)
          expect(explainedAmount(JSON.stringify(line.inputs))).toBe(line.amountMinor);
      }),
    );
  });
});

import type { RevenueFact } from '../../src/rules/commission-line.ts';
import {
  noCaps,
  type CommissionRule,
  type CommissionTiers,
} from '../../src/rules/commission-terms.ts';
import type { CustomerFacts } from '../../src/rules/commission-plan.ts';
import { commissionsOf } from '../../src/rules/commission.ts';
import { amounts, fact, partner, rule } from './commission-builders.ts';

const all = (): boolean => true;
const paidOn = (key: string, day: string, minor = 10_000): RevenueFact =>
  fact(key, 'payment', minor, 0, { documentKey: key, occurredAt: new Date(`${day}T12:00:00Z`) });
const customer = (
  customerKey: string,
  entries: readonly RevenueFact[],
  changes: Partial<CustomerFacts> = {},
): CustomerFacts => ({ customerKey, entries, credited: [partner('Acme')], posted: [], ...changes });
const earned = (customers: readonly CustomerFacts[], terms: CommissionRule): [string, number][] =>
  commissionsOf(customers, [terms], all).lines.map((line) => [line.entryKey, line.amountMinor]);
const tiers = (basis: CommissionTiers['basis'], from: number): CommissionRule =>
  rule({
    currency: 'USD',
    tiers: { mode: 'Whole', basis, steps: [{ from, rate: 300_000, flatMinor: null }] },
  });

test('the second customer who pays in a month reaches the step; the same customer twice does not', () => {
  const customers = [
    customer('c1', [paidOn('a', '2026-09-01'), paidOn('b', '2026-09-02')]),
    customer('c2', [paidOn('c', '2026-09-03')]),
    customer('c3', [paidOn('d', '2026-10-01')]),
  ];
  expect(earned(customers, tiers('Customer Count', 2))).toEqual([
    ['a', 2_000],
    ['b', 2_000],
    ['c', 3_000],
    ['d', 2_000],
  ]);
});

test('a customer whose payment is corrected away before the other pays has paid all the same', () => {
  const returned = fact('r', 'refund', -10_000, 0, {
    documentKey: 'a',
    occurredAt: new Date('2026-09-02T12:00:00Z'),
  });
  const customers = [
    customer('c1', [paidOn('a', '2026-09-01'), returned]),
    customer('c2', [paidOn('c', '2026-09-03')]),
  ];
  expect(earned(customers, tiers('Customer Count', 2))).toContainEqual(['c', 3_000]);
});

test('a customer who was billed nothing has not paid', () => {
  const customers = [
    customer('c1', [paidOn('a', '2026-09-01', 0)]),
    customer('c2', [paidOn('c', '2026-09-03')]),
  ];
  expect(earned(customers, tiers('Customer Count', 2))).toEqual([['c', 2_000]]);
});

test('revenue of the month counts towards the step, what was refunded of it does not, another month begins anew', () => {
  const refund = fact('r', 'refund', -5_000, 0, {
    documentKey: 'a',
    occurredAt: new Date('2026-09-02T12:00:00Z'),
  });
  const month = (entries: readonly RevenueFact[]): [string, number][] =>
    earned([customer('c1', entries)], tiers('Period Revenue', 20_000));
  expect(month([paidOn('a', '2026-09-01'), paidOn('b', '2026-09-03')])).toEqual([
    ['a', 2_000],
    ['b', 3_000],
  ]);
  expect(month([paidOn('a', '2026-09-01'), refund, paidOn('b', '2026-09-03')])).toContainEqual([
    'b',
    2_000,
  ]);
  expect(month([paidOn('a', '2026-09-30'), paidOn('b', '2026-10-01')])).toEqual([
    ['a', 2_000],
    ['b', 2_000],
  ]);
});

test('tiers by the amount of a payment count nothing that was paid before', () => {
  const entries = [paidOn('a', '2026-09-01'), paidOn('b', '2026-09-03')];
  expect(earned([customer('c1', entries)], tiers('Payment Amount', 10_001))).toEqual([
    ['a', 2_000],
    ['b', 2_000],
  ]);
});

test('each partnership and each rule has a cap of its own, and the roles of a partnership share it', () => {
  const half = { split: 5_000 };
  const caps = { ...noCaps, partnership: 600 };
  const capped = { currency: 'USD', caps };
  const credited = [partner('Acme', half), partner('Ajax', half)];
  const one = [customer('c1', [paidOn('a', '2026-09-01')], { credited })];
  expect(amounts(commissionsOf(one, [rule(capped)], all).lines)).toEqual([600, 600]);
  const roles = [partner('Acme', half), partner('Acme', { ...half, role: 'Resold' })];
  const two = [customer('c1', [paidOn('a', '2026-09-01')], { credited: roles })];
  expect(amounts(commissionsOf(two, [rule(capped)], all).lines)).toEqual([600, 0]);
  const rules = [rule(capped), rule({ ...capped, id: 'second', key: 'second' })];
  const three = [customer('c1', [paidOn('a', '2026-09-01')])];
  expect(amounts(commissionsOf(three, rules, all).lines)).toEqual([600, 600]);
});

test('a payment that came in parts is one payment for its cap, and each part has its line', () => {
  const second = { ...paidOn('a2', '2026-09-02'), documentKey: 'a' };
  const terms = rule({ currency: 'USD', capMinor: 3_000 });
  expect(earned([customer('c1', [paidOn('a', '2026-09-01'), second])], terms)).toEqual([
    ['a', 2_000],
    ['a2', 1_000],
  ]);
});

import type { CommissionLine } from '../../src/rules/commission-line.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { noCaps } from '../../src/rules/commission-terms.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { amounts, fact, flat, partner, payment, rule } from './commission-builders.ts';

const compute = (facts: Partial<Parameters<typeof commissionLines>[0]>): CommissionLine[] =>
  commissionLines({ entries: [payment], credited: [], rules: [], posted: [], ...facts }).lines;
const thirds = ['Acme', 'Ajax', 'Apex'].map((name, at) =>
  partner(name, { split: at === 0 ? 3_334 : 3_333 }),
);

test('a three-way split of 100.00 at 100 % pays 33.34, 33.33 and 33.33: together 100.00', () => {
  const lines = compute({ credited: thirds, rules: [rule({ rate: 1_000_000 })] });
  expect(amounts(lines)).toEqual([3_334, 3_333, 3_333]);
});

test('5 % of a split commission is refunded, then the refund fails: each gives back its part, and gets it again', () => {
  const lines = compute({
    entries: [
      payment,
      fact('refund', 'refund', -500, 10),
      fact('failed', 'refund failed', 500, 20),
    ],
    credited: [partner('Acme', { split: 6_000 }), partner('Ajax', { split: 4_000 })],
    rules: [rule()],
  });
  const of = (name: string): number[] =>
    amounts(lines.filter((line) => line.partnership.name === name));
  // 20 % of 60.00 and of 40.00; 5 % of it goes and comes back.
  expect(of('Acme')).toEqual([1_200, -60, 60]);
  expect(of('Ajax')).toEqual([800, -40, 40]);
});

test('a plan changed in the middle of a quarter: each payment, and what is refunded of it, by the terms of its day', () => {
  const august = new Date('2026-08-15T00:00:00Z');
  const before = new Date(august.getTime() - 1);
  const lines = compute({
    entries: [
      fact('old', 'payment', 10_000, 0, { documentKey: 'old', occurredAt: before }),
      fact('new', 'payment', 10_000, 0, { documentKey: 'new', occurredAt: august }),
      fact('back', 'refund', -10_000, 0, { documentKey: 'old' }),
    ],
    credited: [partner('Acme')],
    rules: [
      rule({ id: '1', key: '1', effectiveUntil: '2026-08-15' }),
      rule({ id: '2', key: '2', rate: 100_000, version: 2, effectiveFrom: '2026-08-15' }),
    ],
  });
  expect(lines.map((line) => [line.entryKey, line.rule.version, line.amountMinor]).sort()).toEqual([
    ['back', 1, -2_000],
    ['new', 2, 1_000],
    ['old', 1, 2_000],
  ]);
});

describe('a JPY invoice in a USD org', () => {
  const yen = fact('yen', 'payment', 10_003, 0, { currency: 'JPY' });
  const facts = { entries: [yen], credited: [partner('Acme')], posted: [] };
  /** 1 USD = 149.50 JPY from the first of the month. */
  const rates = [
    { from: 'USD', to: 'JPY', rate: 14_950_000_000, effectiveFrom: '2026-09-01' },
    { from: 'USD', to: 'JPY', rate: 16_000_000_000, effectiveFrom: '2026-09-22' },
  ];

  test('a percentage pays whole yen and needs no rate', () => {
    const [line] = compute({ entries: [yen], credited: [partner('Acme')], rules: [rule()] });
    expect(line).toMatchObject({ amountMinor: 2_001, currency: 'JPY' });
  });

  test('a flat amount in dollars pays nothing without a rate, and says why', () => {
    const outcome = commissionLines({ ...facts, rules: [flat(1_000)] });
    expect(outcome.lines).toEqual([]);
    expect(outcome.withoutRule).toEqual([]);
    expect(outcome.withoutRate[0]?.reason).toBe(
      'invoice A-1 was paid in JPY, and the amounts of the rule "Referral 20 %" are in USD. No exchange rate between the two holds on 2026-09-21, so Acme is not paid by that rule: money is never guessed.',
    );
    expect(outcome.credits[0]?.reason).toContain('No exchange rate between the two');
  });

  test('a flat 10.00 USD is 1495 yen at the rate of the day, and the line says so and recomputes', () => {
    const { lines, withoutRate } = commissionLines({ ...facts, rules: [flat(1_000)], rates });
    expect(withoutRate).toEqual([]);
    expect(lines).toMatchObject([{ amountMinor: 1_495, currency: 'JPY' }]);
    expect(lines[0]?.reason).toContain(
      'Flat 1495 JPY per payment = 1495 JPY, for invoice A-1 without tax, by rule "Referral 20 %" version 1. The rule\'s amounts are in USD and count at 149.5 JPY for 1 USD, the rate of 2026-09-01.',
    );
    expect(explainedAmount(JSON.stringify(lines[0]?.inputs))).toBe(1_495);
  });

  test('a cap of 20.00 USD over all payments holds in yen and dollars together', () => {
    const capped = rule({ caps: { ...noCaps, partnership: 2_000 }, currency: 'USD' });
    const dollars = fact('usd', 'payment', 5_000, 1, { documentKey: 'in_2' });
    const later = fact('more', 'payment', 100_000, 2, { documentKey: 'in_3', currency: 'JPY' });
    const { lines } = commissionLines({
      ...facts,
      entries: [yen, dollars, later],
      rules: [capped],
      rates,
    });
    // 2001 JPY are 13.38 USD; 6.62 USD are left for the second payment, nothing for the third.
    expect(lines.map((line) => [line.amountMinor, line.currency])).toEqual([
      [2_001, 'JPY'],
      [662, 'USD'],
      [0, 'JPY'],
    ]);
  });

  test('a refund takes all of it back, at the same rate though it has changed since', () => {
    const refund = fact('back', 'refund', -10_003, 86_400, { currency: 'JPY' });
    const { lines } = commissionLines({
      ...facts,
      entries: [yen, refund],
      rules: [flat(1_000)],
      rates,
    });
    expect(lines.map((line) => line.amountMinor)).toEqual([1_495, -1_495]);
  });
});

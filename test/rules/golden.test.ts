import type { CommissionLine } from '../../src/rules/commission-line.ts';
import { commissionLines } from '../../src/rules/commission.ts';
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

test('a JPY invoice: a percentage pays whole yen, a flat amount in dollars pays nothing and says why', () => {
  const yen = fact('yen', 'payment', 10_003, 0, { currency: 'JPY' });
  const [line] = compute({ entries: [yen], credited: [partner('Acme')], rules: [rule()] });
  expect(line).toMatchObject({ amountMinor: 2_001, currency: 'JPY' });
  const outcome = commissionLines({
    entries: [yen],
    credited: [partner('Acme')],
    rules: [flat(1_000)],
    posted: [],
  });
  expect(outcome.lines).toEqual([]);
  expect(outcome.withoutRule[0]?.reason).toContain('money is never guessed');
});

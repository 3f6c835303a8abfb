import type { CommissionLine, RevenueFact } from '../../src/rules/commission-line.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { noCaps } from '../../src/rules/commission-terms.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { recordLines } from '../../src/rules/record-lines.ts';
import { goalStanding, goalWords } from '../../src/rules/review-words.ts';
import { amounts, fact, flat, partner, payment, posted, rule } from './commission-builders.ts';

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

test('Acme is a reseller at 20 % of product value, and a referrer at $1,000 for each converted lead', () => {
  const product = fact('product', 'payment', 123_456, 0, { documentKey: 'p', product: 'Base' });
  const service = fact('service', 'payment', 50_000, 1, { documentKey: 's', product: 'Training' });
  const reseller = partner('Acme reseller', { programId: 'reseller' });
  const referrer = partner('Acme referrer');
  const ofProduct = rule({ programId: 'reseller', products: ['base'] });
  const perLead = flat(100_000, { id: 'lead', key: 'lead', trigger: 'Lead Converted' });
  const rules = [ofProduct, perLead];
  // 20 % of 1,234.56 is 246.912; training is no product.
  const lines = compute({ entries: [product, service], credited: [reseller], rules });
  expect(lines.map((line) => [line.entryKey, line.amountMinor])).toEqual([['product', 24_691]]);
  const leads = ['2026-07-02', '2026-08-03', null].map((earnedOn, at) => ({
    key: `lead-${at}`,
    partnership: referrer,
    posted: [],
    parts: [
      {
        recordName: 'the lead of Globex',
        trigger: 'Lead Converted' as const,
        earnedOn,
        status: 'Active' as const,
        isPaidOut: false,
        split: 10_000,
        behind: null,
        onRenewal: null,
        baseMinor: null,
        currency: 'USD',
      },
    ],
  }));
  const earned = recordLines(leads, rules, new Date('2026-10-01T00:00:00Z'));
  expect(earned.map((line) => [line.recordKey, line.amountMinor])).toEqual([
    ['lead-0', 100_000],
    ['lead-1', 100_000],
  ]);
});

test('a deal that Acme referred and Ajax delivers: each is paid by the terms of its role', () => {
  const lines = compute({
    entries: [payment, fact('refund', 'refund', -2_500, 10)],
    credited: [
      partner('Acme', { split: 7_000 }),
      partner('Ajax', { split: 3_000, role: 'Delivered' }),
    ],
    rules: [
      rule({ id: 'a', key: 'a', role: 'Sourced' }),
      rule({ id: 'b', key: 'b', role: 'Delivered', rate: 500_000 }),
    ],
  });
  // 20 % of 70.00 and 50 % of 30.00; a quarter goes back.
  expect(lines.map((line) => [line.partnership.name, line.amountMinor])).toEqual([
    ['Acme', 1_400],
    ['Ajax', 1_500],
    ['Acme', -350],
    ['Ajax', -375],
  ]);
});

test('a dispute that is lost after the payout takes all back, and one that is won then gives it again', () => {
  const before = compute({ credited: [partner('Acme')], rules: [rule()] });
  const lost = fact('lost', 'dispute', -10_000, 30);
  const won = fact('won', 'dispute reversal', 10_000, 50);
  const after = (entries: RevenueFact[], lines: CommissionLine[]): CommissionLine[] =>
    compute({ entries, credited: [partner('Acme')], rules: [rule()], posted: posted(lines) });
  const taken = after([payment, lost], before);
  expect(taken).toMatchObject([{ kind: 'Reversal', amountMinor: -2_000 }]);
  expect(after([payment, lost, won], [...before, ...taken])).toMatchObject([
    { amountMinor: 2_000 },
  ]);
});

const quarter = { start: '2026-07-01', end: '2026-09-30' };

test('five new leads a quarter, three so far: two to go, and whether that is on track depends on the day', () => {
  const goal = { metric: 'New Leads', target: 5, result: 3, ...quarter };
  // Three of five is 55.2 of 92 days.
  expect(goalStanding(goal, '2026-08-24')).toBe('On Track');
  expect(goalStanding(goal, '2026-08-25')).toBe('Behind');
  expect(goalWords(goal, '2026-08-24', 'USD')).toBe('On track: 2 leads to go by 2026-09-30.');
  expect(goalWords(goal, '2026-09-30', 'USD')).toBe('Missed: 2 leads short.');
});

test('$10,000 of partnership revenue a quarter: a cent short is missed, and said to the cent', () => {
  const goal = { metric: 'Won Revenue', target: 10_000, result: 9_999.99, ...quarter };
  expect(goalWords(goal, '2026-09-30', 'USD')).toBe('Missed: 0.01 USD of won revenue short.');
  expect(goalStanding({ ...goal, result: 10_000 }, '2026-09-30')).toBe('Reached');
});

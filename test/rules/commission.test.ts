import type { RevenueFact } from '../../src/rules/commission-line.ts';
import type { CommissionRule, CreditedPartnership } from '../../src/rules/commission-terms.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { amounts, fact, flat, partner, payment, posted, rule } from './commission-builders.ts';

describe('commission of one billing document', () => {
  test.each<[string, RevenueFact[], CommissionRule, number[]]>([
    ['20 % of 100.00', [payment], rule(), [2000]],
    ['half a cent rounds up', [fact('pay', 'payment', 25, 0)], rule({ rate: 20_000 }), [1]],
    ['flat per payment', [payment], flat(5000), [5000]],
    ['capped', [payment], rule({ capMinor: 1500, currency: 'USD' }), [1500]],
    ['at the cap exactly', [payment], rule({ capMinor: 2000, currency: 'USD' }), [2000]],
    [
      'half refunded takes half back',
      [payment, fact('re', 'refund', -5000, 1)],
      rule(),
      [2000, -1000],
    ],
    [
      'half of a capped one too',
      [payment, fact('re', 'refund', -5000, 1)],
      rule({ capMinor: 1500, currency: 'USD' }),
      [1500, -750],
    ],
    [
      '5 % of a flat one',
      [payment, fact('re', 'refund', -500, 1)],
      flat(100_000),
      [100_000, -5000],
    ],
    [
      'a refund that fails restores it',
      [payment, fact('re', 'refund', -500, 1), fact('rf', 'refund failed', 500, 2)],
      rule(),
      [2000, -100, 100],
    ],
    [
      'a dispute lost and won later',
      [payment, fact('d', 'dispute', -10_000, 1), fact('dr', 'dispute reversal', 10_000, 2)],
      rule(),
      [2000, -2000, 2000],
    ],
    [
      'a full refund in thirds nets to zero',
      [
        payment,
        fact('a', 'refund', -3334, 1),
        fact('b', 'refund', -3333, 2),
        fact('c', 'refund', -3333, 3),
      ],
      rule({ rate: 70_001 }),
      [700, -233, -234, -233],
    ],
    [
      'two part payments earn one flat amount',
      [fact('p1', 'payment', 4000, 0), fact('p2', 'payment', 6000, 1)],
      flat(5000),
      [5000, 0],
    ],
  ])('%s', (_name, entries, terms, expected) => {
    const { lines } = commissionLines({
      entries,
      credited: [partner('Acme')],
      rules: [terms],
      posted: [],
    });
    expect(amounts(lines)).toEqual(expected);
  });

  test.each<[string, Partial<CommissionRule>, Partial<CreditedPartnership>, number]>([
    ['on the first day of the terms', { effectiveFrom: '2026-09-21' }, {}, 1],
    ['the day before', { effectiveFrom: '2026-09-22' }, {}, 0],
    ['on the day they end', { effectiveUntil: '2026-09-21' }, {}, 0],
    ['on their last day', { effectiveUntil: '2026-09-22' }, {}, 1],
    ['in the last month', { durationMonths: 9 }, { monthsCountFrom: '2025-12-22' }, 1],
    ['when the months are over', { durationMonths: 9 }, { monthsCountFrom: '2025-12-21' }, 0],
    ['for another role', { role: 'Delivered' }, {}, 0],
    ['for its role', { role: 'Sourced' }, {}, 1],
    ['of another program', { programId: 'reseller' }, {}, 0],
    ['on the first day of the attribution', {}, { startDate: '2026-09-21' }, 1],
    ['before the attribution', {}, { startDate: '2026-09-22' }, 0],
    ['on the day the attribution ends', {}, { endDate: '2026-09-21' }, 0],
    ['computed by the PRM', {}, { commissionSource: 'PRM' }, 0],
    ['without a payable split', {}, { split: 0 }, 0],
    ['capped in another currency', { capMinor: 100, currency: 'EUR' }, {}, 0],
  ])('a rule pays or not: %s', (_name, terms, credit, count) => {
    const facts = {
      entries: [payment],
      credited: [partner('Acme', credit)],
      rules: [rule(terms)],
      posted: [],
    };
    expect(commissionLines(facts).lines).toHaveLength(count);
  });

  test('a line says why in words, with its terms, and holds until the refund window is over', () => {
    const facts = {
      entries: [payment],
      credited: [partner('Acme', { programHoldDays: 30 })],
      rules: [rule()],
      posted: [],
    };
    expect(commissionLines(facts).lines[0]).toMatchObject({
      key: 'pay~Acme~rule',
      kind: 'Accrual',
      holdUntil: '2026-10-21',
      reasonCode: 'PERCENT_OF_PAYMENT',
      reason:
        '20 % of 100.00 USD = 20.00 USD, for invoice A-1 without tax, by rule "Referral 20 %" version 1. Acme is credited: It brought the customer.',
    });
  });

  test('what is taken back says what stood before and what stands now', () => {
    const facts = {
      entries: [payment, fact('re', 'refund', -500, 1)],
      credited: [partner('Acme')],
      rules: [rule()],
      posted: [],
    };
    expect(commissionLines(facts).lines[1]?.reason).toBe(
      'Refund: of 100.00 USD paid on invoice A-1, 95.00 USD stands (before: 100.00 USD), so 1.00 USD is taken back in proportion, by rule "Referral 20 %" version 1.',
    );
  });

  test('nobody credited, no rule in force and a foreign currency are said, never a silent zero', () => {
    const direct = commissionLines({
      entries: [payment],
      credited: [],
      rules: [rule()],
      posted: [],
    });
    expect(direct.credits).toEqual([
      {
        entryKey: 'pay',
        status: 'Direct',
        reason: 'Direct: no partnership is credited for this customer on 2026-09-21.',
      },
    ]);
    const noRule = commissionLines({
      entries: [payment],
      credited: [partner('Acme')],
      rules: [],
      posted: [],
    });
    expect(noRule.withoutRule[0]?.reason).toBe(
      'No commission rule of Referral is in force on 2026-09-21 for Acme.',
    );
    expect(noRule.credits[0]?.reason).toContain('No commission rule of Referral');
    const foreign = commissionLines({
      entries: [payment],
      credited: [partner('Acme')],
      rules: [flat(10, { currency: 'EUR' })],
      posted: [],
    });
    expect(foreign.withoutRate[0]?.reason).toContain('No exchange rate between the two holds');
  });

  test('two rules for one payment both pay, and the revenue counts once', () => {
    const rules = [rule(), flat(750, { id: 'bonus-id', key: 'zz-bonus' })];
    const { lines } = commissionLines({
      entries: [payment],
      credited: [partner('Acme')],
      rules,
      posted: [],
    });
    expect(lines.map((line) => [line.amountMinor, line.countsAsRevenue])).toEqual([
      [2000, true],
      [750, false],
    ]);
  });

  test('a three-way equal split of 100.00 loses no cent', () => {
    const credited = [
      partner('A', { split: 3334 }),
      partner('B', { split: 3333 }),
      partner('C', { split: 3333 }),
    ];
    const { lines } = commissionLines({
      entries: [payment],
      credited,
      rules: [rule({ rate: 1_000_000 })],
      posted: [],
    });
    expect(amounts(lines)).toEqual([3334, 3333, 3333]);
  });

  test('when the credit moves, the old partner’s line is corrected and the new one is paid, once', () => {
    const before = commissionLines({
      entries: [payment],
      credited: [partner('Acme')],
      rules: [rule()],
      posted: [],
    }).lines;
    const credited = [partner('Acme', { split: 0 }), partner('Ajax')];
    const after = commissionLines({
      entries: [payment],
      credited,
      rules: [rule()],
      posted: posted(before),
    }).lines;
    expect(after.map((line) => [line.partnership.name, line.kind, line.amountMinor])).toEqual([
      ['Ajax', 'Accrual', 2000],
      ['Acme', 'Correction', -2000],
    ]);
    const again = commissionLines({
      entries: [payment],
      credited,
      rules: [rule()],
      posted: posted([...before, ...after]),
    });
    expect(again.lines).toEqual([]);
  });
});

test('a document without a payment earns nothing, and a milestone counts what stands in the end', () => {
  const refund = fact('re', 'refund', -500, 1);
  const milestone = rule({ trigger: 'Milestone', milestoneMinor: 9_500, currency: 'USD' });
  const lines = (entries: RevenueFact[], terms: CommissionRule): string[] =>
    commissionLines({ entries, credited: [partner('Acme')], rules: [terms], posted: [] }).lines.map(
      (line) => line.entryKey,
    );
  expect(lines([fact('c', 'correction', 500, 0)], rule())).toEqual([]);
  expect(lines([payment, refund], milestone)).toEqual(['pay', 're']);
  expect(lines([payment, refund], { ...milestone, milestoneMinor: 9_501 })).toEqual([]);
  const early = fact('re', 'refund', -500, -10);
  expect(lines([early, payment], rule({ trigger: 'First Payment' }))).toEqual(['pay']);
});

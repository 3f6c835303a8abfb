import fc from 'fast-check';
import { commissionLines } from '../../src/rules/commission.ts';
import type { CommissionLine, PostedLine, RevenueFact } from '../../src/rules/commission-line.ts';
import type { CommissionRule, CreditedPartnership } from '../../src/rules/commission-terms.ts';
import { proportion } from '../../src/money.ts';

const at = (n: number): Date => new Date(Date.UTC(2026, 8, 21, 14, 0, n));

function fact(
  key: string,
  kind: RevenueFact['kind'],
  commissionableMinor: number,
  second: number,
  changes: Partial<RevenueFact> = {},
): RevenueFact {
  return {
    key,
    documentKey: 'in_1',
    documentName: 'invoice A-1',
    kind,
    commissionableMinor,
    currency: 'USD',
    occurredAt: at(second),
    ...changes,
  };
}
const payment = fact('pay', 'payment', 10_000, 0);

function rule(changes: Partial<CommissionRule> = {}): CommissionRule {
  return {
    id: 'rule-id',
    key: 'rule',
    name: 'Referral 20 %',
    version: 1,
    programId: 'referral',
    type: 'Percent',
    rate: 200_000,
    flatMinor: null,
    capMinor: null,
    currency: null,
    durationMonths: null,
    holdDays: null,
    role: null,
    effectiveFrom: '2026-01-01',
    effectiveUntil: null,
    ...changes,
  };
}
const flat = (minor: number, changes: Partial<CommissionRule> = {}): CommissionRule =>
  rule({ type: 'Flat', rate: null, flatMinor: minor, currency: 'USD', ...changes });

function partner(name: string, changes: Partial<CreditedPartnership> = {}): CreditedPartnership {
  return {
    attributionId: `attribution-${name}`,
    partnershipId: name,
    partnershipKey: name,
    name,
    programId: 'referral',
    programName: 'Referral',
    programHoldDays: 0,
    commissionSource: 'Partnerverse',
    role: 'Sourced',
    split: 10_000,
    startDate: '2026-01-01',
    endDate: null,
    monthsCountFrom: '2026-01-01',
    reason: 'It brought the customer.',
    ...changes,
  };
}
const amounts = (lines: readonly CommissionLine[]): number[] =>
  lines.map((line) => line.amountMinor);

function posted(lines: readonly CommissionLine[]): PostedLine[] {
  return lines.map((line) => ({
    key: line.key,
    entryKey: line.entryKey,
    partnershipId: line.partnership.partnershipId,
    partnershipKey: line.partnership.partnershipKey,
    ruleId: line.rule.id,
    amountMinor: line.amountMinor,
    baseMinor: line.baseMinor,
  }));
}

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
      'refund: of 100.00 USD paid on invoice A-1, 95.00 USD stands (before: 100.00 USD), so 1.00 USD is taken back in proportion, by rule "Referral 20 %" version 1.',
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
    expect(foreign.withoutRule[0]?.reason).toContain('pay in another currency than USD');
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

describe('whatever the history', () => {
  const history = fc
    .record({
      payments: fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 3 }),
      refunds: fc.array(
        fc.record({ part: fc.integer({ min: 1, max: 30_000 }), fails: fc.boolean() }),
        { maxLength: 5 },
      ),
      full: fc.boolean(),
    })
    .map(({ payments, refunds, full }) => {
      const entries = payments.map((minor, index) => fact(`p${index}`, 'payment', minor, index));
      let standing = payments.reduce((sum, minor) => sum + minor, 0);
      refunds.forEach(({ part, fails }, index) => {
        const taken = Math.min(part, standing);
        if (taken === 0) return;
        entries.push(fact(`r${index}`, 'refund', -taken, 10 + index * 2));
        if (fails) entries.push(fact(`f${index}`, 'refund failed', taken, 11 + index * 2));
        else standing -= taken;
      });
      if (full && standing > 0) entries.push(fact('rest', 'refund', -standing, 59));
      return { entries, standing: full ? 0 : standing };
    });
  const terms = fc.constantFrom(
    rule(),
    rule({ rate: 333_333 }),
    rule({ capMinor: 777, currency: 'USD' }),
    flat(12_345),
  );
  const splits = fc.constantFrom([10_000], [6000, 4000], [3334, 3333, 3333], [2500]);
  const creditedBy = (weights: readonly number[]): CreditedPartnership[] =>
    weights.map((split, index) => partner(`P${index}`, { split }));

  test('a full refund nets to zero, nothing goes below zero or above the accrual, and the base splits exactly', () => {
    fc.assert(
      fc.property(history, terms, splits, ({ entries, standing }, one, weights) => {
        const { lines } = commissionLines({
          entries,
          credited: creditedBy(weights),
          rules: [one],
          posted: [],
        });
        for (const [index] of weights.entries()) {
          const own = lines.filter((line) => line.partnership.name === `P${index}`);
          let sum = 0;
          let accruals = 0;
          for (const line of own) {
            sum += line.amountMinor;
            if (line.kind === 'Accrual') accruals += line.amountMinor;
            expect(sum).toBeGreaterThanOrEqual(0);
            expect(sum).toBeLessThanOrEqual(accruals);
          }
          if (standing === 0) expect(sum).toBe(0);
          if (one.capMinor !== null) expect(sum).toBeLessThanOrEqual(one.capMinor);
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        expect(lines.reduce((sum, line) => sum + line.baseMinor, 0)).toBe(
          proportion(standing, total, 10_000),
        );
      }),
    );
  });

  test('order of arrival, duplicates and the number of looks change no cent and no line', () => {
    fc.assert(
      fc.property(
        history,
        terms,
        splits,
        fc.integer({ min: 0, max: 10 }),
        ({ entries }, one, weights, look) => {
          const facts = { credited: creditedBy(weights), rules: [one] };
          const atOnce = commissionLines({ ...facts, entries, posted: [] }).lines;
          const first = commissionLines({
            ...facts,
            entries: entries.slice(0, look + 1),
            posted: [],
          }).lines;
          const second = commissionLines({
            ...facts,
            entries: [...entries].reverse(),
            posted: posted(first),
          }).lines;
          const view = (lines: readonly CommissionLine[]): string[] =>
            lines.map((line) => `${line.key} ${line.amountMinor} ${line.baseMinor}`).sort();
          expect(view([...first, ...second])).toEqual(view(atOnce));
          expect(commissionLines({ ...facts, entries, posted: posted(atOnce) }).lines).toEqual([]);
        },
      ),
    );
  });

  test('the inputs stored with a line, read alone, give its amount again', () => {
    fc.assert(
      fc.property(history, terms, ({ entries }, one) => {
        const { lines } = commissionLines({
          entries,
          credited: [partner('Acme')],
          rules: [one],
          posted: [],
        });
        for (const line of lines) {
          const {
            rate,
            flatMinor,
            capMinor,
            paidMinor,
            standingMinor,
            standingBeforeMinor,
            paidBeforeMinor,
          } = line.inputs as Record<string, number>;
          const stands = (paid: number, standing: number): number => {
            if (paid === 0) return 0;
            const full =
              flatMinor === null ? proportion(paid, rate ?? 0, 1_000_000) : (flatMinor ?? 0);
            return proportion(
              capMinor === null ? full : Math.min(full, capMinor ?? full),
              standing,
              paid,
            );
          };
          expect(
            stands(paidMinor ?? 0, standingMinor ?? 0) -
              stands(paidBeforeMinor ?? 0, standingBeforeMinor ?? 0),
          ).toBe(line.amountMinor);
        }
      }),
    );
  });
});

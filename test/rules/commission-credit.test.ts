import type { CommissionRule } from '../../src/rules/commission-terms.ts';
import type { Wanted } from '../../src/rules/commission-plan.ts';
import type { PostedLine } from '../../src/rules/commission-line.ts';
import { commissionsOf } from '../../src/rules/commission.ts';
import type { ExchangeRate } from '../../src/rules/exchange-rate.ts';
import type { RenewalPay } from '../../src/rules/renewal.ts';
import { fact, flat, partner, payment, posted, rule } from './commission-builders.ts';

describe('what is said of an entry', () => {
  const facts = { customerKey: 'c', entries: [payment], credited: [partner('Acme')], posted: [] };
  const creditOf = (
    changes: Partial<typeof facts>,
    rules: readonly CommissionRule[],
    wanted: Wanted = () => true,
  ): string | undefined =>
    commissionsOf([{ ...facts, ...changes }], rules, wanted).credits[0]?.reason;
  const halves = [partner('Acme', { split: 5_000 }), partner('Ajax', { split: 5_000 })];
  const bonus = flat(750, { id: 'bonus-id', key: 'zz-bonus' });
  const notBonus: Wanted = (_partnership, { id }) => id !== 'bonus-id';
  const byPrm = { commissionSource: 'PRM' } as const;

  test('one line, several lines, and lines that are computed with other customers', () => {
    expect(commissionsOf([facts], [rule()], () => true).credits).toEqual([
      {
        entryKey: 'pay',
        status: 'Credited',
        reason: 'Credited to Acme. One commission line below.',
      },
    ]);
    expect(creditOf({ credited: halves }, [rule()])).toBe(
      'Credited to Acme, Ajax. 2 commission lines below.',
    );
    expect(creditOf({}, [rule(), bonus], notBonus)).toBe(
      'Credited to Acme. One commission line below. What counts together with other customers is below too.',
    );
    expect(creditOf({}, [bonus], notBonus)).toBe(
      'Credited to Acme. Its commission counts together with other customers of the partner.',
    );
  });

  test('lines of other entries are not counted', () => {
    const entries = [payment, fact('re', 'refund', -500, 1), fact('nil', 'credit note', 0, 2)];
    expect(
      commissionsOf([{ ...facts, entries }], [rule()], () => true).credits.map(
        ({ reason }) => reason,
      ),
    ).toEqual([
      'Credited to Acme. One commission line below.',
      'Credited to Acme. One commission line below.',
      'Credited to Acme. Nothing is owed for it.',
    ]);
  });

  test('nothing is owed, the PRM computes it, or only for one of two', () => {
    expect(creditOf({}, [rule({ trigger: 'Renewal' })])).toBe(
      'Credited to Acme. Nothing is owed for it.',
    );
    expect(creditOf({ credited: [partner('Acme', byPrm)] }, [rule()])).toBe(
      'Credited to Acme. The PRM computes its commission.',
    );
    const mixed = [partner('Acme', { ...byPrm, split: 5_000 }), partner('Ajax', { split: 5_000 })];
    expect(creditOf({ credited: mixed }, [rule({ trigger: 'Renewal' })])).toBe(
      'Credited to Acme, Ajax. Nothing is owed for it.',
    );
  });

  test('a reason is no longer than its field', () => {
    expect(creditOf({ credited: [partner('x'.repeat(300))] }, [rule()])).toHaveLength(255);
  });

  test.each([
    ['the PRM computes it', byPrm, [], 0],
    ['it has no payable split', { split: 0 }, [], 0],
    ['a rule pays', {}, [rule()], 0],
    ['no rule pays', {}, [], 1],
    ['only a rule for leads pays', {}, [flat(5, { trigger: 'Lead Accepted' })], 1],
  ] as const)(
    'a partnership without a rule is told of, or not: %s',
    (_name, credit, rules, count) => {
      const outcome = commissionsOf(
        [{ ...facts, credited: [partner('Acme', credit)] }],
        rules,
        () => true,
      );
      expect(outcome.withoutRule).toHaveLength(count);
      if (count === 1)
        expect(outcome.withoutRule[0]).toMatchObject({
          documentKey: 'in_1',
          partnershipName: 'Acme',
        });
    },
  );
});

describe('payments for renewals', () => {
  const renewals = [
    fact('first', 'payment', 10_000, 0, { documentKey: 'in_1', product: 'Base' }),
    fact('again', 'payment', 10_000, 5, { documentKey: 'in_2', product: 'Base' }),
  ];
  const unpaid = { pays: false, isUnclear: false, reason: 'Referral pays no renewals.' };
  const renewal = rule({ trigger: 'Renewal' });
  const outcomeOf = (
    onRenewal: RenewalPay | null,
    rules = [renewal],
    before: readonly PostedLine[] = [],
    split = 10_000,
  ) =>
    commissionsOf(
      [
        {
          customerKey: 'c',
          entries: renewals,
          credited: [partner('Acme', { onRenewal, split }), partner('Ajax', { split: 0 })],
          posted: before,
        },
      ],
      rules,
      () => true,
    );
  const paid = outcomeOf(null);

  test('are paid where the program pays them, or says nothing', () => {
    expect(paid.lines.map((line) => [line.entryKey, line.amountMinor])).toEqual([['again', 2_000]]);
    expect(outcomeOf({ ...unpaid, pays: true }).lines).toEqual([
      { ...paid.lines[0], partnership: expect.anything() },
    ]);
    expect(paid.withheld).toEqual([]);
  });

  test('are not paid where it does not, and the entry says why', () => {
    const outcome = outcomeOf(unpaid);
    expect(outcome.lines).toEqual([]);
    expect(outcome.withheld).toEqual([
      {
        documentKey: 'in_2',
        partnershipName: 'Acme',
        reason: 'Referral pays no renewals.',
        isUnclear: false,
      },
    ]);
    expect(outcome.credits.map((credit) => credit.reason)).toEqual([
      'Credited to Acme, Ajax. Nothing is owed for it.',
      'Credited to Acme, Ajax. Referral pays no renewals.',
    ]);
    expect(outcome.withoutRule).toEqual([]);
  });

  test('are told to a person where it is not settled who renewed', () => {
    expect(outcomeOf({ ...unpaid, isUnclear: true }).withheld).toMatchObject([{ isUnclear: true }]);
  });

  test('say nothing about a partner without a share', () => {
    expect(outcomeOf(unpaid, [renewal], [], 0).withheld).toEqual([]);
  });

  test('stay as they were posted when the program stops paying', () => {
    expect(outcomeOf(unpaid, [renewal], posted(paid.lines))).toMatchObject({
      lines: [],
      withheld: [],
    });
  });

  test.each([
    ['of another partnership', { partnershipId: 'Ajax' }],
    ['by another rule', { ruleId: 'other' }],
    ['for another document', { entryKey: 'first' }],
  ])('are not held to be posted by a line %s', (_name, changes) => {
    const before = posted(paid.lines).map((line) => ({ ...line, ...changes }));
    expect(outcomeOf(unpaid, [renewal], before).withheld).toHaveLength(1);
  });

  test('are paid by rules for every payment as before', () => {
    expect(outcomeOf(unpaid, [rule()]).lines).toHaveLength(2);
  });
});

describe('amounts of a rule in another currency than the payment', () => {
  const inEuro = (changes: Partial<CommissionRule>, split: number, rates: ExchangeRate[]) =>
    commissionsOf(
      [
        {
          customerKey: 'c',
          entries: [payment],
          credited: [partner('Acme', { split })],
          posted: [],
        },
      ],
      [flat(1_000, { currency: 'EUR', milestoneMinor: 9_000, ...changes })],
      () => true,
      rates,
    );

  test.each([
    ['every payment', 'Every Payment', 10_000, 1],
    ['a milestone, which cannot tell whether it is reached', 'Milestone', 10_000, 1],
    ['renewals, and this is none', 'Renewal', 10_000, 0],
    ['every payment, to a partner without a share', 'Every Payment', 0, 0],
  ] as const)('without a rate, by a rule for %s', (_name, trigger, split, count) => {
    const { withoutRate, lines } = inEuro({ trigger }, split, []);
    expect(withoutRate).toHaveLength(count);
    expect(lines).toEqual([]);
  });

  test.each([
    [9_000, 1],
    [9_001, 0],
  ])(
    '100 dollars that count as 90 euros reach a milestone of %s euro cents: %s',
    (milestoneMinor, count) => {
      const rate = { from: 'USD', to: 'EUR', rate: 90_000_000, effectiveFrom: '2026-09-01' };
      const { lines } = inEuro({ trigger: 'Milestone', milestoneMinor }, 10_000, [rate]);
      expect(lines).toHaveLength(count);
    },
  );
});

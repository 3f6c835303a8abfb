import type { CommissionRule } from '../../src/rules/commission-terms.ts';
import type { Wanted } from '../../src/rules/commission-plan.ts';
import { commissionsOf } from '../../src/rules/commission.ts';
import { fact, flat, partner, payment, rule } from './commission-builders.ts';

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

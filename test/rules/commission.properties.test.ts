import fc from 'fast-check';
import { proportion } from '../../src/money.ts';
import type { CommissionLine } from '../../src/rules/commission-line.ts';
import type { CreditedPartnership } from '../../src/rules/commission-terms.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { fact, flat, partner, posted, rule } from './commission-builders.ts';

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
        for (const line of lines)
          expect(explainedAmount(JSON.stringify(line.inputs))).toBe(line.amountMinor);
      }),
    );
  });
});

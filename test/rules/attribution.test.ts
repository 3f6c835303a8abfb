import fc from 'fast-check';
import {
  decideAttributions,
  type AttributionClaim,
  type HeldAttribution,
} from '../../src/rules/attribution.ts';
import { attributionTable, claim, januaryDay } from './tables/attribution.ts';
import { provesTable } from './tables/rule-table.ts';

describe('who is credited for a customer', () => {
  provesTable(attributionTable);

  test('the reason of one who goes without fits the field', () => {
    const long = claim('Acme', { wantedSplit: 10_001, reason: 'x'.repeat(300) });
    expect(decideAttributions([long], []).decisions[0]?.reason).toHaveLength(255);
  });

  test('the same claims in any order, at once or one by one, end in the same credit, never above 100 %', () => {
    const claims = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('Acme', 'Ajax', 'Apex'),
        origin: fc.constantFrom('Billing Partner Key' as const, 'PRM Customer' as const),
        touched: fc.integer({ min: 1, max: 3 }),
        wantedSplit: fc.constantFrom(10_000, 5000, 2500),
      }),
      { selector: ({ name }) => name, minLength: 1 },
    );
    fc.assert(
      fc.property(
        claims,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (raw, random) => {
          const all = raw.map(({ name, origin, touched, wantedSplit }) =>
            claim(name, { origin, touchedAt: januaryDay(touched), wantedSplit }),
          );
          const stream = random[Symbol.iterator]();
          const shuffled = all
            .map((one) => ({ one, at: stream.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          const apply = (rows: Map<string, HeldAttribution>, fresh: AttributionClaim[]): void => {
            for (const { claim: decided, status, split } of decideAttributions(fresh, [
              ...rows.values(),
            ]).decisions) {
              const wantedSplit = all.find((one) => one.key === decided.key)?.wantedSplit ?? split;
              rows.set(decided.key, { ...decided, wantedSplit, status, split });
            }
          };
          const atOnce = new Map<string, HeldAttribution>();
          apply(atOnce, all);
          const oneByOne = new Map<string, HeldAttribution>();
          for (const one of shuffled) apply(oneByOne, [one]);
          const view = (rows: Map<string, HeldAttribution>): string[] =>
            [...rows.values()].map((row) => `${row.key} ${row.status} ${row.split}`).sort();
          expect(view(oneByOne)).toEqual(view(atOnce));
          expect([...atOnce.values()].reduce((sum, row) => sum + row.split, 0)).toBeLessThanOrEqual(
            10_000,
          );
        },
      ),
    );
  });
});

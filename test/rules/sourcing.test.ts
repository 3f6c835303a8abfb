import fc from 'fast-check';
import { sourcingOf, touchEnd, touchPrecedence, type Touch } from '../../src/rules/sourcing.ts';
import { provesTable } from './tables/rule-table.ts';
import { sourcingTable } from './tables/sourcing.ts';

describe('who sourced a deal', () => provesTable(sourcingTable));

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1 + n));
const touches = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, maxLength: 6 }),
    partnershipId: fc.constantFrom('Acme', 'Ajax', 'Apex'),
    kind: fc.constantFrom(...touchPrecedence),
    offset: fc.integer({ min: 0, max: 40 }),
    windowDays: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
  }),
  { selector: ({ key }) => key, maxLength: 8 },
);

describe('whatever the touches', () => {
  test('their order changes nothing, and no touch that counts comes before the winner', () => {
    fc.assert(
      fc.property(touches, fc.integer({ min: 0, max: 60 }), (rows, when) => {
        const all: Touch[] = rows.map(({ offset, ...row }) => ({
          ...row,
          partnershipName: row.partnershipId,
          at: day(offset),
          until: null,
        }));
        const outcome = sourcingOf(all, day(when));
        expect(sourcingOf([...all].reverse(), day(when))).toEqual(outcome);
        const counting = all.filter((touch) => {
          const end = touchEnd(touch);
          return touch.at <= day(when) && (end === null || day(when) < end);
        });
        expect(outcome.winner === null).toBe(counting.length === 0);
        if (outcome.winner === null) return;
        const best = Math.min(...counting.map(({ kind }) => touchPrecedence.indexOf(kind)));
        expect(touchPrecedence.indexOf(outcome.winner.kind)).toBe(best);
        expect(outcome.rivals.map(({ partnershipId }) => partnershipId)).not.toContain(
          outcome.winner.partnershipId,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

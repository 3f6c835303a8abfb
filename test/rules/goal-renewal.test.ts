import fc from 'fast-check';
import { addDays } from '../../src/rules/calendar.ts';
import { nextGoal } from '../../src/rules/goal-renewal.ts';
import { goalRenewalTable } from './tables/goal-renewal.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how a goal is renewed', () => provesTable(goalRenewalTable));

test('the next period touches the last, leaves no day out and none twice, and never ends before it starts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000 }),
      fc.integer({ min: 0, max: 365 }),
      fc.integer({ min: -90, max: 200 }),
      (from, length, growthPercent) => {
        const periodStart = addDays('2024-01-01', from);
        const goal = {
          metric: 'Won Revenue',
          target: 1_234.56,
          growthPercent,
          periodStart,
          periodEnd: addDays(periodStart, length),
        };
        const next = nextGoal(goal);
        expect(next.periodStart).toBe(addDays(goal.periodEnd, 1));
        expect(next.periodEnd >= next.periodStart).toBe(true);
        if (growthPercent > 0) expect(next.target).toBeGreaterThan(goal.target);
        if (growthPercent < 0) expect(next.target).toBeLessThan(goal.target);
      },
    ),
  );
});

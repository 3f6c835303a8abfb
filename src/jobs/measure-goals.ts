import { dayOf } from '../rules/calendar.ts';
import { nextGoal } from '../rules/goal-renewal.ts';
import { measure, measuredMetrics, type Period } from '../salesforce/facts/goal-metrics.ts';
import { openGoals, type Goal } from '../salesforce/facts/goals.ts';
import { goalResultRow, renewedGoalRow } from '../salesforce/rows/goal.ts';
import type { OrgRow } from '../salesforce/org.ts';
import type { JobContext } from './context.ts';

/**
 * Measures every open goal from the same leads, deals and ledger that reps see, and renews those that have ended. Only what
 * changed is written; a question is asked once for all goals that share metric and period.
 */
export async function measureGoals(
  context: Pick<JobContext, 'org' | 'clock' | 'countDocument'>,
): Promise<void> {
  const now = context.clock.now();
  const today = dayOf(now);
  const goals = await openGoals(context.org, today);
  const results: OrgRow[] = [];
  for (const [, alike] of Map.groupBy(goals.filter(isMeasured), questionOf)) {
    const [first] = alike;
    if (!first) continue;
    const values = await measure(context.org, first.metric, periodOf(first));
    for (const goal of alike) {
      const value = values.get(goal.partnershipId) ?? 0;
      if (value !== goal.attained) results.push(goalResultRow(goal.id, value, now));
    }
  }
  await context.org.save(results);
  const renewed = await renewGoals(context, goals, today);
  context.countDocument(
    'salesforce',
    'sweep',
    results.length + renewed === 0 ? 'GOALS_UNCHANGED' : 'GOALS_MEASURED',
  );
}

const isMeasured = (goal: Goal): boolean => measuredMetrics.includes(goal.metric);
const periodOf = (goal: Goal): Period => ({ start: goal.periodStart, end: goal.periodEnd });
const questionOf = (goal: Goal): string => `${goal.metric} ${goal.periodStart} ${goal.periodEnd}`;

/** A goal that has ended and renews itself, of a partnership that goes on, and that nobody has followed up by hand. */
async function renewGoals(
  context: Pick<JobContext, 'org'>,
  goals: readonly Goal[],
  today: string,
): Promise<number> {
  const begun = new Set(goals.map((goal) => startOf(goal, goal.periodStart)));
  const rows = goals
    .filter((goal) => goal.renews && goal.partnershipIsActive && goal.periodEnd < today)
    .map((goal) => ({ goal, next: nextGoal(goal) }))
    .filter(({ goal, next }) => !begun.has(startOf(goal, next.periodStart)))
    .map(({ goal, next }) => renewedGoalRow(goal, next));
  await context.org.save(rows);
  return rows.length;
}

function startOf(goal: Goal, periodStart: string): string {
  return `${goal.partnershipId} ${goal.metric} ${periodStart}`;
}

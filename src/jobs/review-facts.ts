import { nextGoal } from '../rules/goal-renewal.ts';
import type { GoalFacts, MonthFacts, NextGoalFacts, ReviewFacts } from '../rules/review-facts.ts';
import { monthsOf, quarterBefore, type ReviewPeriod } from '../rules/review-period.ts';
import { monthFacts, noNumbers, reviewNumbers } from '../salesforce/facts/review-metrics.ts';
import {
  closedDeals,
  openRegistrations,
  reviewedGoals,
  type ReviewedGoal,
  type ReviewedPartnership,
} from '../salesforce/facts/review-records.ts';
import type { OrgAdmin } from '../salesforce/org.ts';

export interface ReviewRequest {
  period: ReviewPeriod;
  /** The day up to which there are facts. */
  asOf: string;
  currency: string;
  /** Details of this partnership only; null: of all. */
  partnershipId: string | null;
}

/**
 * Everything the reviews of a period say, for all partnerships together: the number of API calls depends on the period and
 * on how many pages the details have, not on the number of partnerships.
 */
export async function gatherReviewFacts(
  org: Pick<OrgAdmin, 'query'>,
  { period, asOf, currency, partnershipId }: ReviewRequest,
): Promise<(partnership: ReviewedPartnership) => ReviewFacts> {
  const numbers = await reviewNumbers(org, period);
  const before = await reviewNumbers(org, quarterBefore(period), ['leads', 'wonAmount', 'revenue']);
  const months: { month: string; values: Map<string, MonthFacts> }[] = [];
  for (const month of monthsOf(period)) {
    months.push({ month: month.month, values: await monthFacts(org, month) });
  }
  const goals = await reviewedGoals(org, period);
  const wins = await closedDeals(org, period, 'won', partnershipId);
  const losses = await closedDeals(org, period, 'lost', partnershipId);
  const registrations = await openRegistrations(org, period.end, partnershipId);
  return ({ id, name, partner, program, tier }) => ({
    partnership: { name, partner, program, tier },
    period,
    asOf,
    currency,
    numbers: numbers.get(id) ?? noNumbers,
    before: before.get(id) ?? noNumbers,
    months: months.map(
      ({ month, values }) => values.get(id) ?? { month, wonAmount: 0, revenue: 0, commission: 0 },
    ),
    ...goalFacts(goals.get(id) ?? [], period),
    wins: wins.get(id) ?? [],
    losses: losses.get(id) ?? [],
    registrations: registrations.get(id) ?? [],
  });
}

/** Goals that ran in the period, and what follows: goals that are set already, and those that renew themselves. */
function goalFacts(
  all: readonly ReviewedGoal[],
  period: ReviewPeriod,
): { goals: GoalFacts[]; nextGoals: NextGoalFacts[] } {
  const ours = all.filter((goal) => goal.periodStart <= period.end);
  const set = all.filter((goal) => goal.periodStart > period.end);
  const agreed = set.map(({ metric, target, periodStart: start, periodEnd: end }) => ({
    metric,
    target,
    start,
    end,
    agreed: true,
  }));
  const proposed = ours
    .filter((goal) => goal.renews && goal.periodEnd <= period.end)
    .filter((goal) => !set.some((other) => other.metric === goal.metric))
    .map((goal) => ({ metric: goal.metric, next: nextGoal(goal) }))
    .map(({ metric, next }) => ({
      metric,
      target: next.target,
      start: next.periodStart,
      end: next.periodEnd,
      agreed: false,
    }));
  return {
    goals: ours.map(({ metric, target, result, periodStart: start, periodEnd: end }) => ({
      metric,
      target,
      result,
      start,
      end,
    })),
    nextGoals: [...agreed, ...proposed],
  };
}

import type { MonthFacts, ReviewNumbers } from '../../rules/review-facts.ts';
import { addDays } from '../../rules/calendar.ts';
import { notVoid } from '../../rules/void-lines.ts';
import type { OrgAdmin } from '../org.ts';
import {
  bringing,
  goalMeasures,
  held,
  onDays,
  totals,
  within,
  type Measure,
  type Period,
} from './goal-metrics.ts';

const ofOpportunity = (total: string, where: (period: Period) => string): Measure => ({
  object: 'OpportunityAttribution__c',
  total,
  partnership: 'Partnership__c',
  where: (period) => `${held} AND ${bringing} AND ${where(period)}`,
});

const closedIn = (period: Period): string => onDays('Opportunity__r.CloseDate', period);

/** What each number of a review counts, the same as a goal where a goal counts it; one aggregate question each, for all partnerships at once. */
const reviewMeasures: Readonly<Record<keyof ReviewNumbers, Measure>> = {
  leads: goalMeasures['New Leads'],
  opportunities: goalMeasures['New Opportunities'],
  won: ofOpportunity(
    'COUNT_DISTINCT(Opportunity__c)',
    (period) => `Opportunity__r.IsWon = true AND ${closedIn(period)}`,
  ),
  lost: ofOpportunity(
    'COUNT_DISTINCT(Opportunity__c)',
    (period) =>
      `Opportunity__r.IsClosed = true AND Opportunity__r.IsWon = false AND ${closedIn(period)}`,
  ),
  // Open now, or closed only after the period: what was pipeline on its last day.
  pipeline: ofOpportunity(
    'SUM(CreditAmount__c)',
    ({ end }) =>
      `Opportunity__r.CreatedDate < ${addDays(end, 1)}T00:00:00Z AND (Opportunity__r.IsClosed = false OR Opportunity__r.CloseDate > ${end})`,
  ),
  wonAmount: goalMeasures['Won Revenue'],
  openRegistrations: {
    object: 'DealRegistration__c',
    total: 'COUNT(Id)',
    partnership: 'Partnership__c',
    where: ({ end }) => openRegistration(end),
  },
  revenue: {
    object: 'Commission__c',
    total: 'SUM(OrgBaseAmount__c)',
    partnership: 'CommissionStatement__r.Partnership__c',
    where: (period) =>
      `CountsAsRevenue__c = true AND ${notVoid} AND ${within('OccurredAt__c', period)}`,
  },
  retainedRevenue: goalMeasures['Retained Revenue'],
  commissionEarned: goalMeasures['Commission Earned'],
  commissionPaid: {
    object: 'CommissionStatement__c',
    total: 'SUM(OrgTotal__c)',
    partnership: 'Partnership__c',
    where: (period) => within('PaidAt__c', period),
  },
  fundsClaimed: {
    object: 'FundRequest__c',
    total: 'SUM(ClaimedAmount__c)',
    partnership: 'Partnership__c',
    where: (period) => onDays('ClaimedAt__c', period),
  },
};

/** Submitted by then and, as far as the org still knows, open. */
export function openRegistration(end: string): string {
  return `Status__c IN ('Submitted', 'In Review', 'Approved') AND SubmittedAt__c < ${addDays(end, 1)}T00:00:00Z`;
}

export const noNumbers: ReviewNumbers = {
  leads: 0,
  opportunities: 0,
  won: 0,
  lost: 0,
  pipeline: 0,
  wonAmount: 0,
  openRegistrations: 0,
  revenue: 0,
  retainedRevenue: 0,
  commissionEarned: 0,
  commissionPaid: 0,
  fundsClaimed: 0,
};

const numberNames: readonly (keyof ReviewNumbers)[] = [
  'leads',
  'opportunities',
  'won',
  'lost',
  'pipeline',
  'wonAmount',
  'openRegistrations',
  'revenue',
  'retainedRevenue',
  'commissionEarned',
  'commissionPaid',
  'fundsClaimed',
];

/** Sums of cents in an org's floating point end in …0000001: amounts have two decimals. */
const cents = (value: number): number => Math.round(value * 100) / 100;

/** The numbers of one period by partnership id: one call a number and 2,000 partnerships. */
export async function reviewNumbers(
  org: Pick<OrgAdmin, 'query'>,
  period: Period,
  names: readonly (keyof ReviewNumbers)[] = numberNames,
): Promise<Map<string, ReviewNumbers>> {
  const numbers = new Map<string, ReviewNumbers>();
  for (const name of names) {
    for (const [id, value] of await totals(org, reviewMeasures[name], period)) {
      numbers.set(id, { ...(numbers.get(id) ?? noNumbers), [name]: cents(value) });
    }
  }
  return numbers;
}

/** What the chart shows of one month, by partnership id. */
export async function monthFacts(
  org: Pick<OrgAdmin, 'query'>,
  { month, start, end }: Period & { month: string },
): Promise<Map<string, MonthFacts>> {
  const found = await reviewNumbers(org, { start, end }, [
    'wonAmount',
    'revenue',
    'commissionEarned',
  ]);
  return new Map(
    [...found].map(([id, { wonAmount, revenue, commissionEarned }]) => [
      id,
      { month, wonAmount, revenue, commission: commissionEarned },
    ]),
  );
}

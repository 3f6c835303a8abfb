import { addDays } from './calendar.ts';
import type { GoalFacts } from './review-facts.ts';

/** "12,500.50 USD" and "12,500 USD": what a person reads at a glance. Amounts are major units. */
export function amountText(amount: number, currency: string): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const text = amount.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${currency}`;
}

/** "3 deals", "1 deal", "no deals". */
export function countText(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${many}`;
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** How a number moved against the period before; null where there is nothing to compare with. */
export function changeText(now: number, before: number): string | null {
  if (now === before) return before === 0 ? null : 'same as the period before';
  if (before <= 0) return before === 0 ? 'nothing in the period before' : null;
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return 'about the same as the period before';
  return `${Math.abs(percent).toLocaleString('en-US')} % ${percent > 0 ? 'more' : 'less'} than the period before`;
}

interface MetricWords {
  one: string;
  many: string;
  isMoney: boolean;
}

const metricWords: Readonly<Record<string, MetricWords>> = {
  'New Leads': { one: 'lead', many: 'leads', isMoney: false },
  'New Opportunities': { one: 'opportunity', many: 'opportunities', isMoney: false },
  'New Customers': { one: 'customer', many: 'customers', isMoney: false },
  'Approved Registrations': {
    one: 'approved registration',
    many: 'approved registrations',
    isMoney: false,
  },
  Certifications: { one: 'certification', many: 'certifications', isMoney: false },
  'Sourced Pipeline': { one: 'of pipeline', many: 'of pipeline', isMoney: true },
  'Won Revenue': { one: 'of won revenue', many: 'of won revenue', isMoney: true },
  'Retained Revenue': { one: 'of retained revenue', many: 'of retained revenue', isMoney: true },
  'Commission Earned': { one: 'of commission', many: 'of commission', isMoney: true },
};

/** A metric's value without its unit's name: "5", "10,000 USD". An unknown metric is counted. */
export function metricValue(metric: string, value: number, currency: string): string {
  return metricWords[metric]?.isMoney ? amountText(value, currency) : value.toLocaleString('en-US');
}

/** "2 leads", "1,500 USD of won revenue". */
export function metricText(metric: string, value: number, currency: string): string {
  const words = metricWords[metric];
  const unit = words ? (value === 1 ? words.one : words.many) : `of ${metric}`;
  return `${metricValue(metric, value, currency)} ${unit}`;
}

export const goalStandings = ['Reached', 'On Track', 'Behind', 'Missed'] as const;
export type GoalStanding = (typeof goalStandings)[number];

function days(start: string, end: string): number {
  return Math.round((Date.parse(addDays(end, 1)) - Date.parse(start)) / 86_400_000);
}

/** Days from one to the other; 0 on the same day. */
export function daysBetween(from: string, until: string): number {
  return days(from, until) - 1;
}

/** As the formula Standing__c says it in Salesforce, on the day `asOf`: on track means as far as the days that have passed. */
export function goalStanding(goal: GoalFacts, asOf: string): GoalStanding {
  if (goal.result >= goal.target) return 'Reached';
  if (asOf >= goal.end) return 'Missed';
  const passed = Math.min(Math.max(days(goal.start, asOf), 0), days(goal.start, goal.end));
  return goal.result >= (goal.target * passed) / days(goal.start, goal.end) ? 'On Track' : 'Behind';
}

/** What a goal still needs, in words a partner understands. */
export function goalWords(goal: GoalFacts, asOf: string, currency: string): string {
  const standing = goalStanding(goal, asOf);
  if (standing === 'Reached') return 'Reached.';
  const missing = Number((goal.target - goal.result).toFixed(2));
  const what = metricText(goal.metric, missing, currency);
  return standing === 'Missed'
    ? `Missed: ${what} short.`
    : `${standing === 'Behind' ? 'Behind' : 'On track'}: ${what} to go by ${goal.end}.`;
}

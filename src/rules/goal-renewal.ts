import { addDays, addMonths } from './calendar.ts';

/** A goal whose period has ended, as far as its renewal is concerned. Days are "YYYY-MM-DD", both ends included. */
export interface EndedGoal {
  metric: string;
  target: number;
  /** Percent; null: the same target again. */
  growthPercent: number | null;
  periodStart: string;
  periodEnd: string;
}

export interface NextGoal {
  target: number;
  periodStart: string;
  periodEnd: string;
  /** In words, for the goal's description. */
  reason: string;
}

/** Metrics that are counted one by one: nobody can bring 5.5 leads. */
const counted = new Set([
  'New Leads',
  'New Opportunities',
  'New Customers',
  'Approved Registrations',
  'Certifications',
]);

/** The months of a period that is made of whole calendar months; null for any other. */
function wholeMonths(start: string, end: string): number | null {
  if (!start.endsWith('-01')) return null;
  const after = addDays(end, 1);
  if (!after.endsWith('-01')) return null;
  const index = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return index(after) - index(start);
}

function daysBetween(start: string, end: string): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000);
}

/** The last day of a period as long as the one before: as many months where it was made of months, else as many days. */
function nextEnd(goal: EndedGoal, start: string): string {
  const months = wholeMonths(goal.periodStart, goal.periodEnd);
  if (months !== null) return addDays(addMonths(start, months), -1);
  return addDays(start, daysBetween(goal.periodStart, goal.periodEnd));
}

/** Hundredths for money, whole numbers for what is counted, rounded up: a goal that grows never stays the same. */
function grown(goal: EndedGoal): number {
  const exact = goal.target * (1 + (goal.growthPercent ?? 0) / 100);
  const scale = counted.has(goal.metric) ? 1 : 100;
  const scaled = Number((exact * scale).toFixed(6));
  const rounded = (goal.growthPercent ?? 0) < 0 ? Math.floor(scaled) : Math.ceil(scaled);
  return Math.max(rounded, 1) / scale;
}

/** The goal for the period after `goal`: it begins on the day after, is as long, and asks for the growth that was agreed. */
export function nextGoal(goal: EndedGoal): NextGoal {
  const periodStart = addDays(goal.periodEnd, 1);
  const periodEnd = nextEnd(goal, periodStart);
  const target = grown(goal);
  const growth = goal.growthPercent ?? 0;
  const how =
    growth === 0
      ? `the same target, ${target}`
      : `${target}, ${Math.abs(growth)} % ${growth > 0 ? 'more' : 'less'} than ${goal.target}`;
  return {
    target,
    periodStart,
    periodEnd,
    reason: `Renewed from the goal of ${goal.periodStart} to ${goal.periodEnd}: ${how}.`,
  };
}

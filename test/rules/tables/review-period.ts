import { PoisonError } from '../../../src/errors.ts';
import {
  monthsOf,
  quarterBefore,
  quarterOf,
  quarterWith,
  type ReviewPeriod,
} from '../../../src/rules/review-period.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

/** A quarter that a person named, or the one that a day is in. */
type Facts = { named: string } | { day: string };
interface Outcome {
  period: ReviewPeriod | null;
  before: ReviewPeriod | null;
  months: ReturnType<typeof monthsOf>;
  refusal: Pick<PoisonError, 'code' | 'message' | 'action'> | null;
}
type Row = RuleRow<Facts, Outcome>;

function refusalOf(error: unknown): NonNullable<Outcome['refusal']> {
  if (!(error instanceof PoisonError)) throw error;
  return { code: error.code, message: error.message, action: error.action };
}

const quarter = (label: string, start: string, end: string): ReviewPeriod => ({
  label,
  start,
  end,
});
const fourth = quarter('2025-Q4', '2025-10-01', '2025-12-31');
const first = quarter('2026-Q1', '2026-01-01', '2026-03-31');
const second = quarter('2026-Q2', '2026-04-01', '2026-06-30');
const third = quarter('2026-Q3', '2026-07-01', '2026-09-30');
const last = quarter('2026-Q4', '2026-10-01', '2026-12-31');

const refused = (name: string, named: string): Row => ({
  name,
  facts: { named },
  outcome: {
    period: null,
    before: null,
    months: [],
    refusal: {
      code: 'PERIOD_UNKNOWN',
      message: `"${named}" is not a quarter.`,
      action: 'Name the period as a year and a quarter: 2026-Q3.',
    },
  },
});
const words = (period: ReviewPeriod | null | undefined): string =>
  period ? `${period.label}, from ${period.start} to ${period.end}` : '';

export const reviewPeriodTable: RuleTable<Facts, Outcome> = {
  rule: 'review-period',
  title: 'Which quarter a business review is about',
  about: `
A business review is about a calendar quarter and compares it with the one before; its numbers are shown month by month, too. The command names the quarter by year and number (2026-Q3). In the first days of a quarter the service takes the day,
in UTC, and makes the reviews of the quarter before the one that the day is in. What is no quarter is refused, with words on what one looks like.`,
  decide: (facts) => {
    try {
      const period = 'day' in facts ? quarterWith(facts.day) : quarterOf(facts.named);
      return { period, before: quarterBefore(period), months: monthsOf(period), refusal: null };
    } catch (error) {
      return { period: null, before: null, months: [], refusal: refusalOf(error) };
    }
  },
  columns: {
    Given: ({ facts }) => ('day' in facts ? `the day ${facts.day}` : `"${facts.named}"`),
    Quarter: ({ outcome }) => words(outcome.period),
    'The one before': ({ outcome }) => words(outcome.before),
    Refusal: ({ outcome: { refusal } }) => (refusal ? `${refusal.message} ${refusal.action}` : ''),
  },
  rows: [
    {
      name: 'the first of a year, with its months',
      facts: { named: '2026-Q1' },
      outcome: {
        period: first,
        before: fourth,
        months: [
          { month: '2026-01', start: '2026-01-01', end: '2026-01-31' },
          { month: '2026-02', start: '2026-02-01', end: '2026-02-28' },
          { month: '2026-03', start: '2026-03-01', end: '2026-03-31' },
        ],
        refusal: null,
      },
    },
    {
      name: 'the first of a leap year',
      facts: { named: '2028-Q1' },
      outcome: {
        period: quarter('2028-Q1', '2028-01-01', '2028-03-31'),
        before: quarter('2027-Q4', '2027-10-01', '2027-12-31'),
        months: [
          { month: '2028-01', start: '2028-01-01', end: '2028-01-31' },
          { month: '2028-02', start: '2028-02-01', end: '2028-02-29' },
          { month: '2028-03', start: '2028-03-01', end: '2028-03-31' },
        ],
      },
    },
    ...([['second', second, first], ['third', third, second], ['last', last, third]] as const).map(([name, period, before]): Row => ({ name: `the ${name}`, facts: { named: period.label }, outcome: { period, before } })), // prettier-ignore
    ...([['first', first, fourth], ['second', second, first], ['third', third, second], ['last', last, third]] as const).flatMap(([name, period, before]): Row[] => [
      { name: `the first day of the ${name}`, facts: { day: period.start }, outcome: { period, before } },
      { name: `the last day of the ${name}`, facts: { day: period.end }, outcome: { period, before } },
    ]), // prettier-ignore
    refused('no such quarter: too low', '2026-Q0'),
    refused('no such quarter: too high', '2026-Q5'),
    refused('a year', '2026'),
    refused('a quarter without its year', 'Q3'),
    refused('a small letter', '2026-q3'),
    refused('a digit too many at the end', '2026-Q34'),
    refused('a digit too many at the beginning', '12026-Q3'),
    refused('a word before it', 'in 2026-Q3'),
    refused('two quarters', '2026-Q3 and Q4'),
    refused('nothing', ''),
  ],
};

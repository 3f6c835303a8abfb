import { PoisonError } from '../errors.ts';
import { addDays, addMonths } from './calendar.ts';

/** A calendar quarter: "2026-Q3", from its first to its last day. */
export interface ReviewPeriod {
  label: string;
  start: string;
  end: string;
}

function quarterFrom(start: string): ReviewPeriod {
  const quarter = (Number(start.slice(5, 7)) - 1) / 3 + 1;
  return {
    label: `${start.slice(0, 4)}-Q${quarter}`,
    start,
    end: addDays(addMonths(start, 3), -1),
  };
}

/** "2026-Q3" as days. Throws PoisonError for anything else. */
export function quarterOf(label: string): ReviewPeriod {
  if (!/^\d{4}-Q[1-4]$/.test(label)) {
    throw new PoisonError({
      code: 'PERIOD_UNKNOWN',
      message: `"${label}" is not a quarter.`,
      action: 'Name the period as a year and a quarter: 2026-Q3.',
    });
  }
  const month = Number(label.slice(-1)) * 3 - 2;
  return quarterFrom(`${label.slice(0, 4)}-${String(month).padStart(2, '0')}-01`);
}

/** The quarter before the one that begins on `period.start`. */
export function quarterBefore(period: Pick<ReviewPeriod, 'start'>): ReviewPeriod {
  return quarterFrom(addMonths(period.start, -3));
}

/** The quarter that `day` is in. */
export function quarterWith(day: string): ReviewPeriod {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return quarterFrom(`${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`);
}

/** The quarter's months with their first and last days. */
export function monthsOf(period: ReviewPeriod): { month: string; start: string; end: string }[] {
  return [0, 1, 2].map((index) => {
    const start = addMonths(period.start, index);
    return { month: start.slice(0, 7), start, end: addDays(addMonths(start, 1), -1) };
  });
}

/** A half-open stretch of time, [start, end), in UTC: the local org's users live in GMT. */
export interface DateRange {
  start: Date;
  end: Date;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** Midnight (UTC) at the start of the unit that `now` lies in; weeks start on Sunday, as for an en_US user. */
function startOf(unit: Unit, now: Date): Date {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const day = now.getUTCDate();
  switch (unit) {
    case 'DAY':
      return new Date(Date.UTC(year, month, day));
    case 'WEEK':
      return new Date(Date.UTC(year, month, day - now.getUTCDay()));
    case 'MONTH':
      return new Date(Date.UTC(year, month, 1));
    case 'QUARTER':
      return new Date(Date.UTC(year, month - (month % 3), 1));
    case 'YEAR':
      return new Date(Date.UTC(year, 0, 1));
  }
}

function shift(unit: Unit, start: Date, count: number): Date {
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth();
  const day = start.getUTCDate();
  switch (unit) {
    case 'DAY':
      return new Date(Date.UTC(year, month, day + count));
    case 'WEEK':
      return new Date(Date.UTC(year, month, day + 7 * count));
    case 'MONTH':
      return new Date(Date.UTC(year, month + count, day));
    case 'QUARTER':
      return new Date(Date.UTC(year, month + 3 * count, day));
    case 'YEAR':
      return new Date(Date.UTC(year + count, month, day));
  }
}

function span(unit: Unit, now: Date, from: number, to: number): DateRange {
  const start = startOf(unit, now);
  return { start: shift(unit, start, from), end: shift(unit, start, to) };
}

const SIMPLE: Record<string, [Unit, number, number]> = {
  YESTERDAY: ['DAY', -1, 0],
  TODAY: ['DAY', 0, 1],
  TOMORROW: ['DAY', 1, 2],
  LAST_90_DAYS: ['DAY', -90, 1],
  NEXT_90_DAYS: ['DAY', 1, 91],
};

function unitNamed(name: string): Unit | null {
  switch (name) {
    case 'DAY':
    case 'WEEK':
    case 'MONTH':
    case 'QUARTER':
    case 'YEAR':
      return name;
    default:
      return null;
  }
}

/** LAST_N_DAYS reaches to the end of today; the other LAST_N and all NEXT_N leave the current unit out. */
function countedRange(unit: Unit, direction: string, count: number, now: Date): DateRange {
  if (direction === 'AGO') return span(unit, now, -count, 1 - count);
  if (direction === 'NEXT') return span(unit, now, 1, count + 1);
  return span(unit, now, -count, unit === 'DAY' ? 1 : 0);
}

/**
 * The time that a date literal stands for, null for a name that is none. The fiscal year is the calendar year.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
 */
export function dateLiteralRange(literal: string, now: Date): DateRange | null {
  const [name = '', count] = literal.toUpperCase().replace('FISCAL_', '').split(':');
  const simple = SIMPLE[name];
  if (simple !== undefined) return span(simple[0], now, simple[1], simple[2]);
  const single = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  const singleUnit = unitNamed(single?.[2] ?? '');
  if (single !== null && singleUnit !== null) {
    const offset = { LAST: -1, THIS: 0, NEXT: 1 }[single[1] ?? ''] ?? 0;
    return span(singleUnit, now, offset, offset + 1);
  }
  const counted = /^(?:(LAST|NEXT)_N_|N_)(DAY|WEEK|MONTH|QUARTER|YEAR)S(_AGO)?$/.exec(name);
  const countedUnit = unitNamed(counted?.[2] ?? '');
  if (counted === null || countedUnit === null || count === undefined) return null;
  return countedRange(countedUnit, counted[1] ?? 'AGO', Number(count), now);
}

/** Calendar dates are "YYYY-MM-DD" in UTC: text order is date order, and no time zone can move a cent into another month. */

/** The UTC day of a moment. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Half-open: `from` is in, `until` is out; null means open. */
export function isWithin(date: string, from: string | null, until: string | null): boolean {
  return (from === null || from <= date) && (until === null || date < until);
}

export function addDays(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return dayOf(moment);
}

/** Same day `months` later; the last day of the month where that day does not exist (31 January + 1 → 28 February). */
export function addMonths(date: string, months: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  const day = moment.getUTCDate();
  moment.setUTCDate(1);
  moment.setUTCMonth(moment.getUTCMonth() + months);
  const last = new Date(
    Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 0),
  ).getUTCDate();
  moment.setUTCDate(Math.min(day, last));
  return dayOf(moment);
}

/** A statement's period: the month "YYYY-MM" with its first and last day. */
export function monthOf(date: string): { period: string; start: string; end: string } {
  const start = `${date.slice(0, 7)}-01`;
  return { period: date.slice(0, 7), start, end: addDays(addMonths(start, 1), -1) };
}

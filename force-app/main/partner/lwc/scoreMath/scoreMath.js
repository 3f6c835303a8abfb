const DAY = 86_400_000;

/** A date of a record ("2026-11-25", or the moment of a date-time) as days since 1970, so that time zones cannot shift it. */
function dayNumber(date) {
  return Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY);
}

function within(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * Where a goal stands on `today`: the share reached and the share of time gone (in whole percent, for bars), what is
 * missing to the target and to the pace, in the goal's own unit. `state` is "reached", "onTrack", "behind", "missed" or
 * "upcoming". The period includes both its first and its last day.
 */
export function goalPace({ start, end, target, actual, today }) {
  const first = dayNumber(start);
  const days = dayNumber(end) - first + 1;
  const gone = within(dayNumber(today) - first + 1, 0, days);
  const expected = (target * gone) / days;
  const share = target > 0 ? (actual * 100) / target : 0;
  return {
    progress: Math.round(within(share, 0, 100)),
    elapsed: Math.round((gone * 100) / days),
    daysLeft: within(dayNumber(end) - dayNumber(today), 0, days),
    missing: Math.max(target - actual, 0),
    missingToPace: Math.max(expected - actual, 0),
    state: stateOf({ actual, target, expected, gone, today, end }),
  };
}

function stateOf({ actual, target, expected, gone, today, end }) {
  if (actual >= target) return 'reached';
  if (gone === 0) return 'upcoming';
  if (dayNumber(today) > dayNumber(end)) return 'missed';
  return actual >= expected ? 'onTrack' : 'behind';
}

/** A quarter as a running number, so that quarters can be counted: 2026 Q1 is 8104. */
export function quarterIndex(date) {
  return Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3);
}

/** The quarters around `today`, as { index, year, quarter, start } with the first day as a date. */
export function quartersAround(today, before, after) {
  const current = quarterIndex(today);
  return Array.from({ length: before + 1 + after }, (_, offset) => {
    const index = current - before + offset;
    const year = Math.floor(index / 4);
    const quarter = (index % 4) + 1;
    const month = String((quarter - 1) * 3 + 1).padStart(2, '0');
    return { index, year, quarter, start: `${year}-${month}-01` };
  });
}

/** Sums of `rows` ({ date, amount }) by quarter, in the order of `quarters`; rows outside of them are left out. */
export function sumByQuarter(rows, quarters) {
  return quarters.map(({ index }) =>
    rows
      .filter((row) => row.date && quarterIndex(row.date) === index)
      .reduce((total, row) => total + (row.amount ?? 0), 0),
  );
}

/**
 * Rectangles of a grouped bar chart of `width` by `height`: one group per place, one bar per series.
 * Values may be negative (refunds): the zero line lies where it must, and their bars hang from it.
 */
export function barGeometry(series, { width, height, groupGap }) {
  const values = series.flatMap((one) => one.values);
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const scale = top === bottom ? 0 : height / (top - bottom);
  const groups = series[0]?.values.length ?? 0;
  const groupWidth = groups === 0 ? 0 : width / groups;
  const barWidth = series.length === 0 ? 0 : (groupWidth - groupGap) / series.length;
  const zero = top === bottom ? height : top * scale;
  const bars = series.map((one, place) =>
    one.values.map((value, group) => ({
      x: group * groupWidth + groupGap / 2 + place * barWidth,
      y: value >= 0 ? zero - value * scale : zero,
      width: barWidth,
      height: Math.abs(value) * scale,
    })),
  );
  return { bars, zero, groupWidth, top, bottom };
}

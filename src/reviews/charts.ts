import type { BusinessReview } from '../rules/business-review.ts';
import { amountText } from '../rules/review-words.ts';

/** One bar of the chart of months, in units of the chart: `0` is its floor, `1` the highest bar. */
export interface Bar {
  series: 'won' | 'revenue' | 'commission';
  height: number;
  value: string;
}

export interface MonthBars {
  label: string;
  bars: readonly Bar[];
}

/** What both documents draw: heights are shares of the highest value, so that neither decides by itself. */
export interface MonthChart {
  months: readonly MonthBars[];
  /** The value at the top of the chart. */
  top: string;
  /** Says the whole chart, for those who do not see it. */
  description: string;
}

export const seriesNames = { won: 'Won', revenue: 'Revenue', commission: 'Commission' } as const;
/** Told apart in print without colour by their order and by the numbers above them. */
export const seriesColours = { won: '#0b5cab', revenue: '#2e9e87', commission: '#e08a00' } as const;
export const standingColours = {
  Reached: '#1b7f4b',
  'On Track': '#0b5cab',
  Behind: '#a85b00',
  Missed: '#b3261e',
} as const;

const monthNames = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(','); // prettier-ignore

function monthName(month: string): string {
  return monthNames[Number(month.slice(5, 7)) - 1] ?? month;
}

/** 950 → "950", 12,400 → "12.4k", 3,200,000 → "3.2M": short enough to stand above a bar. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 999_950) return `${trimmed(value / 1_000_000)}M`;
  if (size >= 1_000) return `${trimmed(value / 1_000)}k`;
  return trimmed(value);
}

function trimmed(value: number): string {
  return value.toFixed(Math.abs(value) >= 100 ? 0 : 1).replace(/\.0$/, '');
}

/** The chart of months; null where every value is zero, because an empty chart says less than a sentence. */
export function monthChart({ months, currency }: BusinessReview): MonthChart | null {
  const highest = Math.max(
    ...months.flatMap((month) => [month.wonAmount, month.revenue, month.commission]),
    0,
  );
  if (highest === 0) return null;
  const bar = (series: Bar['series'], value: number): Bar => ({
    series,
    // A month in which more was taken back than earned has no bar; its number says so.
    height: Math.max(value, 0) / highest,
    value: shortNumber(value),
  });
  return {
    months: months.map((month) => ({
      label: monthName(month.month),
      bars: [
        bar('won', month.wonAmount),
        bar('revenue', month.revenue),
        bar('commission', month.commission),
      ],
    })),
    top: amountText(highest, currency),
    description: months
      .map(
        (month) =>
          `${monthName(month.month)}: ${amountText(month.wonAmount, currency)} won, ${amountText(month.revenue, currency)} revenue, ${amountText(month.commission, currency)} commission.`,
      )
      .join(' '),
  };
}

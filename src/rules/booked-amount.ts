import { proportion } from '../money.ts';
import { converted, type Conversion } from './exchange-rate.ts';

/** What posted lines stand at, in minor units of their own currency and of the org's. */
export interface Booked {
  minor: number;
  orgMinor: number;
}

/** A change of what stands, in org currency; computed from both sides, so that changes add up to the cent. */
function byRate(minor: number, before: number, conversion: Conversion | null): number {
  return converted(before + minor, conversion) - converted(before, conversion);
}

/**
 * What a new line is in org currency; null where nobody can know. The amount in org currency is the one at booking: lines are never
 * valued anew when a rate is withdrawn. So a take-back takes its share of what was booked where that is no longer what the rate
 * of the day gives (`conversion`; undefined: there is none), and a full refund leaves nothing. `booked`: what the other lines
 * of the document, partnership and rule stand at; null: not all of them have an amount in org currency.
 */
export function orgChange(
  minor: number,
  before: number,
  booked: Booked | null,
  conversion: Conversion | null | undefined,
): number | null {
  const rated = conversion === undefined ? null : byRate(minor, before, conversion);
  if (booked === null || minor >= 0 || booked.minor <= 0) return rated;
  const isAsBooked =
    conversion !== undefined && converted(booked.minor, conversion) === booked.orgMinor;
  if (isAsBooked) return rated;
  return -proportion(booked.orgMinor, Math.min(-minor, booked.minor), booked.minor);
}

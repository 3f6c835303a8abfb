import { proportion } from '../money.ts';

/** Statuses by which people say that a line does not count. */
const voidStatuses: readonly string[] = ['Void', 'Reversed'];

export function isVoid(status: string | null): boolean {
  return status !== null && voidStatuses.includes(status);
}

/** For SOQL and filters: lines that count. */
export const notVoid = `Status__c NOT IN (${voidStatuses.map((status) => `'${status}'`).join(', ')})`;

/**
 * What ought to stand beside the lines that a person has made void, in minor units. `wanted`: what the rules say, line by line in the order
 * of the payments; `voided`: the void lines; `standing`: the others that were posted.
 *
 * A void line stays out for ever: what was not paid is not owed again, and a refund takes back only the share that still stands. A void
 * take-back leaves the partner what it would have taken, but never gives more than stands already or than ever was owed.
 */
export function owedBesideVoid(
  wanted: readonly number[],
  voided: readonly number[],
  standing: number,
): number {
  const owed = sum(wanted);
  if (voided.length === 0) return owed;
  const most = mostOwed(wanted);
  const left = Math.max(most - sum(voided.filter((minor) => minor > 0)), 0);
  const share = most === 0 ? owed : proportion(owed, left, most);
  const kept = -sum(voided.filter((minor) => minor < 0));
  return Math.min(share + kept, Math.max(left, standing));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, minor) => total + minor, 0);
}

/** The most that was owed at any time. */
function mostOwed(wanted: readonly number[]): number {
  let owed = 0;
  return wanted.reduce((most, minor) => {
    owed += minor;
    return Math.max(most, owed);
  }, 0);
}

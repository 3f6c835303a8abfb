import { addDays, dayOf } from './calendar.ts';

/**
 * Which touch sourced a deal. Numbered, first wins; evaluated when the deal converts, over all touches known then
 * (peers.md 3a: numbered rules, a truth table, ties by the earliest).
 */
export const touchPrecedence = [
  'Manual',
  'Approved Registration',
  'Accepted Lead',
  'Partner Key',
  'PRM Customer',
  'Lead Submission',
  'Link Touch',
] as const;
export type TouchKind = (typeof touchPrecedence)[number];

/** One contact of a partnership with a prospect. */
export interface Touch {
  /** Decides between touches of one kind and one moment. */
  key: string;
  partnershipId: string;
  partnershipName: string;
  kind: TouchKind;
  at: Date;
  /** Days for which it counts: the program's window or the registration's term; null where it never ends. */
  windowDays: number | null;
  /** An end that was set for this touch alone (an extended registration), exclusive; goes before the window. */
  until: Date | null;
}

export interface SourcingOutcome {
  winner: Touch | null;
  code: 'SOURCED' | 'DIRECT' | 'WINDOW_OVER';
  /** In words that a rep understands. */
  reason: string;
  /** Touches of others that would have won without the winner, best first. */
  rivals: Touch[];
}

/** First moment at which a touch no longer counts; null: never. Whole days of 24 hours, in UTC. */
export function touchEnd(touch: Touch): Date | null {
  if (touch.until !== null) return touch.until;
  if (touch.windowDays === null) return null;
  return new Date(touch.at.getTime() + touch.windowDays * 86_400_000);
}

/** Half-open: a touch counts from its own moment until, and not at, its end. */
function counts(touch: Touch, at: Date): boolean {
  const end = touchEnd(touch);
  return touch.at <= at && (end === null || at < end);
}

function rank(touch: Touch): number {
  return touchPrecedence.indexOf(touch.kind) + 1;
}

function byPrecedence(a: Touch, b: Touch): number {
  return rank(a) - rank(b) || a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1);
}

function named(touch: Touch): string {
  return `${touch.partnershipName} (${touch.kind.toLowerCase()} of ${dayOf(touch.at)})`;
}

/** Why `winner` comes before `rival`, naming the rule. */
function reasonOver(winner: Touch, rival: Touch): string {
  if (rank(winner) !== rank(rival)) {
    return `rule ${rank(winner)}, ${winner.kind.toLowerCase()}, comes before rule ${rank(rival)}, ${rival.kind.toLowerCase()}`;
  }
  if (winner.at.getTime() !== rival.at.getTime()) return 'the earlier of two of a kind';
  return 'the same kind at the same moment, so the lower key decides';
}

/** The partnership that sourced what converted at `convertedAt`, and why. Pure: the order of `touches` changes nothing. */
export function sourcingOf(touches: readonly Touch[], convertedAt: Date): SourcingOutcome {
  const valid = touches.filter((touch) => counts(touch, convertedAt)).sort(byPrecedence);
  const [winner] = valid;
  if (!winner) return withoutWinner(touches, convertedAt);
  const rivals = valid.filter((touch) => touch.partnershipId !== winner.partnershipId);
  const [rival] = rivals;
  const over = rival ? ` It beats ${named(rival)}: ${reasonOver(winner, rival)}.` : '';
  return {
    winner,
    code: 'SOURCED',
    reason: `Sourced by ${named(winner)}, by rule ${rank(winner)}.${over}`,
    rivals,
  };
}

function withoutWinner(touches: readonly Touch[], convertedAt: Date): SourcingOutcome {
  const before = touches
    .filter((touch) => touch.at <= convertedAt)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || byPrecedence(a, b));
  const [latest] = before;
  const end = latest ? touchEnd(latest) : null;
  if (!latest || !end) {
    const reason = `Direct: no partner had touched it by ${dayOf(convertedAt)}.`;
    return { winner: null, code: 'DIRECT', reason, rivals: [] };
  }
  return {
    winner: null,
    code: 'WINDOW_OVER',
    reason: `Direct: the latest touch, ${named(latest)}, counted until ${lastDay(end)}, and it converted on ${dayOf(convertedAt)}.`,
    rivals: [],
  };
}

/** The last day on which a touch that ends at `end` counted. */
function lastDay(end: Date): string {
  const day = dayOf(end);
  return end.getTime() === new Date(`${day}T00:00:00Z`).getTime() ? addDays(day, -1) : day;
}

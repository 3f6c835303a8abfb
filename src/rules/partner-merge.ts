import { formatMoney } from '../money.ts';

/** Where a merged partnership's credit goes, or why it goes nowhere. */
export type MergeOutcome =
  | { state: 'Not Merged'; survivorId: string }
  | { state: 'Merged'; survivorId: string }
  | { state: 'Ring'; survivorId: null };

/**
 * The partnership that goes on for `id`: the end of the chain of merges, however long. A chain that comes back to where it has
 * been has no end; then nothing may move, and a person has to say who goes on. `mergedInto`: partnership id → the one it was
 * merged into.
 */
export function survivorOf(id: string, mergedInto: ReadonlyMap<string, string>): MergeOutcome {
  const passed = new Set<string>();
  let current = id;
  for (;;) {
    const next = mergedInto.get(current);
    if (next === undefined) {
      return { state: current === id ? 'Not Merged' : 'Merged', survivorId: current };
    }
    passed.add(current);
    if (passed.has(next)) return { state: 'Ring', survivorId: null };
    current = next;
  }
}

/** A posted commission line of a merged partnership. */
export interface MovableLine {
  id: string;
  key: string;
  amountMinor: number;
  currency: string;
  status: string;
  /** Of the statement that it is on. */
  statementStatus: string;
  reason: string;
}

/** What moves a line: it leaves one statement and comes on another. Both say why. */
export interface MovedLine {
  line: MovableLine;
  leaves: { amountMinor: number; reason: string };
  comes: { amountMinor: number; reason: string };
}

const unpaid: ReadonlySet<string> = new Set(['Accrued', 'Held', 'Payable']);

/**
 * The lines of a merged partnership that are not paid yet, each moved whole and once (`movedIds`: those that were). What finance
 * has closed, approved or paid stays where it is; a disputed line waits until the dispute is settled.
 */
export function movedLines(
  lines: readonly MovableLine[],
  movedIds: ReadonlySet<string>,
  names: { from: string; to: string },
): MovedLine[] {
  return lines
    .filter((line) => line.statementStatus === 'Open' && unpaid.has(line.status))
    .filter((line) => line.amountMinor !== 0 && !movedIds.has(line.id))
    .map((line) => {
      const money = formatMoney({ minor: line.amountMinor, currency: line.currency });
      return {
        line,
        leaves: {
          amountMinor: -line.amountMinor,
          reason: `Moved: ${names.from} was merged into ${names.to}, which gets these ${money} instead.`,
        },
        comes: {
          amountMinor: line.amountMinor,
          reason: `Taken over: ${names.from} was merged into ${names.to} before ${money} was paid. It was earned so: ${line.reason}`,
        },
      };
    });
}

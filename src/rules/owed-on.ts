import { PoisonError } from '../errors.ts';
import { dayOf } from './calendar.ts';

export type LineStatus =
  'Accrued' | 'Held' | 'Payable' | 'Approved' | 'Paid' | 'Disputed' | 'Void' | 'Reversed';

/** A posted line with everything that says when it was what. Minor units of `currency`. */
export interface DatedLine {
  key: string;
  /** Line number, as people call it. */
  name: string;
  partnershipKey: string;
  partnershipName: string;
  currency: string;
  amountMinor: number;
  /** When the org stored it: nobody can change that. */
  postedAt: Date;
  /** As it is now. */
  status: LineStatus;
  /** Every change of the status since it was posted, see `stepsOf`. */
  statusLog: string | null;
  /** Of its statement. */
  approvedAt: Date | null;
  paidAt: Date | null;
  reason: string;
}

/** What a line was on a day. */
export type Balance = 'held' | 'payable' | 'approved' | 'disputed' | 'paid' | 'void';

export interface LineOnDay {
  key: string;
  name: string;
  amountMinor: number;
  balance: Balance;
  /** Why it is in this balance, and why it is that much. */
  why: string;
}

/** What one partnership was owed at the end of a day, in one currency. Minor units. */
export interface OwedOnDay {
  partnershipKey: string;
  partnershipName: string;
  currency: string;
  heldMinor: number;
  payableMinor: number;
  approvedMinor: number;
  disputedMinor: number;
  /** Not yet paid: the four before, together. */
  owedMinor: number;
  paidMinor: number;
  /** What was taken back by then; part of the balances already. */
  takenBackMinor: number;
  lines: LineOnDay[];
}

/**
 * What was owed at the end of `day` (UTC), by partnership and currency. Only what was posted by then counts, whenever the
 * money moved, in the status that it had by then: so the same day gives the same cents for ever. Throws PoisonError where
 * a status log cannot be read: money is never guessed.
 */
export function owedOn(lines: readonly DatedLine[], day: string): OwedOnDay[] {
  const posted = lines.filter((line) => dayOf(line.postedAt) <= day);
  const groups = Map.groupBy(posted, (line) => `${line.partnershipKey}\n${line.currency}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => (group[0] ? [sumOf(group[0], group, day)] : []));
}

function sumOf(first: DatedLine, group: readonly DatedLine[], day: string): OwedOnDay {
  const known = [...group]
    .sort((a, b) => +a.postedAt - +b.postedAt || (a.key < b.key ? -1 : 1))
    .map((line) => ({ line, onDay: lineOnDay(line, day) }));
  const total = (of: (one: (typeof known)[number]) => boolean): number =>
    known.filter(of).reduce((sum, { line }) => sum + line.amountMinor, 0);
  const inBalance = (balance: Balance): number => total(({ onDay }) => onDay.balance === balance);
  const open = {
    heldMinor: inBalance('held'),
    payableMinor: inBalance('payable'),
    approvedMinor: inBalance('approved'),
    disputedMinor: inBalance('disputed'),
  };
  return {
    partnershipKey: first.partnershipKey,
    partnershipName: first.partnershipName,
    currency: first.currency,
    ...open,
    owedMinor: Object.values(open).reduce((sum, minor) => sum + minor, 0),
    paidMinor: inBalance('paid'),
    takenBackMinor: total(({ line, onDay }) => line.amountMinor < 0 && onDay.balance !== 'void'),
    lines: known.map(({ onDay }) => onDay),
  };
}

const balances: Readonly<Record<LineStatus, Balance>> = {
  Accrued: 'held',
  Held: 'held',
  Payable: 'payable',
  Approved: 'approved',
  Disputed: 'disputed',
  Paid: 'paid',
  Void: 'void',
  Reversed: 'void',
};

function lineOnDay(line: DatedLine, day: string): LineOnDay {
  const { status, words } = statusOn(line, day);
  const { key, name, amountMinor } = line;
  const why = `Posted on ${dayOf(line.postedAt)}, ${words}. ${line.reason}`;
  return { key, name, amountMinor, balance: balances[status], why };
}

/** A statement's approval and payment hold for its lines from their own day on; the lines follow minutes later. */
function statusOn(line: DatedLine, day: string): { status: LineStatus; words: string } {
  const own = ownStatusOn(line, day);
  const { status } = own;
  const paid = line.paidAt === null ? null : dayOf(line.paidAt);
  const approved = line.approvedAt === null ? null : dayOf(line.approvedAt);
  const isOpen = ['Accrued', 'Held', 'Payable', 'Approved'].includes(status);
  if (paid !== null && paid <= day && (isOpen || status === 'Paid'))
    return { status: 'Paid', words: `paid with its statement on ${paid}` };
  const isApprovable = ['Accrued', 'Payable', 'Approved'].includes(status);
  if (approved !== null && approved <= day && isApprovable)
    return { status: 'Approved', words: `approved with its statement on ${approved}` };
  return own;
}

function ownStatusOn(line: DatedLine, day: string): { status: LineStatus; words: string } {
  const steps = stepsOf(line);
  const step = steps.filter(({ at }) => at.slice(0, 10) <= day).at(-1);
  if (step) return { status: step.to, words: `${said(step.to)} since ${step.at.slice(0, 10)}` };
  const [first] = steps;
  if (first) return { status: first.from, words: `${said(first.from)} at once` };
  // From before there was a log: the statement knows when, and until then the line could be paid.
  const isDated =
    (line.status === 'Paid' && line.paidAt !== null) ||
    (line.status === 'Approved' && line.approvedAt !== null);
  if (isDated) return { status: 'Payable', words: 'payable at once, as far as is recorded' };
  const isPosted = line.status === 'Held' || line.status === 'Payable';
  const words = `${said(line.status)} at once${isPosted ? '' : ', as far as is recorded'}`;
  return { status: line.status, words };
}

function said(status: LineStatus): string {
  return status.toLowerCase();
}

interface StatusStep {
  /** "2026-10-21 10:00:00Z" */
  at: string;
  from: LineStatus;
  to: LineStatus;
}

/** "2026-10-21 10:00:00Z Held > Payable; 2026-11-02 …": as the flow CommissionStatusLog writes it, in order. */
function stepsOf({ statusLog, name }: DatedLine): StatusStep[] {
  const entries = (statusLog ?? '').split(';').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [, at, from, to] = /^(\d{4}-\d\d-\d\d \S+) (\w+) > (\w+)$/.exec(entry) ?? [];
      if (at !== undefined && isStatus(from) && isStatus(to)) return { at, from, to };
      throw new PoisonError({
        code: 'STATUS_LOG_UNREADABLE',
        message: `The status log of ${name} has an entry that nobody can read: "${entry}".`,
        action: 'Compare it with the field history of the line. Nothing is guessed until then.',
      });
    });
}

function isStatus(text: string | undefined): text is LineStatus {
  return text !== undefined && Object.hasOwn(balances, text);
}

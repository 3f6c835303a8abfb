import { formatMoney } from '../money.ts';
import { addDays, dayOf } from './calendar.ts';
import type { CommissionLine, LineReasonCode } from './commission-line.ts';
import { CapMeter } from './commission-room.ts';
import {
  conversionOn,
  converted,
  convertedWithin,
  reversed,
  ruleIn,
  type Conversion,
  type ExchangeRate,
} from './exchange-rate.ts';
import {
  recordTriggers,
  rulesOn,
  type CommissionRule,
  type CreditedPartnership,
} from './commission-terms.ts';
import { owedBesideVoid } from './void-lines.ts';
import { recordCommission, type RecordOutcome, type RecordPart } from './record-trigger.ts';

/** A line that the org already holds for a lead or a deal. */
export interface PostedRecordLine {
  ruleId: string;
  amountMinor: number;
  baseMinor: number;
  currency: string;
  occurredAt: Date;
  /** Whether a person has taken it out: see void-lines.ts. */
  isVoid: boolean;
}

/** A partnership's credit for one lead or deal: its parts, one for each thing that may earn, and what was posted for it. */
export interface RecordCredit {
  /** External key of the attribution, or its id: the beginning of its lines' keys. */
  key: string;
  partnership: CreditedPartnership;
  parts: readonly RecordPart[];
  posted: readonly PostedRecordLine[];
}

/** A line that stands on an attribution of a lead or a deal instead of a ledger entry. */
export interface RecordLine extends Omit<CommissionLine, 'entryKey'> {
  recordKey: string;
}

interface Candidate {
  credit: RecordCredit;
  rule: CommissionRule;
  earnedOn: string | null;
  outcome: RecordOutcome;
  /** From the currency of the deal to that of the rule's limits; null: the same, or there are none. */
  toRule: Conversion | null;
}

/**
 * The lines that are missing for one partnership's leads and deals. What ought to stand is computed for all of them anew, in
 * the order in which they were earned (then by key), so that caps give the same whatever arrived first; what differs from
 * what was posted becomes a line, each with its reason. `now` dates what is taken back. Limits in another currency than the
 * deal count at the rate of the day on which it was earned; without one nothing is paid.
 */
export function recordLines(
  credits: readonly RecordCredit[],
  rules: readonly CommissionRule[],
  now: Date,
  rates: readonly ExchangeRate[] = [],
): RecordLine[] {
  const byRule = Map.groupBy(
    credits.flatMap((credit) => candidatesOf(credit, rules, rates)),
    (candidate) => candidate.rule,
  );
  return [...byRule].flatMap(([rule, candidates]) => limitedLines(rule, candidates, now));
}

/** Why nothing is paid for leads and deals that would earn something, if money did not have to be guessed. */
export function unclearRecords(
  credits: readonly RecordCredit[],
  rules: readonly CommissionRule[],
  rates: readonly ExchangeRate[] = [],
): string[] {
  const reasons = credits
    .flatMap((credit) => candidatesOf(credit, rules, rates))
    .filter(({ outcome }) => outcome.isUnclear)
    .map(({ outcome, rule }) => `${outcome.reason} By rule "${rule.name}".`);
  return [...new Set(reasons)].sort();
}

function candidatesOf(
  credit: RecordCredit,
  rules: readonly CommissionRule[],
  rates: readonly ExchangeRate[],
): Candidate[] {
  const { partnership } = credit;
  if (partnership.commissionSource === 'PRM') return [];
  return rules.flatMap((rule) => {
    const part = credit.parts.find(({ trigger }) => trigger === rule.trigger);
    if (!part || !recordTriggers.includes(rule.trigger)) return [];
    const applies =
      part.earnedOn !== null &&
      rulesOn(
        part.earnedOn,
        { ...partnership, monthsCountFrom: part.earnedOn, split: part.split },
        [rule],
      ).length > 0;
    const toRule = toCurrencyOf(rule, part, rates);
    const outcome =
      applies || part.earnedOn === null
        ? recordCommission(part, inCurrencyOf(part, rule, toRule))
        : {
            ...recordCommission({ ...part, earnedOn: null }, rule),
            reason: `The terms of ${part.earnedOn}, the day that counts now, are others.`,
          };
    return [{ credit, rule, earnedOn: part.earnedOn, outcome, toRule }];
  });
}

/** A flat amount is paid in the rule's own currency, so only percentages need a rate. */
function toCurrencyOf(
  { type, currency }: CommissionRule,
  part: RecordPart,
  rates: readonly ExchangeRate[],
): Conversion | null {
  if (type === 'Flat' || currency === null || currency === part.currency || part.earnedOn === null)
    return null;
  return conversionOn(rates, part.currency, currency, part.earnedOn);
}

function inCurrencyOf(
  part: RecordPart,
  rule: CommissionRule,
  toRule: Conversion | null,
): CommissionRule {
  return toRule === null ? rule : { ...ruleIn(rule, reversed(toRule)), currency: part.currency };
}

function limitedLines(
  rule: CommissionRule,
  candidates: readonly Candidate[],
  now: Date,
): RecordLine[] {
  const meter = new CapMeter(rule);
  const order = (candidate: Candidate): string =>
    `${candidate.earnedOn ?? '9999-12-31'} ${candidate.credit.key}`;
  return [...candidates]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .flatMap((candidate) => {
      const subject = {
        deal: candidate.credit.key,
        customer: null,
        day: candidate.earnedOn ?? dayOf(now),
      };
      const left = meter.room(subject);
      const room = left === null ? null : convertedWithin(left, reversed(candidate.toRule));
      const owed = Math.min(candidate.outcome.amountMinor, room ?? candidate.outcome.amountMinor);
      meter.count(subject, converted(owed, candidate.toRule));
      const line = lineOf(candidate, owed, room, now);
      return line ? [line] : [];
    });
}

function lineOf(
  { credit, rule, earnedOn, outcome }: Candidate,
  allowed: number,
  room: number | null,
  now: Date,
): RecordLine | null {
  const posted = credit.posted.filter((line) => line.ruleId === rule.id);
  const [first] = posted;
  const amountsOf = (isVoid: boolean): number[] =>
    posted.filter((line) => line.isVoid === isVoid).map((line) => line.amountMinor);
  const sum = amountsOf(false).reduce((total, minor) => total + minor, 0);
  const owed = owedBesideVoid([allowed], amountsOf(true), sum);
  const base = posted.reduce((total, line) => total + line.baseMinor, 0);
  const amountMinor = owed - sum;
  const isCapped = allowed < outcome.amountMinor;
  // A cap that leaves nothing is worth a line that says so, once.
  if (amountMinor === 0 && !(isCapped && posted.length === 0)) return null;
  const occurredAt = first || earnedOn === null ? now : new Date(`${earnedOn}T00:00:00Z`);
  const creditDay = earnedOn ?? dayOf(first?.occurredAt ?? now);
  const holdDays = rule.holdDays ?? credit.partnership.programHoldDays;
  const currency = first?.currency ?? outcome.currency;
  return {
    key: `${credit.key}~${rule.key}${posted.length === 0 ? '' : `~${posted.length + 1}`}`,
    recordKey: credit.key,
    kind: !first ? 'Accrual' : amountMinor < 0 ? 'Reversal' : 'Correction',
    partnership: credit.partnership,
    rule,
    amountMinor,
    baseMinor: outcome.baseMinor - base,
    before: { amountMinor: sum, baseMinor: base },
    creditDay,
    countsAsRevenue: false,
    currency,
    occurredAt,
    holdUntil: holdDays > 0 ? addDays(creditDay, holdDays) : null,
    reasonCode: isCapped ? 'CAPPED' : codeOf(outcome.reasonCode, amountMinor, posted.length),
    reason: reasonOf(rule, outcome, { owed, sum, room: isCapped ? room : null, currency }),
    inputs: {
      trigger: rule.trigger,
      earned: outcome.reasonCode === 'NOT_EARNED' ? 0 : 1,
      rate: rule.rate,
      flatMinor: rule.flatMinor,
      splitBasisPoints: credit.partnership.split,
      baseMinor: outcome.baseMinor,
      roomMinor: room,
      postedMinor: sum,
      currency,
    },
  };
}

function codeOf(
  code: RecordOutcome['reasonCode'],
  amountMinor: number,
  postedBefore: number,
): LineReasonCode {
  if (code === 'NOT_EARNED' || (postedBefore > 0 && amountMinor < 0)) return 'NOT_EARNED';
  return postedBefore > 0 ? 'CORRECTED' : code;
}

function reasonOf(
  rule: CommissionRule,
  outcome: RecordOutcome,
  money: { owed: number; sum: number; room: number | null; currency: string },
): string {
  const text = (minor: number): string => formatMoney({ minor, currency: money.currency });
  const cap =
    money.room === null
      ? ''
      : ` The caps leave ${text(money.room)}, so ${text(money.owed)} is owed.`;
  const before =
    money.sum === 0
      ? ''
      : ` ${text(money.sum)} was posted, ${text(money.owed)} is owed, so ${text(money.owed - money.sum)} corrects it.`;
  return `${outcome.reason}${cap}${before} By rule "${rule.name}" version ${rule.version}.`;
}

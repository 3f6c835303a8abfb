import { formatMoney, proportion } from '../money.ts';
import { percent } from './commission-line.ts';
import type { CommissionRule } from './commission-terms.ts';
import type { RenewalPay } from './renewal.ts';

/** One partnership's part in a lead or a deal, as far as a rule with a trigger of leads or deals looks at it. */
export interface RecordPart {
  /** As a sentence names it: `the lead of Globex`, `the deal "Globex upgrade"`. */
  recordName: string;
  trigger: CommissionRule['trigger'];
  /** The day on which the lead was accepted or converted, or the deal closed as won; null: it is not (or no more). */
  earnedOn: string | null;
  /** Nobody knows the day: `earnedOn` is the day on which it was seen. */
  isDayAssumed?: boolean;
  status: 'Proposed' | 'Active' | 'Ended' | 'Rejected';
  /** Whether all that was posted for it so far has been paid out. */
  isPaidOut: boolean;
  /** Basis points of the commission on this record. */
  split: number;
  /** Who came first, where this partnership shares the role on a lead with another: a lead pays once. */
  behind: string | null;
  /** Whether the deal, which is a renewal, is paid for; null: it is none. */
  onRenewal: RenewalPay | null;
  /** This partnership's part of the deal's amount in minor units; null where the deal has no amount. */
  baseMinor: number | null;
  /** Of `baseMinor`. */
  currency: string;
}

export type RecordReasonCode = 'LEAD_ACCEPTED' | 'LEAD_CONVERTED' | 'DEAL_WON' | 'NOT_EARNED';

export interface RecordOutcome {
  amountMinor: number;
  baseMinor: number;
  /** Of the amount: the rule's for a flat one. */
  currency: string;
  reasonCode: RecordReasonCode;
  /** Something would be paid, if money did not have to be guessed for it: a person has to say how much. */
  isUnclear: boolean;
  reason: string;
}

const earned: Readonly<Record<string, { code: RecordReasonCode; verb: string; not: string }>> = {
  'Lead Accepted': { code: 'LEAD_ACCEPTED', verb: 'was accepted', not: 'is not accepted' },
  'Lead Converted': { code: 'LEAD_CONVERTED', verb: 'was converted', not: 'is not converted' },
  'Opportunity Won': { code: 'DEAL_WON', verb: 'was won', not: 'is not won' },
};

/**
 * What a partnership ought to have for a lead or a deal under one rule, before caps. Nothing where the record has not come
 * that far, where the credit does not count, or where money would have to be guessed; the reason says which. A credit that
 * ended, or a renewal that turns out not to be paid for, keeps what was paid out and loses what was not.
 */
export function recordCommission(part: RecordPart, rule: CommissionRule): RecordOutcome {
  const words = earned[part.trigger];
  const currency = rule.type === 'Flat' ? (rule.currency ?? part.currency) : part.currency;
  const nothing = (why: string, isUnclear = false): RecordOutcome => ({
    amountMinor: 0,
    baseMinor: 0,
    currency,
    reasonCode: 'NOT_EARNED',
    isUnclear,
    reason: why,
  });
  if (!words || rule.trigger !== part.trigger) return nothing('The rule pays for something else.');
  if (part.earnedOn === null) return nothing(`${sentence(part.recordName)} ${words.not}.`);
  if (part.status === 'Ended' && !part.isPaidOut)
    return nothing(`The credit for ${part.recordName} ended before it was paid.`);
  if (part.status === 'Proposed' || part.status === 'Rejected')
    return nothing(`The credit for ${part.recordName} is ${part.status.toLowerCase()}.`);
  if (part.behind !== null)
    return nothing(`${part.behind} came first, and a lead pays one partner in a role.`);
  if (part.onRenewal?.pays === false && !part.isPaidOut)
    return nothing(
      `${sentence(part.recordName)} is a renewal: ${part.onRenewal.reason}`,
      part.onRenewal.isUnclear,
    );
  if (part.split === 0) return nothing(`No part of ${part.recordName} is payable to this partner.`);
  return granted(part, rule, { currency, earnedOn: part.earnedOn, ...words }, nothing);
}

function granted(
  part: RecordPart,
  rule: CommissionRule,
  words: { currency: string; earnedOn: string; code: RecordReasonCode; verb: string },
  nothing: (why: string, isUnclear?: boolean) => RecordOutcome,
): RecordOutcome {
  const { currency } = words;
  if (rule.type === 'Percent') {
    if (part.baseMinor === null)
      return nothing(
        `${sentence(part.recordName)} has no amount, and money is never guessed.`,
        true,
      );
    if (rule.currency !== null && rule.currency !== currency)
      return nothing(
        `The rule counts in ${rule.currency} and ${part.recordName} in ${currency}, no exchange rate between the two holds, and money is never guessed.`,
        true,
      );
  }
  const baseMinor = part.baseMinor ?? 0;
  const amountMinor =
    rule.type === 'Percent'
      ? proportion(baseMinor, rule.rate ?? 0, 1_000_000)
      : proportion(rule.flatMinor ?? 0, part.split, 10_000);
  const money = (minor: number): string => formatMoney({ minor, currency });
  const share = part.split === 10_000 ? '' : ` (${percent(part.split * 100)} of it)`;
  const how =
    rule.type === 'Percent'
      ? `${percent(rule.rate ?? 0)} of ${money(baseMinor)}${share}`
      : `Flat ${money(rule.flatMinor ?? 0)}${share}`;
  if (rule.minimumMinor !== null && amountMinor < rule.minimumMinor)
    return nothing(
      `${how} = ${money(amountMinor)} is below the minimum of ${money(rule.minimumMinor)}, so nothing is paid.`,
    );
  return {
    amountMinor,
    // A base in another currency than the line would be added up with it.
    baseMinor: currency === part.currency ? baseMinor : 0,
    currency,
    reasonCode: words.code,
    isUnclear: false,
    reason: `${how} = ${money(amountMinor)}: ${part.recordName} ${words.verb} on ${words.earnedOn}.`,
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import { allocate, formatMoney } from '../money.ts';
import { addDays } from './calendar.ts';
import { amountOf, type AmountInputs, type AmountResult } from './commission-amount.ts';
import { tierParts } from './commission-tiers.ts';
import type { CommissionRule, CreditedPartnership } from './commission-terms.ts';
import { rateWords, type Conversion } from './exchange-rate.ts';
import type { EntryKind } from './ledger.ts';

/** A ledger entry as the commission rule sees it. Minor units, signed, without tax. */
export interface RevenueFact {
  key: string;
  documentKey: string;
  documentName: string;
  kind: EntryKind;
  commissionableMinor: number;
  currency: string;
  /** As billing names it; null: none or several. */
  product: string | null;
  occurredAt: Date;
}

/** A line that the org already holds; lines are never changed, only corrected by another. */
export interface PostedLine {
  key: string;
  entryKey: string;
  partnershipId: string;
  partnershipKey: string;
  ruleId: string;
  amountMinor: number;
  baseMinor: number;
  countsAsRevenue: boolean;
  /** Whether a person has taken it out: see void-lines.ts. */
  isVoid: boolean;
}

export type LineReasonCode =
  | 'PERCENT_OF_PAYMENT'
  | 'FLAT_PER_PAYMENT'
  | 'REVERSED_IN_PROPORTION'
  | 'RESTORED_IN_PROPORTION'
  | 'CAPPED'
  | 'CORRECTED'
  | 'TIER_REACHED'
  | 'BELOW_MINIMUM'
  | 'LEAD_ACCEPTED'
  | 'LEAD_CONVERTED'
  | 'DEAL_WON'
  | 'NOT_EARNED'
  | 'IMPORTED'
  | 'PARTNER_MERGED';

/** What we owe a partnership (+) or take back (-) for one entry under one rule. */
export interface CommissionLine {
  key: string;
  entryKey: string;
  kind: 'Accrual' | 'Reversal' | 'Correction';
  partnership: CreditedPartnership;
  rule: CommissionRule;
  amountMinor: number;
  baseMinor: number;
  /** What stood before this line, so that many lines add up in another currency too. */
  before: { amountMinor: number; baseMinor: number };
  /** Whose exchange rate counts: the day of the document's first payment. */
  creditDay: string;
  /** False where another rule's line already counts the same revenue for this partnership. */
  countsAsRevenue: boolean;
  currency: string;
  occurredAt: Date;
  holdUntil: string | null;
  reasonCode: LineReasonCode;
  reason: string;
  /** Everything that is needed to compute the amount again, read alone. */
  inputs: Readonly<Record<string, unknown>>;
}

/** Running state of a document after one of its entries. */
export interface Step {
  entry: RevenueFact;
  /** Commissionable amount that stands after this entry, and what was paid in all until then. */
  standing: number;
  paid: number;
}

/** Running state of one document: what stands never exceeds what was paid and never falls below zero. */
export function stepsOf(entries: readonly RevenueFact[]): Step[] {
  let paid = 0;
  let sum = 0;
  return entries.map((entry) => {
    sum += entry.commissionableMinor;
    if (entry.kind === 'payment') paid += Math.max(entry.commissionableMinor, 0);
    paid = Math.max(paid, sum);
    return { entry, standing: Math.min(Math.max(sum, 0), paid), paid };
  });
}

/** Millionths as people read them: 125000 → "12.5 %". */
export function percent(millionths: number): string {
  return `${(millionths / 10_000).toFixed(4).replace(/\.?0+$/, '')} %`;
}

/** One partnership earning by one rule. */
export interface Earning {
  partnership: CreditedPartnership;
  /** With its amounts in the currency of the payment. */
  rule: CommissionRule;
  /** Shares of the standing base for every step, this partnership's part of an exact allocation. */
  index: number;
  weights: readonly number[];
  countsAsRevenue: boolean;
  /** From the currency of the payment to that of the rule's amounts; null: the same, or there are none. */
  toRule: Conversion | null;
  /** Whether the partnership earns in another role before: then the key of a line names the role too. */
  roleInKey: boolean;
}

/** This partnership's part of an amount of the document. */
export function shareOf(earning: Earning, minor: number): number {
  return allocate(minor, earning.weights, 10_000)[earning.index] ?? 0;
}

/** Running results of one earning on one document. */
export interface EarningState {
  full: number;
  granted: number;
  stands: number;
}

export const nothingYet: EarningState = { full: 0, granted: 0, stands: 0 };

/** What the other documents of the partnership under the same rule leave and count. */
export interface Surroundings {
  roomMinor: number | null;
  tierBasis: number;
}

export function inputsOf(
  earning: Earning,
  step: Step,
  before: Step,
  state: EarningState,
  around: Surroundings,
): AmountInputs {
  const { rule, partnership } = earning;
  return {
    type: rule.type,
    rate: rule.rate,
    flatMinor: rule.flatMinor,
    capMinor: rule.capMinor,
    minimumMinor: rule.minimumMinor,
    tiers: rule.tiers,
    tierBasis: around.tierBasis,
    splitBasisPoints: partnership.split,
    paidMinor: step.paid,
    paidBeforeMinor: before.paid,
    standingMinor: step.standing,
    shareOfPaidMinor: shareOf(earning, step.paid),
    shareOfPaidBeforeMinor: shareOf(earning, before.paid),
    fullBeforeMinor: state.full,
    grantedBeforeMinor: state.granted,
    standsBeforeMinor: state.stands,
    roomMinor: around.roomMinor,
  };
}

/** What one entry adds to (or takes from) what stands; null where that is nothing. `creditDay` starts the hold. */
export function lineOf(
  earning: Earning,
  steps: { step: Step; before: Step },
  inputs: AmountInputs,
  creditDay: string,
): CommissionLine | null {
  const { step, before } = steps;
  const result = amountOf(inputs);
  const { amountMinor } = result;
  const baseMinor = shareOf(earning, step.standing) - shareOf(earning, before.standing);
  if (amountMinor === 0 && baseMinor === 0) return null;
  const { rule, partnership } = earning;
  const isAccrual = step.entry.kind === 'payment';
  const holdDays = rule.holdDays ?? partnership.programHoldDays;
  return {
    key: `${step.entry.key}~${partnership.partnershipKey}~${rule.key}${earning.roleInKey ? `~${partnership.role}` : ''}`,
    entryKey: step.entry.key,
    kind: isAccrual ? 'Accrual' : 'Reversal',
    partnership,
    rule,
    amountMinor,
    baseMinor,
    before: {
      amountMinor: inputs.standsBeforeMinor,
      baseMinor: shareOf(earning, before.standing),
    },
    creditDay,
    countsAsRevenue: earning.countsAsRevenue,
    currency: step.entry.currency,
    occurredAt: step.entry.occurredAt,
    holdUntil: holdDays > 0 ? addDays(creditDay, holdDays) : null,
    reasonCode: reasonCodeOf(rule, isAccrual, result),
    reason: isAccrual
      ? accrualReason(earning, step, baseMinor, result, inputs)
      : changeReason(earning, step, before, amountMinor),
    inputs: {
      ...inputs,
      standingBeforeMinor: before.standing,
      currency: step.entry.currency,
      ...(earning.toRule && {
        ruleCurrency: earning.toRule.to,
        exchangeRate: rateWords(earning.toRule),
      }),
    },
  };
}

function reasonCodeOf(
  rule: CommissionRule,
  isAccrual: boolean,
  { limitedBy, amountMinor }: AmountResult,
): LineReasonCode {
  if (!isAccrual) return amountMinor < 0 ? 'REVERSED_IN_PROPORTION' : 'RESTORED_IN_PROPORTION';
  if (limitedBy === 'minimum') return 'BELOW_MINIMUM';
  if (limitedBy === 'cap') return 'CAPPED';
  if (rule.tiers !== null) return 'TIER_REACHED';
  return rule.type === 'Percent' ? 'PERCENT_OF_PAYMENT' : 'FLAT_PER_PAYMENT';
}

function accrualReason(
  earning: Earning,
  step: Step,
  base: number,
  result: AmountResult,
  inputs: AmountInputs,
): string {
  const { rule, partnership } = earning;
  const money = (minor: number): string => formatMoney({ minor, currency: step.entry.currency });
  const part =
    partnership.split === 10_000 ? '' : ` (${percent(partnership.split * 100)} of the payment)`;
  const single = (rate: number | null, flat: number | null, of: number): string =>
    rule.type === 'Percent'
      ? `${percent(rate ?? 0)} of ${money(of)}`
      : `Flat ${money(flat ?? 0)} per payment`;
  const how =
    rule.tiers === null
      ? single(rule.rate, rule.flatMinor, base)
      : tierParts(rule.tiers, inputs, inputs.tierBasis, base)
          .map((tier) => single(tier.rate, tier.flatMinor, tier.baseMinor))
          .join(' and ');
  return `${how}${part}${limitWords(result, inputs, money)} = ${money(result.amountMinor)}, for ${step.entry.documentName} without tax, by rule "${rule.name}" version ${rule.version}. ${exchangeWords(earning)}${partnership.name} is credited: ${partnership.reason}`;
}

function exchangeWords({ toRule }: Earning): string {
  return toRule === null
    ? ''
    : `The rule's amounts are in ${toRule.to} and count at ${rateWords(toRule)}. `;
}

function limitWords(
  { limitedBy, grantedMinor }: AmountResult,
  { capMinor, minimumMinor, roomMinor }: AmountInputs,
  money: (minor: number) => string,
): string {
  if (limitedBy === 'minimum') return `, below the minimum of ${money(minimumMinor ?? 0)}`;
  if (limitedBy === null) return '';
  return capMinor !== null && grantedMinor === capMinor
    ? `, capped at ${money(capMinor)}`
    : `, of which the caps leave ${money(roomMinor ?? 0)}`;
}

function changeReason(earning: Earning, step: Step, before: Step, amount: number): string {
  const money = (minor: number): string => formatMoney({ minor, currency: step.entry.currency });
  const verb = amount < 0 ? 'taken back' : 'given back';
  const kind = step.entry.kind.charAt(0).toUpperCase() + step.entry.kind.slice(1);
  return `${kind}: of ${money(step.paid)} paid on ${step.entry.documentName}, ${money(step.standing)} stands (before: ${money(before.standing)}), so ${money(Math.abs(amount))} is ${verb} in proportion, by rule "${earning.rule.name}" version ${earning.rule.version}.`;
}

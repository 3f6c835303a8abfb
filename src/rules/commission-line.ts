import { allocate, formatMoney, proportion } from '../money.ts';
import { addDays } from './calendar.ts';
import type { CommissionRule, CreditedPartnership } from './commission-terms.ts';
import type { EntryKind } from './ledger.ts';

/** A ledger entry as the commission rule sees it. Minor units, signed, without tax. */
export interface RevenueFact {
  key: string;
  documentKey: string;
  documentName: string;
  kind: EntryKind;
  commissionableMinor: number;
  currency: string;
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
  | 'NOT_EARNED';

/** What we owe a partnership (+) or take back (-) for one entry under one rule. */
export interface CommissionLine {
  key: string;
  entryKey: string;
  kind: 'Accrual' | 'Reversal' | 'Correction';
  partnership: CreditedPartnership;
  rule: CommissionRule;
  amountMinor: number;
  baseMinor: number;
  /** False where another rule's line already counts the same revenue for this partnership. */
  countsAsRevenue: boolean;
  currency: string;
  occurredAt: Date;
  holdUntil: string | null;
  reasonCode: LineReasonCode;
  reason: string;
  /** Everything that is needed to compute the amount again, read alone. */
  inputs: Readonly<Record<string, string | number | null>>;
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

/** What a rule grants on `base` before anything is taken back, capped. */
function accrued(
  rule: CommissionRule,
  base: number,
  split: number,
): { amount: number; capped: boolean } {
  const full =
    rule.type === 'Percent'
      ? proportion(base, rule.rate ?? 0, 1_000_000)
      : base === 0
        ? 0
        : proportion(rule.flatMinor ?? 0, split, 10_000);
  if (rule.capMinor === null || full <= rule.capMinor) return { amount: full, capped: false };
  return { amount: rule.capMinor, capped: true };
}

/** Millionths as people read them: 125000 → "12.5 %". */
export function percent(millionths: number): string {
  return `${(millionths / 10_000).toFixed(4).replace(/\.?0+$/, '')} %`;
}

/** One partnership earning by one rule. */
export interface Earning {
  partnership: CreditedPartnership;
  rule: CommissionRule;
  /** Shares of the standing base for every step, this partnership's part of an exact allocation. */
  index: number;
  weights: readonly number[];
  countsAsRevenue: boolean;
}

function shareOf(earning: Earning, minor: number): number {
  return allocate(minor, earning.weights, 10_000)[earning.index] ?? 0;
}

/** The amount that stands after a step: the accrual in proportion to what of the payment still stands. */
function standingAmount(earning: Earning, step: Step): { amount: number; capped: boolean } {
  if (step.paid === 0) return { amount: 0, capped: false };
  const grant = accrued(earning.rule, shareOf(earning, step.paid), earning.partnership.split);
  return { amount: proportion(grant.amount, step.standing, step.paid), capped: grant.capped };
}

function accrualReason(
  earning: Earning,
  step: Step,
  base: number,
  amount: number,
  capped: boolean,
): string {
  const { rule, partnership } = earning;
  const money = (minor: number): string => formatMoney({ minor, currency: step.entry.currency });
  const part =
    partnership.split === 10_000 ? '' : ` (${percent(partnership.split * 100)} of the payment)`;
  const how =
    rule.type === 'Percent'
      ? `${percent(rule.rate ?? 0)} of ${money(base)}${part}`
      : `Flat ${money(rule.flatMinor ?? 0)} per payment${part}`;
  const cap = capped && rule.capMinor !== null ? `, capped at ${money(rule.capMinor)}` : '';
  return `${how}${cap} = ${money(amount)}, for ${step.entry.documentName} without tax, by rule "${rule.name}" version ${rule.version}. ${partnership.name} is credited: ${partnership.reason}`;
}

function changeReason(earning: Earning, step: Step, before: Step, amount: number): string {
  const money = (minor: number): string => formatMoney({ minor, currency: step.entry.currency });
  const verb = amount < 0 ? 'taken back' : 'given back';
  const kind = step.entry.kind.charAt(0).toUpperCase() + step.entry.kind.slice(1);
  return `${kind}: of ${money(step.paid)} paid on ${step.entry.documentName}, ${money(step.standing)} stands (before: ${money(before.standing)}), so ${money(Math.abs(amount))} is ${verb} in proportion, by rule "${earning.rule.name}" version ${earning.rule.version}.`;
}

/** What one entry adds to (or takes from) what stands; null where that is nothing. `creditDay` starts the hold. */
export function lineOf(
  earning: Earning,
  step: Step,
  before: Step,
  creditDay: string,
): CommissionLine | null {
  const now = standingAmount(earning, step);
  const amountMinor = now.amount - standingAmount(earning, before).amount;
  const baseMinor = shareOf(earning, step.standing) - shareOf(earning, before.standing);
  if (amountMinor === 0 && baseMinor === 0) return null;
  const { rule, partnership } = earning;
  const isAccrual = step.entry.kind === 'payment';
  const holdDays = rule.holdDays ?? partnership.programHoldDays;
  return {
    key: `${step.entry.key}~${partnership.partnershipKey}~${rule.key}`,
    entryKey: step.entry.key,
    kind: isAccrual ? 'Accrual' : 'Reversal',
    partnership,
    rule,
    amountMinor,
    baseMinor,
    countsAsRevenue: earning.countsAsRevenue,
    currency: step.entry.currency,
    occurredAt: step.entry.occurredAt,
    holdUntil: holdDays > 0 ? addDays(creditDay, holdDays) : null,
    reasonCode: reasonCodeOf(rule, isAccrual, now.capped, amountMinor),
    reason: isAccrual
      ? accrualReason(earning, step, baseMinor, amountMinor, now.capped)
      : changeReason(earning, step, before, amountMinor),
    inputs: {
      rate: rule.rate,
      flatMinor: rule.flatMinor,
      capMinor: rule.capMinor,
      splitBasisPoints: partnership.split,
      paidMinor: step.paid,
      standingMinor: step.standing,
      standingBeforeMinor: before.standing,
      paidBeforeMinor: before.paid,
      currency: step.entry.currency,
    },
  };
}

function reasonCodeOf(
  rule: CommissionRule,
  isAccrual: boolean,
  capped: boolean,
  amount: number,
): LineReasonCode {
  if (!isAccrual) return amount < 0 ? 'REVERSED_IN_PROPORTION' : 'RESTORED_IN_PROPORTION';
  if (capped) return 'CAPPED';
  return rule.type === 'Percent' ? 'PERCENT_OF_PAYMENT' : 'FLAT_PER_PAYMENT';
}

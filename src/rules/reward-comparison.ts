import { formatMoney, minorUnitDigits } from '../money.ts';
import { percent } from './commission-line.ts';

/** What both sides say it is for. */
interface Subject {
  partnershipKey: string;
  partnershipName: string;
  /** The same text for the same customer, lead or deal on both sides; null: for none of them. */
  customerKey: string | null;
  customerName: string;
  /** "YYYY-MM-DD" on which it was earned. */
  day: string;
  currency: string;
  amountMinor: number;
}

/** A commission line as our rules give it, whoever computes the program's commissions. */
export interface OurReward extends Subject {
  /** Without tax; signed. */
  baseMinor: number;
  /** Who computes the commissions of the program. */
  commissionSource: 'Partnerverse' | 'PRM';
  /** Absent: for payments. */
  source?: 'lead' | 'deal';
}

/** A reward as the PRM has it. */
export interface TheirReward extends Subject {
  /** Of its transaction; null where it has none. */
  baseMinor: number | null;
  baseCurrency: string | null;
  /** "pending", "hold", "scheduled", "approved", "paid", "declined" and whatever else the PRM says. */
  status: string;
  declineReason: string | null;
  /** What earned it: "transaction", "deal", "bonus" … */
  source: string | null;
  isPartnershipKnown: boolean;
  isCustomerKnown: boolean;
  /** Of the lead or deal that earned it; absent: it is for something else, or the PRM does not say for which. */
  isRecordKnown?: boolean;
}

export type ComparisonOutcome =
  'same' | 'only ours' | 'only theirs' | 'amount differs' | 'other month' | 'cannot be compared';

/** Both ledgers for one partnership, customer, month and currency. Minor units. */
export interface RewardComparison {
  partnershipName: string;
  customerName: string;
  /** "YYYY-MM" */
  month: string;
  currency: string;
  oursMinor: number;
  theirsMinor: number;
  /** Theirs less ours. */
  differenceMinor: number;
  outcome: ComparisonOutcome;
  why: string;
}

interface Group {
  first: Subject;
  month: string;
  ours: OurReward[];
  theirs: TheirReward[];
}

/**
 * Our computation and the PRM's rewards side by side, each difference with its likely cause in words. Rewards that the PRM
 * declined are no money, but explain why there is none. Largest difference first.
 */
export function compareRewards(
  ours: readonly OurReward[],
  theirs: readonly TheirReward[],
): RewardComparison[] {
  const groups = new Map<string, Group>();
  const groupOf = (one: Subject): Group => {
    const month = one.day.slice(0, 7);
    const id = [one.partnershipKey, one.customerKey ?? '', month, one.currency].join('\n');
    const group = groups.get(id) ?? { first: one, month, ours: [], theirs: [] };
    groups.set(id, group);
    return group;
  };
  for (const one of ours) groupOf(one).ours.push(one);
  for (const one of theirs) groupOf(one).theirs.push(one);
  const all = [...groups.values()];
  return all
    .filter((group) => oursOf(group) !== 0 || group.theirs.length > 0)
    .map((group) => comparisonOf(group, all))
    .sort(
      (a, b) =>
        Math.abs(b.differenceMinor) - Math.abs(a.differenceMinor) || (order(a) < order(b) ? -1 : 1),
    );
}

const order = (one: RewardComparison): string =>
  [one.partnershipName, one.customerName, one.month, one.currency].join('\n');
const sum = (all: readonly { amountMinor: number }[]): number =>
  all.reduce((total, one) => total + one.amountMinor, 0);
const oursOf = (group: Group): number => sum(group.ours);
const standing = (group: Group): TheirReward[] =>
  group.theirs.filter(({ status }) => status !== 'declined');
const theirsOf = (group: Group): number => sum(standing(group));

function comparisonOf(group: Group, all: readonly Group[]): RewardComparison {
  const { first, month } = group;
  const oursMinor = oursOf(group);
  const theirsMinor = theirsOf(group);
  const { outcome, why } = explained(group, all);
  return {
    partnershipName: first.partnershipName,
    customerName: first.customerName,
    month,
    currency: first.currency,
    oursMinor,
    theirsMinor,
    differenceMinor: theirsMinor - oursMinor,
    outcome,
    why: `${why}${waiting(group)}${paidTwice(group)}`,
  };
}

interface Explanation {
  outcome: ComparisonOutcome;
  why: string;
}

function explained(group: Group, all: readonly Group[]): Explanation {
  const oursMinor = oursOf(group);
  const theirsMinor = theirsOf(group);
  const { currency } = group.first;
  if (group.theirs.length > 0 && minorUnitDigits(currency) !== 2)
    return {
      outcome: 'cannot be compared',
      why: `The PRM does not say in which unit it counts ${currency}, which has no cents; its figure is shown as it came.`,
    };
  if (oursMinor === theirsMinor)
    return { outcome: 'same', why: oursMinor === 0 ? declined(group) : 'Both say the same.' };
  const twin = twinOf(group, all);
  if (twin !== undefined && (oursMinor === 0 || theirsMinor === 0)) {
    const side = oursMinor === 0 ? 'Ours' : 'Theirs';
    return {
      outcome: 'other month',
      why: `${side} is in ${twin.month}: the same amount, counted on another day.`,
    };
  }
  if (theirsMinor === 0) return { outcome: 'only ours', why: whyNotTheirs(group) };
  if (oursMinor === 0) return { outcome: 'only theirs', why: whyNotOurs(group) };
  return { outcome: 'amount differs', why: whyOtherAmount(group) };
}

/** The other side's amount in a month in which this side has none. */
function twinOf(group: Group, all: readonly Group[]): Group | undefined {
  const { partnershipKey, customerKey, currency } = group.first;
  return all.find(
    (other) =>
      other !== group &&
      other.first.partnershipKey === partnershipKey &&
      other.first.customerKey === customerKey &&
      other.first.currency === currency &&
      ((oursOf(group) === 0 && oursOf(other) === theirsOf(group) && theirsOf(other) === 0) ||
        (theirsOf(group) === 0 && theirsOf(other) === oursOf(group) && oursOf(other) === 0)),
  );
}

function declined(group: Group): string {
  const reasons = group.theirs.flatMap(({ status, declineReason }) =>
    status === 'declined' ? [declineReason ?? 'it gives no reason'] : [],
  );
  return reasons.length === 0
    ? 'Neither side has anything.'
    : `The PRM declined it: ${[...new Set(reasons)].join('; ')}.`;
}

function whyNotTheirs(group: Group): string {
  return group.theirs.some(({ status }) => status === 'declined')
    ? declined(group)
    : group.ours.every(({ source }) => source !== undefined)
      ? 'The PRM has no reward for it: it does not know of it, or none of its triggers covers it.'
      : 'The PRM has no reward for it. Either the payment never reached it as a transaction, or none of its triggers covers it.';
}

function whyNotOurs(group: Group): string {
  const [reward] = standing(group);
  const { first } = group;
  if (reward?.isPartnershipKnown === false)
    return `No partnership in Salesforce is known by the PRM's ${first.partnershipKey}.`;
  if (reward?.isRecordKnown === false)
    return `The ${reward.source} that it is for is not known in Salesforce.`;
  if (reward?.isRecordKnown === true)
    return `By our rules nothing is owed for this ${reward.source}: it has not earned anything, the partnership is not credited for it, or no rule was in force.`;
  if (first.customerKey === null)
    return 'The reward names no customer: given by hand or for something else than a payment.';
  if (reward?.source !== null && reward?.source !== undefined && reward.source !== 'transaction')
    return `The reward is for a ${reward.source}, and only payments are compared.`;
  if (reward?.isCustomerKnown === false)
    return 'The customer is not known in Salesforce, so no payment of it is.';
  return 'By our rules nothing is owed: no payment of the customer is in the ledger, the partnership is not credited for it, or no rule was in force.';
}

function whyOtherAmount(group: Group): string {
  const { currency } = group.first;
  const money = (minor: number): string => formatMoney({ minor, currency });
  const earned = group.ours.filter(({ amountMinor }) => amountMinor > 0);
  const takenBack = group.ours.filter(({ amountMinor }) => amountMinor < 0);
  const theirsMinor = theirsOf(group);
  if (takenBack.length > 0 && sum(earned) === theirsMinor)
    return `We take ${money(-sum(takenBack))} back for money that went back to the customer; the PRM does not.`;
  const ourBase = earned.reduce((total, one) => total + one.baseMinor, 0);
  const theirBase = baseOf(standing(group), currency);
  if (theirBase === null || theirBase <= 0 || ourBase <= 0)
    return `The PRM counts ${count(standing(group).length, 'reward')}, we count ${count(group.ours.length, 'line')}.`;
  const rate = (minor: number, base: number): string =>
    percent(Math.round((minor * 10_000) / base) * 100);
  if (theirBase !== ourBase) {
    const same = rate(theirsMinor, theirBase) === rate(sum(earned), ourBase);
    return `The PRM counts payments of ${money(theirBase)}, we count ${money(ourBase)} without tax${same ? `, both at ${rate(theirsMinor, theirBase)}` : `, and the terms differ too: ${rate(theirsMinor, theirBase)} there, ${rate(sum(earned), ourBase)} here`}.`;
  }
  return `Both count payments of ${money(ourBase)}, but the terms differ: ${rate(theirsMinor, theirBase)} there, ${rate(sum(earned), ourBase)} here.`;
}

/** What their transactions come to, in the currency of the reward; null where one has none, or in another currency. */
function baseOf(theirs: readonly TheirReward[], currency: string): number | null {
  let total = 0;
  for (const { baseMinor, baseCurrency } of theirs) {
    if (baseMinor === null || baseCurrency !== currency) return null;
    total += baseMinor;
  }
  return total;
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

function waiting(group: Group): string {
  const { currency } = group.first;
  const parts = ['hold', 'scheduled'].flatMap((status) => {
    const minor = sum(group.theirs.filter((one) => one.status === status));
    return minor === 0 ? [] : [`${formatMoney({ minor, currency })} is ${status}`];
  });
  return parts.length === 0 ? '' : ` Of theirs ${parts.join(' and ')}: not payable there yet.`;
}

function paidTwice(group: Group): string {
  const here = group.ours.some(({ commissionSource }) => commissionSource === 'Partnerverse');
  return here && theirsOf(group) > 0
    ? ' Both systems pay it: the program says that its commissions are computed here.'
    : '';
}

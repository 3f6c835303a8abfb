import { dayOf, isWithin } from './calendar.ts';
import type { CustomerFacts } from './commission-plan.ts';
import { recordTriggers, type CommissionRule } from './commission-terms.ts';
import { commissionsOf } from './commission.ts';
import type { ExchangeRate } from './exchange-rate.ts';
import { recordLines, unclearRecords, type RecordCredit } from './record-lines.ts';

/** What a partnership would have earned otherwise, in one currency. Minor units. */
export interface Difference {
  partnershipId: string;
  partnershipName: string;
  currency: string;
  nowMinor: number;
  thenMinor: number;
  differenceMinor: number;
}

/** All that may earn, of any number of partnerships. What was posted for it is not looked at. */
export interface EarningFacts {
  customers: readonly CustomerFacts[];
  /** Credits for leads and deals. */
  records: readonly RecordCredit[];
  rates: readonly ExchangeRate[];
}

export interface Simulation {
  /** Largest difference first. */
  differences: Difference[];
  /** What is not in the differences though it may have earned, and why: sentences for a partner manager. */
  unclear: string[];
}

/** "YYYY-MM-DD", half-open. */
export interface SimulatedPeriod {
  from: string;
  until: string;
}

/**
 * What a period earns by the rules as they are and by others, side by side, both computed anew by the rules that pay.
 * `changed` replaces, whatever its dates, a program's rules for what it speaks of: payments, accepted leads, converted leads
 * or won deals. Everything of before the period counts towards caps and tiers.
 */
export function simulated(
  facts: EarningFacts,
  rules: readonly CommissionRule[],
  changed: readonly CommissionRule[],
  period: SimulatedPeriod,
): Simulation {
  const spokenOf = new Set(changed.map(subjectOf));
  const others = rules.filter((rule) => !spokenOf.has(subjectOf(rule)));
  const always = changed.map((rule) => ({ ...rule, effectiveFrom: '', effectiveUntil: null }));
  const known = { ...facts, records: facts.records.map(withKnownDays) };
  const now = earned(known, rules, period);
  const then = earned(known, [...others, ...always], period);
  return {
    differences: differencesOf(now.sums, then.sums),
    unclear: [
      ...new Set([
        ...[...now.unclear, ...then.unclear].sort(),
        ...acceptedSometime(facts.records, [...rules, ...changed]),
        ...computedByPrm(facts, changed),
      ]),
    ],
  };
}

/** Rules for payments belong together: who drafts a first and a renewal rate means both instead of what was. */
const subjectOf = ({ programId, trigger }: CommissionRule): string =>
  `${programId} ${recordTriggers.includes(trigger) ? trigger : 'payments'}`;

/** A day that nobody knows cannot be in the period. */
function withKnownDays(credit: RecordCredit): RecordCredit {
  const parts = credit.parts.map((part) =>
    part.isDayAssumed === true ? { ...part, earnedOn: null } : part,
  );
  return { ...credit, parts, posted: [] };
}

interface Sum {
  partnershipId: string;
  partnershipName: string;
  currency: string;
  minor: number;
}
/** By partnership and currency. */
type Sums = ReadonlyMap<string, Sum>;

function earned(
  { customers, records, rates }: EarningFacts,
  rules: readonly CommissionRule[],
  { from, until }: SimulatedPeriod,
): { sums: Sums; unclear: string[] } {
  const unposted = customers.map((customer) => ({ ...customer, posted: [] }));
  const payments = commissionsOf(unposted, rules, () => true, rates);
  // Dates what is taken back, and nothing is, for nothing is posted.
  const end = new Date(`${until}T00:00:00Z`);
  const ofRecords = [...Map.groupBy(records, partnershipOf).values()].flatMap((credits) =>
    recordLines(credits, rules, end, rates),
  );
  const sums = new Map<string, Sum>();
  for (const { occurredAt, partnership, currency, amountMinor } of [
    ...payments.lines,
    ...ofRecords,
  ]) {
    if (!isWithin(dayOf(occurredAt), from, until)) continue;
    const { partnershipId, name: partnershipName } = partnership;
    const key = `${partnershipId} ${currency}`;
    const minor = (sums.get(key)?.minor ?? 0) + amountMinor;
    sums.set(key, { partnershipId, partnershipName, currency, minor });
  }
  const paidWithin = new Set(
    customers.flatMap(({ entries }) =>
      entries
        .filter((entry) => isWithin(dayOf(entry.occurredAt), from, until))
        .map((entry) => entry.documentKey),
    ),
  );
  const earnedWithin = records.filter(({ parts }) =>
    parts.some(({ earnedOn }) => earnedOn !== null && isWithin(earnedOn, from, until)),
  );
  return {
    sums,
    unclear: [
      ...payments.withoutRate
        .filter(({ documentKey }) => paidWithin.has(documentKey))
        .map(({ reason }) => reason),
      ...unclearRecords(earnedWithin, rules, rates),
    ],
  };
}

const partnershipOf = ({ partnership }: RecordCredit): string => partnership.partnershipId;

function differencesOf(now: Sums, then: Sums): Difference[] {
  return [...new Map([...now, ...then])]
    .map(([key, { partnershipId, partnershipName, currency }]): Difference => {
      const nowMinor = now.get(key)?.minor ?? 0;
      const thenMinor = then.get(key)?.minor ?? 0;
      const differenceMinor = thenMinor - nowMinor;
      return { partnershipId, partnershipName, currency, nowMinor, thenMinor, differenceMinor };
    })
    .sort(
      (a, b) =>
        Math.abs(b.differenceMinor) - Math.abs(a.differenceMinor) ||
        (tieOrder(a) < tieOrder(b) ? -1 : 1),
    );
}

const tieOrder = ({ partnershipName, partnershipId, currency }: Difference): string =>
  `${partnershipName}\n${partnershipId}\n${currency}`;

/** Salesforce keeps no day of acceptance: it is known by what was posted, or by the conversion. */
function acceptedSometime(
  records: readonly RecordCredit[],
  rules: readonly CommissionRule[],
): string[] {
  const programs = new Set(
    rules.filter(({ trigger }) => trigger === 'Lead Accepted').map(({ programId }) => programId),
  );
  const count = records.filter(
    ({ parts, partnership }) =>
      programs.has(partnership.programId) && parts.some(({ isDayAssumed }) => isDayAssumed),
  ).length;
  return count === 0
    ? []
    : [
        `Accepted leads that have earned nothing and are not converted are not counted (${count}): Salesforce keeps no day of acceptance, so nobody knows whether it lies in the period.`,
      ];
}

function computedByPrm(
  { customers, records }: EarningFacts,
  changed: readonly CommissionRule[],
): string[] {
  const programs = new Set(changed.map(({ programId }) => programId));
  const credited = [
    ...customers.flatMap((customer) => customer.credited),
    ...records.map(({ partnership }) => partnership),
  ];
  const byPrm = credited.filter(
    ({ commissionSource, programId }) => commissionSource === 'PRM' && programs.has(programId),
  );
  return [...new Set(byPrm.map(({ programName }) => programName))]
    .sort()
    .map((name) => `The PRM computes the commissions of ${name}, so neither terms pay there.`);
}

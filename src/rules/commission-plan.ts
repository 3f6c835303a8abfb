import { dayOf } from './calendar.ts';
import { stepsOf, type Earning, type PostedLine, type RevenueFact } from './commission-line.ts';
import type { DocumentPlan } from './commission-run.ts';
import {
  partnershipsOn,
  recordTriggers,
  rulesOn,
  type CommissionRule,
  type CreditedPartnership,
} from './commission-terms.ts';
import {
  conversionOn,
  converted,
  reversed,
  ruleIn,
  type Conversion,
  type ExchangeRate,
} from './exchange-rate.ts';
import { compareMovements } from './ledger.ts';
import { earningDocuments, type InRuleCurrency, type PaidDocument } from './payment-trigger.ts';

/** Why a partnership is credited by a document and yet not paid. */
export interface Gap {
  documentKey: string;
  partnershipName: string;
  reason: string;
}

/** A renewal that a rule would pay for, and the program does not. */
export interface Withheld extends Gap {
  /** Who renewed is not settled, so a person has to say. */
  isUnclear: boolean;
}

/** A billing customer with all that was paid, credited and posted. */
export interface CustomerFacts {
  customerKey: string;
  /** Entries of any number of billing documents. */
  entries: readonly RevenueFact[];
  /** Partnerships with an attribution to the customer, past ones and those without a share included. */
  credited: readonly CreditedPartnership[];
  /** Lines already posted for these documents. */
  posted: readonly PostedLine[];
}

/** Whether lines of a partnership under a rule are asked for; what others earn is looked at only for its shares. */
export type Wanted = (partnershipId: string, rule: CommissionRule) => boolean;

/** A billing document with who earns by it, and why others do not. */
export interface Planned {
  customer: CustomerFacts;
  entries: readonly RevenueFact[];
  partnerships: readonly CreditedPartnership[];
  plan: DocumentPlan;
  gaps: Gap[];
  unconverted: Gap[];
  /** Renewals that are not paid for. */
  withheld: Withheld[];
  /** Whether a rule pays whose lines were not asked for. */
  paysElsewhere: boolean;
}

/** The plans of a customer's billing documents, each at the terms, credit and exchange rates of its first payment's day. */
export function plansOf(
  customer: CustomerFacts,
  rules: readonly CommissionRule[],
  wanted: Wanted,
  rates: readonly ExchangeRate[],
): Planned[] {
  const documents = Map.groupBy(
    [...customer.entries].sort(compareMovements),
    (entry) => entry.documentKey,
  );
  const paid = [...documents].flatMap(([key, entries]) => paidDocument(key, entries));
  const earning = new Map(
    rules
      .filter((rule) => !recordTriggers.includes(rule.trigger))
      .map((rule) => [rule, earningDocuments(rule, paid, intoCurrencyOf(rule, rates))]),
  );
  return [...documents.values()].flatMap((entries) => {
    const [first] = entries;
    return first ? [planOf({ customer, entries, first, earning, wanted, rates })] : [];
  });
}

function paidDocument(key: string, entries: readonly RevenueFact[]): PaidDocument[] {
  const payment = entries.find((entry) => entry.kind === 'payment');
  if (!payment) return [];
  const { occurredAt: paidAt, product, currency } = payment;
  return [
    { key, paidAt, product, currency, standingMinor: stepsOf(entries).at(-1)?.standing ?? 0 },
  ];
}

function intoCurrencyOf(
  { currency }: CommissionRule,
  rates: readonly ExchangeRate[],
): InRuleCurrency {
  return (minor, document) => {
    if (currency === null) return null;
    if (document.currency === currency) return minor;
    const rate = conversionOn(rates, document.currency, currency, dayOf(document.paidAt));
    return rate && converted(minor, rate);
  };
}

interface Planning {
  customer: CustomerFacts;
  entries: readonly RevenueFact[];
  first: RevenueFact;
  /** Rules for payments, with the documents that they pay for. */
  earning: ReadonlyMap<CommissionRule, ReadonlySet<string>>;
  wanted: Wanted;
  rates: readonly ExchangeRate[];
}

function planOf(planning: Planning): Planned {
  const { customer, entries, first, earning, wanted } = planning;
  const creditDay = dayOf(first.occurredAt);
  const partnerships = partnershipsOn(creditDay, customer.credited);
  const found = partnerships.map((partnership) => ({
    partnership,
    ...payingOf(partnership, creditDay, planning),
  }));
  const weights = partnerships.map((partnership) => partnership.split);
  let paysElsewhere = false;
  const earnings = found.flatMap(({ partnership, paying: mayPayIt }, index) => {
    const { partnershipId } = partnership;
    const paying = mayPayIt
      .filter(({ rule }) => earning.get(rule)?.has(first.documentKey))
      .map((one, order) => ({ ...one, countsAsRevenue: order === 0 }));
    const asked = paying.filter(({ rule }) => wanted(partnershipId, rule));
    paysElsewhere ||= asked.length < paying.length;
    const roleInKey = partnerships.findIndex((one) => one.partnershipId === partnershipId) < index;
    return asked.map(({ rule, toRule, countsAsRevenue }): Earning => ({
      partnership,
      rule: ruleIn(rule, reversed(toRule)),
      index,
      weights,
      countsAsRevenue,
      toRule,
      roleInKey,
    }));
  });
  return {
    customer,
    entries,
    partnerships,
    plan: { customerKey: customer.customerKey, creditDay, steps: stepsOf(entries), earnings },
    gaps: found.flatMap(({ gaps }) => gaps),
    unconverted: found.flatMap(({ unconverted }) => unconverted),
    withheld: found.flatMap(({ withheld }) => withheld),
    paysElsewhere,
  };
}

interface Paying {
  paying: { rule: CommissionRule; toRule: Conversion | null }[];
  gaps: Gap[];
  unconverted: Gap[];
  withheld: Withheld[];
}

/** The rules by which a partnership may earn by the document, and why it does not by others. */
function payingOf(partnership: CreditedPartnership, day: string, planning: Planning): Paying {
  const { first, earning, rates } = planning;
  const { commissionSource, split, name: partnershipName } = partnership;
  const { documentKey, currency } = first;
  const found: Paying = { paying: [], gaps: [], unconverted: [], withheld: [] };
  if (commissionSource === 'PRM') return found;
  const inForce = rulesOn(day, partnership, [...earning.keys()]);
  if (inForce.length === 0 && split > 0) {
    const reason = `No commission rule of ${partnership.programName} is in force on ${day} for ${partnershipName}.`;
    found.gaps.push({ documentKey, partnershipName, reason });
  }
  for (const rule of inForce) {
    const refusal = refusedRenewal(rule, partnership, planning);
    if (refusal) {
      if (split > 0) found.withheld.push(refusal);
      continue;
    }
    const toRule = toRuleCurrency(rule, currency, day, rates);
    if (toRule !== undefined) found.paying.push({ rule, toRule });
    else if (split > 0 && mayPay(rule, documentKey, earning)) {
      const reason = withoutRate(rule, partnership, first, day);
      found.unconverted.push({ documentKey, partnershipName, reason });
    }
  }
  return found;
}

/**
 * Why the document, a renewal, does not pay the partnership by `rule`; null where it does, or where it is none. What was posted
 * before the program stopped paying stays: a change of terms takes nothing back.
 */
function refusedRenewal(
  rule: CommissionRule,
  { partnershipId, onRenewal, name: partnershipName }: CreditedPartnership,
  { customer, entries, first: { documentKey }, earning }: Planning,
): Withheld | null {
  if (onRenewal === null || onRenewal.pays || rule.trigger !== 'Renewal') return null;
  if (earning.get(rule)?.has(documentKey) !== true) return null;
  const keys = new Set(entries.map((entry) => entry.key));
  const isPosted = customer.posted.some(
    (line) =>
      line.partnershipId === partnershipId && line.ruleId === rule.id && keys.has(line.entryKey),
  );
  return isPosted
    ? null
    : { documentKey, partnershipName, reason: onRenewal.reason, isUnclear: onRenewal.isUnclear };
}

/** A milestone in another currency cannot even tell which document reaches it. */
function mayPay(
  rule: CommissionRule,
  documentKey: string,
  earning: ReadonlyMap<CommissionRule, ReadonlySet<string>>,
): boolean {
  return rule.trigger === 'Milestone' || earning.get(rule)?.has(documentKey) === true;
}

/** Null: no conversion is needed; undefined: it is, and no rate is known. */
function toRuleCurrency(
  rule: CommissionRule,
  currency: string,
  day: string,
  rates: readonly ExchangeRate[],
): Conversion | null | undefined {
  if (rule.currency === null || rule.currency === currency) return null;
  return conversionOn(rates, currency, rule.currency, day) ?? undefined;
}

function withoutRate(
  rule: CommissionRule,
  partnership: CreditedPartnership,
  first: RevenueFact,
  day: string,
): string {
  return `${first.documentName} was paid in ${first.currency}, and the amounts of the rule "${rule.name}" are in ${rule.currency ?? ''}. No exchange rate between the two holds on ${day}, so ${partnership.name} is not paid by that rule: money is never guessed.`;
}

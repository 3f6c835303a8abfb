import { dayOf } from './calendar.ts';
import { correctionsOf } from './commission-correction.ts';
import {
  stepsOf,
  type CommissionLine,
  type PostedLine,
  type RevenueFact,
} from './commission-line.ts';
import { runLines, type DocumentPlan } from './commission-run.ts';
import {
  partnershipsOn,
  recordTriggers,
  rulesOn,
  type CommissionRule,
  type CreditedPartnership,
} from './commission-terms.ts';
import { compareMovements } from './ledger.ts';
import { earningDocuments, type PaidDocument } from './payment-trigger.ts';

/** Why an entry earned somebody a commission, or nobody. */
export interface EntryCredit {
  entryKey: string;
  status: 'Credited' | 'Direct';
  reason: string;
}

export interface CommissionOutcome {
  lines: CommissionLine[];
  credits: EntryCredit[];
  /** Documents with a credited partnership that no rule pays: a person may want to know. */
  withoutRule: { documentKey: string; partnershipName: string; reason: string }[];
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

/** The commission lines of one customer, all partnerships and rules. */
export function commissionLines(
  facts: Omit<CustomerFacts, 'customerKey'> & { rules: readonly CommissionRule[] },
): CommissionOutcome {
  return commissionsOf([{ customerKey: '', ...facts }], facts.rules, () => true);
}

/**
 * The commission lines of customers' billing documents. Terms and credit are those of the day of a document's first payment
 * (I10); shares lose no cent; what is taken back is in proportion and never more than was accrued; caps hold over all
 * customers given. Posted lines stay; new ones and corrections are returned, each with its reason. Pure: order of arrival and
 * repetition change nothing.
 */
export function commissionsOf(
  customers: readonly CustomerFacts[],
  rules: readonly CommissionRule[],
  wanted: Wanted,
): CommissionOutcome {
  const planned = customers.flatMap((customer) => plansOf(customer, rules, wanted));
  const desired = Map.groupBy(runLines(planned.map(({ plan }) => plan)), (line) => line.entryKey);
  const outcomes = planned.map((document) => outcomeOf(document, desired, rules, wanted));
  return {
    lines: outcomes.flatMap(({ lines }) => lines),
    credits: outcomes.flatMap(({ credits }) => credits),
    withoutRule: planned.flatMap(({ gaps }) => gaps),
  };
}

interface Planned {
  customer: CustomerFacts;
  entries: readonly RevenueFact[];
  partnerships: readonly CreditedPartnership[];
  plan: DocumentPlan;
  gaps: CommissionOutcome['withoutRule'];
  /** Whether a rule pays whose lines were not asked for. */
  paysElsewhere: boolean;
}

function plansOf(
  customer: CustomerFacts,
  rules: readonly CommissionRule[],
  wanted: Wanted,
): Planned[] {
  const documents = Map.groupBy(
    [...customer.entries].sort(compareMovements),
    (entry) => entry.documentKey,
  );
  const paid = [...documents].flatMap(([key, entries]) => paidDocument(key, entries));
  const earning = new Map(
    rules
      .filter((rule) => !recordTriggers.includes(rule.trigger))
      .map((rule) => [rule, earningDocuments(rule, paid)]),
  );
  return [...documents.values()].flatMap((entries) => {
    const [first] = entries;
    return first ? [planOf(customer, entries, first, earning, wanted)] : [];
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

function planOf(
  customer: CustomerFacts,
  entries: readonly RevenueFact[],
  first: RevenueFact,
  earning: ReadonlyMap<CommissionRule, ReadonlySet<string>>,
  wanted: Wanted,
): Planned {
  const creditDay = dayOf(first.occurredAt);
  const partnerships = partnershipsOn(creditDay, customer.credited);
  const weights = partnerships.map((partnership) => partnership.split);
  const gaps: CommissionOutcome['withoutRule'] = [];
  let paysElsewhere = false;
  const earnings = partnerships.flatMap((partnership, index) => {
    const inForce =
      partnership.commissionSource === 'PRM'
        ? []
        : rulesOn(creditDay, partnership, [...earning.keys()]);
    const inCurrency = inForce.filter((rule) => paysIn(rule, first.currency));
    const gap = gapOf(partnership, inForce, inCurrency, creditDay, first.currency);
    if (gap)
      gaps.push({
        documentKey: first.documentKey,
        partnershipName: partnership.name,
        reason: gap,
      });
    const paying = inCurrency
      .filter((rule) => earning.get(rule)?.has(first.documentKey))
      .map((rule, order) => ({ partnership, rule, index, weights, countsAsRevenue: order === 0 }));
    const asked = paying.filter(({ rule }) => wanted(partnership.partnershipId, rule));
    paysElsewhere ||= asked.length < paying.length;
    return asked;
  });
  const plan = { customerKey: customer.customerKey, creditDay, steps: stepsOf(entries), earnings };
  return { customer, entries, partnerships, plan, gaps, paysElsewhere };
}

function outcomeOf(
  document: Planned,
  lines: ReadonlyMap<string, readonly CommissionLine[]>,
  rules: readonly CommissionRule[],
  wanted: Wanted,
): Pick<CommissionOutcome, 'lines' | 'credits'> {
  const { entries, customer } = document;
  const desired = entries.flatMap((entry) => lines.get(entry.key) ?? []);
  const keys = new Set(entries.map((entry) => entry.key));
  const asked = new Map(rules.map((rule) => [rule.id, rule]));
  const posted = customer.posted.filter((line) => {
    const rule = asked.get(line.ruleId);
    return keys.has(line.entryKey) && rule && wanted(line.partnershipId, rule);
  });
  const postedKeys = new Set(posted.map((line) => line.key));
  return {
    lines: [
      ...desired.filter((line) => !postedKeys.has(line.key)),
      ...correctionsOf(entries, desired, posted, { credited: customer.credited, rules }),
    ],
    credits: entries.map((entry) => creditOf(entry, document, desired)),
  };
}

/** Rules whose flat amount or cap is in another currency than the document pay nothing: money is never guessed. */
function paysIn(rule: CommissionRule, currency: string): boolean {
  return rule.currency === null || rule.currency === currency;
}

function gapOf(
  partnership: CreditedPartnership,
  inForce: readonly CommissionRule[],
  paying: readonly CommissionRule[],
  day: string,
  currency: string,
): string | null {
  if (partnership.commissionSource === 'PRM' || partnership.split === 0 || paying.length > 0)
    return null;
  if (inForce.length > 0) {
    return `The rules of ${partnership.programName} pay in another currency than ${currency}, and money is never guessed.`;
  }
  return `No commission rule of ${partnership.programName} is in force on ${day} for ${partnership.name}.`;
}

function creditOf(
  entry: RevenueFact,
  { partnerships, gaps, paysElsewhere, plan }: Planned,
  desired: readonly CommissionLine[],
): EntryCredit {
  if (partnerships.length === 0) {
    return {
      entryKey: entry.key,
      status: 'Direct',
      reason: `Direct: no partnership is credited for this customer on ${plan.creditDay}.`,
    };
  }
  const names = partnerships.map((partnership) => partnership.name).join(', ');
  const earning = desired.filter((line) => line.entryKey === entry.key);
  const byPrm = partnerships.every((partnership) => partnership.commissionSource === 'PRM');
  const together = paysElsewhere ? ' What counts together with other customers is below too.' : '';
  const money =
    earning.length > 0
      ? `${earning.length === 1 ? 'One commission line' : `${earning.length} commission lines`} below.${together}`
      : byPrm
        ? 'The PRM computes its commission.'
        : (gaps.at(0)?.reason ??
          (paysElsewhere
            ? 'Its commission counts together with other customers of the partner.'
            : 'Nothing is owed for it.'));
  return {
    entryKey: entry.key,
    status: 'Credited',
    reason: `Credited to ${names}. ${money}`.slice(0, 255),
  };
}

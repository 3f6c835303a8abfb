import { correctionsOf } from './commission-correction.ts';
import type { CommissionLine, RevenueFact } from './commission-line.ts';
import {
  plansOf,
  type CustomerFacts,
  type Gap,
  type Planned,
  type Withheld,
  type Wanted,
} from './commission-plan.ts';
import { runLines } from './commission-run.ts';
import type { CommissionRule } from './commission-terms.ts';
import type { ExchangeRate } from './exchange-rate.ts';

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
  withoutRule: Gap[];
  /** Documents that a rule would pay if an exchange rate were known: not paid until then. */
  withoutRate: Gap[];
  /** Renewals that the program of a credited partnership does not pay for. */
  withheld: Withheld[];
}

/** The commission lines of one customer, all partnerships and rules. */
export function commissionLines(
  facts: Omit<CustomerFacts, 'customerKey'> & {
    rules: readonly CommissionRule[];
    rates?: readonly ExchangeRate[];
  },
): CommissionOutcome {
  return commissionsOf([{ customerKey: '', ...facts }], facts.rules, () => true, facts.rates);
}

/**
 * The commission lines of customers' billing documents. Terms and credit are those of the day of a document's first payment
 * (I10); shares lose no cent; what is taken back is in proportion and never more than was accrued; caps hold over all
 * customers given. What is paid is in the currency of the payment; amounts of a rule in another one are converted by the rate
 * of that day, and where there is none nothing is paid. Posted lines stay; new ones and corrections are returned, each with its reason. Pure: order of arrival and
 * repetition change nothing.
 */
export function commissionsOf(
  customers: readonly CustomerFacts[],
  rules: readonly CommissionRule[],
  wanted: Wanted,
  rates: readonly ExchangeRate[] = [],
): CommissionOutcome {
  const planned = customers.flatMap((customer) => plansOf(customer, rules, wanted, rates));
  const desired = Map.groupBy(runLines(planned.map(({ plan }) => plan)), (line) => line.entryKey);
  const outcomes = planned.map((document) => outcomeOf(document, desired, rules, wanted));
  return {
    lines: outcomes.flatMap(({ lines }) => lines),
    credits: outcomes.flatMap(({ credits }) => credits),
    withoutRule: planned.flatMap(({ gaps }) => gaps),
    withoutRate: planned.flatMap(({ unconverted }) => unconverted),
    withheld: planned.flatMap(({ withheld }) => withheld),
  };
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

function creditOf(
  entry: RevenueFact,
  { partnerships, gaps, unconverted, withheld, paysElsewhere, plan }: Planned,
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
          unconverted.at(0)?.reason ??
          withheld.at(0)?.reason ??
          (paysElsewhere
            ? 'Its commission counts together with other customers of the partner.'
            : 'Nothing is owed for it.'));
  return {
    entryKey: entry.key,
    status: 'Credited',
    reason: `Credited to ${names}. ${money}`.slice(0, 255),
  };
}

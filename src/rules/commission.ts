import { dayOf } from './calendar.ts';
import { correctionsOf } from './commission-correction.ts';
import {
  lineOf,
  stepsOf,
  type CommissionLine,
  type Earning,
  type PostedLine,
  type RevenueFact,
  type Step,
} from './commission-line.ts';
import {
  partnershipsOn,
  recordTriggers,
  rulesOn,
  type CommissionRule,
  type CreditedPartnership,
} from './commission-terms.ts';
import { compareMovements } from './ledger.ts';

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

export interface CommissionFacts {
  /** All entries of one billing document. */
  entries: readonly RevenueFact[];
  /** Partnerships with an attribution to the customer, past ones and those without a share included. */
  credited: readonly CreditedPartnership[];
  rules: readonly CommissionRule[];
  /** Lines already posted for this document. */
  posted: readonly PostedLine[];
}

/**
 * The commission lines of one billing document. Terms and credit are those of the day of its first payment (I10); shares
 * lose no cent; what is taken back is in proportion and never more than was accrued. Posted lines stay; new ones and
 * corrections are returned, each with its reason. Pure: order of arrival and repetition change nothing.
 */
export function commissionLines(facts: CommissionFacts): CommissionOutcome {
  const entries = [...facts.entries].sort(compareMovements);
  const [first] = entries;
  if (!first) return { lines: [], credits: [], withoutRule: [] };
  const creditDay = dayOf(first.occurredAt);
  const partnerships = partnershipsOn(creditDay, facts.credited);
  const steps = stepsOf(entries);
  const weights = partnerships.map((partnership) => partnership.split);
  const withoutRule: CommissionOutcome['withoutRule'] = [];
  const desired = partnerships.flatMap((partnership, index) => {
    const inForce =
      partnership.commissionSource === 'PRM'
        ? []
        : rulesOn(creditDay, partnership, facts.rules).filter(
            (rule) => !recordTriggers.includes(rule.trigger),
          );
    const paying = inForce.filter((rule) => paysIn(rule, first.currency));
    const gap = gapOf(partnership, inForce, paying, creditDay, first.currency);
    if (gap)
      withoutRule.push({
        documentKey: first.documentKey,
        partnershipName: partnership.name,
        reason: gap,
      });
    return paying.flatMap((rule, order) =>
      linesOf(
        { partnership, rule, index, weights, countsAsRevenue: order === 0 },
        steps,
        creditDay,
      ),
    );
  });
  const postedKeys = new Set(facts.posted.map((line) => line.key));
  return {
    lines: [
      ...desired.filter((line) => !postedKeys.has(line.key)),
      ...correctionsOf(entries, desired, facts.posted, facts),
    ],
    credits: entries.map((entry) => creditOf(entry, partnerships, desired, withoutRule, creditDay)),
    withoutRule,
  };
}

/** Rules whose flat amount or cap is in another currency than the document pay nothing: money is never guessed. */
function paysIn(rule: CommissionRule, currency: string): boolean {
  return rule.currency === null || rule.currency === currency;
}

function linesOf(earning: Earning, steps: readonly Step[], creditDay: string): CommissionLine[] {
  return steps.flatMap((step, at) => {
    const before = steps[at - 1] ?? { entry: step.entry, standing: 0, paid: 0 };
    const line = lineOf(earning, step, before, creditDay);
    return line ? [line] : [];
  });
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
  partnerships: readonly CreditedPartnership[],
  desired: readonly CommissionLine[],
  withoutRule: CommissionOutcome['withoutRule'],
  day: string,
): EntryCredit {
  if (partnerships.length === 0) {
    return {
      entryKey: entry.key,
      status: 'Direct',
      reason: `Direct: no partnership is credited for this customer on ${day}.`,
    };
  }
  const names = partnerships.map((partnership) => partnership.name).join(', ');
  const earning = desired.filter((line) => line.entryKey === entry.key);
  const byPrm = partnerships.every((partnership) => partnership.commissionSource === 'PRM');
  const money =
    earning.length > 0
      ? `${earning.length === 1 ? 'One commission line' : `${earning.length} commission lines`} below.`
      : byPrm
        ? 'The PRM computes its commission.'
        : (withoutRule.at(0)?.reason ?? 'Nothing is owed for it.');
  return {
    entryKey: entry.key,
    status: 'Credited',
    reason: `Credited to ${names}. ${money}`.slice(0, 255),
  };
}

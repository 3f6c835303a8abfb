import type { CreditJob } from '../queue/contract.ts';
import type { CommissionLine } from '../rules/commission-line.ts';
import { countsAcrossCustomers } from '../rules/commission-room.ts';
import type { CommissionRule, CreditedPartnership } from '../rules/commission-terms.ts';
import { commissionsOf, type CommissionOutcome } from '../rules/commission.ts';
import type { ExchangeRate } from '../rules/exchange-rate.ts';
import { attributionsOfAccount } from '../salesforce/facts/attributions.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { exchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import {
  entriesOfCustomer,
  linesOfCustomer,
  type CustomerEntry,
  type CustomerLine,
} from '../salesforce/facts/ledger.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { entryCreditRow, entryGround } from '../salesforce/rows/ledger.ts';
import { lateEntryRows, lateLineRows } from '../salesforce/rows/org-currency.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';
import { rateIssuesOf, unconvertedOf, unpriced, withBooked } from './foreign-currency.ts';
import { postLines, type GroundedLine } from './post-lines.ts';

/**
 * Who is credited for a billing customer's revenue, and what we owe them for it: computed over all of its documents, from
 * the org alone. Runs after every change to the ledger or to the credit, so neither has to come first (I9).
 */
export async function creditCustomer(
  context: JobContext,
  { customerKey }: CreditJob,
): Promise<void> {
  const [entries, lines, rules, identities, open] = await Promise.all([
    entriesOfCustomer(context.org, customerKey),
    linesOfCustomer(context.org, customerKey),
    commissionRules(context.org),
    identitiesByKey(context.org, [customerKey]),
    openIssuesOfDocument(context.org, customerKey),
  ]);
  const accountId = identities.get(customerKey)?.accountId ?? null;
  const attributions =
    accountId === null ? [] : await attributionsOfAccount(context.org, accountId);
  const credited = attributions.map((row) => row.credited);
  const rates = await ratesFor(context, entries, credited.length === 0 ? [] : rules);
  const money = { orgCurrency: context.orgCurrency, rates };
  const outcome = commissionsOf(
    [{ customerKey, entries, credited, posted: lines }],
    rules,
    (_partnership, rule) => !countsAcrossCustomers(rule),
    rates,
  );
  const late = unconvertedOf(entries, lines, context.orgCurrency);
  const issues = issueRows(
    issuesOf(customerKey, outcome, unpriced(entries, money)),
    open,
    ['NO_RULE_IN_FORCE', 'EXCHANGE_RATE_MISSING', 'RENEWAL_UNCLEAR'],
    context.clock.now(),
  );
  await postLines(
    { ...context, rates },
    grounded(withBooked(outcome.lines, lines, entries, money), customerKey),
    [
      ...creditRows(entries, outcome, accountId),
      ...lateEntryRows(late.entries, money),
      ...lateLineRows(late.lines, money),
      ...issues,
    ],
  );
  for (const partnershipId of countedTogether(rules, credited, lines))
    await context.producer.creditPartnership(partnershipId);
  context.countDocument(
    customerKey.split(':')[0] ?? '',
    'credit',
    accountId === null ? 'CREDIT_DIRECT' : 'CREDIT_COMPUTED',
  );
}

function grounded(lines: readonly CommissionLine[], customerKey: string): GroundedLine[] {
  return lines.map((line) => ({ line, ground: entryGround(line, customerKey) }));
}

/** Of what is paid and of the rules that may pay; most customers need none. */
function ratesFor(
  { org, orgCurrency }: JobContext,
  entries: readonly CustomerEntry[],
  rules: readonly CommissionRule[],
): Promise<ExchangeRate[]> {
  const currencies = [...entries, ...rules].map(({ currency }) => currency);
  return exchangeRates(org, currencies, orgCurrency);
}

/** Partnerships that this customer's revenue bears on together with that of others: a job of their own computes those lines. */
function countedTogether(
  rules: readonly CommissionRule[],
  credited: readonly CreditedPartnership[],
  lines: readonly CustomerLine[],
): ReadonlySet<string> {
  const together = rules.filter(countsAcrossCustomers);
  const programs = new Set(together.map((rule) => rule.programId));
  const ids = new Set(together.map((rule) => rule.id));
  return new Set([
    ...credited.filter((one) => programs.has(one.programId)).map((one) => one.partnershipId),
    ...lines.filter((line) => ids.has(line.ruleId)).map((line) => line.partnershipId),
  ]);
}

/** Only what changes is written: an API call is the scarce thing. */
function creditRows(
  entries: readonly CustomerEntry[],
  outcome: CommissionOutcome,
  accountId: string | null,
): OrgRow[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return outcome.credits
    .filter((credit) => {
      const entry = byKey.get(credit.entryKey);
      return (
        entry?.creditStatus !== credit.status ||
        entry.creditReason !== credit.reason ||
        (accountId !== null && entry.accountId !== accountId)
      );
    })
    .map((credit) => entryCreditRow(credit, accountId));
}

function issuesOf(
  customerKey: string,
  outcome: CommissionOutcome,
  unpricedReasons: readonly string[],
): Issue[] {
  const others = [
    ...rateIssuesOf(customerKey, outcome, unpricedReasons),
    ...renewalIssuesOf(customerKey, outcome),
  ];
  const reasons = new Set(outcome.withoutRule.map((gap) => gap.reason));
  if (reasons.size === 0) return others;
  return [
    ...others,
    {
      code: 'NO_RULE_IN_FORCE',
      severity: 'Warning',
      documentKey: customerKey,
      subject: null,
      message: `Revenue is credited to a partnership but pays nothing. ${[...reasons].sort().join(' ')}`,
      whatToDo:
        'Add a commission rule to the program that covers that day, or set its commission source to PRM. The next payment or a replay of this customer pays what is owed, back to the beginning.',
    },
  ];
}

/** Renewals that nobody is paid for as long as it is open who renewed. */
function renewalIssuesOf(customerKey: string, { withheld }: CommissionOutcome): Issue[] {
  const reasons = new Set(withheld.filter((one) => one.isUnclear).map((one) => one.reason));
  if (reasons.size === 0) return [];
  return [
    {
      code: 'RENEWAL_UNCLEAR',
      severity: 'Warning',
      documentKey: customerKey,
      subject: null,
      message: `A renewal was paid, and whether the partner earns on it is not clear. ${[...reasons].sort().join(' ')}`,
      whatToDo:
        'Fill Renewal Owner on the credit of this customer, or the renewal policy of the program. The next payment or a replay of this customer pays what is owed, and this issue closes itself.',
    },
  ];
}

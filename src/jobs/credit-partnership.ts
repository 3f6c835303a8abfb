import type { PartnershipJob } from '../queue/contract.ts';
import { dayOf } from '../rules/calendar.ts';
import { countsAcrossCustomers } from '../rules/commission-room.ts';
import { recordTriggers, type CommissionRule } from '../rules/commission-terms.ts';
import type { CustomerFacts } from '../rules/commission-plan.ts';
import { commissionsOf } from '../rules/commission.ts';
import { recordLines, unclearRecords } from '../rules/record-lines.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { exchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { customersOfPartnership } from '../salesforce/facts/customers.ts';
import { recordCredits } from '../salesforce/facts/record-credits.ts';
import { issuesByKey } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { entryGround } from '../salesforce/rows/ledger.ts';
import { recordIssueKey, recordIssueRow, resolvedIssueRow } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';
import { withBooked } from './foreign-currency.ts';
import { postLines, type GroundedLine } from './post-lines.ts';

type Context = Pick<JobContext, 'org' | 'orgCurrency' | 'clock' | 'countDocument'>;

/**
 * What we owe one partnership for its leads and deals, and under rules that count over several of its customers (caps,
 * tiers): computed over all of them, from the org alone. Single flight for each partnership, so that two runs never see half
 * of each other's lines.
 */
export async function creditPartnership(
  context: Context,
  { partnershipId }: PartnershipJob,
): Promise<void> {
  const rules = await commissionRules(context.org);
  const ofRecords = await linesOfRecords(context, partnershipId, rules);
  const lines = [...ofRecords.lines, ...(await linesOfCustomers(context, partnershipId, rules))];
  const currencies = lines.map(({ line }) => line.currency);
  const rates = await exchangeRates(context.org, currencies, context.orgCurrency);
  await postLines(
    { ...context, rates },
    lines,
    await unclearRows(context, partnershipId, ofRecords.unclear),
  );
  context.countDocument(
    'salesforce',
    'credit',
    lines.length === 0 ? 'PARTNERSHIP_UNCHANGED' : 'PARTNERSHIP_CREDITED',
  );
}

async function linesOfRecords(
  context: Context,
  partnershipId: string,
  rules: readonly CommissionRule[],
): Promise<{ lines: GroundedLine[]; unclear: string[] }> {
  const ofRecords = rules.filter((rule) => recordTriggers.includes(rule.trigger));
  if (ofRecords.length === 0) return { lines: [], unclear: [] };
  const now = context.clock.now();
  const credits = await recordCredits(context.org, partnershipId, context.orgCurrency, dayOf(now));
  const grounds = new Map(credits.map((credit) => [credit.key, credit.ground]));
  const currencies = ofRecords.map(({ currency }) => currency);
  const rates = await exchangeRates(context.org, currencies, context.orgCurrency);
  const lines = recordLines(credits, ofRecords, now, rates).map((line) => {
    const ground = grounds.get(line.recordKey);
    return { line, ground: ground ? { [ground.lookup]: ground.attributionId } : {} };
  });
  return { lines, unclear: unclearRecords(credits, ofRecords, rates) };
}

/** What a person has to say before it can be paid; the issue closes itself when nothing is unclear any more. */
async function unclearRows(
  context: Context,
  recordId: string,
  reasons: readonly string[],
): Promise<OrgRow[]> {
  const issue = { code: 'COMMISSION_UNCLEAR', recordId } as const;
  const key = recordIssueKey(issue);
  const known = (await issuesByKey(context.org, [key])).get(key);
  const now = context.clock.now();
  if (reasons.length === 0) return known?.isOpen ? [resolvedIssueRow(key, now)] : [];
  const message = `This partnership earned something that cannot be computed. ${reasons.join(' ')}`;
  if (known?.isOpen && known.message === message) return [];
  const whatToDo =
    'Enter what is missing: the amount of the deal, an exchange rate for the two currencies, or who renewed (Renewal Policy on the opportunity). What is owed is then paid within minutes, and this issue closes itself.';
  return [
    recordIssueRow({ ...issue, severity: 'Warning', message, whatToDo }, known === undefined, now),
  ];
}

async function linesOfCustomers(
  context: Context,
  partnershipId: string,
  rules: readonly CommissionRule[],
): Promise<GroundedLine[]> {
  const together = rules.filter(
    (rule) => countsAcrossCustomers(rule) && !recordTriggers.includes(rule.trigger),
  );
  if (together.length === 0) return [];
  const customers = await customersOfPartnership(
    context.org,
    partnershipId,
    together.map((rule) => rule.id),
  );
  const customerOf = new Map(
    customers.flatMap(({ customerKey, entries }) =>
      entries.map((entry) => [entry.key, customerKey] as const),
    ),
  );
  const { orgCurrency } = context;
  const rates = await exchangeRates(context.org, currenciesOf(customers, together), orgCurrency);
  const { lines } = commissionsOf(
    customers,
    rules,
    (id, rule) => id === partnershipId && countsAcrossCustomers(rule),
    rates,
  );
  const posted = customers.flatMap((customer) => customer.posted);
  const entries = customers.flatMap((customer) => customer.entries);
  return withBooked(lines, posted, entries, { orgCurrency, rates }).map((line) => ({
    line,
    ground: entryGround(line, customerOf.get(line.entryKey) ?? ''),
  }));
}

/** Of everything that is paid, and of the rules that pay. */
function* currenciesOf(
  customers: readonly CustomerFacts[],
  rules: readonly CommissionRule[],
): Generator<string | null> {
  for (const { currency } of rules) yield currency;
  for (const { entries } of customers) for (const { currency } of entries) yield currency;
}

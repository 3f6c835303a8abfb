import type { PartnershipJob } from '../queue/contract.ts';
import { dayOf } from '../rules/calendar.ts';
import { countsAcrossCustomers } from '../rules/commission-room.ts';
import { recordTriggers, type CommissionRule } from '../rules/commission-terms.ts';
import type { CustomerFacts } from '../rules/commission-plan.ts';
import { commissionsOf } from '../rules/commission.ts';
import { recordLines } from '../rules/record-lines.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { exchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { customersOfPartnership } from '../salesforce/facts/customers.ts';
import { recordCredits } from '../salesforce/facts/record-credits.ts';
import { entryGround } from '../salesforce/rows/ledger.ts';
import type { JobContext } from './context.ts';
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
  const lines = [
    ...(await linesOfRecords(context, partnershipId, rules)),
    ...(await linesOfCustomers(context, partnershipId, rules)),
  ];
  const currencies = lines.map(({ line }) => line.currency);
  const rates = await exchangeRates(context.org, currencies, context.orgCurrency);
  await postLines({ ...context, rates }, lines, []);
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
): Promise<GroundedLine[]> {
  const ofRecords = rules.filter((rule) => recordTriggers.includes(rule.trigger));
  if (ofRecords.length === 0) return [];
  const now = context.clock.now();
  const credits = await recordCredits(context.org, partnershipId, context.orgCurrency, dayOf(now));
  const grounds = new Map(credits.map((credit) => [credit.key, credit.ground]));
  const currencies = ofRecords.map(({ currency }) => currency);
  const rates = await exchangeRates(context.org, currencies, context.orgCurrency);
  return recordLines(credits, ofRecords, now, rates).map((line) => {
    const ground = grounds.get(line.recordKey);
    return { line, ground: ground ? { [ground.lookup]: ground.attributionId } : {} };
  });
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
  const { lines } = commissionsOf(
    customers,
    rules,
    (id, rule) => id === partnershipId && countsAcrossCustomers(rule),
    await exchangeRates(context.org, currenciesOf(customers, together), context.orgCurrency),
  );
  return lines.map((line) => ({
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

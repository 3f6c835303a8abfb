import { z } from 'zod';
import { countsAcrossCustomers } from '../rules/commission-room.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { customerKeys } from '../salesforce/facts/customers.ts';
import { identitiesOfAccount } from '../salesforce/facts/identities.ts';
import { day, parseRecords, requiredText } from '../salesforce/facts/record.ts';
import { soqlString } from '../salesforce/soql.ts';
import type { JobContext } from './context.ts';

const accountSchema = z.object({ Account__c: requiredText });
const ruleSchema = z.object({ Program__c: requiredText, EffectiveFrom__c: day });
const rateSchema = z
  .object({ FromCurrency__c: requiredText, ToCurrency__c: requiredText })
  .transform((record) => [record.FromCurrency__c, record.ToCurrency__c]);
const partnershipSchema = z.object({ Id: requiredText });
const customerSchema = z.object({ DocumentKey__c: requiredText });

/**
 * What people change in Salesforce bears on credit as much as what vendors say: a rep links an identity to an account,
 * changes a split, an admin adds the missing commission rule or an exchange rate. This finds such changes and has the customers they touch
 * computed again (I9). Idempotent, so it may look at the same change twice.
 */
export async function sweepCredit(context: JobContext, from: Date): Promise<void> {
  const since = from.toISOString();
  const [linked, attributed, rules, rates, unpaid] = await Promise.all([
    context.org.query(
      `SELECT Account__c FROM ExternalIdentity__c WHERE Type__c = 'customer' AND Account__c != null AND SystemModstamp >= ${since}`,
    ),
    context.org.query(
      `SELECT Account__c FROM AccountAttribution__c WHERE SystemModstamp >= ${since}`,
    ),
    context.org.query(
      `SELECT Program__c, EffectiveFrom__c FROM CommissionRule__c WHERE Status__c IN ('Active', 'Retired') AND SystemModstamp >= ${since}`,
    ),
    context.org.query(
      `SELECT FromCurrency__c, ToCurrency__c FROM ExchangeRate__c WHERE SystemModstamp >= ${since}`,
    ),
    context.org.query(
      "SELECT DocumentKey__c FROM SyncIssue__c WHERE Code__c IN ('NO_RULE_IN_FORCE', 'EXCHANGE_RATE_MISSING') AND Status__c = 'Open'",
    ),
  ]);
  const accounts = parseRecords(accountSchema, [...linked, ...attributed], 'ExternalIdentity__c');
  const customers = new Set(
    await customersOf(context, new Set(accounts.map((row) => row.Account__c))),
  );
  if (rules.length > 0 || rates.length > 0) {
    for (const row of parseRecords(customerSchema, unpaid, 'SyncIssue__c'))
      customers.add(row.DocumentKey__c);
  }
  const changed = parseRecords(ruleSchema, rules, 'CommissionRule__c');
  for (const key of await paidUnder(context, changed)) customers.add(key);
  const pairs = parseRecords(rateSchema, rates, 'ExchangeRate__c');
  for (const key of await paidInForeign(context, pairs.flat())) customers.add(key);
  for (const customer of customers) await context.producer.credit(customer);
  const programs = new Set(changed.map((rule) => rule.Program__c));
  const partnerships = await countedTogether(context, programs);
  for (const partnership of partnerships) await context.producer.creditPartnership(partnership);
  context.countDocument(
    'salesforce',
    'sweep',
    customers.size + partnerships.length === 0 ? 'NOTHING_CHANGED' : 'CREDIT_SWEPT',
  );
}

async function customersOf(
  context: JobContext,
  accountIds: ReadonlySet<string>,
): Promise<string[]> {
  const billing = new Set(context.vendors.billing.map((vendor) => vendor.name));
  const identities = await Promise.all(
    [...accountIds].map((accountId) => identitiesOfAccount(context.org, accountId)),
  );
  return identities
    .flat()
    .filter(({ type, key }) => type === 'customer' && billing.has(key.split(':')[0] ?? ''))
    .map(({ key }) => key);
}

/** Customers of the programs of changed rules who paid while those are in force: terms may be entered late, or be ended early. */
async function paidUnder(
  { org }: JobContext,
  rules: readonly z.infer<typeof ruleSchema>[],
): Promise<string[]> {
  if (rules.length === 0) return [];
  const programs = [...new Set(rules.map((rule) => soqlString(rule.Program__c)))].join(', ');
  const [first] = rules.flatMap(({ EffectiveFrom__c: from }) => from ?? []).sort();
  const since = first === undefined ? '' : `OccurredAt__c >= ${first}T00:00:00Z AND `;
  const accounts = `SELECT Account__c FROM AccountAttribution__c WHERE Partnership__r.Program__c IN (${programs})`;
  return customerKeys(org, 'RevenueEntry__c', `${since}Account__c IN (${accounts})`);
}

/** Customers who pay in a currency whose exchange rates have changed; the org's own needs none. */
async function paidInForeign(
  { org, orgCurrency }: JobContext,
  currencies: readonly string[],
): Promise<string[]> {
  const foreign = new Set(currencies.filter((currency) => currency !== orgCurrency));
  if (foreign.size === 0) return [];
  const list = [...foreign].map(soqlString).join(', ');
  return customerKeys(org, 'RevenueEntry__c', `SourceCurrency__c IN (${list})`);
}

/** Partnerships of the programs of changed rules: what caps and tiers leave them may have changed with no customer doing so. */
async function countedTogether(
  { org }: JobContext,
  programIds: ReadonlySet<string>,
): Promise<string[]> {
  if (programIds.size === 0) return [];
  const rules = await commissionRules(org);
  const programs = new Set(
    rules
      .filter(countsAcrossCustomers)
      .flatMap(({ programId }) => (programIds.has(programId) ? [soqlString(programId)] : [])),
  );
  if (programs.size === 0) return [];
  const records = await org.query(
    `SELECT Id FROM Partnership__c WHERE Program__c IN (${[...programs].join(', ')})`,
  );
  return parseRecords(partnershipSchema, records, 'Partnership__c').map(({ Id: id }) => id);
}

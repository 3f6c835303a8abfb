import { z } from 'zod';
import { identitiesOfAccount } from '../salesforce/facts/identities.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import type { JobContext } from './context.ts';

/** How far back one sweep looks: several intervals, so that a worker that was away for a while misses nothing. */
const LOOK_BACK_MS = 30 * 60_000;

const accountSchema = z.object({ Account__c: requiredText });
const customerSchema = z.object({ DocumentKey__c: requiredText });

/**
 * What people change in Salesforce bears on credit as much as what vendors say: a rep links an identity to an account,
 * changes a split, an admin adds the missing commission rule. This finds such changes and has the customers they touch
 * computed again (I9). Idempotent, so it may look at the same change twice.
 */
export async function sweepCredit(context: JobContext): Promise<void> {
  const since = new Date(context.clock.now().getTime() - LOOK_BACK_MS).toISOString();
  const [linked, attributed, rules, unpaid] = await Promise.all([
    context.org.query(
      `SELECT Account__c FROM ExternalIdentity__c WHERE Type__c = 'customer' AND Account__c != null AND SystemModstamp >= ${since}`,
    ),
    context.org.query(
      `SELECT Account__c FROM AccountAttribution__c WHERE SystemModstamp >= ${since}`,
    ),
    context.org.query(`SELECT Id FROM CommissionRule__c WHERE SystemModstamp >= ${since} LIMIT 1`),
    context.org.query(
      "SELECT DocumentKey__c FROM SyncIssue__c WHERE Code__c = 'NO_RULE_IN_FORCE' AND Status__c = 'Open'",
    ),
  ]);
  const accounts = parseRecords(accountSchema, [...linked, ...attributed], 'ExternalIdentity__c');
  const customers = new Set(
    await customersOf(context, new Set(accounts.map((row) => row.Account__c))),
  );
  if (rules.length > 0) {
    for (const row of parseRecords(customerSchema, unpaid, 'SyncIssue__c'))
      customers.add(row.DocumentKey__c);
  }
  for (const customer of customers) await context.producer.credit(customer);
  context.countDocument(
    'salesforce',
    'sweep',
    customers.size === 0 ? 'NOTHING_CHANGED' : 'CREDIT_SWEPT',
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

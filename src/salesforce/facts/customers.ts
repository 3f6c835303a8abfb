import { z } from 'zod';
import type { CustomerFacts } from '../../rules/commission-plan.ts';
import type { Org, OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { attributionsOfAccount } from './attributions.ts';
import { identitiesByKey } from './identities.ts';
import {
  entriesOfCustomer,
  linesOfCustomer,
  type CustomerEntry,
  type CustomerLine,
} from './ledger.ts';
import { parseRecords, requiredText } from './record.ts';

const identitySchema = z.object({ ExternalKey__c: requiredText });
const lineSchema = z.object({ CustomerKey__c: requiredText });

/**
 * Every billing customer of a partnership with its ledger, credit and lines: those of its accounts, and those that have
 * lines of `ruleIds` already, should they have moved to another account since. Read whole; costs two queries and then five
 * questions a customer, shared in one round.
 */
export async function customersOfPartnership(
  org: Org & Pick<OrgAdmin, 'query'>,
  partnershipId: string,
  ruleIds: readonly string[],
): Promise<LedgerCustomer[]> {
  const [identities, lines] = await Promise.all([
    org.query(
      `SELECT ExternalKey__c FROM ExternalIdentity__c WHERE Type__c = 'customer' AND Account__c IN (SELECT Account__c FROM AccountAttribution__c WHERE Partnership__c = ${soqlString(partnershipId)})`,
    ),
    customerKeys(
      org,
      'Commission__c',
      `CommissionStatement__r.Partnership__c = ${soqlString(partnershipId)} AND CommissionRule__c IN (${ruleIds.map(soqlString).join(', ')})`,
    ),
  ]);
  const keys = new Set([
    ...parseRecords(identitySchema, identities, 'ExternalIdentity__c').map(
      (row) => row.ExternalKey__c,
    ),
    ...lines,
  ]);
  return customerFacts(org, [...keys]);
}

/** Every billing customer of which the ledger has an entry before a day: what came earlier uses up caps and reaches tiers. */
export async function customersUntil(
  org: Org & Pick<OrgAdmin, 'query'>,
  until: string,
): Promise<LedgerCustomer[]> {
  const before = `OccurredAt__c < ${until}T00:00:00Z`;
  return customerFacts(org, await customerKeys(org, 'RevenueEntry__c', before));
}

/** An aggregate query gives at most 2,000 rows and has no second page (SOQL and SOSL reference, GROUP BY). */
const PAGE = 2_000;

/** The billing customers of which there are rows, each once, page by page. */
export async function customerKeys(
  org: Pick<OrgAdmin, 'query'>,
  object: 'Commission__c' | 'RevenueEntry__c',
  where: string,
): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const last = keys.at(-1);
    const beyond = last === undefined ? '' : ` AND CustomerKey__c > ${soqlString(last)}`;
    const rows = await org.query(
      `SELECT CustomerKey__c FROM ${object} WHERE ${where} AND CustomerKey__c != null${beyond} GROUP BY CustomerKey__c ORDER BY CustomerKey__c LIMIT ${PAGE}`,
    );
    keys.push(...parseRecords(lineSchema, rows, object).map((row) => row.CustomerKey__c));
    if (rows.length < PAGE) return keys;
  }
}

/** A customer with its entries and lines as the org holds them. */
export interface LedgerCustomer extends CustomerFacts {
  entries: CustomerEntry[];
  posted: CustomerLine[];
}

async function customerFacts(org: Org, keys: readonly string[]): Promise<LedgerCustomer[]> {
  const known = await identitiesByKey(org, keys);
  return Promise.all(
    [...keys].sort().map(async (customerKey): Promise<LedgerCustomer> => {
      const accountId = known.get(customerKey)?.accountId ?? null;
      const [entries, posted, attributions] = await Promise.all([
        entriesOfCustomer(org, customerKey),
        linesOfCustomer(org, customerKey),
        accountId === null ? [] : attributionsOfAccount(org, accountId),
      ]);
      return { customerKey, entries, posted, credited: attributions.map((row) => row.credited) };
    }),
  );
}

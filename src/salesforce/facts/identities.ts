import { z } from 'zod';
import type { Org } from '../org.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** What a vendor's id stands for in the org. */
export interface IdentityFact {
  key: string;
  type: string;
  accountId: string | null;
  accountKey: string | null;
  contactId: string | null;
  leadId: string | null;
  opportunityId: string | null;
  partnershipId: string | null;
  /** What both sides had when they last agreed, as `exchange.ts` writes it; null: they never have. */
  exchanged: string | null;
  /** Of the vendor's truth that was saved last; null: none ever was. */
  version: number | null;
}

const schema = z
  .object({
    ExternalKey__c: requiredText,
    Type__c: requiredText,
    Account__c: text,
    Account__r: z.object({ ExternalKey__c: text }).nullable(),
    Contact__c: text,
    Lead__c: text,
    Opportunity__c: text,
    Partnership__c: text,
    Exchanged__c: text,
    SourceVersion__c: number,
  })
  .transform((record): IdentityFact => ({
    key: record.ExternalKey__c,
    type: record.Type__c,
    accountId: record.Account__c,
    accountKey: record.Account__r?.ExternalKey__c ?? record.Account__c,
    contactId: record.Contact__c,
    leadId: record.Lead__c,
    opportunityId: record.Opportunity__c,
    partnershipId: record.Partnership__c,
    exchanged: record.Exchanged__c,
    version: record.SourceVersion__c,
  }));

const select = [
  'ExternalKey__c',
  'Type__c',
  'Account__c',
  'Account__r.ExternalKey__c',
  'Contact__c',
  'Lead__c',
  'Opportunity__c',
  'Partnership__c',
  'Exchanged__c',
  'SourceVersion__c',
];

/** Identities by their external key; one that the org does not know is simply missing from the map. */
export async function identitiesByKey(
  org: Org,
  keys: readonly string[],
): Promise<Map<string, IdentityFact>> {
  const records = await org.find({
    object: 'ExternalIdentity__c',
    select,
    by: 'ExternalKey__c',
    values: keys,
  });
  return new Map(
    parseRecords(schema, records, 'ExternalIdentity__c').map((identity) => [
      identity.key,
      identity,
    ]),
  );
}

/** Every identity that is linked to an account: a customer may pay through several billing customers. */
export async function identitiesOfAccount(org: Org, accountId: string): Promise<IdentityFact[]> {
  const records = await org.find({
    object: 'ExternalIdentity__c',
    select,
    by: 'Account__c',
    values: [accountId],
  });
  return parseRecords(schema, records, 'ExternalIdentity__c');
}

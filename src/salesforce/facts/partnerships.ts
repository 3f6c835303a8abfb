import { z } from 'zod';
import { scaled } from '../../money.ts';
import type { Org } from '../org.ts';
import { survivorOf } from '../../rules/partner-merge.ts';
import { renewalPolicies, type RenewalPolicy } from '../../rules/renewal.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** A partnership with what its program says about credit. Splits are basis points. */
export interface PartnershipFact {
  id: string;
  /** External key, or the record id where a rep made it. */
  key: string;
  name: string;
  partnerAccountId: string;
  programId: string;
  programName: string;
  defaultRole: string;
  defaultSplit: number;
  termMonths: number | null;
  holdDays: number;
  /** 'PRM': the PRM computes the money, and so must nobody else. */
  commissionSource: 'Partnerverse' | 'PRM';
  renewalPolicy: RenewalPolicy | null;
  /** Whether the partner earns on renewals that we do. */
  commissionOnRenewal: boolean;
}

const programSchema = z.object({
  Name: requiredText,
  DefaultRole__c: text,
  DefaultPayableSplitPercent__c: number,
  AttributionTermMonths__c: number,
  HoldDays__c: number,
  CommissionSource__c: z.enum(['Partnerverse', 'PRM']).nullable(),
  RenewalPolicy__c: z.enum(renewalPolicies).nullable(),
  CommissionOnRenewal__c: z.boolean(),
});

/** The shape of a partnership read through a lookup, and the fields to select for it. */
export const partnershipSchema = z
  .object({
    Id: requiredText,
    ExternalKey__c: text,
    Name: requiredText,
    Partner__c: requiredText,
    Program__c: requiredText,
    Program__r: programSchema,
  })
  .transform((record): PartnershipFact => ({
    id: record.Id,
    key: record.ExternalKey__c ?? record.Id,
    name: record.Name,
    partnerAccountId: record.Partner__c,
    programId: record.Program__c,
    programName: record.Program__r.Name,
    defaultRole: record.Program__r.DefaultRole__c ?? 'Sourced',
    defaultSplit: scaled(record.Program__r.DefaultPayableSplitPercent__c ?? 100, 2),
    termMonths: record.Program__r.AttributionTermMonths__c,
    holdDays: record.Program__r.HoldDays__c ?? 0,
    commissionSource: record.Program__r.CommissionSource__c ?? 'Partnerverse',
    renewalPolicy: record.Program__r.RenewalPolicy__c,
    commissionOnRenewal: record.Program__r.CommissionOnRenewal__c,
  }));

const fields = [
  'Id',
  'ExternalKey__c',
  'Name',
  'Partner__c',
  'Program__c',
  'Program__r.Name',
  'Program__r.DefaultRole__c',
  'Program__r.DefaultPayableSplitPercent__c',
  'Program__r.AttributionTermMonths__c',
  'Program__r.HoldDays__c',
  'Program__r.CommissionSource__c',
  'Program__r.RenewalPolicy__c',
  'Program__r.CommissionOnRenewal__c',
];

export const partnershipFields = (path: string): string[] =>
  fields.map((field) => `${path}.${field}`);

const identitySchema = z.object({
  ExternalKey__c: requiredText,
  Partnership__r: partnershipSchema.nullable(),
});
const mergedSchema = z.object({
  Partnership__r: z.object({ Id: requiredText, MergedInto__c: text }).nullable(),
});
const ownMergedSchema = z.object({ Id: requiredText, MergedInto__c: text });

/**
 * The partnerships that identities of type partnership or partner-key stand for, by the identity's key. For one that was merged
 * into another it is the one that goes on.
 */
export async function partnershipsByIdentity(
  org: Org,
  keys: readonly string[],
): Promise<Map<string, PartnershipFact>> {
  const records = await org.find({
    object: 'ExternalIdentity__c',
    select: [
      'ExternalKey__c',
      'Partnership__r.MergedInto__c',
      ...partnershipFields('Partnership__r'),
    ],
    by: 'ExternalKey__c',
    values: keys,
  });
  const identities = parseRecords(identitySchema, records, 'ExternalIdentity__c');
  const merged = parseRecords(mergedSchema, records, 'ExternalIdentity__c').flatMap(
    ({ Partnership__r: partnership }) => partnership ?? [],
  );
  const survivors = await survivorsOf(org, merged);
  return new Map(
    identities.flatMap(({ ExternalKey__c: key, Partnership__r: partnership }) =>
      partnership ? [[key, survivors.get(partnership.id) ?? partnership]] : [],
    ),
  );
}

/** Who goes on for those that were merged; nobody for those merged in a ring. Asks nothing where nothing was merged. */
async function survivorsOf(
  org: Org,
  found: readonly z.infer<typeof ownMergedSchema>[],
): Promise<Map<string, PartnershipFact>> {
  const mergedInto = new Map<string, string>();
  const facts = new Map<string, PartnershipFact>();
  let waiting = found;
  while (waiting.length > 0) {
    for (const { Id, MergedInto__c: next } of waiting) if (next !== null) mergedInto.set(Id, next);
    const unread = [...new Set(mergedInto.values())].filter((id) => !facts.has(id));
    if (unread.length === 0) break;
    const records = await org.find({
      object: 'Partnership__c',
      select: ['MergedInto__c', ...fields],
      by: 'Id',
      values: unread,
    });
    for (const fact of parseRecords(partnershipSchema, records, 'Partnership__c'))
      facts.set(fact.id, fact);
    waiting = parseRecords(ownMergedSchema, records, 'Partnership__c');
  }
  return new Map(
    [...mergedInto.keys()].flatMap((id) => {
      const fact = facts.get(survivorOf(id, mergedInto).survivorId ?? '');
      return fact ? [[id, fact]] : [];
    }),
  );
}

/** Whether the org has a program of this external key. */
export async function isProgramKnown(org: Org, key: string): Promise<boolean> {
  const records = await org.find({
    object: 'PartnerProgram__c',
    select: ['ExternalKey__c'],
    by: 'ExternalKey__c',
    values: [key],
  });
  return records.length > 0;
}

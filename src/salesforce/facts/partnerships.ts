import { z } from 'zod';
import { scaled } from '../../money.ts';
import type { Org } from '../org.ts';
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
}

const programSchema = z.object({
  Name: requiredText,
  DefaultRole__c: text,
  DefaultPayableSplitPercent__c: number,
  AttributionTermMonths__c: number,
  HoldDays__c: number,
  CommissionSource__c: z.enum(['Partnerverse', 'PRM']).nullable(),
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
];

export const partnershipFields = (path: string): string[] =>
  fields.map((field) => `${path}.${field}`);

const identitySchema = z.object({
  ExternalKey__c: requiredText,
  Partnership__r: partnershipSchema.nullable(),
});

/** The partnerships that identities of type partnership or partner-key stand for, by the identity's key. */
export async function partnershipsByIdentity(
  org: Org,
  keys: readonly string[],
): Promise<Map<string, PartnershipFact>> {
  const records = await org.find({
    object: 'ExternalIdentity__c',
    select: ['ExternalKey__c', ...partnershipFields('Partnership__r')],
    by: 'ExternalKey__c',
    values: keys,
  });
  const identities = parseRecords(identitySchema, records, 'ExternalIdentity__c');
  return new Map(
    identities.flatMap(({ ExternalKey__c: key, Partnership__r: partnership }) =>
      partnership ? [[key, partnership]] : [],
    ),
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

import { z } from 'zod';
import type { Org, OrgAdmin } from '../org.ts';
import { readOwned, type OwnedPartnership } from '../rows/owned-partnership.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

/** With the program's name, for what people read. */
export interface OwnedInOrg extends OwnedPartnership {
  programName: string | null;
}

const partnershipSchema = z
  .object({
    StartDate__c: day,
    Program__r: z.object({ ExternalKey__c: text, Name: requiredText }).nullable(),
  })
  .transform((record): OwnedInOrg => ({
    startDate: record.StartDate__c,
    program: record.Program__r?.ExternalKey__c ?? null,
    programName: record.Program__r?.Name ?? null,
  }));

/** What the org has of a partnership's fields that the PRM owns; null where it has no such partnership. */
export async function ownedPartnership(org: Org, key: string): Promise<OwnedInOrg | null> {
  const records = await org.find({
    object: 'Partnership__c',
    select: ['ExternalKey__c', 'StartDate__c', 'Program__r.ExternalKey__c', 'Program__r.Name'],
    by: 'ExternalKey__c',
    values: [key],
  });
  return parseRecords(partnershipSchema, records, 'Partnership__c')[0] ?? null;
}

/** A program's fields that the PRM owns. */
export interface OwnedProgram {
  name: string;
  status: string | null;
  motions: string | null;
  version: number | null;
}

const programSchema = z
  .object({
    Name: requiredText,
    Status__c: text,
    SalesMotions__c: text,
    SourceVersion__c: number,
  })
  .transform((record): OwnedProgram => ({
    name: record.Name,
    status: record.Status__c,
    motions: record.SalesMotions__c,
    version: record.SourceVersion__c,
  }));

/** Null where the org has no such program. */
export async function ownedProgram(org: Org, key: string): Promise<OwnedProgram | null> {
  const records = await org.find({
    object: 'PartnerProgram__c',
    select: ['ExternalKey__c', 'Name', 'Status__c', 'SalesMotions__c', 'SourceVersion__c'],
    by: 'ExternalKey__c',
    values: [key],
  });
  return parseRecords(programSchema, records, 'PartnerProgram__c')[0] ?? null;
}

const changedProgramSchema = z.object({ ExternalKey__c: requiredText });
const changedPartnershipSchema = z.object({
  ExternalKey__c: requiredText,
  Exchanged__c: text,
  Partnership__r: partnershipSchema,
});

/**
 * Keys of programs that were written since, and of partnerships that are not as the PRM's truth was written last. Two API calls;
 * commissions touch their partnerships all the time, so those are compared here and not at the PRM.
 */
export async function touchedSince(
  org: Pick<OrgAdmin, 'query'>,
  since: Date,
): Promise<{ programs: string[]; partnerships: string[] }> {
  const from = since.toISOString();
  const [programs, partnerships] = await Promise.all([
    org.query(
      `SELECT ExternalKey__c FROM PartnerProgram__c WHERE ExternalKey__c != null AND SystemModstamp >= ${from}`,
    ),
    org.query(
      `SELECT ExternalKey__c, Exchanged__c, Partnership__r.StartDate__c, Partnership__r.Program__r.ExternalKey__c, Partnership__r.Program__r.Name FROM ExternalIdentity__c WHERE Type__c = 'partnership' AND Partnership__r.SystemModstamp >= ${from}`,
    ),
  ]);
  return {
    programs: parseRecords(changedProgramSchema, programs, 'PartnerProgram__c').map(
      (row) => row.ExternalKey__c,
    ),
    partnerships: parseRecords(changedPartnershipSchema, partnerships, 'ExternalIdentity__c')
      .filter(({ Exchanged__c, Partnership__r: ours }) => {
        const written = readOwned(Exchanged__c);
        return (
          written !== null &&
          (written.startDate !== ours.startDate || written.program !== ours.program)
        );
      })
      .map((row) => row.ExternalKey__c),
  };
}

import { z } from 'zod';
import type { RegistrationClaim } from '../../rules/registration-conflict.ts';
import type { ProtectedRegistration } from '../../rules/registration-expiry.ts';
import type { Org, OrgAdmin } from '../org.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

const schema = z.object({ ExternalKey__c: requiredText, Status__c: requiredText });

/** The status of the registration of this external key; null where the org has none. */
export async function registrationStatus(org: Org, key: string): Promise<string | null> {
  const records = await org.find({
    object: 'DealRegistration__c',
    select: ['ExternalKey__c', 'Status__c'],
    by: 'ExternalKey__c',
    values: [key],
  });
  return parseRecords(schema, records, 'DealRegistration__c')[0]?.Status__c ?? null;
}

/** A registration as the rule of its protection sees it, with the names that people know it by. */
export interface RegistrationFact extends ProtectedRegistration {
  id: string;
  name: string;
  company: string;
  partnershipName: string;
}

const protectedSchema = z
  .object({
    Id: requiredText,
    Name: requiredText,
    Company__c: text,
    Status__c: requiredText,
    ExpiresOn__c: day,
    ExtensionCount__c: number,
    Partnership__r: z.object({
      Name: requiredText,
      Program__r: z.object({ DealRegistrationExtensions__c: number }),
    }),
  })
  .transform((record): RegistrationFact => ({
    id: record.Id,
    name: record.Name,
    company: record.Company__c ?? 'an unnamed company',
    partnershipName: record.Partnership__r.Name,
    status: record.Status__c,
    expiresOn: record.ExpiresOn__c,
    extensions: record.ExtensionCount__c ?? 0,
    extensionsAllowed: record.Partnership__r.Program__r.DealRegistrationExtensions__c,
  }));

const protectedFields = [
  'Id',
  'Name',
  'Company__c',
  'Status__c',
  'ExpiresOn__c',
  'ExtensionCount__c',
  'Partnership__r.Name',
  'Partnership__r.Program__r.DealRegistrationExtensions__c',
];

/** Enough for a day; what is more comes with the next round. */
const AT_ONCE = 2_000;

/** Approved registrations whose last day is `until` or earlier, the most urgent first. */
export async function registrationsEndingBy(
  org: Pick<OrgAdmin, 'query'>,
  until: string,
): Promise<RegistrationFact[]> {
  const records = await org.query(
    `SELECT ${protectedFields.join(', ')} FROM DealRegistration__c WHERE Status__c = 'Approved' AND ExpiresOn__c <= ${until} ORDER BY ExpiresOn__c, Id LIMIT ${AT_ONCE}`,
  );
  return parseRecords(protectedSchema, records, 'DealRegistration__c');
}

/** Registrations by their record ids; one that was deleted is missing. */
export async function registrationsById(
  org: Org,
  ids: readonly string[],
): Promise<RegistrationFact[]> {
  if (ids.length === 0) return [];
  const object = 'DealRegistration__c';
  const records = await org.find({ object, select: protectedFields, by: 'Id', values: ids });
  return parseRecords(protectedSchema, records, object);
}

const claimFields = z.object({
  Id: requiredText,
  Name: requiredText,
  Partnership__c: requiredText,
  Company__c: text,
  Domain__c: text,
  MatchKey__c: text,
  Status__c: requiredText,
  SubmittedAt__c: text,
  CreatedDate: requiredText,
});
const claimSchema = claimFields.extend({
  ConflictStatus__c: text,
  ConflictCode__c: text,
  ConflictingRegistration__r: claimFields.nullable(),
});

/** A registration that claims a company, with the conflict that was found for it. */
export interface CheckedClaim extends RegistrationClaim {
  conflictStatus: string | null;
  conflictCode: string | null;
  /** The registration that the conflict is with. */
  before: RegistrationClaim | null;
}

function claimOf(record: z.infer<typeof claimFields>): RegistrationClaim {
  return {
    id: record.Id,
    name: record.Name,
    partnershipId: record.Partnership__c,
    company: record.Company__c ?? '',
    domain: record.Domain__c,
    matchKey: record.MatchKey__c,
    status: record.Status__c,
    submittedAt: new Date(record.SubmittedAt__c ?? record.CreatedDate),
  };
}

/** Registrations that nobody has decided yet, and those whose approval protects them. Two API calls at most while there are few. */
export async function claimsOnCompanies(org: Pick<OrgAdmin, 'query'>): Promise<CheckedClaim[]> {
  const own = Object.keys(claimFields.shape);
  const before = own.map((field) => `ConflictingRegistration__r.${field}`);
  const select = [...own, 'ConflictStatus__c', 'ConflictCode__c', ...before].join(', ');
  const ask = async (statuses: string): Promise<CheckedClaim[]> =>
    parseRecords(
      claimSchema,
      await org.query(
        `SELECT ${select} FROM DealRegistration__c WHERE Status__c IN (${statuses}) ORDER BY Id`,
      ),
      'DealRegistration__c',
    ).map((record) => ({
      ...claimOf(record),
      conflictStatus: record.ConflictStatus__c,
      conflictCode: record.ConflictCode__c,
      before: record.ConflictingRegistration__r && claimOf(record.ConflictingRegistration__r),
    }));
  const undecided = await ask("'Submitted', 'In Review'");
  return undecided.length === 0 ? [] : [...undecided, ...(await ask("'Approved'"))];
}

import type { StoredRecord } from './record-store.ts';
import { rowError } from './row-error.ts';

/** Lookups whose rows Salesforce deletes together with the record they point at, though they are no master-details. */
const cascades: ReadonlySet<string> = new Set([
  'Account<Contact.AccountId',
  'Account<Opportunity.AccountId',
  'User<PermissionSetAssignment.AssigneeId',
  'PermissionSet<PermissionSetAssignment.PermissionSetId',
  'ContentDocument<ContentVersion.ContentDocumentId',
]);

/** Whether deleting a row of `parent` deletes the rows of `child` that point at it with a plain standard lookup. */
export function isStandardCascade(parent: string, child: string, field: string): boolean {
  // A link between a file and a record goes with either; the file stays where only the record goes.
  return child === 'ContentDocumentLink' || cascades.has(`${parent}<${child}.${field}`);
}

const people: ReadonlySet<string> = new Set(['Contact', 'Lead', 'User']);

/**
 * Standard fields that Salesforce fills itself from other fields of the record: a person's full name, and what an
 * opportunity's stage means (the two closed stages of a new org).
 */
export function derivedFields(object: string, record: StoredRecord): StoredRecord {
  if (people.has(object)) {
    const parts = [record.FirstName, record.LastName].filter((part) => typeof part === 'string');
    return { Name: parts.join(' ') };
  }
  if (object === 'Opportunity') {
    const isWon = record.StageName === 'Closed Won';
    const isClosed = isWon || record.StageName === 'Closed Lost';
    return { IsWon: isWon ? 1 : 0, IsClosed: isClosed ? 1 : 0 };
  }
  return {};
}

/**
 * A converted lead is history: nobody edits it.
 * https://help.salesforce.com/s/articleView?id=000384333
 */
export function refuseConverted(object: string, record: StoredRecord): void {
  if (object !== 'Lead' || record.IsConverted !== 1) return;
  throw rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
}

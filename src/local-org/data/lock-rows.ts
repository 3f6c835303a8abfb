import type { StoredRecord } from './record-store.ts';
import { rowError } from './row-error.ts';
import type { ObjectIndex } from './schema-index.ts';
import type { Session } from './session.ts';

/** Lookups of standard objects that lock what they point at as a master is locked. */
const lockingLookups: ReadonlySet<string> = new Set(['Contact.AccountId', 'Opportunity.AccountId']);

function lockedBy(index: ObjectIndex, record: StoredRecord): string[] {
  const { name } = index.object;
  const parents = index.referenceFields
    .filter((field) => field.type === 'MasterDetail' || lockingLookups.has(`${name}.${field.name}`))
    .map((field) => record[field.name]);
  return parents.filter((id) => typeof id === 'string');
}

/**
 * A write takes its own record and its masters for itself, where the org is under pressure; the row fails when another
 * call has one of them. Which parents are locked: https://resources.docs.salesforce.com/194/0/en-us/sfdc/pdf/record_locking_cheatsheet.pdf
 */
export function lockRows(
  session: Session,
  index: ObjectIndex,
  given: StoredRecord,
  before: StoredRecord | null,
): void {
  const { locks } = session.context;
  if (locks === undefined) return;
  const own = typeof before?.Id === 'string' ? [before.Id] : [];
  const wanted = new Set([...own, ...lockedBy(index, { ...before, ...given })]);
  for (const id of wanted) {
    if (locks.take(id)) continue;
    throw rowError(
      'UNABLE_TO_LOCK_ROW',
      `unable to obtain exclusive access to this record or 1 records: ${id.slice(0, 15)}`,
    );
  }
}

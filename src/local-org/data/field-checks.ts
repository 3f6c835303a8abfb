import type { FieldSchema, PicklistValue } from '../schema/types.ts';
import type { StoredRecord } from './record-store.ts';
import { rowError } from './row-error.ts';
import type { ObjectIndex } from './schema-index.ts';
import type { Session } from './session.ts';

/** The names of the fields whose value differs; all given ones for a new record. */
export function changedFields(record: StoredRecord, before: StoredRecord | null): string[] {
  const names = Object.keys(record);
  return before === null ? names : names.filter((name) => record[name] !== before[name]);
}

function isRecordType(index: ObjectIndex, id: string): boolean {
  return [...index.object.recordTypes.values()].some((type) => type.id === id && type.active);
}

function checkReference(
  session: Session,
  index: ObjectIndex,
  field: FieldSchema,
  id: string,
): void {
  if (field.name === 'RecordTypeId') {
    if (isRecordType(index, id)) return;
    throw rowError(
      'INVALID_CROSS_REFERENCE_KEY',
      `Record Type ID: this ID value isn't valid for the user: ${id}`,
      [field.name],
    );
  }
  const target = session.index.objectsByPrefix.get(id.slice(0, 3));
  if (target === undefined || !field.referenceTo.includes(target)) {
    throw rowError(
      'FIELD_INTEGRITY_EXCEPTION',
      `${field.label}: id value of incorrect type: ${id}`,
      [field.name],
    );
  }
  const found = session.store.get(target, id);
  if (found === undefined) {
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  }
  if (found.IsDeleted === 1) throw rowError('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
}

/** Lookups that were set must point at a live record of a right object, a record type at one of this object. */
export function checkReferences(
  session: Session,
  index: ObjectIndex,
  changes: StoredRecord,
  before: StoredRecord | null,
): void {
  for (const field of index.referenceFields) {
    const id = changes[field.name];
    if (id === undefined || id === before?.[field.name]) continue;
    if (typeof id === 'string') checkReference(session, index, field, id);
    else if (field.name === 'OwnerId') {
      throw rowError('INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be blank', ['OwnerId']);
    }
  }
}

function valuesOf(session: Session, field: FieldSchema): readonly PicklistValue[] {
  if (field.picklistValues.length > 0 || field.valueSetName === null) return field.picklistValues;
  return session.index.schema.globalValueSets.get(field.valueSetName) ?? [];
}

/** Values that changed must be active values of a restricted picklist. */
export function checkPicklists(
  session: Session,
  index: ObjectIndex,
  changes: StoredRecord,
  before: StoredRecord | null,
): void {
  for (const [name, value] of Object.entries(changes)) {
    const field = index.object.fields.get(name);
    if (field?.restricted !== true || typeof value !== 'string' || value === before?.[name])
      continue;
    const known = valuesOf(session, field);
    const parts = field.type === 'MultiselectPicklist' ? value.split(';') : [value];
    const bad = parts.find((part) => !known.some((one) => one.isActive && one.value === part));
    if (bad === undefined) continue;
    throw rowError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${bad}`,
      [name],
    );
  }
}

/** Required fields and masters hold a value; the one error names all that do not. */
export function checkRequired(index: ObjectIndex, record: StoredRecord): void {
  const missing = index.storedFields
    .filter((field) => field.required || field.type === 'MasterDetail')
    .filter((field) => record[field.name] === null)
    .map((field) => field.name);
  if (missing.length === 0) return;
  throw rowError(
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${missing.join(', ')}]`,
    missing,
  );
}

/** No other live record holds the value of a unique field; text counts without case unless the field says otherwise. */
export function checkUnique(
  session: Session,
  index: ObjectIndex,
  record: StoredRecord,
  before: StoredRecord | null,
): void {
  for (const { name } of index.uniqueFields) {
    const value = record[name];
    if (value === null || value === undefined || value === before?.[name]) continue;
    const other = session.store
      .idsBy(index.object.name, name, value)
      .find((id) => id !== record.Id);
    if (other === undefined) continue;
    throw rowError(
      'DUPLICATE_VALUE',
      `duplicate value found: ${name} duplicates value on record with id: ${other.slice(0, 15)}`,
    );
  }
}

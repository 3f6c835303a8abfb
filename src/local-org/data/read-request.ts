import type { FieldSchema } from '../schema/types.ts';
import { convertValue } from './convert-value.ts';
import type { SaveError } from './engine.ts';
import { normaliseId } from './ids.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import { notWritable, RowError, rowError } from './row-error.ts';
import type { ObjectIndex } from './schema-index.ts';
import { objectIndex, type Session } from './session.ts';

interface Given {
  field: FieldSchema;
  /** Set where the value is a relation by external id. */
  relation: { targets: readonly string[]; externalField: string; value: unknown } | null;
  value: unknown;
}

function unknownField(name: string, object: string): RowError {
  return rowError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `Partner__r: { ExternalKey__c: 'x' }` in JSON, `Partner__r.ExternalKey__c: 'x'` in a CSV, where `User:Owner.Email` says
 * which of several objects is meant.
 */
function readRelation(index: ObjectIndex, name: string, value: unknown): Given | null {
  const [path = '', externalField] = name.split('.');
  const [relationName = '', type] = path.split(':').reverse();
  const field = index.relationsByLowerName.get(relationName.toLowerCase());
  if (field === undefined) return null;
  const targets = type === undefined ? field.referenceTo : [type];
  if (externalField !== undefined)
    return { field, relation: { targets, externalField, value }, value: null };
  if (value === null) return { field, relation: null, value: null };
  if (!isObject(value)) return null;
  const entries = Object.entries(value).filter(([key]) => key !== 'attributes');
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw rowError(
      'INVALID_FIELD',
      `More than 1 field provided in an external foreign key reference in entity: ${field.referenceTo.join(', ')}`,
    );
  }
  return { field, relation: { targets, externalField: entry[0], value: entry[1] }, value: null };
}

function readName(index: ObjectIndex, name: string, value: unknown): Given {
  const field = index.fieldsByLowerName.get(name.toLowerCase());
  if (field !== undefined) return { field, relation: null, value };
  const relation = readRelation(index, name, value);
  if (relation === null) throw unknownField(name, index.object.name);
  return relation;
}

/** The record that an external id names, in one of the objects that the field may refer to. */
function findRelated(
  session: Session,
  targets: readonly string[],
  name: string,
  value: unknown,
): string | null {
  if (value === null || value === undefined || value === '') return null;
  for (const target of targets) {
    const index = objectIndex(session, target);
    const key = index.fieldsByLowerName.get(name.toLowerCase());
    if (key === undefined) continue;
    if (!key.externalId && !key.unique && key.name !== 'Id') {
      throw rowError(
        'INVALID_FIELD',
        `Field name provided, ${name} does not match an External ID for ${target}`,
      );
    }
    const wanted = key.type === 'Id' ? normaliseId(shown(value)) : convertValue(key, value);
    const ids = session.store.idsBy(target, key.name, wanted);
    if (ids.length > 1) {
      throw rowError('INVALID_FIELD', `Foreign key external ID: ${shown(value)} matches more than one record for field ${key.name} in entity ${target}`); // prettier-ignore
    }
    if (ids[0] !== undefined) return ids[0];
    throw rowError(
      'INVALID_FIELD',
      `Foreign key external ID: ${shown(value)} not found for field ${key.name} in entity ${target}`,
    );
  }
  throw unknownField(name, targets.join(', '));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function storedValue(session: Session, given: Given): StoredValue {
  const { field, relation } = given;
  if (relation !== null)
    return findRelated(session, relation.targets, relation.externalField, relation.value);
  const value = convertValue(field, given.value);
  return value === null && field.type === 'Checkbox' ? 0 : value;
}

function isRefused(field: FieldSchema, before: StoredRecord | null): boolean {
  if (before === null) return !field.createable;
  // A master may be named again in an upsert of an existing detail; checkMasters refuses another one.
  return !field.updateable && field.type !== 'MasterDetail';
}

function checkMasters(given: readonly Given[], changes: StoredRecord, before: StoredRecord): void {
  const moved = given
    .map(({ field }) => field)
    .filter((field) => field.type === 'MasterDetail' && !field.reparentable)
    .filter((field) => changes[field.name] !== before[field.name]);
  if (moved.length > 0) throw notWritable(moved.map((field) => field.name));
}

/**
 * The values a request gives, by field, in stored form. `before` is null for a create. Refuses unknown fields, fields
 * that cannot be written, values of the wrong kind, external ids that name nothing, and moving a detail to another
 * master unless its field allows it.
 */
export function readRequest(
  session: Session,
  index: ObjectIndex,
  fields: Record<string, unknown>,
  before: StoredRecord | null,
): StoredRecord {
  const given = Object.entries(fields)
    .filter(([name]) => name !== 'attributes')
    .map(([name, value]) => readName(index, name, value));
  const refused = given.filter(({ field }) => isRefused(field, before));
  if (refused.length > 0) throw notWritable(refused.map(({ field }) => field.name));
  const changes: StoredRecord = {};
  const errors: SaveError[] = [];
  for (const entry of given) {
    try {
      changes[entry.field.name] = storedValue(session, entry);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      errors.push(...error.errors);
    }
  }
  if (errors.length > 0) throw new RowError(errors);
  if (before !== null) checkMasters(given, changes, before);
  return changes;
}

import type { StoredRecord } from '../data/record-store.ts';
import { notWritable, rowError } from '../data/row-error.ts';
import type { ObjectIndex } from '../data/schema-index.ts';
import type { Session } from '../data/session.ts';
import type { FieldSchema, ObjectSchema } from '../schema/types.ts';
import type { UserAccess } from './user-access.ts';
import { isSetupObject } from './user-schema.ts';

function objectSeen(access: UserAccess, index: ObjectIndex): ObjectSchema {
  const { name } = index.object;
  const seen = access.schema.objects.get(name);
  if (seen !== undefined) return seen;
  throw rowError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
}

function crossReference(id: string) {
  return rowError(
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
  );
}

/** A record that one may not see is a foreign id; one that may only be read says so. */
function allowRecord(
  access: UserAccess,
  index: ObjectIndex,
  id: string,
  level: 'edit' | 'delete',
): void {
  const { name } = objectSeen(access, index);
  if (!access.allows(name, id, 'read')) throw crossReference(id);
  if (!access.allows(name, id, level))
    throw rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** The field that a name in a request means: the field itself, or the lookup of `Partner__r` and `Partner__r.Key__c`. */
function fieldMeant(index: ObjectIndex, name: string): FieldSchema | undefined {
  const lower = name.toLowerCase();
  return (
    index.fieldsByLowerName.get(lower) ??
    index.relationsByLowerName.get(lower.split('.')[0] ?? lower)
  );
}

/** The field by which `Partner__r: { Key__c: … }` and `Partner__r.Key__c` name a parent; undefined for other names. */
function relationKey(name: string, value: unknown): string | undefined {
  if (name.includes('.')) return name.split('.')[1];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.keys(value).find((key) => key !== 'attributes');
}

function allowRelationKey(access: UserAccess, field: FieldSchema, key: string): void {
  const lower = key.toLowerCase();
  const targets = field.referenceTo.map((name) => access.schema.objects.get(name));
  const isSeen = targets.some(
    (target) =>
      target?.fields.has(key) === true ||
      [...(target?.fields.keys() ?? [])].some((name) => name.toLowerCase() === lower),
  );
  if (isSeen) return;
  const names = field.referenceTo.join(', ');
  throw rowError('INVALID_FIELD', `No such column '${key}' on sobject of type ${names}`);
}

function allowFields(
  access: UserAccess,
  index: ObjectIndex,
  fields: Readonly<Record<string, unknown>>,
  isNew: boolean,
): void {
  const seen = objectSeen(access, index);
  const refused: string[] = [];
  for (const [given, value] of Object.entries(fields)) {
    const field = given === 'attributes' ? undefined : fieldMeant(index, given);
    if (field === undefined) continue;
    const mine = seen.fields.get(field.name);
    if (mine === undefined) {
      throw rowError('INVALID_FIELD', `No such column '${given}' on sobject of type ${seen.name}`);
    }
    const key = relationKey(given, value);
    if (key !== undefined) allowRelationKey(access, field, key);
    const isRefused = isNew
      ? field.createable && !mine.createable
      : field.updateable && !mine.updateable;
    if (isRefused) refused.push(field.name);
  }
  if (refused.length > 0) throw notWritable(refused);
}

/**
 * The calling user's right to create (`before` null) or change the record with these fields. Texts as a real org gives
 * them; codes: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
export function allowWrite(
  session: Session,
  index: ObjectIndex,
  fields: Readonly<Record<string, unknown>>,
  before: StoredRecord | null,
): void {
  const { access } = session;
  if (access === null) return;
  const { rights } = objectSeen(access, index);
  if (before !== null) allowRecord(access, index, String(before.Id), 'edit');
  else if (rights?.allowCreate !== true) {
    throw rowError(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be inserted: ${index.object.label}`,
    );
  }
  allowFields(access, index, fields, before === null);
}

/**
 * The records that a write newly points at must be visible to the user, and a master writable unless its relation asks
 * for reading only.
 * https://help.salesforce.com/s/articleView?id=platform.relationships_considerations.htm
 */
export function allowLinks(
  session: Session,
  index: ObjectIndex,
  given: StoredRecord,
  before: StoredRecord | null,
): void {
  const { access } = session;
  if (access === null) return;
  for (const field of index.referenceFields) {
    const id = given[field.name];
    if (typeof id !== 'string' || id === before?.[field.name]) continue;
    const target = session.index.objectsByPrefix.get(id.slice(0, 3)) ?? '';
    if (isSetupObject(target)) continue;
    const isMaster = field.type === 'MasterDetail' && !field.writeRequiresMasterRead;
    if (!access.allows(target, id, isMaster ? 'edit' : 'read')) throw crossReference(id);
  }
}

/** The calling user's right to delete the record. What goes with it (details) is not asked for. */
export function allowDelete(session: Session, index: ObjectIndex, record: StoredRecord): void {
  if (session.access !== null) allowRecord(session.access, index, String(record.Id), 'delete');
}

import { allowLinks, allowWrite } from '../access/check-save.ts';
import { publishVersion, withDocument } from './content-files.ts';
import { convertValue } from './convert-value.ts';
import { withDefaults } from './defaults.ts';
import { liveRecord } from './delete-record.ts';
import { checkDuplicates } from './duplicate-rules.ts';
import type { SaveRequest } from './engine.ts';
import { changedFields, checkPicklists, checkReferences, checkRequired, checkUnique } from './field-checks.ts'; // prettier-ignore
import { runFlows } from './flow/run-flow.ts';
import { lockRows } from './lock-rows.ts';
import type { ParentWatch } from './parent-watch.ts';
import { readRequest } from './read-request.ts';
import type { StoredRecord } from './record-store.ts';
import { RowError, rowError } from './row-error.ts';
import type { ObjectIndex } from './schema-index.ts';
import { objectIndex, type Session } from './session.ts';
import { derivedFields, refuseConverted } from './standard-behaviour.ts';
import { checkPartner, mirrorPartner } from './standard-partners.ts';
import { checkRules } from './validation-rules.ts';

export interface SavedRow {
  id: string;
  created: boolean;
}

function pick(record: StoredRecord, names: readonly string[]): StoredRecord {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
}

/** A custom object's text name is never blank: Salesforce fills in the id. */
function completed(index: ObjectIndex, record: StoredRecord): StoredRecord {
  const { custom, nameField, name } = index.object;
  const whole = { ...record, ...derivedFields(name, record) };
  if (custom && whole[nameField] === null) whole[nameField] = whole.Id ?? null;
  return whole;
}

/**
 * The save order from the merged record to the write: before-save flows, required fields, rules, duplicate rules,
 * unique fields. Gives
 * the record as it is to be written. `before` is null for a create.
 */
function checked(
  session: Session,
  index: ObjectIndex,
  merged: StoredRecord,
  before: StoredRecord | null,
): StoredRecord {
  const object = index.object.name;
  const flowed = runFlows(session, 'RecordBeforeSave', { object, record: merged, before });
  const record = completed(index, flowed);
  if (flowed !== merged) {
    const byFlow = pick(record, changedFields(record, merged));
    checkReferences(session, index, byFlow, before);
    checkPicklists(session, index, byFlow, before);
  }
  if (session.withoutValidation !== true) {
    checkRequired(index, record);
    checkRules(session, { object, record, before });
  }
  checkDuplicates(session, { object, record, before });
  checkUnique(session, index, record, before);
  return record;
}

/** Saves a new record from values in stored form, through the whole save order. */
export function createRecord(
  session: Session,
  index: ObjectIndex,
  given: StoredRecord,
  watch: ParentWatch,
): SavedRow {
  checkReferences(session, index, given, null);
  allowLinks(session, index, given, null);
  lockRows(session, index, given, null);
  checkPicklists(session, index, given, null);
  const object = index.object.name;
  const isFile = object === 'ContentVersion';
  if (object === 'Partner') checkPartner(given);
  const whole = isFile ? withDocument(session, given) : given;
  const record = checked(session, index, withDefaults(session, index, whole), null);
  session.store.insert(object, record);
  if (isFile) publishVersion(session, record);
  if (object === 'Partner') mirrorPartner(session, record);
  watch.saved({ object, record, before: null });
  watch.wrote({ object, before: null, after: record });
  return { id: String(record.Id), created: true };
}

function create(
  session: Session,
  index: ObjectIndex,
  request: SaveRequest,
  watch: ParentWatch,
): SavedRow {
  allowWrite(session, index, request.fields, null);
  return createRecord(session, index, readRequest(session, index, request.fields, null), watch);
}

function write(
  session: Session,
  index: ObjectIndex,
  record: StoredRecord,
  stored: StoredRecord,
  watch: ParentWatch,
): void {
  const object = index.object.name;
  session.store.update(object, String(record.Id), pick(record, changedFields(record, stored)));
  watch.wrote({ object, before: stored, after: record });
}

/** Saves changes, in stored form, to a record through the whole save order. */
export function updateRecord(
  session: Session,
  index: ObjectIndex,
  changes: StoredRecord,
  before: StoredRecord,
  watch: ParentWatch,
): SavedRow {
  checkReferences(session, index, changes, before);
  allowLinks(session, index, changes, before);
  lockRows(session, index, changes, before);
  checkPicklists(session, index, changes, before);
  const stamp = session.now.toISOString();
  const stamps = {
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  };
  const record = checked(session, index, { ...before, ...changes, ...stamps }, before);
  write(session, index, record, before, watch);
  watch.saved({ object: index.object.name, record, before });
  return { id: String(before.Id), created: false };
}

function update(
  session: Session,
  index: ObjectIndex,
  request: SaveRequest,
  before: StoredRecord,
  watch: ParentWatch,
): SavedRow {
  refuseConverted(index.object.name, before);
  allowWrite(session, index, request.fields, before);
  const changes = readRequest(session, index, request.fields, before);
  return updateRecord(session, index, changes, before, watch);
}

function upsertKey(index: ObjectIndex, name: string) {
  const field = index.fieldsByLowerName.get(name.toLowerCase());
  if (field === undefined || (!field.externalId && field.type !== 'Id')) {
    throw rowError(
      'INVALID_FIELD',
      `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${index.object.name}`,
    );
  }
  return field;
}

function upsert(
  session: Session,
  index: ObjectIndex,
  request: SaveRequest,
  watch: ParentWatch,
): SavedRow {
  const field = upsertKey(index, request.externalIdField ?? 'Id');
  const given = request.externalIdValue ?? '';
  if (field.type === 'Id') {
    if (given === '') return create(session, index, request, watch);
    const before = liveRecord(session, index.object.name, given);
    return update(session, index, request, before, watch);
  }
  const value = convertValue(field, given);
  if (value === null) throw rowError('MISSING_ARGUMENT', `${field.name} not specified`);
  const [found, ...more] = session.store.findBy(index.object.name, field.name, value);
  if (more.length > 0) {
    const ids = [found, ...more].map((record) => String(record?.Id));
    const message = `${field.label}: more than one record found for external id field: [${ids.join(', ')}]`;
    throw new RowError(
      [{ statusCode: 'DUPLICATE_EXTERNAL_ID', message, fields: [field.name] }],
      ids,
    );
  }
  const rest = Object.fromEntries(
    Object.entries(request.fields).filter(
      ([name]) => name.toLowerCase() !== field.name.toLowerCase(),
    ),
  );
  if (found !== undefined)
    return update(session, index, { ...request, fields: rest }, found, watch);
  const fields = { ...rest, [field.name]: given };
  return create(session, index, { ...request, fields }, watch);
}

/** One create, update or upsert through the whole save order; throws RowError and may leave writes behind when it does. */
export function saveRecord(session: Session, request: SaveRequest, watch: ParentWatch): SavedRow {
  const index = objectIndex(session, request.object);
  if (!index.object.writable) {
    throw rowError(
      'INVALID_TYPE_FOR_OPERATION',
      `entity type ${request.object} does not support ${request.operation}`,
    );
  }
  if (request.object === 'ContentDocument' && request.operation !== 'update')
    throw rowError(
      'INVALID_TYPE_FOR_OPERATION',
      'entity type ContentDocument does not support create',
    );
  if (request.operation === 'create') return create(session, index, request, watch);
  if (request.operation === 'upsert') return upsert(session, index, request, watch);
  const before = liveRecord(session, request.object, request.id);
  return update(session, index, request, before, watch);
}

/**
 * The second half of a roll-up: each master that changed goes through its own save (flows, rules), and what fails there
 * is the error of the row that caused it.
 */
export function saveParents(session: Session, watch: ParentWatch, watchAbove: ParentWatch): void {
  for (const { object, id, before } of watch.parents()) {
    const record = session.store.get(object, id);
    if (record?.IsDeleted !== 0) continue;
    const index = objectIndex(session, object);
    const saved = checked(session, index, record, before);
    if (changedFields(saved, record).length > 0) write(session, index, saved, record, watchAbove);
    watchAbove.saved({ object, record: saved, before });
  }
}

import { allowDelete } from '../access/check-save.ts';
import { runFlows } from './flow/run-flow.ts';
import { normaliseId } from './ids.ts';
import { lockRows } from './lock-rows.ts';
import type { ParentWatch } from './parent-watch.ts';
import { dropJunctions, noteEmptied, putInBin } from './recycle-bin.ts';
import type { StoredRecord } from './record-store.ts';
import { rowError } from './row-error.ts';
import { rollUp } from './roll-ups.ts';
import type { ChildLink } from './schema-index.ts';
import { objectIndex, type Session } from './session.ts';
import { isStandardCascade } from './standard-behaviour.ts';

/** The live record an id names; the row errors for all the ways it may not. */
export function liveRecord(session: Session, object: string, id: string | undefined): StoredRecord {
  if (id === undefined || id === '') {
    throw rowError('MISSING_ARGUMENT', 'Id not specified in an update call');
  }
  const index = objectIndex(session, object);
  const normalised = normaliseId(id);
  if (normalised === null || !normalised.startsWith(index.object.keyPrefix)) {
    throw rowError('MALFORMED_ID', `${index.object.label} ID: id value of incorrect type: ${id}`, ['Id']); // prettier-ignore
  }
  const record = session.store.get(object, normalised);
  if (record === undefined) {
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  if (record.IsDeleted === 1) throw rowError('ENTITY_IS_DELETED', 'entity is deleted');
  return record;
}

function effect(
  parent: string,
  { childObject, field }: ChildLink,
): 'Delete' | 'Restrict' | 'SetNull' {
  if (field.type === 'MasterDetail' || field.deleteConstraint === 'Cascade') return 'Delete';
  if (isStandardCascade(parent, childObject, field.name)) return 'Delete';
  // A required lookup cannot be emptied, whatever it says of deletion.
  return field.deleteConstraint === 'Restrict' || field.required ? 'Restrict' : 'SetNull';
}

function checkRestricted(session: Session, object: string, record: StoredRecord): void {
  const { childLinks, object: parent } = objectIndex(session, object);
  for (const link of childLinks) {
    if (effect(object, link) !== 'Restrict') continue;
    const holders = session.store.findBy(link.childObject, link.field.name, String(record.Id));
    if (holders.length === 0) continue;
    const child = objectIndex(session, link.childObject).object;
    const names = holders.slice(0, 10).map((row) => String(row[child.nameField] ?? row.Id));
    throw rowError(
      'DELETE_FAILED',
      `Your attempt to delete ${String(record[parent.nameField] ?? record.Id)} could not be completed because it is associated with the following ${child.pluralLabel.toLowerCase()}.: ${names.join(', ')}\n`,
    );
  }
}

function releaseChildren(
  session: Session,
  object: string,
  id: string,
  watch: ParentWatch,
  root: string,
): void {
  const stamp = session.now.toISOString();
  for (const link of objectIndex(session, object).childLinks) {
    const kind = effect(object, link);
    for (const childId of session.store.idsBy(link.childObject, link.field.name, id)) {
      if (kind === 'Delete') {
        const child = session.store.get(link.childObject, childId);
        if (child !== undefined) removeRecord(session, link.childObject, child, watch, root);
      } else {
        noteEmptied(session, id, link.childObject, childId, link.field.name);
        const changes = { [link.field.name]: null, SystemModstamp: stamp };
        session.store.update(link.childObject, childId, changes);
      }
    }
  }
}

function removeRecord(
  session: Session,
  object: string,
  record: StoredRecord,
  watch: ParentWatch,
  root: string,
): void {
  checkRestricted(session, object, record);
  const id = String(record.Id);
  const stamp = session.now.toISOString();
  const changes = {
    IsDeleted: 1,
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  };
  session.store.update(object, id, changes);
  putInBin(session, object, id, root);
  rollUp(session, object, record, { ...record, ...changes }, watch);
  dropJunctions(session, object, id);
  releaseChildren(session, object, id, watch, root);
}

/**
 * Moves a record to the recycle bin (`IsDeleted`), its details with it; lookups to it are emptied, or forbid the
 * deletion where they are restricting. Users are only ever deactivated.
 */
export function deleteRecord(
  session: Session,
  object: string,
  id: string | undefined,
  watch: ParentWatch,
): string {
  const { writable } = objectIndex(session, object).object;
  if (!writable || object === 'User') {
    throw rowError('INVALID_TYPE_FOR_OPERATION', `entity type ${object} does not support delete`);
  }
  if (id !== undefined && normaliseId(id) === null) throw rowError('MALFORMED_ID', `bad id ${id}`);
  const record = liveRecord(session, object, id);
  const index = objectIndex(session, object);
  allowDelete(session, index, record);
  lockRows(session, index, record, record);
  // Details that go with their master run no flows of their own.
  runFlows(session, 'RecordBeforeDelete', { object, record, before: record });
  removeRecord(session, object, record, watch, String(record.Id));
  return String(record.Id);
}

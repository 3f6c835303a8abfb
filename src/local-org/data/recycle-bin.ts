import { hasRecycleBin } from '../schema/describe.ts';
import { checkUnique } from './field-checks.ts';
import { normaliseId } from './ids.ts';
import type { ParentWatch } from './parent-watch.ts';
import type { RecordStore, StoredRecord } from './record-store.ts';
import { rollUp, summaryValues } from './roll-ups.ts';
import { rowError } from './row-error.ts';
import { objectIndex, type Session } from './session.ts';
import { quoted } from './tables.ts';

/** Days that a deleted record can be restored. https://help.salesforce.com/s/articleView?id=xcloud.home_delete.htm */
const daysInBin = 15;

/**
 * What a deletion must remember to be undone: `root` is the record that somebody deleted, whose details went with it, and
 * the lookups that it emptied.
 */
export function prepareBin(store: RecordStore): void {
  store.db.exec(
    'CREATE TABLE IF NOT EXISTS "_recycle_bin" (id TEXT PRIMARY KEY, object TEXT NOT NULL, root TEXT NOT NULL, at TEXT NOT NULL);' +
      'CREATE INDEX IF NOT EXISTS "_recycle_bin.root" ON "_recycle_bin" (root);' +
      'CREATE TABLE IF NOT EXISTS "_emptied_lookups" (target TEXT NOT NULL, object TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL);' +
      'CREATE INDEX IF NOT EXISTS "_emptied_lookups.target" ON "_emptied_lookups" (target)',
  );
}

/** Forgets everything in the bin, with the records it belongs to. */
export function forgetBin(store: RecordStore): void {
  store.db.exec('DELETE FROM "_recycle_bin"; DELETE FROM "_emptied_lookups"');
}

/** Notes that a record went to the bin because `root` was deleted. */
export function putInBin(session: Session, object: string, id: string, root: string): void {
  const sql = 'INSERT OR REPLACE INTO "_recycle_bin" (id, object, root, at) VALUES (?, ?, ?, ?)';
  if (hasRecycleBin(object)) session.store.run(sql, id, object, root, session.now.toISOString());
}

/** Notes that the deletion of `target` emptied a lookup to it. */
export function noteEmptied(
  session: Session,
  target: string,
  object: string,
  id: string,
  field: string,
): void {
  const sql = 'INSERT INTO "_emptied_lookups" (target, object, id, field) VALUES (?, ?, ?, ?)';
  session.store.run(sql, target, object, id, field);
}

/**
 * A junction record whose second master is deleted too is gone for good: it leaves the bin.
 * https://help.salesforce.com/s/articleView?id=platform.relationships_considerations.htm
 */
export function dropJunctions(session: Session, object: string, id: string): void {
  for (const { childObject, field } of objectIndex(session, object).childLinks) {
    const { masterFields } = objectIndex(session, childObject);
    if (field.type !== 'MasterDetail' || masterFields.length < 2) continue;
    const rows = session.store.rows(
      `SELECT bin.id AS id FROM "_recycle_bin" bin JOIN ${quoted(childObject)} child ON child."Id" = bin.id WHERE child.${quoted(field.name)} = ? AND bin.root <> bin.id`,
      id,
    );
    for (const row of rows)
      session.store.run('DELETE FROM "_recycle_bin" WHERE id = ?', row.id ?? null);
  }
}

interface BinEntry {
  id: string;
  object: string;
  root: string;
  at: string;
}

function entriesWhere(session: Session, column: 'id' | 'root', value: string): BinEntry[] {
  const sql = `SELECT id, object, root, at FROM "_recycle_bin" WHERE ${column} = ? ORDER BY rowid`;
  return session.store.rows(sql, value).map((row) => ({
    id: String(row.id),
    object: String(row.object),
    root: String(row.root),
    at: String(row.at),
  }));
}

/** The bin's own entry of a deleted record; a detail that went with its master has none. */
function ownEntry(session: Session, object: string, givenId: string, code: string): BinEntry {
  const index = objectIndex(session, object);
  const id = normaliseId(givenId);
  if (id === null) throw rowError('MALFORMED_ID', `bad id ${givenId}`);
  if (session.store.get(object, id) === undefined) {
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  const [entry] = entriesWhere(session, 'id', id);
  const oldest = new Date(session.now.getTime() - daysInBin * 86_400_000).toISOString();
  if (entry?.root !== id || entry.object !== index.object.name || entry.at < oldest) {
    throw rowError(code, 'entity is not in the recycle bin');
  }
  return entry;
}

/** A detail cannot come back to a master that is itself deleted. */
function checkMastersLive(session: Session, object: string, record: StoredRecord): void {
  for (const { name, referenceTo } of objectIndex(session, object).masterFields) {
    const master = session.store.get(referenceTo[0] ?? '', String(record[name]));
    if (master?.IsDeleted !== 0) throw rowError('UNDELETE_FAILED', 'entity is deleted', [name]);
  }
}

function restore(session: Session, object: string, id: string, watch: ParentWatch): void {
  const record = session.store.get(object, id);
  if (record === undefined) return;
  const stamp = session.now.toISOString();
  const changes = {
    ...summaryValues(session, object, id),
    IsDeleted: 0,
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  };
  checkUnique(session, objectIndex(session, object), record, null);
  session.store.update(object, id, changes);
  rollUp(session, object, record, { ...record, ...changes }, watch);
}

/** Standard lookups that come back with the record they point at, besides every custom one. */
const restoredStandardLookups: ReadonlySet<string> = new Set([
  'Account.ParentId',
  'Contact.ReportsToId',
]);

/**
 * Fills lookups that the deletion emptied and that nobody has filled since.
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/langCon_apex_dml_examples_delete.htm
 */
function restoreLookups(session: Session, target: string): void {
  const emptied = 'SELECT object, id, field FROM "_emptied_lookups" WHERE target = ?';
  for (const row of session.store.rows(emptied, target)) {
    const [object, id, field] = [String(row.object), String(row.id), String(row.field)];
    const isRestored = field.endsWith('__c') || restoredStandardLookups.has(`${object}.${field}`);
    if (!isRestored || session.store.get(object, id)?.[field] !== null) continue;
    const changes = { [field]: target, SystemModstamp: session.now.toISOString() };
    session.store.update(object, id, changes);
  }
  session.store.run('DELETE FROM "_emptied_lookups" WHERE target = ?', target);
}

/** Takes a record out of the bin, with the details that went with it and the lookups that pointed at them. */
export function undeleteRecord(
  session: Session,
  object: string,
  givenId: string,
  watch: ParentWatch,
): string {
  const { writable } = objectIndex(session, object).object;
  if (!writable || !hasRecycleBin(object)) {
    throw rowError('INVALID_TYPE_FOR_OPERATION', `entity type ${object} does not support undelete`);
  }
  const entry = ownEntry(session, object, givenId, 'UNDELETE_FAILED');
  const record = session.store.get(object, entry.id);
  if (record !== undefined) checkMastersLive(session, object, record);
  const entries = entriesWhere(session, 'root', entry.id);
  // Details before their masters: a master then reckons its roll-ups once, from those that came back.
  for (const one of entries.toReversed()) restore(session, one.object, one.id, watch);
  for (const one of entries) restoreLookups(session, one.id);
  session.store.run('DELETE FROM "_recycle_bin" WHERE root = ?', entry.id);
  return entry.id;
}

/**
 * Takes a record out of the bin for good, with the details that went with it. It stays readable with queryAll, as
 * Salesforce lets it for about a day.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_emptyrecyclebin.htm
 */
export function purgeRecord(session: Session, object: string, givenId: string): string {
  const { id } = ownEntry(session, object, givenId, 'INVALID_ID_FIELD');
  session.store.run('DELETE FROM "_recycle_bin" WHERE root = ?', id);
  return id;
}

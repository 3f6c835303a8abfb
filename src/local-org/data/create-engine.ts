import { DatabaseSync } from 'node:sqlite';
import { AccessBook, type UserAccess } from '../access/user-access.ts';
import { ApiError } from '../api/api-error.ts';
import { linkFilesToEverything } from '../schema/standard-files.ts';
import type { OrgSchema } from '../schema/types.ts';
import { ChangeLog, type CommitListener } from './change-log.ts';
import { convertLeads } from './convert-lead.ts';
import type { DataEngine, SaveContext } from './engine.ts';
import { formulaFieldValues } from './formula-fields.ts';
import { RecordStore, type StoredRecord, type StoredValue } from './record-store.ts';
import { forgetBin, prepareBin } from './recycle-bin.ts';
import { recalculateAll } from './roll-ups.ts';
import { RowError } from './row-error.ts';
import { saveBatch, saveWithin } from './save-batch.ts';
import { indexSchema, type SchemaIndex } from './schema-index.ts';
import type { Session } from './session.ts';
import { derivedObjects, schemaRecords } from './setup-records.ts';
import { addSqlFunctions } from './sql-functions.ts';
import { applyTables, quoted } from './tables.ts';
import { Transaction } from './transaction.ts';

/** The engine, plus what only the org itself may do. */
export interface LocalDataEngine extends DataEngine {
  /**
   * Writes a record as given, with no rule asked: users, the organization, custom metadata, and what no API may set
   * (IsConverted). An existing record of that id keeps the fields not named. Ids have 18 characters.
   */
  seed(object: string, id: string, fields: Record<string, string | number | boolean | null>): void;
  /** What a user may do; null: everything. */
  accessOf(userId: string): UserAccess | null;
  /**
   * From now on `listener` hears what each transaction changed, once it has succeeded, in the objects that `select` picks
   * from the schema as deployed at the time.
   */
  onCommit(select: (schema: OrgSchema) => ReadonlySet<string>, listener: CommitListener): void;
  close(): void;
}

const noOne: SaveContext = { userId: '', changeOrigin: '' };

function openDatabase(file: string | null): DatabaseSync {
  const db = new DatabaseSync(file ?? ':memory:');
  if (file !== null) db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  return db;
}

/** Salesforce stamps records by the second, so that several changes may share one SystemModstamp. */
function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

function storedValue(value: unknown): StoredValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function seedRecord(
  { store, index, now }: Session,
  object: string,
  id: string,
  fields: Record<string, unknown>,
): void {
  const known = index.objects.get(object)?.storedNames;
  if (known === undefined) throw new Error(`The schema has no object ${object} to seed.`);
  const stamp = now.toISOString();
  const given = Object.entries(fields).map(([name, value]) => [name, storedValue(value)] as const);
  const exists = store.get(object, id) !== undefined;
  const system = { Id: id, IsDeleted: 0, CreatedDate: stamp, LastModifiedDate: stamp };
  const record: StoredRecord = {
    ...(exists ? {} : system),
    SystemModstamp: stamp,
    ...Object.fromEntries(given),
  };
  const unknown = Object.keys(record).find((name) => name in fields && !known.has(name));
  if (unknown !== undefined) throw new Error(`${object} has no field ${unknown} to seed.`);
  const columns = Object.fromEntries(Object.entries(record).filter(([name]) => known.has(name)));
  if (exists) store.update(object, id, columns);
  else store.insert(object, columns);
}

function readFormulas(
  session: Session,
  object: string,
  record: Record<string, unknown>,
  fields: readonly string[],
): Record<string, unknown> {
  const stored: StoredRecord = {};
  for (const [name, value] of Object.entries(record)) stored[name] = storedValue(value);
  try {
    return formulaFieldValues(session, object, stored, fields);
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    const [first] = error.errors;
    throw new ApiError(400, first?.statusCode ?? 'UNKNOWN_EXCEPTION', error.message);
  }
}

const setupWithRows: ReadonlySet<string> = new Set(['User', 'PermissionSet', 'PermissionSetAssignment', 'Group', 'UserRole']); // prettier-ignore

/** Objects whose rows belong to the org and not to its data; a reset leaves them alone. */
function isSetup(index: SchemaIndex, object: string): boolean {
  const found = index.objects.get(object)?.object;
  return found?.writable === false || setupWithRows.has(object);
}

/** The rows that follow from the schema, and every roll-up from scratch. */
function putSetupRows(setup: Session): void {
  const { store, index } = setup;
  store.undoable(() => {
    for (const object of derivedObjects(index)) store.db.exec(`DELETE FROM ${quoted(object)}`);
    for (const { object, id, fields } of schemaRecords(index))
      seedRecord(setup, object, id, fields);
    recalculateAll(setup);
  });
}

/** What a reset leaves: setup and sequences. */
function forgetRecords(store: RecordStore, index: SchemaIndex): void {
  forgetBin(store);
  for (const object of index.objects.keys()) {
    if (!isSetup(index, object)) store.db.exec(`DELETE FROM ${quoted(object)}`);
  }
}

/** What writes: each as one transaction, of which the change log hears when it has succeeded. */
function writes(
  log: ChangeLog,
  store: RecordStore,
  session: (context: SaveContext) => Session,
): Pick<DataEngine, 'save' | 'convertLeads' | 'transaction'> {
  const committed = <Result>(context: SaveContext, work: (writing: Session) => Result): Result =>
    log.transaction(context, () => {
      const results = work(session(context));
      store.keepSequences();
      return results;
    });
  return {
    save: (requests, { allOrNone, context }) =>
      committed(context, (writing) => saveBatch(writing, requests, allOrNone)),
    convertLeads: (requests, { allOrNone, context }) =>
      committed(context, (writing) => convertLeads(writing, requests, allOrNone)),
    transaction: (work, failed) => log.transaction(null, work, failed),
  };
}

/**
 * The data side of the local org on SQLite: in memory when `file` is null, else kept in that file across restarts.
 * `now` is what the org takes for the time. Throws where SQLite cannot open the file.
 */
export function createDataEngine(options: {
  schema: OrgSchema;
  file: string | null;
  now: () => Date;
}): LocalDataEngine {
  const db = openDatabase(options.file);
  const store = new RecordStore(db);
  prepareBin(store);
  const book = new AccessBook(db);
  const log = new ChangeLog(store, options.now);
  let index = indexSchema(options.schema);
  const session = (context: SaveContext): Session => ({
    store,
    index,
    context,
    access: book.of(context.userId, index.schema),
    now: wholeSecond(options.now()),
    transaction: new Transaction(),
    saveWithin,
  });
  const applySchema = (schema: OrgSchema): void => {
    index = indexSchema(linkFilesToEverything(schema));
    applyTables(db, index);
    store.forgetStatements();
    putSetupRows(session(noOne));
    log.skip();
    log.select(schema);
  };
  addSqlFunctions(db, (object, field, id) => {
    const record = store.get(object, id) ?? null;
    return record && storedValue(readFormulas(session(noOne), object, record, [field])[field]);
  });
  applySchema(options.schema);
  return {
    db,
    schema: () => index.schema,
    applySchema,
    ...writes(log, store, session),
    formulaValues: (object, record, fields) => readFormulas(session(noOne), object, record, fields),
    onCommit: (select, listener) => log.listen(select, listener, index.schema),
    reset: () => forgetRecords(store, index),
    seed: (object, id, fields) => {
      seedRecord(session(noOne), object, id, fields);
      log.skip();
    },
    visibleRows: () => null,
    accessOf: (userId) => book.of(userId, index.schema),
    close: () => db.close(),
  };
}

import { deleteRecord } from './delete-record.ts';
import type { SaveError, SaveRequest, SaveResult } from './engine.ts';
import { runFlows } from './flow/run-flow.ts';
import { normaliseId } from './ids.ts';
import { ParentWatch } from './parent-watch.ts';
import { RowError } from './row-error.ts';
import { rollUp } from './roll-ups.ts';
import { saveParents, saveRecord, type SavedRow } from './save-record.ts';
import type { Session } from './session.ts';
import { LimitError, Transaction } from './transaction.ts';

/** Salesforce saves the rows of a request in lots of this size; within a lot masters are saved once. */
const lotSize = 200;

function failure(errors: SaveError[], ambiguous: readonly string[] = []): SaveResult {
  const result: SaveResult = { id: null, success: false, created: false, errors };
  if (ambiguous.length > 0) result.ambiguous = [...ambiguous];
  return result;
}

/** The rest of the save of rows: roll-ups, then the masters' own saves and what follows from them, up to the top. */
function settleParents(session: Session, watch: ParentWatch): void {
  let current = watch;
  for (;;) {
    for (const state of current.takeSaved()) runFlows(session, 'RecordAfterSave', state);
    for (const { object, before, after } of current.takeWritten()) {
      rollUp(session, object, before, after, current);
    }
    if (current.parents().length === 0) return;
    const above = new ParentWatch();
    saveParents(session, current, above);
    current = above;
  }
}

function writeRow(session: Session, request: SaveRequest, watch: ParentWatch): SavedRow {
  if (request.operation !== 'delete') return saveRecord(session, request, watch);
  return { id: deleteRecord(session, request.object, request.id, watch), created: false };
}

/** One row and all that follows from it, or nothing of it. */
function saveAlone(session: Session, request: SaveRequest): SaveResult {
  try {
    return session.store.undoable(() => {
      const watch = new ParentWatch();
      const row = writeRow(session, request, watch);
      settleParents(session, watch);
      return { id: row.id, success: true, created: row.created, errors: [] };
    });
  } catch (error) {
    if (error instanceof RowError) return failure(error.errors, error.ambiguous);
    throw error;
  }
}

/** One row without its flows after the save and its roll-ups, which are noted in `watch`; or nothing of it. */
function saveFirst(session: Session, request: SaveRequest, watch: ParentWatch): SaveResult {
  try {
    return session.store.undoable(() => {
      const own = new ParentWatch();
      const row = writeRow(session, request, own);
      watch.add(own);
      return { id: row.id, success: true, created: row.created, errors: [] };
    });
  } catch (error) {
    if (error instanceof RowError) return failure(error.errors, error.ambiguous);
    throw error;
  }
}

/** What names the record of a row, and the error when two rows name the same; null for a create. */
function rowKey(session: Session, request: SaveRequest): { key: string; error: SaveError } | null {
  const { operation, object, externalIdField = '', externalIdValue = '', id = '' } = request;
  const statusCode = 'DUPLICATE_VALUE';
  if (operation === 'update' || operation === 'delete') {
    const key = normaliseId(id);
    const error = { statusCode, message: `Duplicate id specified: ${id}`, fields: ['Id'] };
    return key === null ? null : { key, error };
  }
  if (operation === 'create' || externalIdField === '' || externalIdValue === '') return null;
  const field = session.index.objects.get(object)?.fieldsByLowerName.get(externalIdField.toLowerCase()); // prettier-ignore
  const value = field?.caseSensitive === true ? externalIdValue : externalIdValue.toLowerCase();
  const message = `Duplicate external id specified: ${externalIdValue}`;
  return {
    key: `${object}.${externalIdField.toLowerCase()}=${value}`,
    error: { statusCode, message, fields: [externalIdField] },
  };
}

/**
 * Rows of one lot that name the same record: Salesforce refuses all of them, the key was "matched multiple times".
 * https://help.salesforce.com/s/articleView?id=000384876, https://salesforce.stackexchange.com/questions/296121 (per lot)
 */
function repeatedKeys(
  session: Session,
  lot: readonly SaveRequest[],
): ReadonlyMap<SaveRequest, SaveResult> {
  const rows = lot.map((request) => ({ request, named: rowKey(session, request) }));
  const counts = new Map<string, number>();
  for (const { named } of rows) {
    if (named !== null) counts.set(named.key, (counts.get(named.key) ?? 0) + 1);
  }
  const refused = new Map<SaveRequest, SaveResult>();
  for (const { request, named } of rows) {
    if (named !== null && (counts.get(named.key) ?? 0) > 1) {
      refused.set(request, failure([named.error]));
    }
  }
  return refused;
}

/** Rows of a lot that failed in a flow after their save: the lot is undone and done again without them. */
class FailedAfterSave extends Error {
  readonly failures: ReadonlyMap<SaveRequest, SaveResult>;

  constructor(failures: ReadonlyMap<SaveRequest, SaveResult>) {
    super('A flow after the save failed.');
    this.name = 'FailedAfterSave';
    this.failures = failures;
  }
}

type Refused = ReadonlyMap<SaveRequest, SaveResult>;

/** Runs the flows after the save of each row, when all rows are saved. */
function runAfterSaveFlows(session: Session, watches: ReadonlyMap<SaveRequest, ParentWatch>): void {
  const failures = new Map<SaveRequest, SaveResult>();
  for (const [request, watch] of watches) {
    try {
      session.store.undoable(() => {
        for (const state of watch.takeSaved()) runFlows(session, 'RecordAfterSave', state);
      });
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      failures.set(request, failure(error.errors));
    }
  }
  if (failures.size > 0) throw new FailedAfterSave(failures);
}

/** The rows of a lot together: all saves, then all flows after them, then all roll-ups and their masters' rules. */
function saveTogether(session: Session, lot: readonly SaveRequest[], refused: Refused) {
  return session.store.undoable(() => {
    const watches = new Map<SaveRequest, ParentWatch>();
    const results = lot.map((request) => {
      const known = refused.get(request);
      if (known !== undefined) return known;
      const watch = new ParentWatch();
      watches.set(request, watch);
      return saveFirst(session, request, watch);
    });
    runAfterSaveFlows(session, watches);
    const masters = new ParentWatch();
    for (const watch of watches.values()) masters.add(watch);
    settleParents(session, masters);
    return results;
  });
}

/** Every attempt starts with its limits unused. */
function attempt(session: Session): Session {
  return { ...session, transaction: new Transaction() };
}

/**
 * A lot first runs with its masters' rules held back to its end, so that rows which are only right together (90 to 50
 * for one, 10 to 50 for another) pass. Rows whose flows fail after the save are left out of another attempt. Where a
 * master's rule fails, the lot is undone and every row has to stand for itself: only those that break the rule fail.
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/langCon_apex_dml_bulk_exceptions.htm
 */
function saveLot(session: Session, lot: readonly SaveRequest[]): SaveResult[] {
  const refused = new Map(repeatedKeys(session, lot));
  for (;;) {
    try {
      return saveTogether(attempt(session), lot, refused);
    } catch (error) {
      if (error instanceof LimitError) return lot.map(() => failure(error.errors));
      if (error instanceof RowError) break;
      if (!(error instanceof FailedAfterSave)) throw error;
      for (const [request, result] of error.failures) refused.set(request, result);
    }
  }
  const alone = attempt(session);
  try {
    return session.store.undoable(() =>
      lot.map((request) => refused.get(request) ?? saveAlone(alone, request)),
    );
  } catch (error) {
    if (error instanceof LimitError) return lot.map(() => failure(error.errors));
    throw error;
  }
}

/**
 * What a flow writes: in lots like any other rows, but all or none, and within the limits of the transaction that the
 * flow runs in. The ids of the rows, in order; throws the RowError of the first row that fails.
 */
export function saveWithin(session: Session, requests: readonly SaveRequest[]): string[] {
  return session.store.undoable(() => {
    const ids: string[] = [];
    for (let start = 0; start < requests.length; start += lotSize) {
      const lot = requests.slice(start, start + lotSize);
      const [repeated] = repeatedKeys(session, lot).values();
      if (repeated !== undefined) throw new RowError(repeated.errors);
      const watch = new ParentWatch();
      for (const request of lot) ids.push(writeRow(session, request, watch).id);
      settleParents(session, watch);
    }
    return ids;
  });
}

class RolledBack extends Error {
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('A row failed and the request was all or none.');
    this.name = 'RolledBack';
    this.results = results;
  }
}

function rolledBack(result: SaveResult): SaveResult {
  if (!result.success) return result;
  return failure([
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ]);
}

/** All rows of a request, in order. With `allOrNone` one failure undoes everything and marks the good rows as rolled back. */
export function saveBatch(
  session: Session,
  requests: readonly SaveRequest[],
  allOrNone: boolean,
): SaveResult[] {
  try {
    return session.store.undoable(() => {
      const results: SaveResult[] = [];
      for (let start = 0; start < requests.length; start += lotSize) {
        results.push(...saveLot(session, requests.slice(start, start + lotSize)));
      }
      if (allOrNone && results.some((result) => !result.success)) throw new RolledBack(results);
      return results;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.results.map(rolledBack);
    throw error;
  }
}

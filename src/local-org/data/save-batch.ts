import { deleteRecord } from './delete-record.ts';
import type { SaveError, SaveRequest, SaveResult } from './engine.ts';
import { normaliseId } from './ids.ts';
import { ParentWatch } from './parent-watch.ts';
import { purgeRecord, undeleteRecord } from './recycle-bin.ts';
import { RowError } from './row-error.ts';
import { saveParents, saveRecord, type SavedRow } from './save-record.ts';
import type { Session } from './session.ts';

/** Salesforce saves the rows of a request in lots of this size; within a lot masters are saved once. */
const lotSize = 200;

function failure(errors: SaveError[], ambiguous: readonly string[] = []): SaveResult {
  const result: SaveResult = { id: null, success: false, created: false, errors };
  if (ambiguous.length > 0) result.ambiguous = [...ambiguous];
  return result;
}

/** Rolls masters up until no flow of a master changes anything above it; Salesforce allows three levels. */
export function settleParents(session: Session, watch: ParentWatch): void {
  let current = watch;
  while (current.parents().length > 0) {
    const above = new ParentWatch();
    saveParents(session, current, above);
    current = above;
  }
}

function writeRow(session: Session, request: SaveRequest, watch: ParentWatch): SavedRow {
  const { operation, object, id } = request;
  switch (operation) {
    case 'delete':
      return { id: deleteRecord(session, object, id, watch), created: false };
    case 'undelete':
      return { id: undeleteRecord(session, object, id ?? '', watch), created: false };
    case 'purge':
      return { id: purgeRecord(session, object, id ?? ''), created: false };
    default:
      return saveRecord(session, request, watch);
  }
}

/** One row with its roll-ups, or nothing of it. With `masters` its masters' rules wait and are noted there. */
function saveRow(session: Session, request: SaveRequest, masters: ParentWatch | null): SaveResult {
  try {
    return session.store.undoable(() => {
      const watch = new ParentWatch();
      const row = writeRow(session, request, watch);
      if (masters === null) settleParents(session, watch);
      else masters.add(watch);
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
  if (operation !== 'create' && operation !== 'upsert') {
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

/**
 * A lot first runs with its masters' rules held back to its end, so that rows which are only right together (90 to 50
 * for one, 10 to 50 for another) pass. Where a master's rule then fails, the lot is undone and every row has to stand
 * for itself: only those that break the rule fail.
 */
function saveLot(session: Session, lot: readonly SaveRequest[]): SaveResult[] {
  const refused = repeatedKeys(session, lot);
  const run = (masters: ParentWatch | null): SaveResult[] =>
    lot.map((request) => refused.get(request) ?? saveRow(session, request, masters));
  try {
    return session.store.undoable(() => {
      const masters = new ParentWatch();
      const results = run(masters);
      settleParents(session, masters);
      return results;
    });
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return run(null);
  }
}

class RolledBack extends Error {
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('A row failed and the request was all or none.');
    this.name = 'RolledBack';
    this.results = results;
  }
}

/** What becomes of a good row when another one of an all-or-none request fails. */
export const rolledBackError: SaveError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message:
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

function rolledBack(result: SaveResult): SaveResult {
  return result.success ? failure([rolledBackError]) : result;
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

import type { SaveError, SaveRequest, SaveResult } from '../data/engine.ts';
import { normaliseId } from '../data/ids.ts';
import { rolledBackError } from '../data/save-batch.ts';
import { saveContext, type ApiCall, type ApiContext } from './api-call.ts';

/** A row to save, or the error that it has before the engine sees it. */
export type Row = SaveRequest | { refused: SaveError };

const failed = (error: SaveError): SaveResult => ({
  id: null,
  success: false,
  created: false,
  errors: [error],
});

/**
 * The same record twice in one update: every such row fails, the first one too; for upserts the engine sees to it.
 * https://help.salesforce.com/s/articleView?id=000384876
 */
function refuseRepeatedIds(rows: readonly Row[]): Row[] {
  const idOf = (row: Row): string =>
    !('refused' in row) && row.operation === 'update' ? (row.id ?? '') : '';
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(idOf(row), (counts.get(idOf(row)) ?? 0) + 1);
  return rows.map((row) => {
    const id = idOf(row);
    if (id === '' || counts.get(id) === 1) return row;
    return refusedRow('DUPLICATE_VALUE', `Duplicate id specified: ${id}`, ['Id']);
  });
}

/** A permission set is assigned to a user once. The text is Salesforce's as the sf CLI shows it. */
function refuseRepeatedAssignments(context: ApiContext, rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    if ('refused' in row || row.object !== 'PermissionSetAssignment') return row;
    const { AssigneeId: assignee, PermissionSetId: permissionSet } = row.fields;
    if (typeof assignee !== 'string' || typeof permissionSet !== 'string') return row;
    const known = context.engine.db
      .prepare(
        'SELECT 1 FROM "PermissionSetAssignment" WHERE "AssigneeId" = ? AND "PermissionSetId" = ? AND "IsDeleted" IS NOT 1',
      )
      .get(normaliseId(assignee), normaliseId(permissionSet));
    if (known === undefined) return row;
    const message = `Duplicate PermissionSetAssignment. Assignee: ${assignee}; Permission Set: ${permissionSet}`;
    return refusedRow('DUPLICATE_VALUE', message);
  });
}

/** Saves rows through the engine in one transaction; one result per row, same order. */
export function saveRows(
  context: ApiContext,
  call: ApiCall,
  given: readonly Row[],
  allOrNone: boolean,
): SaveResult[] {
  const rows = refuseRepeatedAssignments(context, refuseRepeatedIds(given));
  const good = rows.flatMap((row) => ('refused' in row ? [] : [row]));
  if (allOrNone && good.length < rows.length)
    return rows.map((row) => failed('refused' in row ? row.refused : rolledBackError));
  const saved = context.engine.save(good, { allOrNone, context: saveContext(call) });
  let next = 0;
  return rows.map((row) => {
    if ('refused' in row) return failed(row.refused);
    const result = saved[next++];
    if (result === undefined) throw new Error('The engine gave fewer results than it got rows.');
    return result;
  });
}

const withoutKeys = (record: Record<string, unknown>, ...keys: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key.toLowerCase())));

function valueOf(record: Record<string, unknown>, name: string): unknown {
  const wanted = name.toLowerCase();
  return Object.entries(record).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

const refusedRow = (statusCode: string, message: string, fields: string[] = []): Row => ({
  refused: { statusCode, message, fields },
});

/** The field values of a record's JSON: everything but its `attributes`. */
export function recordFields(record: Record<string, unknown>): Record<string, unknown> {
  return withoutKeys(record, 'attributes');
}

/** A record of a JSON body as a create. */
export function createRow(object: string, record: Record<string, unknown>): Row {
  return { operation: 'create', object, fields: recordFields(record) };
}

/** A record of a JSON body, its id among the fields, as an update. */
export function updateRow(object: string, record: Record<string, unknown>): Row {
  const given = valueOf(record, 'id');
  if (given === undefined || given === null || given === '')
    return refusedRow('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
  const id = typeof given === 'string' ? normaliseId(given) : null;
  if (id === null)
    return refusedRow(
      'MALFORMED_ID',
      `${object} ID: id value of incorrect type: ${JSON.stringify(given)}`,
      ['Id'],
    );
  return { operation: 'update', object, id, fields: withoutKeys(record, 'attributes', 'id') };
}

/** A record of a JSON body as an upsert by `field`, whose value is among its fields. */
export function upsertRow(object: string, field: string, record: Record<string, unknown>): Row {
  const given = valueOf(record, field);
  const isValue = typeof given === 'string' || typeof given === 'number';
  if (!isValue || given === '')
    return refusedRow('MISSING_ARGUMENT', `${field} not specified`, [field]);
  return {
    operation: 'upsert',
    object,
    externalIdField: field,
    externalIdValue: String(given),
    fields: withoutKeys(record, 'attributes', field.toLowerCase()),
  };
}

/** A delete by id. */
export function deleteRow(object: string, givenId: string): Row {
  const id = normaliseId(givenId);
  if (id === null) return refusedRow('MALFORMED_ID', `malformed id ${givenId}`);
  return { operation: 'delete', object, id, fields: {} };
}

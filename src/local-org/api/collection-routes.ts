import { z } from 'zod';
import type { SaveResult } from '../data/engine.ts';
import { normaliseId } from '../data/ids.ts';
import { findObject } from '../data/soql/schema-names.ts';
import type { ObjectSchema } from '../schema/types.ts';
import {
  objectInUrl,
  ok,
  parseBody,
  recordBody,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
} from './api-call.ts';
import { ApiError } from './api-error.ts';
import { readRecords } from './read-records.ts';
import { keyField } from './record-routes.ts';
import { createRow, deleteRow, saveRows, updateRow, upsertRow, type Row } from './save-rows.ts';

const MOST_RECORDS = 200;
const MOST_READ = 2000;
const MOST_CHUNKS = 10;

const collectionBody = z.object({
  allOrNone: z.boolean().nullish(),
  records: z.array(recordBody),
});

function refuseTooMany(count: number, most: number): void {
  if (count > most)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      `record limit reached. cannot submit more than ${most} records into this call`,
    );
}

function collection(call: ApiCall): z.output<typeof collectionBody> {
  const body = parseBody(collectionBody, call.body);
  refuseTooMany(body.records.length, MOST_RECORDS);
  return body;
}

const typed = z.object({ attributes: z.object({ type: z.string() }) });

/** The object that a record's `attributes.type` names; 400 for a record that does not say what it is. */
function typeOf(context: ApiContext, record: Record<string, unknown>): ObjectSchema | string {
  const parsed = typed.safeParse(record);
  if (!parsed.success)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      'Each record needs "attributes": {"type": "…"} with the name of its object.',
    );
  const { type } = parsed.data.attributes;
  return findObject(context.engine.schema(), type) ?? type;
}

function typedRows(
  context: ApiContext,
  records: readonly Record<string, unknown>[],
  toRow: (object: string, record: Record<string, unknown>) => Row,
): Row[] {
  return records.map((record) => {
    const object = typeOf(context, record);
    if (typeof object !== 'string') return toRow(object.name, record);
    const message = `sObject type '${object}' is not supported.`;
    return { refused: { statusCode: 'INVALID_TYPE', message, fields: [] } };
  });
}

/** Records of several types are saved in runs of one type; more than ten runs are refused. */
function refuseManyChunks(context: ApiContext, records: readonly Record<string, unknown>[]): void {
  let chunks = 0;
  let last: ObjectSchema | string | null = null;
  for (const record of records) {
    const type = typeOf(context, record);
    if (type !== last) chunks++;
    last = type;
  }
  if (chunks > MOST_CHUNKS)
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `Cannot have more than ${MOST_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    );
}

/** Row results as REST gives them: `created` only for upserts, no id where nothing was saved. */
function resultBody(results: readonly SaveResult[], withCreated: boolean): object[] {
  return results.map(({ id, success, created, errors }) => ({
    ...(success ? { id } : {}),
    success,
    errors,
    ...(success && withCreated ? { created } : {}),
  }));
}

/** POST /composite/sobjects — creates up to 200 records, in order, possibly of several types. */
export const createManyHandler: ApiHandler = (context, call) => {
  const { records, allOrNone } = collection(call);
  refuseManyChunks(context, records);
  const rows = typedRows(context, records, createRow);
  return ok(resultBody(saveRows(context, call, rows, allOrNone ?? false), false));
};

/** PATCH /composite/sobjects — updates up to 200 records by id. */
export const updateManyHandler: ApiHandler = (context, call) => {
  const { records, allOrNone } = collection(call);
  refuseManyChunks(context, records);
  const rows = typedRows(context, records, updateRow);
  return ok(resultBody(saveRows(context, call, rows, allOrNone ?? false), false));
};

/** PATCH /composite/sobjects/T/Field — upserts up to 200 records of one type by external id; rows carry no record id. */
export const upsertManyHandler: ApiHandler = (context, call, [name, fieldName = '']) => {
  const object = objectInUrl(context, name);
  const field = keyField(object, fieldName);
  const { records, allOrNone } = collection(call);
  const rows = typedRows(context, records, (type, record): Row => {
    if (type === object.name)
      return field.type === 'Id' ? updateRow(type, record) : upsertRow(type, field.name, record);
    const message = `The record's type ${type} is not the type in the request's URL, ${object.name}.`;
    return { refused: { statusCode: 'INVALID_TYPE', message, fields: [] } };
  });
  return ok(resultBody(saveRows(context, call, rows, allOrNone ?? false), true));
};

function commaList(call: ApiCall, name: string): string[] {
  const text = call.query.get(name) ?? '';
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** DELETE /composite/sobjects?ids=…&allOrNone= — deletes up to 200 records of any type. */
export const deleteManyHandler: ApiHandler = (context, call) => {
  const ids = commaList(call, 'ids');
  refuseTooMany(ids.length, MOST_RECORDS);
  const objects = [...context.engine.schema().objects.values()];
  const rows = ids.map((id): Row => {
    const object = objects.find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
    if (object !== undefined) return deleteRow(object.name, id);
    return { refused: { statusCode: 'MALFORMED_ID', message: `malformed id ${id}`, fields: [] } };
  });
  const allOrNone = call.query.get('allOrNone') === 'true';
  return ok(resultBody(saveRows(context, call, rows, allOrNone), false));
};

/** Records in the order of the ids asked for, null where there is none. */
function readMany(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  ids: readonly string[],
  fields: readonly string[],
): (Record<string, unknown> | null)[] {
  if (fields.length === 0)
    throw new ApiError(
      400,
      'MALFORMED_QUERY',
      'The parameter fields, a list of field names, is missing.',
    );
  const longIds = ids.map((id) => normaliseId(id) ?? '');
  const known = longIds.filter((id) => id !== '');
  const hasId = fields.some((field) => field.toLowerCase() === 'id');
  const records = readRecords(
    context,
    call,
    object,
    hasId ? fields : ['Id', ...fields],
    'Id',
    known,
  );
  const byId = new Map(records.map((record) => [record['Id'], record]));
  return longIds.map((id) => {
    const record = byId.get(id);
    if (record === undefined) return null;
    const { Id: recordId, ...rest } = record;
    return hasId ? { ...rest, Id: recordId } : rest;
  });
}

/** GET /composite/sobjects/T?ids=…&fields=… */
export const readManyHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const ids = commaList(call, 'ids');
  refuseTooMany(ids.length, MOST_READ);
  return ok(readMany(context, call, object, ids, commaList(call, 'fields')));
};

const readManyBody = z.object({ ids: z.array(z.string()), fields: z.array(z.string()) });

/** POST /composite/sobjects/T {ids, fields} — as GET, for lists too long for a URL. */
export const readManyByBodyHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const { ids, fields } = parseBody(readManyBody, call.body);
  refuseTooMany(ids.length, MOST_READ);
  return ok(readMany(context, call, object, ids, fields));
};

import type { SaveError, SaveResult } from '../data/engine.ts';
import { normaliseId } from '../data/ids.ts';
import { findField } from '../data/soql/schema-names.ts';
import { quoted } from '../data/tables.ts';
import { describeGlobal, describeObject } from '../schema/describe.ts';
import type { FieldSchema, ObjectSchema } from '../schema/types.ts';
import {
  objectInUrl,
  ok,
  parseBody,
  recordBody,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
  type ApiResponse,
} from './api-call.ts';
import { ApiError, notFound } from './api-error.ts';
import { readRecords } from './read-records.ts';
import { createRow, deleteRow, recordFields, saveRows, upsertRow, type Row } from './save-rows.ts';

const STATUS_OF: Record<string, number> = {
  ENTITY_IS_DELETED: 404,
  INVALID_CROSS_REFERENCE_KEY: 404,
  MALFORMED_ID: 404,
  NOT_FOUND: 404,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 403,
};

/** A row error as a request error; where the record in the URL is missing the status is 404. */
function requestError(error: SaveError, inUrl: boolean): ApiError {
  const status = inUrl ? (STATUS_OF[error.statusCode] ?? 400) : 400;
  const refused = new ApiError(status, error.statusCode, error.message, error.fields);
  refused.duplicateResult = error.duplicateResult ?? null;
  return refused;
}

function saveOne(context: ApiContext, call: ApiCall, row: Row, inUrl: boolean): SaveResult {
  const [result] = saveRows(context, call, [row], true);
  if (result === undefined) throw new Error('The engine gave no result for a row.');
  const [error] = result.errors;
  if (!result.success && result.ambiguous === undefined && error !== undefined)
    throw requestError(error, inUrl);
  return result;
}

/** GET /sobjects — every object of the org. */
export const describeGlobalHandler: ApiHandler = (context, call) =>
  ok(describeGlobal(context.engine.schema(), call.apiVersion));

/** GET /sobjects/T/describe — the object with its fields and child relationships. */
export const describeHandler: ApiHandler = (context, call, [name = '']) => {
  const description = describeObject(context.engine.schema(), name, call.apiVersion);
  if (description === null) throw notFound();
  return ok(description);
};

/** GET /sobjects/T — short description; the list of recently used records is empty, nobody looks at records here. */
export const objectInfoHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const global = describeGlobal(context.engine.schema(), call.apiVersion);
  const objectDescribe = global.sobjects.find((candidate) => candidate.name === object.name);
  return ok({ objectDescribe, recentItems: [] });
};

/** POST /sobjects/T — 201 with the new id. */
export const createHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const record = parseBody(recordBody, call.body);
  const { id } = saveOne(context, call, createRow(object.name, record), false);
  return { status: 201, body: { id, success: true, errors: [] } };
};

/** GET /sobjects/T/id?fields=a,b — one record, all fields unless some are named. */
export const readHandler: ApiHandler = (context, call, [name, id = '']) => {
  const object = objectInUrl(context, name);
  const fields = call.query.get('fields');
  const names = fields === null ? null : fields.split(',').map((field) => field.trim());
  const longId = normaliseId(id);
  const [record] = longId === null ? [] : readRecords(context, call, object, names, 'Id', [longId]);
  if (record === undefined) throw notFound();
  return ok(record);
};

/** PATCH /sobjects/T/id — 204. */
export const updateHandler: ApiHandler = (context, call, [name, id = '']) => {
  const object = objectInUrl(context, name);
  const longId = normaliseId(id);
  if (longId === null)
    throw notFound('Provided external ID field does not exist or is not accessible: ' + id);
  const fields = recordFields(parseBody(recordBody, call.body));
  saveOne(context, call, { operation: 'update', object: object.name, id: longId, fields }, true);
  return { status: 204 };
};

/** DELETE /sobjects/T/id — 204. */
export const deleteHandler: ApiHandler = (context, call, [name, id = '']) => {
  const object = objectInUrl(context, name);
  saveOne(context, call, deleteRow(object.name, id), true);
  return { status: 204 };
};

/** The field by which a URL names records; 404 unless it is Id, the name of an object's own key, or an external id. */
export function keyField(object: ObjectSchema, name: string): FieldSchema {
  const field = findField(object, name);
  if (field !== undefined && (field.type === 'Id' || field.externalId)) return field;
  throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
}

/** HTTP 300: the external id matches several records, whose urls are given. */
function multipleChoices(call: ApiCall, object: ObjectSchema, ids: readonly string[]): ApiResponse {
  const base = `/services/data/v${call.apiVersion}/sobjects/${object.name}`;
  return { status: 300, body: ids.map((id) => `${base}/${id}`) };
}

/**
 * GET /sobjects/T/id/BlobField — the bytes of the field.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_blob_retrieve.htm
 */
function blobResponse(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  id: string,
  field: FieldSchema,
): ApiResponse {
  const longId = normaliseId(id);
  const [record] =
    longId === null ? [] : readRecords(context, call, object, ['Id', field.name], 'Id', [longId]);
  if (record === undefined) throw notFound();
  const sql = `SELECT ${quoted(field.name)} AS bytes FROM ${quoted(object.name)} WHERE "Id" = ?`;
  const bytes = context.engine.db.prepare(sql).get(longId)?.['bytes'];
  return { status: 200, bytes: Buffer.from(typeof bytes === 'string' ? bytes : '', 'base64') };
}

/** GET /sobjects/T/Field/value — one record by external id. */
export const readByKeyHandler: ApiHandler = (context, call, [name, fieldName = '', value = '']) => {
  const object = objectInUrl(context, name);
  const blob = findField(object, value);
  if (blob?.type === 'Base64') return blobResponse(context, call, object, fieldName, blob);
  const field = keyField(object, fieldName);
  const records = readRecords(context, call, object, null, field.name, [value]);
  const [record] = records;
  if (record === undefined) throw notFound();
  if (records.length > 1)
    return multipleChoices(
      call,
      object,
      records.map((one) => String(one['Id'])),
    );
  return ok(record);
};

/** PATCH /sobjects/T/Field/value — 201 created, 200 updated, 300 when the value matches several records. */
export const upsertHandler: ApiHandler = (context, call, [name, fieldName = '', value = '']) => {
  const object = objectInUrl(context, name);
  const field = keyField(object, fieldName);
  if (field.type === 'Id') return updateHandler(context, call, [object.name, value]);
  const record = parseBody(recordBody, call.body);
  if (findKey(record, field.name) !== undefined)
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `The ${field.name} field should not be specified in the sobject data.`,
    );
  const row = upsertRow(object.name, field.name, { ...record, [field.name]: value });
  const result = saveOne(context, call, row, false);
  if (result.ambiguous !== undefined) return multipleChoices(call, object, result.ambiguous);
  const { id, created } = result;
  return { status: created ? 201 : 200, body: { id, success: true, errors: [], created } };
};

/** DELETE /sobjects/T/Field/value — 204. */
export const deleteByKeyHandler: ApiHandler = (context, call, parameters) => {
  const found = readByKeyHandler(context, call, parameters);
  if (found.status === 300) return found;
  const { Id: id } = parseBody(recordBody, found.body);
  return deleteHandler(context, call, [parameters[0] ?? '', String(id)]);
};

function findKey(record: Record<string, unknown>, name: string): string | undefined {
  return Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase());
}

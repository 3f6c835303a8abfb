import { z } from 'zod';
import type { SaveError } from '../../data/engine.ts';
import { normaliseId } from '../../data/ids.ts';
import { findObject } from '../../data/soql/schema-names.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import {
  objectInUrl,
  ok,
  parseBody,
  recordBody,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
  type ApiResponse,
} from '../api-call.ts';
import { ApiError, notFound, notImplemented } from '../api-error.ts';
import { createRow, deleteRow, saveRows, type Row } from '../save-rows.ts';
import { soqlLiteral } from '../read-records.ts';
import { addNamedFields, emptyTree, type FieldTree } from './field-tree.ts';
import { layoutFields, layoutView, type LayoutMode, type LayoutType } from './layout-view.ts';
import { batchOf, defaultRecordType, objectInfo, objectOfId } from './object-info.ts';
import {
  eTag,
  MASTER_RECORD_TYPE,
  recordView,
  selectRecords,
  type RecordView,
} from './record-view.ts';

/** `a,b` of a query parameter as a list. */
export function listParameter(call: ApiCall, name: string): string[] {
  const given = call.query.get(name) ?? '';
  return given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function layoutTypes(call: ApiCall): LayoutType[] {
  return listParameter(call, 'layoutTypes').map((type) => {
    if (type === 'Full' || type === 'Compact') return type;
    throw new ApiError(400, 'INVALID_PARAMETER_VALUE', `Invalid layout type: ${type}`);
  });
}

function modes(call: ApiCall): LayoutMode[] {
  const given = listParameter(call, 'modes').map((mode) => {
    if (mode === 'View' || mode === 'Edit' || mode === 'Create') return mode;
    throw new ApiError(400, 'INVALID_PARAMETER_VALUE', `Invalid mode: ${mode}`);
  });
  return given.length === 0 ? ['View'] : given;
}

function addLayoutFields(context: ApiContext, tree: FieldTree, types: readonly LayoutType[]): void {
  const schema = context.engine.schema();
  for (const type of types)
    for (const field of layoutFields(schema, tree.object, type)) {
      tree.fields.set(field.name, field);
      if (field.referenceTo.length > 0 && field.relationshipName !== null) {
        const target = schema.objects.get(field.referenceTo[0] ?? '');
        const path = `${tree.object.name}.${field.relationshipName}.${target?.nameField ?? 'Name'}`;
        addNamedFields(schema, tree, [path], true);
      }
    }
}

/** What a request asks to see of a record: fields, optionalFields and the fields of layouts. */
function wantedTree(context: ApiContext, call: ApiCall, object: ObjectSchema): FieldTree {
  if (call.query.has('childRelationships'))
    throw notImplemented('childRelationships of the User Interface API');
  const tree = emptyTree(object);
  const schema = context.engine.schema();
  addNamedFields(schema, tree, listParameter(call, 'fields'), false);
  addNamedFields(schema, tree, listParameter(call, 'optionalFields'), true);
  addLayoutFields(context, tree, layoutTypes(call));
  const isAsked = ['fields', 'optionalFields', 'layoutTypes'].some((name) => call.query.has(name));
  if (!isAsked)
    throw new ApiError(
      400,
      'ILLEGAL_QUERY_PARAMETER_VALUE',
      'Specify at least one of fields, optionalFields and layoutTypes.',
    );
  return tree;
}

function readOne(context: ApiContext, call: ApiCall, tree: FieldTree, id: string): RecordView {
  const rows = { where: `Id = ${soqlLiteral(id)}`, orderBy: null, limit: 1, offset: 0 };
  const [record] = selectRecords(context, call, tree, rows);
  if (record === undefined) throw notFound();
  return recordView(context.engine.schema(), tree, record);
}

function readWanted(context: ApiContext, call: ApiCall, id: string): RecordView {
  return readOne(context, call, wantedTree(context, call, objectOfId(context, id)), id);
}

/** GET /ui-api/records/id?fields=&optionalFields=&layoutTypes=&modes= */
export const recordHandler: ApiHandler = (context, call, [id = '']) =>
  ok(readWanted(context, call, id));

/** GET /ui-api/records/batch/id,id */
export const recordBatchHandler: ApiHandler = (context, call, [ids = '']) =>
  ok(batchOf(ids.split(','), (id) => readWanted(context, call, id)));

function errorView(object: ObjectSchema, error: SaveError, field: string | null) {
  return {
    constituentField: null,
    duplicateRecordError: null,
    errorCode: error.statusCode,
    field,
    fieldLabel: field === null ? null : (object.fields.get(field)?.label ?? null),
    message: error.message,
  };
}

/**
 * A save that the org refused, as `error.body` in a component: messages of the record in `errors`, of fields in `fieldErrors`.
 * https://developer.salesforce.com/docs/platform/lwc/guide/data-error-types.html
 */
function refusal(object: ObjectSchema, errors: readonly SaveError[], verb: string): ApiResponse {
  const fieldErrors: Record<string, unknown[]> = {};
  for (const error of errors)
    for (const field of error.fields)
      (fieldErrors[field] ??= []).push(errorView(object, error, field));
  const general = errors.filter(({ fields }) => fields.length === 0);
  const body = {
    message: `An error occurred while trying to ${verb} the record. Please try again.`,
    statusCode: 400,
    enhancedErrorType: 'RecordError',
    output: { errors: general.map((error) => errorView(object, error, null)), fieldErrors },
  };
  return { status: 400, body };
}

function afterSave(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  id: string,
  names: readonly string[],
): RecordView {
  const tree = emptyTree(object);
  addLayoutFields(context, tree, ['Full']);
  const paths = names.map((name) => `${object.name}.${name}`);
  addNamedFields(context.engine.schema(), tree, paths, true);
  return readOne(context, call, tree, id);
}

function save(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  row: Row,
  verb: string,
): ApiResponse | string {
  const [result] = saveRows(context, call, [row], true);
  if (result?.success === true && result.id !== null) return result.id;
  return refusal(object, result?.errors ?? [], verb);
}

const createBody = z.object({
  apiName: z.string(),
  fields: recordBody,
  allowSaveOnDuplicate: z.boolean().optional(),
});
const updateBody = z.object({ fields: recordBody, allowSaveOnDuplicate: z.boolean().optional() });

/** POST /ui-api/records {apiName, fields} — 201 with the record. */
export const createRecordHandler: ApiHandler = (context, call) => {
  const { apiName, fields } = parseBody(createBody, call.body);
  const object = findObject(context.engine.schema(), apiName);
  if (object === undefined)
    throw new ApiError(400, 'INVALID_TYPE', `sObject type '${apiName}' is not supported.`);
  const saved = save(context, call, object, createRow(object.name, fields), 'create');
  if (typeof saved !== 'string') return saved;
  return { status: 201, body: afterSave(context, call, object, saved, Object.keys(fields)) };
};

/** PATCH /ui-api/records/id {fields} — 200 with the record. */
export const updateRecordHandler: ApiHandler = (context, call, [given = '']) => {
  const { fields } = parseBody(updateBody, call.body);
  const object = objectOfId(context, given);
  const id = normaliseId(given);
  if (id === null) throw notFound();
  const row: Row = { operation: 'update', object: object.name, id, fields };
  const saved = save(context, call, object, row, 'update');
  if (typeof saved !== 'string') return saved;
  return ok(afterSave(context, call, object, saved, Object.keys(fields)));
};

/** DELETE /ui-api/records/id — 204. */
export const deleteRecordHandler: ApiHandler = (context, call, [id = '']) => {
  const object = objectOfId(context, id);
  const saved = save(context, call, object, deleteRow(object.name, id), 'delete');
  return typeof saved === 'string' ? { status: 204 } : saved;
};

/** GET /ui-api/layout/T?layoutType=&mode=&recordTypeId= */
export const layoutHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const type = call.query.get('layoutType') === 'Compact' ? 'Compact' : 'Full';
  const mode = call.query.get('mode');
  const recordTypeId = call.query.get('recordTypeId') ?? defaultRecordType(object);
  const given = {
    type,
    mode: mode === 'Edit' || mode === 'Create' ? mode : 'View',
    recordTypeId,
  } as const;
  return ok(layoutView(context.engine.schema(), object, given));
};

/** GET /ui-api/record-ui/id,id?layoutTypes=&modes= — records with their layouts and objects. */
export const recordUiHandler: ApiHandler = (context, call, [ids = '']) => {
  const schema = context.engine.schema();
  if (!call.query.has('layoutTypes')) call.query.set('layoutTypes', 'Full');
  const layouts: Record<string, Record<string, Record<string, Record<string, unknown>>>> = {};
  const objectInfos: Record<string, unknown> = {};
  const records: Record<string, RecordView> = {};
  for (const given of ids.split(',')) {
    const id = normaliseId(given) ?? given;
    const object = objectOfId(context, id);
    const record = readWanted(context, call, id);
    records[id] = record;
    objectInfos[object.name] ??= objectInfo(schema, object, call.apiVersion);
    const byType = ((layouts[object.name] ??= {})[record.recordTypeId] ??= {});
    for (const type of layoutTypes(call))
      byType[type] = Object.fromEntries(
        modes(call).map((mode) => [
          mode,
          layoutView(schema, object, { type, mode, recordTypeId: record.recordTypeId }),
        ]),
      );
  }
  const body = { layoutUserStates: {}, layouts, objectInfos, records };
  return ok({ ...body, eTag: eTag(body) });
};

/** GET /ui-api/record-defaults/create/T — layout, object and a record with the defaults of its fields, not saved. */
export const createDefaultsHandler: ApiHandler = (context, call, [name]) => {
  const schema = context.engine.schema();
  const object = objectInUrl(context, name);
  const recordTypeId = call.query.get('recordTypeId') ?? defaultRecordType(object);
  const tree = emptyTree(object);
  for (const field of layoutFields(schema, object, 'Full'))
    if (field.createable) tree.fields.set(field.name, field);
  addNamedFields(schema, tree, listParameter(call, 'optionalFields'), true);
  const defaults: Record<string, unknown> = { RecordTypeId: recordTypeId };
  for (const field of tree.fields.values()) {
    const chosen = field.picklistValues.find((value) => value.isDefault)?.value ?? null;
    defaults[field.name] = field.type === 'Checkbox' ? field.defaultValue === 'true' : chosen;
  }
  const record = recordView(schema, tree, defaults);
  const layout = layoutView(schema, object, { type: 'Full', mode: 'Create', recordTypeId });
  return ok({
    layout,
    objectInfos: { [object.name]: objectInfo(schema, object, call.apiVersion) },
    record: {
      ...record,
      id: null,
      recordTypeId: recordTypeId === '' ? MASTER_RECORD_TYPE : recordTypeId,
    },
  });
};

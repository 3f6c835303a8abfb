import { z } from 'zod';
import { findField } from '../../data/soql/schema-names.ts';
import { noSuchColumn } from '../../data/soql/query-errors.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/types.ts';
import { parseBody, type ApiCall, type ApiContext } from '../api-call.ts';
import { ApiError, notImplemented } from '../api-error.ts';
import { addNamedFields, emptyTree } from './field-tree.ts';
import { listParameter } from './record-routes.ts';
import { recordView, selectRecords } from './record-view.ts';

const listBody = z.object({
  fields: z.array(z.string()).default([]),
  optionalFields: z.array(z.string()).default([]),
  pageSize: z.number().int().optional(),
  pageToken: z.string().optional(),
  sortBy: z.array(z.string()).optional(),
  where: z.string().optional(),
});

/** What a list is asked for; `offset` is what the page token stands for. */
export interface ListRequest {
  fields: string[];
  optionalFields: string[];
  pageSize: number;
  offset: number;
  sortBy: string[];
}

/** What a list request asks, from its body (POST) or its query (GET). Pages hold 50 records, at most 1,999. */
export function listRequest(call: ApiCall, hasBody: boolean): ListRequest {
  const query = {
    fields: listParameter(call, 'fields'),
    optionalFields: listParameter(call, 'optionalFields'),
    sortBy: listParameter(call, 'sortBy'),
    ...(call.query.has('pageSize') ? { pageSize: Number(call.query.get('pageSize')) } : {}),
    ...(call.query.has('pageToken') ? { pageToken: call.query.get('pageToken') } : {}),
    ...(call.query.has('where') ? { where: call.query.get('where') } : {}),
  };
  const asked = parseBody(listBody, hasBody ? (call.body ?? {}) : query);
  if (asked.where !== undefined && asked.where !== '')
    throw notImplemented('where in list requests');
  const pageSize = asked.pageSize ?? 50;
  const offset = Number(asked.pageToken ?? 0);
  if (pageSize < 1 || pageSize > 1999)
    throw new ApiError(400, 'INVALID_PARAMETER_VALUE', 'pageSize must be between 1 and 1999');
  if (!Number.isInteger(offset) || offset < 0)
    throw new ApiError(400, 'INVALID_PAGE_TOKEN', `Invalid page token: ${String(asked.pageToken)}`);
  return {
    fields: asked.fields,
    optionalFields: asked.optionalFields,
    pageSize,
    offset,
    sortBy: asked.sortBy ?? [],
  };
}

/** `-Name` of `sortBy` as SOQL; the name may have the object in front. */
function orderBy(object: ObjectSchema, sortBy: readonly string[]): string | null {
  if (sortBy.length === 0) return null;
  const items = sortBy.map((item) => {
    const name = item.replace(/^-/, '').replace(new RegExp(`^${object.name}\\.`), '');
    const field = findField(object, name);
    if (field === undefined)
      throw new ApiError(400, 'INVALID_FIELD', noSuchColumn(name, object.name));
    return `${field.name} ${item.startsWith('-') ? 'DESC' : 'ASC'}`;
  });
  return items.join(', ');
}

/** One page of records and the way to its neighbours. */
export function pageOf(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  asked: ListRequest,
  rows: { where: string | null; scope?: string; columns: readonly FieldSchema[] },
) {
  const schema = context.engine.schema();
  const tree = emptyTree(object);
  for (const column of rows.columns) tree.fields.set(column.name, column);
  addNamedFields(schema, tree, asked.fields, false);
  addNamedFields(schema, tree, asked.optionalFields, true);
  const { where, scope } = rows;
  const found = selectRecords(context, call, tree, {
    where,
    orderBy: orderBy(object, asked.sortBy),
    limit: asked.pageSize + 1,
    offset: asked.offset,
    ...(scope === undefined ? {} : { scope }),
  });
  const records = found.slice(0, asked.pageSize).map((record) => recordView(schema, tree, record));
  const url = (token: number): string =>
    `/services/data/v${call.apiVersion}${call.path}?pageSize=${asked.pageSize}&pageToken=${token}`;
  const next = found.length > asked.pageSize ? asked.offset + asked.pageSize : null;
  const previous = asked.offset === 0 ? null : Math.max(0, asked.offset - asked.pageSize);
  return {
    count: records.length,
    currentPageToken: String(asked.offset),
    currentPageUrl: url(asked.offset),
    fields: asked.fields,
    nextPageToken: next === null ? null : String(next),
    nextPageUrl: next === null ? null : url(next),
    optionalFields: asked.optionalFields,
    pageSize: asked.pageSize,
    previousPageToken: previous === null ? null : String(previous),
    previousPageUrl: previous === null ? null : url(previous),
    records,
    sortBy: asked.sortBy,
  };
}

/** A column of a list, as list infos name it. */
export const displayColumn = (field: FieldSchema) => ({
  fieldApiName: field.name,
  label: field.label,
  lookupId: null,
  sortable:
    field.type !== 'LongTextArea' && field.type !== 'Html' && field.type !== 'MultiselectPicklist',
});

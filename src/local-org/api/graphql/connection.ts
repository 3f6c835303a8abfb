import {
  childRelationships,
  findField,
  type ChildRelationship,
} from '../../data/soql/schema-names.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import type { ApiCall, ApiContext } from '../api-call.ts';
import { soqlLiteral } from '../read-records.ts';
import { addPath, emptyTree, type FieldTree } from '../ui/field-tree.ts';
import {
  countRecords,
  recordView,
  selectRecords,
  type FieldValueView,
  type RecordView,
} from '../ui/record-view.ts';
import { GraphqlError, undefinedField, type Selected } from './selection.ts';
import { orderSoql, whereSoql } from './where.ts';

/** What every part of one request works with. */
export interface GraphqlCall {
  context: ApiContext;
  call: ApiCall;
}

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 2000;
const META_FIELDS = new Set(['ApiName', 'WeakEtag', '__typename']);

/** Children of a selection that carry a name; null when it was not selected. */
function selected(field: Selected, name: string): Selected | null {
  const found = field.fields.filter((one) => one.name === name);
  const [first] = found;
  return first === undefined ? null : { ...first, fields: found.flatMap((one) => one.fields) };
}

function childOf(
  request: GraphqlCall,
  object: ObjectSchema,
  name: string,
): ChildRelationship | null {
  const all = childRelationships(request.context.engine.schema(), object);
  return all.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** Adds what a node selects to the tree of fields to read; child lists are read on their own. */
function addSelection(
  request: GraphqlCall,
  tree: FieldTree,
  fields: readonly Selected[],
  path: string,
): void {
  const schema = request.context.engine.schema();
  for (const field of fields) {
    if (META_FIELDS.has(field.name)) continue;
    if (findField(tree.object, field.name) !== undefined) addPath(schema, tree, [field.name]);
    else if (addPath(schema, tree, [field.name, 'Id']) !== null) {
      const parent = tree.parents.get(field.name);
      if (parent === undefined) throw undefinedField(field, tree.object.name, path);
      addSelection(request, parent, field.fields, `${path}/${field.name}`);
    } else if (childOf(request, tree.object, field.name) === null)
      throw undefinedField(field, tree.object.name, path);
  }
}

function valueOf(value: FieldValueView, field: Selected, path: string): unknown {
  if (field.fields.length === 0)
    throw new GraphqlError(
      'ValidationError',
      `Validation error of type SubselectionRequired: Subselection required for type of field ${field.name} @ '${path}/${field.name}'`,
      field.node,
    );
  return Object.fromEntries(
    field.fields.map((part) => {
      if (part.name === 'value') return [part.key, value.value];
      // Salesforce gives a displayValue for everything that has a value, text included.
      if (part.name === 'displayValue')
        return [
          part.key,
          value.displayValue ?? (typeof value.value === 'string' ? value.value : null),
        ];
      throw undefinedField(part, 'Value', `${path}/${field.name}`);
    }),
  );
}

function nodeField(
  request: GraphqlCall,
  tree: FieldTree,
  record: RecordView,
  field: Selected,
  path: string,
): unknown {
  if (field.name === 'ApiName') return record.apiName;
  if (field.name === '__typename') return record.apiName;
  if (field.name === 'WeakEtag') return record.weakEtag;
  if (field.name === 'Id') return record.id;
  const value = record.fields[findField(tree.object, field.name)?.name ?? field.name];
  const parent = tree.parents.get(field.name);
  if (value !== undefined && parent === undefined) return valueOf(value, field, path);
  if (value !== undefined && parent !== undefined) {
    if (value.value === null) return null;
    // A parent's value is its record.
    return nodeOf(
      request,
      parent,
      value.value as RecordView,
      field.fields,
      `${path}/${field.name}`,
    );
  }
  const child = childOf(request, tree.object, field.name);
  if (child === null) throw undefinedField(field, tree.object.name, path);
  const only = `${child.field.name} = ${soqlLiteral(record.id ?? '')}`;
  return connection(request, child.object, field, `${path}/${field.name}`, only);
}

function nodeOf(
  request: GraphqlCall,
  tree: FieldTree,
  record: RecordView,
  fields: readonly Selected[],
  path: string,
): Record<string, unknown> {
  const shown = fields.filter(
    ({ onType }) => onType === null || onType === record.apiName || onType === 'Record',
  );
  return Object.fromEntries(
    shown.map((field) => [field.key, nodeField(request, tree, record, field, path)]),
  );
}

function cursorOf(position: number): string {
  return Buffer.from(JSON.stringify({ v: '1', c: String(position) })).toString('base64');
}

function positionOf(cursor: unknown, field: Selected): number {
  if (cursor === undefined || cursor === null) return 0;
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64').toString() : '';
  const match = /"c":"(\d+)"/.exec(text);
  if (match === null)
    throw new GraphqlError('DataFetchingException', 'The cursor is invalid.', field.node);
  return Number(match[1]) + 1;
}

function pageSize(field: Selected): number {
  const first = field.args['first'] ?? DEFAULT_PAGE;
  if (typeof first !== 'number' || first < 0 || first > LARGEST_PAGE)
    throw new GraphqlError(
      'DataFetchingException',
      `first must be between 0 and ${LARGEST_PAGE}`,
      field.node,
    );
  return first;
}

function scopeOf(field: Selected): { scope?: string } {
  const scope = field.args['scope'];
  return typeof scope === 'string' ? { scope: scope.replaceAll(/\W/g, '') } : {};
}

function checkConnection(field: Selected, path: string): void {
  for (const part of field.fields)
    if (!['edges', 'totalCount', 'pageInfo', 'pageResultCount', '__typename'].includes(part.name))
      throw undefinedField(part, `${field.name}Connection`, path);
}

/**
 * A connection: the records of an object that pass `where`, page by page. `only` narrows it to one parent's children.
 * https://developer.salesforce.com/docs/platform/graphql/guide/query-record-objects.html
 */
export function connection(
  request: GraphqlCall,
  object: ObjectSchema,
  field: Selected,
  path: string,
  only: string | null,
): Record<string, unknown> {
  const schema = request.context.engine.schema();
  checkConnection(field, path);
  const edges = selected(field, 'edges');
  const node = edges === null ? null : selected(edges, 'node');
  const tree = emptyTree(object);
  if (node !== null) addSelection(request, tree, node.fields, `${path}/edges/node`);
  const parts = [only, whereSoql(schema, object, field)].filter((part) => part !== null);
  const where = parts.length === 0 ? null : parts.join(' AND ');
  const size = pageSize(field);
  const offset = positionOf(field.args['after'], field);
  const orderBy = orderSoql(schema, object, field);
  const rows = { where, orderBy, limit: size + 1, offset, ...scopeOf(field) };
  const found = selectRecords(request.context, request.call, tree, rows);
  const page = found.slice(0, size).map((record) => recordView(schema, tree, record));
  const answer: Record<string, unknown> = {};
  for (const part of field.fields)
    if (part.name === 'totalCount')
      answer[part.key] = countRecords(request.context, request.call, object.name, rows);
    else if (part.name === 'pageResultCount') answer[part.key] = page.length;
    else if (part.name === 'pageInfo')
      answer[part.key] = pageInfo(part, offset, page.length, found.length > size);
    else if (edges !== null && part.name === 'edges')
      answer[part.key] = page.map((record, index) =>
        edgeOf(edges, cursorOf(offset + index), () =>
          nodeOf(request, tree, record, node?.fields ?? [], `${path}/edges/node`),
        ),
      );
  return answer;
}

function edgeOf(edges: Selected, cursor: string, node: () => unknown): Record<string, unknown> {
  const shown = edges.fields.filter(({ name }) => name === 'cursor' || name === 'node');
  return Object.fromEntries(
    shown.map(({ key, name }) => [key, name === 'cursor' ? cursor : node()]),
  );
}

function pageInfo(
  field: Selected,
  offset: number,
  count: number,
  hasNextPage: boolean,
): Record<string, unknown> {
  const all: Record<string, unknown> = {
    hasNextPage,
    hasPreviousPage: offset > 0,
    startCursor: count === 0 ? null : cursorOf(offset),
    endCursor: count === 0 ? null : cursorOf(offset + count - 1),
  };
  return Object.fromEntries(field.fields.map(({ key, name }) => [key, all[name]]));
}

import { createHash } from 'node:crypto';
import { displayValue } from '../../data/display-value.ts';
import { runQuery } from '../../data/soql/run-query.ts';
import type { ObjectSchema, OrgSchema } from '../../schema/types.ts';
import type { ApiCall, ApiContext } from '../api-call.ts';
import { selectedPaths, type FieldTree } from './field-tree.ts';

export const MASTER_RECORD_TYPE = '012000000000000AAA';

export interface FieldValueView {
  displayValue: string | null;
  value: unknown;
}

/** A record of the User Interface API. https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_responses_record.htm */
export interface RecordView {
  apiName: string;
  childRelationships: Record<string, never>;
  eTag: string;
  fields: Record<string, FieldValueView>;
  id: string | null;
  lastModifiedById: string | null;
  lastModifiedDate: string | null;
  recordTypeId: string;
  recordTypeInfo: RecordTypeView | null;
  systemModstamp: string | null;
  weakEtag: number;
}

export interface RecordTypeView {
  available: boolean;
  defaultRecordTypeMapping: boolean;
  master: boolean;
  name: string;
  recordTypeId: string;
}

export type JsonRecord = Record<string, unknown>;

/** A hash of what is answered, by which a client sees that nothing changed. */
export function eTag(content: unknown): string {
  return createHash('md5').update(JSON.stringify(content)).digest('hex');
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : null;
}

/** A value as this API writes it: date-times end in Z. */
function shown(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/.test(value)
    ? textOrNull(value)
    : (value ?? null);
}

/** The record types of an object by id, the master among them. */
export function recordTypeViews(object: ObjectSchema): Record<string, RecordTypeView> {
  const own = [...object.recordTypes.values()];
  const views = own.map((type): RecordTypeView => ({
    available: type.active,
    defaultRecordTypeMapping: type.isDefault,
    master: false,
    name: type.label,
    recordTypeId: type.id,
  }));
  const master: RecordTypeView = {
    available: true,
    defaultRecordTypeMapping: !own.some((type) => type.isDefault),
    master: true,
    name: 'Master',
    recordTypeId: MASTER_RECORD_TYPE,
  };
  return Object.fromEntries([...views, master].map((view) => [view.recordTypeId, view]));
}

function apiNameOf(tree: FieldTree, record: JsonRecord): string {
  const url = (record['attributes'] as { url?: string } | undefined)?.url ?? '';
  return tree.object.name === 'Name'
    ? (/sobjects\/(\w+)\//.exec(url)?.[1] ?? 'Name')
    : tree.object.name;
}

/** A record as a SOQL query gives it, in the words of the User Interface API. */
export function recordView(schema: OrgSchema, tree: FieldTree, record: JsonRecord): RecordView {
  const fields: Record<string, FieldValueView> = {};
  for (const [name, field] of tree.fields)
    fields[name] = {
      displayValue: displayValue(schema, field, record[name]),
      value: shown(record[name]),
    };
  for (const [name, parent] of tree.parents) {
    // A parent of a query's record is a record or null.
    const inner = record[name] as JsonRecord | null;
    fields[name] =
      inner === null
        ? { displayValue: null, value: null }
        : {
            displayValue: textOrNull(inner[parent.object.nameField]),
            value: recordView(schema, parent, inner),
          };
  }
  const recordTypeId = textOrNull(record['RecordTypeId']) ?? MASTER_RECORD_TYPE;
  const types = recordTypeViews(tree.object);
  const systemModstamp = textOrNull(record['SystemModstamp']);
  const view = {
    apiName: apiNameOf(tree, record),
    childRelationships: {},
    fields,
    id: textOrNull(record['Id']),
    lastModifiedById: textOrNull(record['LastModifiedById']),
    lastModifiedDate: textOrNull(record['LastModifiedDate']),
    recordTypeId,
    recordTypeInfo: recordTypeId === MASTER_RECORD_TYPE ? null : (types[recordTypeId] ?? null),
    systemModstamp,
    weakEtag: systemModstamp === null ? 0 : Date.parse(systemModstamp),
  };
  return { ...view, eTag: eTag(view) };
}

export interface RowsWanted {
  where: string | null;
  orderBy: string | null;
  limit: number;
  offset: number;
  scope?: string;
}

/** Records of the tree's object, read through SOQL so that types, formulas and rights are the same everywhere. */
export function selectRecords(
  context: ApiContext,
  call: ApiCall,
  tree: FieldTree,
  rows: RowsWanted,
): JsonRecord[] {
  const soql = [
    `SELECT ${selectedPaths(tree).join(', ')} FROM ${tree.object.name}`,
    ...(rows.scope === undefined ? [] : [`USING SCOPE ${rows.scope}`]),
    ...(rows.where === null ? [] : [`WHERE ${rows.where}`]),
    ...(rows.orderBy === null ? [] : [`ORDER BY ${rows.orderBy}`]),
    `LIMIT ${rows.limit} OFFSET ${rows.offset}`,
  ].join(' ');
  const { apiVersion, userId } = call;
  const run = runQuery(context.engine, soql, {
    now: context.now(),
    includeDeleted: false,
    apiVersion,
    userId,
  });
  return run.records(0, run.rowCount);
}

/** How many records there are, of the object and condition. */
export function countRecords(
  context: ApiContext,
  call: ApiCall,
  object: string,
  rows: Pick<RowsWanted, 'where' | 'scope'>,
): number {
  const where = rows.where === null ? '' : ` WHERE ${rows.where}`;
  const scope = rows.scope === undefined ? '' : ` USING SCOPE ${rows.scope}`;
  const { apiVersion, userId } = call;
  const options = { now: context.now(), includeDeleted: false, apiVersion, userId };
  return runQuery(context.engine, `SELECT COUNT() FROM ${object}${scope}${where}`, options)
    .totalSize;
}

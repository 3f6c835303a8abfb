import type { Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../../api/api-error.ts';
import type { DataEngine } from '../engine.ts';
import { compileQuery } from './compile.ts';
import { parseSoql } from './parse.ts';
import type {
  AggregatePlan, ChildPlan, QueryPlan, RecordPlan, RecordShape, Statement,
} from './plan.ts'; // prettier-ignore
import type { ObjectSchema, OrgSchema } from '../../schema/types.ts';
import type { ValueKind } from './schema-names.ts';
import { displayText } from '../display-value.ts';
import { quoted } from '../tables.ts';

type Row = Readonly<Record<string, unknown>>;
type JsonRecord = Record<string, unknown>;

const MOST_AGGREGATE_ROWS = 2000;

export interface QueryOptions {
  now: Date;
  /** True for queryAll: rows in the recycle bin are seen. */
  includeDeleted: boolean;
  /** "68.0", for the records' urls. */
  apiVersion: string;
  /** Whose rows USING SCOPE mine are. */
  userId?: string;
}

/** A query that has run: rows are rendered page by page, as the client asks for them. */
export interface QueryRun {
  plan: QueryPlan;
  totalSize: number;
  /** Number of rows to page through; 0 for COUNT(). */
  rowCount: number;
  records(from: number, count: number): JsonRecord[];
}

function allRows(engine: DataEngine, statement: Statement, first: readonly string[] = []): Row[] {
  return engine.db.prepare(statement.sql).all(...first, ...statement.parameters);
}

/** A stored value as REST shows it. */
export function jsonValue(value: unknown, kind: ValueKind): unknown {
  if (kind === 'boolean') return value === 1 || value === true;
  if (kind === 'dateTime' && typeof value === 'string') return value.replace(/Z$/, '+0000');
  if (kind === 'number' && typeof value === 'number') return Number(value.toPrecision(15));
  if (kind === 'location' && typeof value === 'string') return JSON.parse(value);
  return value ?? null;
}

class Renderer {
  private readonly engine: DataEngine;
  private readonly apiVersion: string;

  constructor(engine: DataEngine, apiVersion: string) {
    this.engine = engine;
    this.apiVersion = apiVersion;
  }

  /** Records of one shape; child lists are read for all rows at once. */
  records(shape: RecordShape, rows: readonly Row[]): JsonRecord[] {
    const lists = new Map<ChildPlan, Map<string, JsonRecord[]>>();
    for (const entry of shape.entries)
      if (entry.kind === 'children') {
        const ids = rows.map((row) => String(row[shape.idColumn]));
        lists.set(entry.plan, this.children(entry.plan, ids));
      }
    return rows.map((row) => this.record(shape, row, lists));
  }

  private children(plan: ChildPlan, parentIds: readonly string[]): Map<string, JsonRecord[]> {
    const rows = allRows(this.engine, plan.statement, [JSON.stringify(parentIds)]);
    const byParent = new Map<string, Row[]>();
    for (const row of rows) {
      const parentId = String(row[plan.parentColumn]);
      const own = byParent.get(parentId);
      if (own === undefined) byParent.set(parentId, [row]);
      else own.push(row);
    }
    const end = plan.limit === null ? undefined : plan.offset + plan.limit;
    const lists = new Map<string, JsonRecord[]>();
    for (const [parentId, own] of byParent)
      lists.set(parentId, this.records(plan.shape, own.slice(plan.offset, end)));
    return lists;
  }

  private record(
    shape: RecordShape,
    row: Row,
    lists: ReadonlyMap<ChildPlan, Map<string, JsonRecord[]>>,
  ): JsonRecord {
    const id = String(row[shape.idColumn]);
    const type = shape.object.name;
    const url = `/services/data/v${this.apiVersion}/sobjects/${this.typeInUrl(type, id)}/${id}`;
    const record: JsonRecord = { attributes: { type, url } };
    const formulas = this.formulas(shape, id);
    for (const entry of shape.entries)
      switch (entry.kind) {
        case 'value':
          record[entry.key] = this.value(row[entry.column], entry, url);
          break;
        case 'formula':
          record[entry.key] = jsonValue(formulas[entry.key], entry.valueKind);
          break;
        case 'formatted':
          record[entry.key] = displayText(
            this.engine.schema(),
            entry.field,
            jsonValue(row[entry.column], entry.valueKind),
          );
          break;
        case 'label': {
          const value = row[entry.column];
          const known = entry.field.picklistValues.find((candidate) => candidate.value === value);
          record[entry.key] = known?.label ?? value ?? null;
          break;
        }
        case 'typeof': {
          const chosen =
            entry.branches.find((branch) => row[branch.idColumn] !== null) ?? entry.otherwise;
          record[entry.key] =
            row[entry.column] === null || chosen === null ? null : this.record(chosen, row, lists);
          break;
        }
        case 'parent':
          record[entry.key] =
            row[entry.shape.idColumn] === null ? null : this.record(entry.shape, row, lists);
          break;
        case 'children': {
          const records = lists.get(entry.plan)?.get(id) ?? [];
          record[entry.key] =
            records.length === 0 ? null : { totalSize: records.length, done: true, records };
        }
      }
    return record;
  }

  /** Bytes are shown as the path that gives them. */
  private value(
    value: unknown,
    entry: { key: string; valueKind: ValueKind },
    recordUrl: string,
  ): unknown {
    if (entry.valueKind === 'blob' && value !== null) return `${recordUrl}/${entry.key}`;
    return jsonValue(value, entry.valueKind);
  }

  /** What a lookup with several targets points at is of type Name, but has the url of what it is. */
  private typeInUrl(type: string, id: string): string {
    if (type !== 'Name') return type;
    const objects = [...this.engine.schema().objects.values()];
    return objects.find(({ keyPrefix }) => keyPrefix === id.slice(0, 3))?.name ?? type;
  }

  /** Formula fields are not stored: the engine computes them from the whole row. */
  private formulas(shape: RecordShape, id: string): Record<string, unknown> {
    const names = shape.entries.flatMap((entry) => (entry.kind === 'formula' ? [entry.key] : []));
    if (names.length === 0) return {};
    const sql = `SELECT * FROM ${quoted(shape.object.name)} WHERE "Id" = ?`;
    const row = this.engine.db.prepare(sql).get(id);
    return row === undefined ? {} : this.engine.formulaValues(shape.object.name, row, names);
  }
}

function aggregateRecord(schema: OrgSchema, plan: AggregatePlan, row: Row): JsonRecord {
  const record: JsonRecord = { attributes: { type: 'AggregateResult' } };
  for (const column of plan.columns) {
    const value = jsonValue(row[column.column], column.valueKind);
    record[column.key] =
      column.formatted === null ? value : displayText(schema, column.formatted, value);
  }
  return record;
}

function refuseLongAggregate(rows: readonly Row[]): void {
  if (rows.length > MOST_AGGREGATE_ROWS)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
}

/** FOR VIEW and FOR REFERENCE leave their time on the records, as looking at them would. */
function markViewed(
  engine: DataEngine,
  query: Query,
  plan: RecordPlan,
  rows: readonly Row[],
  now: Date,
): void {
  const purpose = query.for?.toUpperCase();
  if (purpose !== 'VIEW' && purpose !== 'REFERENCE') return;
  const fields =
    purpose === 'VIEW' ? ['LastViewedDate', 'LastReferencedDate'] : ['LastReferencedDate'];
  const { object, idColumn } = plan.shape;
  const present = fields.filter((field) => object.fields.has(field));
  if (present.length === 0) return;
  const columns = present.map((field) => `${quoted(field)} = ?1`).join(', ');
  const sql = `UPDATE ${quoted(object.name)} SET ${columns} WHERE "Id" IN (SELECT value FROM json_each(?2))`;
  const ids = rows.map((row) => String(row[idColumn]));
  engine.db.prepare(sql).run(now.toISOString(), JSON.stringify(ids));
}

function planQuery(
  engine: DataEngine,
  query: Query,
  text: string,
  options: QueryOptions,
): QueryPlan {
  const frame = {
    schema: engine.schema(),
    text,
    now: options.now,
    userId: options.userId ?? null,
    aliases: { next: 0 },
    visibleRows: (object: string, alias: string) => engine.visibleRows(object, alias),
  };
  return compileQuery(frame, query, options.includeDeleted);
}

/** How SQLite would run a query, in its own words ("SEARCH t0 USING INDEX …"); nothing is read. */
export function explainQuery(
  engine: DataEngine,
  text: string,
  options: QueryOptions,
): { entity: ObjectSchema; steps: string[] } {
  const { entity, statement } = planQuery(engine, parseSoql(text, options), text, options);
  const explained = { ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` };
  return { entity, steps: allRows(engine, explained).map((row) => String(row['detail'])) };
}

/** Runs a query that is parsed already; `text` is what errors point into. */
export function runParsedQuery(
  engine: DataEngine,
  query: Query,
  text: string,
  options: QueryOptions,
): QueryRun {
  const plan = planQuery(engine, query, text, options);
  const rows = allRows(engine, plan.statement);
  if (plan.kind === 'count')
    return { plan, totalSize: Number(rows[0]?.['c0'] ?? 0), rowCount: 0, records: () => [] };
  if (plan.kind === 'aggregate') refuseLongAggregate(rows);
  else markViewed(engine, query, plan, rows, options.now);
  const renderer = new Renderer(engine, options.apiVersion);
  const records = (from: number, count: number): JsonRecord[] => {
    const page = rows.slice(from, from + count);
    if (plan.kind === 'aggregate')
      return page.map((row) => aggregateRecord(engine.schema(), plan, row));
    return renderer.records(plan.shape, page);
  };
  return { plan, totalSize: rows.length, rowCount: rows.length, records };
}

/** Runs SOQL against the engine's tables. Throws ApiError with Salesforce's codes, texts and positions. */
export function runQuery(engine: DataEngine, text: string, options: QueryOptions): QueryRun {
  return runParsedQuery(engine, parseSoql(text, options), text, options);
}

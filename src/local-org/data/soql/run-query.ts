import type { Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../../api/api-error.ts';
import type { DataEngine } from '../engine.ts';
import { compileQuery } from './compile.ts';
import { parseSoql } from './parse.ts';
import type { AggregatePlan, ChildPlan, QueryPlan, RecordShape, Statement } from './plan.ts';
import type { ValueKind } from './schema-names.ts';
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
    const url = `/services/data/v${this.apiVersion}/sobjects/${type}/${id}`;
    const record: JsonRecord = { attributes: { type, url } };
    const formulas = this.formulas(shape, id);
    for (const entry of shape.entries)
      switch (entry.kind) {
        case 'value':
          record[entry.key] = jsonValue(row[entry.column], entry.valueKind);
          break;
        case 'formula':
          record[entry.key] = jsonValue(formulas[entry.key], entry.valueKind);
          break;
        case 'label': {
          const value = row[entry.column];
          const known = entry.field.picklistValues.find((candidate) => candidate.value === value);
          record[entry.key] = known?.label ?? value ?? null;
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

  /** Formula fields are not stored: the engine computes them from the whole row. */
  private formulas(shape: RecordShape, id: string): Record<string, unknown> {
    const names = shape.entries.flatMap((entry) => (entry.kind === 'formula' ? [entry.key] : []));
    if (names.length === 0) return {};
    const sql = `SELECT * FROM ${quoted(shape.object.name)} WHERE "Id" = ?`;
    const row = this.engine.db.prepare(sql).get(id);
    return row === undefined ? {} : this.engine.formulaValues(shape.object.name, row, names);
  }
}

function aggregateRecord(plan: AggregatePlan, row: Row): JsonRecord {
  const record: JsonRecord = { attributes: { type: 'AggregateResult' } };
  for (const column of plan.columns)
    record[column.key] = jsonValue(row[column.column], column.valueKind);
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

/** Runs a query that is parsed already; `text` is what errors point into. */
export function runParsedQuery(
  engine: DataEngine,
  query: Query,
  text: string,
  options: QueryOptions,
): QueryRun {
  const frame = {
    schema: engine.schema(),
    text,
    now: options.now,
    aliases: { next: 0 },
    visibleRows: (object: string, alias: string) => engine.visibleRows(object, alias),
  };
  const plan = compileQuery(frame, query, options.includeDeleted);
  const rows = allRows(engine, plan.statement);
  if (plan.kind === 'count')
    return { plan, totalSize: Number(rows[0]?.['c0'] ?? 0), rowCount: 0, records: () => [] };
  if (plan.kind === 'aggregate') refuseLongAggregate(rows);
  const renderer = new Renderer(engine, options.apiVersion);
  const records = (from: number, count: number): JsonRecord[] => {
    const page = rows.slice(from, from + count);
    if (plan.kind === 'aggregate') return page.map((row) => aggregateRecord(plan, row));
    return renderer.records(plan.shape, page);
  };
  return { plan, totalSize: rows.length, rowCount: rows.length, records };
}

/** Runs SOQL against the engine's tables. Throws ApiError with Salesforce's codes, texts and positions. */
export function runQuery(engine: DataEngine, text: string, options: QueryOptions): QueryRun {
  return runParsedQuery(engine, parseSoql(text), text, options);
}

import type { FieldSchema, ObjectSchema } from '../../schema/types.ts';
import type { ValueKind } from './schema-names.ts';

/** How rows of SQL become one JSON record: entries in the order of the SELECT list. `c<index>` names the SQL column. */
export interface RecordShape {
  object: ObjectSchema;
  idColumn: string;
  entries: ShapeEntry[];
}

export type ShapeEntry =
  | { kind: 'value'; key: string; column: string; valueKind: ValueKind }
  | { kind: 'label'; key: string; column: string; field: FieldSchema }
  | { kind: 'formatted'; key: string; column: string; valueKind: ValueKind; field: FieldSchema }
  | { kind: 'formula'; key: string; valueKind: ValueKind }
  | {
      kind: 'typeof';
      key: string;
      column: string;
      branches: RecordShape[];
      otherwise: RecordShape | null;
    }
  | { kind: 'parent'; key: string; shape: RecordShape }
  | { kind: 'children'; key: string; plan: ChildPlan };

/** SQL and the values of its `?`. */
export interface Statement {
  sql: string;
  parameters: (string | number)[];
}

export interface RecordPlan {
  kind: 'records';
  statement: Statement;
  shape: RecordShape;
}

/** A child list for many parents at once: the first parameter is the JSON list of parent ids. */
export interface ChildPlan {
  statement: Statement;
  parentColumn: string;
  shape: RecordShape;
  limit: number | null;
  offset: number;
}

export interface AggregateColumn {
  key: string;
  label: string;
  column: string;
  valueKind: ValueKind;
  isAggregate: boolean;
  /** The field whose format FORMAT(…) gives the value; null without FORMAT. */
  formatted: FieldSchema | null;
}

export interface AggregatePlan {
  kind: 'aggregate';
  statement: Statement;
  columns: AggregateColumn[];
}

/** SELECT COUNT(): a number without rows, in the column `c0`. */
export interface CountPlan {
  kind: 'count';
  statement: Statement;
}

export type QueryPlan = (RecordPlan | AggregatePlan | CountPlan) & { entity: ObjectSchema };

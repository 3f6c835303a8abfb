import type { QueryPlan, RecordShape, ShapeEntry } from '../data/soql/plan.ts';
import type { FieldSchema, ObjectSchema } from '../schema/types.ts';

/** One column of a query's result, as `?columns=true` describes it; parents and child lists nest in `joinColumns`. */
export interface ColumnDescription {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnDescription[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

export interface QueryColumns {
  columnMetadata: ColumnDescription[];
  entityName: string;
  groupBy: boolean;
  idSelected: boolean;
  keyPrefix: string;
}

function column(name: string, field: FieldSchema | undefined): ColumnDescription {
  const isNumber = ['Number', 'Currency', 'Percent', 'Summary'].includes(field?.type ?? '');
  const isBoolean = field?.type === 'Checkbox';
  return {
    aggregate: false,
    apexType: null,
    booleanType: isBoolean,
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: isNumber,
    textType: !isNumber && !isBoolean,
    updatable: field?.updateable ?? false,
  };
}

function entryColumn(object: ObjectSchema, entry: ShapeEntry): ColumnDescription {
  switch (entry.kind) {
    case 'parent':
      return { ...column(entry.key, undefined), joinColumns: shapeColumns(entry.shape) };
    case 'children': {
      const joinColumns = shapeColumns(entry.plan.shape);
      return { ...column(entry.key, undefined), aggregate: true, joinColumns };
    }
    default:
      return column(entry.key, object.fields.get(entry.key));
  }
}

function shapeColumns(shape: RecordShape): ColumnDescription[] {
  return shape.entries.map((entry) => entryColumn(shape.object, entry));
}

function planColumns(plan: QueryPlan): ColumnDescription[] {
  if (plan.kind === 'records') return shapeColumns(plan.shape);
  if (plan.kind === 'count') return [];
  return plan.columns.map(({ key, label, isAggregate }) => ({
    ...column(key, undefined),
    displayName: isAggregate ? label : key,
    aggregate: isAggregate,
  }));
}

/** The answer to `?columns=true`: without it `sf data query` stops with "Value is not a JsonArray". */
export function columnMetadata(plan: QueryPlan): QueryColumns {
  const columns = planColumns(plan);
  return {
    columnMetadata: columns,
    entityName: plan.entity.name,
    groupBy: plan.kind === 'aggregate',
    idSelected: columns.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: plan.entity.keyPrefix,
  };
}

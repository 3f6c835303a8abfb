import type { FieldType, GroupByClause, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../../api/api-error.ts';
import { conditionTree } from './conditions.ts';
import {
  fieldOperand,
  folded,
  functionOperand,
  groupingMarker,
  isAggregateName,
  type Operand,
} from './functions.ts';
import type { AggregateColumn, AggregatePlan } from './plan.ts';
import { malformed } from './query-errors.ts';
import type { Scope } from './scope.ts';
import { compileConditions, type ConditionRules, type Fragment } from './where.ts';
import { directionSql, orderSql, pageSql } from './order.ts';

/** True for a query whose rows are groups, not records. */
export function isAggregateQuery(query: Query): boolean {
  const hasAggregate = (query.fields ?? []).some(
    (field) => field.type === 'FieldFunctionExpression' && isAggregateName(field.functionName),
  );
  return query.groupBy !== undefined || hasAggregate;
}

function selectedOperand(
  scope: Scope,
  field: FieldType,
): { operand: Operand; alias: string | undefined } {
  switch (field.type) {
    case 'Field':
    case 'FieldRelationship': {
      const relationships = field.type === 'Field' ? [] : field.relationships;
      const path = [...relationships, field.field].join('.');
      return {
        operand: fieldOperand(scope, path),
        alias: 'alias' in field ? field.alias : undefined,
      };
    }
    case 'FieldFunctionExpression':
      return { operand: functionOperand(scope, field), alias: field.alias };
    default:
      throw notImplemented('A sub-query or TYPEOF in an aggregate query');
  }
}

/** What rows are grouped by; `sets` are the groupings to make: one, or with ROLLUP and CUBE those of the subtotals too. */
interface Grouping {
  operands: Operand[];
  sets: Operand[][];
  isRollup: boolean;
}

/** ROLLUP (a, b): a b, a, none. CUBE (a, b): every choice of a and b. Fullest first. */
function groupingSets(name: string, operands: readonly Operand[]): Operand[][] {
  if (name === 'ROLLUP') {
    const counts = operands.map((_, index) => operands.length - index);
    return [...counts, 0].map((count) => operands.slice(0, count));
  }
  let sets: Operand[][] = [[]];
  for (const operand of [...operands].reverse())
    sets = [...sets.map((set) => [operand, ...set]), ...sets];
  return sets.sort((left, right) => right.length - left.length);
}

/**
 * GROUP BY. ROLLUP and CUBE stand alone and hold one to three fields.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_groupby_rollup.htm
 */
function groupingOf(scope: Scope, groupBy: readonly GroupByClause[]): Grouping {
  for (const group of groupBy) {
    const name = 'fn' in group ? (group.fn.functionName ?? '').toUpperCase() : '';
    if (!('fn' in group) || (name !== 'ROLLUP' && name !== 'CUBE')) continue;
    const paths = (group.fn.parameters ?? []).filter((path) => typeof path === 'string');
    if (groupBy.length > 1 || paths.length !== group.fn.parameters?.length || paths.length > 3)
      throw malformed(scope.frame.text, name, `GROUP BY ${name} takes one to three fields alone`);
    const operands = paths.map((path) => groupable(scope, fieldOperand(scope, path)));
    return { operands, sets: groupingSets(name, operands), isRollup: true };
  }
  const operands = groupBy.map((group) =>
    'field' in group
      ? groupable(scope, fieldOperand(scope, group.field))
      : functionOperand(scope, group.fn),
  );
  return { operands, sets: [operands], isRollup: false };
}

function groupable(scope: Scope, operand: Operand): Operand {
  if (!['longText', 'blob', 'location', 'multiPicklist', 'dateTime'].includes(operand.kind))
    return operand;
  throw malformed(
    scope.frame.text,
    operand.label,
    `field '${operand.label}' can not be grouped in a query call`,
  );
}

/** Columns of the result, with Salesforce's names for what has no alias: the field's name, or expr0, expr1 … */
function resultColumns(scope: Scope, query: Query, groups: readonly Operand[]) {
  const columns: (AggregateColumn & { sql: string })[] = [];
  let unnamed = 0;
  for (const [index, field] of (query.fields ?? []).entries()) {
    const { operand, alias } = selectedOperand(scope, field);
    if (!operand.isAggregate && !groups.some((group) => group.sql === operand.sql))
      throw malformed(
        scope.frame.text,
        operand.label,
        `Field must be grouped or aggregated: ${operand.label}`,
      );
    const isPlain = field.type !== 'FieldFunctionExpression';
    const key = alias ?? (isPlain ? (operand.resolved?.field.name ?? '') : `expr${unnamed++}`);
    if (columns.some((column) => column.key.toLowerCase() === key.toLowerCase()))
      throw malformed(scope.frame.text, operand.label, `duplicate alias: ${key}`);
    columns.push({
      key,
      label: operand.label,
      column: `c${index}`,
      valueKind: operand.kind,
      isAggregate: operand.isAggregate,
      formatted: operand.isFormatted ? (operand.resolved?.field ?? null) : null,
      sql: operand.sql,
    });
  }
  return columns;
}

function orderOperand(scope: Scope, order: OrderByClause, groups: readonly Operand[]): Operand {
  const operand =
    'fn' in order ? functionOperand(scope, order.fn) : fieldOperand(scope, order.field);
  if (operand.isAggregate || groups.some((group) => group.sql === operand.sql)) return operand;
  throw malformed(
    scope.frame.text,
    operand.label,
    `Ordered field must be grouped or aggregated: ${operand.label}`,
  );
}

/** One grouping as a SELECT: in the rows of a subtotal, what is summed over is null and GROUPING() of it is 1. */
function groupSql(
  { operands, isRollup }: Grouping,
  set: readonly Operand[],
  parts: { columns: readonly { sql: string; column: string }[]; from: string; having: string },
): string {
  const isSummedOver = (sql: string): boolean =>
    operands.some((operand) => operand.sql === sql) && !set.some((operand) => operand.sql === sql);
  const columns = parts.columns.map(
    ({ sql, column }) => `${isSummedOver(sql) ? 'NULL' : sql} AS ${column}`,
  );
  const grouping = set.length === 0 ? '' : `GROUP BY ${set.map(folded).join(', ')}`;
  let sql = `SELECT ${columns.join(', ')} ${parts.from} ${grouping} ${parts.having}`;
  if (isRollup)
    for (const operand of operands)
      sql = sql.replaceAll(groupingMarker(operand.sql), isSummedOver(operand.sql) ? '1' : '0');
  return sql;
}

/** Sorting columns of a roll-up: as asked, then every group with its subtotal behind it. */
function rollUpOrder(
  grouping: Grouping,
  orders: readonly { order: OrderByClause; operand: Operand }[],
): { columns: { sql: string; column: string }[]; sql: string } {
  const asked = orders.map(({ order, operand }) => ({
    sql: operand.sql,
    how: directionSql(order),
  }));
  const ties = grouping.operands.flatMap((operand) => [
    { sql: groupingMarker(operand.sql), how: 'ASC' },
    { sql: operand.sql, how: 'ASC NULLS FIRST' },
  ]);
  const all = [...asked, ...ties].map((item, index) => ({ ...item, column: `o${index}` }));
  const sql = `ORDER BY ${all.map(({ column, how }) => `${column} ${how}`).join(', ')}`;
  return { columns: all, sql };
}

/** Compiles a query with aggregate functions or GROUP BY. `where` is compiled already, on the same scope. */
export function compileAggregate(
  scope: Scope,
  query: Query,
  where: Fragment,
  subselect: ConditionRules['subselect'],
): AggregatePlan {
  const grouping = groupingOf(scope, [query.groupBy ?? []].flat());
  const columns = resultColumns(scope, query, grouping.operands);
  const having =
    query.having === undefined
      ? null
      : compileConditions(scope, conditionTree(query.having, scope.frame.text), {
          subselect,
          aggregates: true,
        });
  const orders = [query.orderBy ?? []].flat().map((order) => ({
    order,
    operand: orderOperand(scope, order, grouping.operands),
  }));
  const order = grouping.isRollup
    ? rollUpOrder(grouping, orders)
    : { columns: [], sql: orderSql(orders, grouping.operands.map(folded)) };
  const parts = {
    columns: [...columns, ...order.columns],
    from: `FROM ${scope.fromSql()} WHERE ${where.sql}`,
    having: having === null ? '' : `HAVING ${having.sql}`,
  };
  const selects = grouping.sets.map((set) => groupSql(grouping, set, parts));
  const rows = grouping.isRollup ? `SELECT * FROM (${selects.join(' UNION ALL ')})` : selects[0];
  const sql = `${rows ?? ''} ${order.sql} ${pageSql(query)}`;
  if (sql.includes(groupingMarker('').slice(0, -1)))
    throw malformed(
      scope.frame.text,
      'GROUPING',
      'GROUPING is only valid for a field of GROUP BY ROLLUP or GROUP BY CUBE',
    );
  const parameters = grouping.sets.flatMap(() => [
    ...where.parameters,
    ...(having?.parameters ?? []),
  ]);
  return { kind: 'aggregate', statement: { sql, parameters }, columns };
}

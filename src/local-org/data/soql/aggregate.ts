import type { FieldType, GroupByClause, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../../api/api-error.ts';
import { conditionTree } from './conditions.ts';
import {
  collated,
  fieldOperand,
  functionOperand,
  isAggregateName,
  type Operand,
} from './functions.ts';
import type { AggregateColumn, AggregatePlan } from './plan.ts';
import { malformed } from './query-errors.ts';
import type { Scope } from './scope.ts';
import { compileConditions, type ConditionRules, type Fragment } from './where.ts';
import { orderSql, pageSql } from './order.ts';

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
        operand: fieldOperand(scope, path, 'Grouping'),
        alias: 'alias' in field ? field.alias : undefined,
      };
    }
    case 'FieldFunctionExpression':
      return { operand: functionOperand(scope, field, 'Grouping'), alias: field.alias };
    default:
      throw notImplemented('A sub-query or TYPEOF in an aggregate query');
  }
}

function groupOperands(scope: Scope, groupBy: readonly GroupByClause[]): Operand[] {
  return groupBy.map((group) => {
    if ('field' in group) return groupable(scope, fieldOperand(scope, group.field, 'Grouping'));
    const name = (group.fn.functionName ?? '').toUpperCase();
    if (name === 'ROLLUP' || name === 'CUBE') throw notImplemented(`SOQL GROUP BY ${name}`);
    return functionOperand(scope, group.fn, 'Grouping');
  });
}

function groupable(scope: Scope, operand: Operand): Operand {
  if (!['longText', 'multiPicklist', 'dateTime'].includes(operand.kind)) return operand;
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
      sql: operand.sql,
    });
  }
  return columns;
}

function orderOperand(scope: Scope, order: OrderByClause, groups: readonly Operand[]): Operand {
  const operand =
    'fn' in order
      ? functionOperand(scope, order.fn, 'Sorting')
      : fieldOperand(scope, order.field, 'Sorting');
  if (operand.isAggregate || groups.some((group) => group.sql === operand.sql)) return operand;
  throw malformed(
    scope.frame.text,
    operand.label,
    `Ordered field must be grouped or aggregated: ${operand.label}`,
  );
}

/** Compiles a query with aggregate functions or GROUP BY. `where` is compiled already, on the same scope. */
export function compileAggregate(
  scope: Scope,
  query: Query,
  where: Fragment,
  subselect: ConditionRules['subselect'],
): AggregatePlan {
  const groups = groupOperands(scope, [query.groupBy ?? []].flat());
  const columns = resultColumns(scope, query, groups);
  const having =
    query.having === undefined
      ? null
      : compileConditions(scope, conditionTree(query.having, scope.frame.text), {
          subselect,
          aggregates: true,
        });
  const orders = [query.orderBy ?? []].flat().map((order) => ({
    order,
    operand: orderOperand(scope, order, groups),
  }));
  const grouping = groups.map(collated);
  const sql = [
    `SELECT ${columns.map((column) => `${column.sql} AS ${column.column}`).join(', ')}`,
    `FROM ${scope.fromSql()}`,
    `WHERE ${where.sql}`,
    ...(grouping.length > 0 ? [`GROUP BY ${grouping.join(', ')}`] : []),
    ...(having === null ? [] : [`HAVING ${having.sql}`]),
    orderSql(orders, grouping),
    pageSql(query),
  ].join(' ');
  const parameters = [...where.parameters, ...(having?.parameters ?? [])];
  return { kind: 'aggregate', statement: { sql, parameters }, columns };
}

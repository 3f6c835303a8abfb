import type { OrderByClause, QueryBase } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../../api/api-error.ts';
import { fieldOperand, functionOperand, sortSql, type Operand } from './functions.ts';
import { invalidField, malformed } from './query-errors.ts';
import type { Scope } from './scope.ts';

const GREATEST_OFFSET = 2000;

/** What a plain query is sorted by; long text and multi-select picklists cannot be sorted. */
export function recordOrders(
  scope: Scope,
  query: QueryBase,
): { order: OrderByClause; operand: Operand }[] {
  return [query.orderBy ?? []].flat().map((order) => {
    const operand =
      'fn' in order ? functionOperand(scope, order.fn) : fieldOperand(scope, order.field);
    if (operand.isAggregate)
      throw malformed(
        scope.frame.text,
        operand.label,
        `An aggregate function needs an aggregate query: ${operand.label}`,
      );
    if (['longText', 'blob', 'location', 'multiPicklist'].includes(operand.kind))
      throw invalidField(
        scope.frame.text,
        operand.label,
        `field '${operand.label}' can not be sorted in a query call`,
      );
    return { order, operand };
  });
}

/** ASC or DESC, and where nulls go: first in both directions unless the query says otherwise. */
export function directionSql(order: OrderByClause): string {
  return `${order.order ?? 'ASC'} NULLS ${order.nulls ?? 'FIRST'}`;
}

/** ORDER BY as SQL: `ties` make the order total. */
export function orderSql(
  orders: readonly { order: OrderByClause; operand: Operand }[],
  ties: readonly string[],
): string {
  const items = orders.flatMap(({ order, operand }) =>
    sortSql(operand).map((sql) => `${sql} ${directionSql(order)}`),
  );
  const all = [...items, ...ties];
  return all.length === 0 ? '' : `ORDER BY ${all.join(', ')}`;
}

/** LIMIT and OFFSET as SQL; an offset above 2,000 is refused as a real org does. */
export function pageSql(query: QueryBase): string {
  if (query.offset !== undefined && query.offset > GREATEST_OFFSET)
    throw new ApiError(
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `Maximum SOQL offset allowed is ${GREATEST_OFFSET}`,
    );
  if (query.limit === undefined && query.offset === undefined) return '';
  return `LIMIT ${query.limit ?? -1} OFFSET ${query.offset ?? 0}`;
}

import type { Query, Subquery, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { ObjectSchema } from '../../schema/types.ts';
import { compileAggregate, isAggregateQuery } from './aggregate.ts';
import { conditionTree, type Comparison, type ConditionTree } from './conditions.ts';
import { orderSql, pageSql, recordOrders } from './order.ts';
import type { ChildPlan, QueryPlan } from './plan.ts';
import {
  malformed,
  noSuchRelationship,
  queryError,
  unsupportedType,
  invalidField,
} from './query-errors.ts';
import { childRelationships, findObject } from './schema-names.ts';
import { quoted } from '../tables.ts';
import { Scope, type QueryFrame } from './scope.ts';
import { SelectList } from './select-list.ts';
import { compileConditions, type Fragment } from './where.ts';

const MOST_SEMI_JOINS = 2;

function objectNamed(frame: QueryFrame, name: string): ObjectSchema {
  const object = findObject(frame.schema, name);
  if (object === undefined)
    throw queryError('INVALID_TYPE', frame.text, name, unsupportedType(name));
  return object;
}

function semiJoins(tree: ConditionTree): Comparison[] {
  if (tree.kind === 'comparison')
    return tree.comparison.subselect === null ? [] : [tree.comparison];
  return tree.kind === 'not' ? semiJoins(tree.item) : tree.items.flatMap(semiJoins);
}

/** Semi-joins stand at the top of the WHERE clause, at most two of them. */
function checkSemiJoins(frame: QueryFrame, tree: ConditionTree): void {
  const all = semiJoins(tree);
  const top = tree.kind === 'and' ? tree.items : [tree];
  const nested = top.some((item) => item.kind !== 'comparison' && semiJoins(item).length > 0);
  if (nested)
    throw malformed(
      frame.text,
      'SELECT',
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    );
  if (all.length > MOST_SEMI_JOINS)
    throw malformed(
      frame.text,
      'SELECT',
      `Maximum ${MOST_SEMI_JOINS} semi join sub-selects are allowed.`,
    );
}

/** `SELECT AccountId FROM Contact WHERE …` inside IN: one id column, nulls left out. */
function compileSubselect(
  frame: QueryFrame,
  includeDeleted: boolean,
  comparison: Comparison,
): Fragment {
  const query = comparison.subselect ?? {};
  const scope = new Scope(frame, objectNamed(frame, query.sObject ?? ''), query.sObjectAlias);
  const [field] = query.fields ?? [];
  if (
    query.fields?.length !== 1 ||
    (field?.type !== 'Field' && field?.type !== 'FieldRelationship')
  )
    throw malformed(frame.text, 'SELECT', 'A semi join sub-select selects exactly one field');
  const relationships = field.type === 'Field' ? [] : field.relationships;
  const selected = scope.resolve([...relationships, field.field].join('.'));
  if (selected.kind !== 'id')
    throw malformed(
      frame.text,
      field.field,
      `The inner select field '${field.field}' for the semi join must be an id or reference field`,
    );
  const where = whereFragment(scope, query.where, includeDeleted, { isNested: true });
  return {
    sql: `SELECT ${selected.sql} FROM ${scope.fromSql()} WHERE ${selected.sql} IS NOT NULL AND ${where.sql}`,
    parameters: where.parameters,
  };
}

/** USING SCOPE mine: only the caller's rows. Refused where rows have no owner, as a list view with that scope is. */
function ownRows(scope: Scope, usingScope: string | undefined): Fragment {
  if (usingScope?.toLowerCase() !== 'mine') return { sql: '', parameters: [] };
  const { alias, object } = scope.root;
  if (!object.fields.has('OwnerId'))
    throw malformed(scope.frame.text, usingScope, `Invalid scope:${usingScope}, not allowed`);
  return { sql: ` AND ${alias}."OwnerId" = ?`, parameters: [scope.frame.userId ?? ''] };
}

/** The WHERE clause with the recycle bin left out; `1` when there is nothing to filter by. */
function whereFragment(
  scope: Scope,
  where: WhereClause | undefined,
  includeDeleted: boolean,
  { isNested = false, usingScope }: { isNested?: boolean; usingScope?: string | undefined } = {},
): Fragment {
  const { alias, object } = scope.root;
  const alive =
    includeDeleted || !object.fields.has('IsDeleted')
      ? '1'
      : `${alias}.${quoted('IsDeleted')} IS NOT 1`;
  const mine = ownRows(scope, usingScope);
  const always = { sql: `${alive}${mine.sql}`, parameters: mine.parameters };
  if (where === undefined) return always;
  const tree = conditionTree(where, scope.frame.text);
  checkSemiJoins(scope.frame, tree);
  if (isNested && semiJoins(tree).length > 0)
    throw malformed(
      scope.frame.text,
      'SELECT',
      'Nesting of semi join sub-selects is not supported',
    );
  const subselect = (comparison: Comparison) =>
    compileSubselect(scope.frame, includeDeleted, comparison);
  const conditions = compileConditions(scope, tree, { subselect, aggregates: false });
  return {
    sql: `${always.sql} AND ${conditions.sql}`,
    parameters: [...always.parameters, ...conditions.parameters],
  };
}

function compileChild(
  frame: QueryFrame,
  parent: ObjectSchema,
  subquery: Subquery,
  includeDeleted: boolean,
): { name: string; plan: ChildPlan } {
  const wanted = subquery.relationshipName.toLowerCase();
  const relationship = childRelationships(frame.schema, parent).find(
    ({ name }) => name.toLowerCase() === wanted,
  );
  if (relationship === undefined)
    throw invalidField(
      frame.text,
      subquery.relationshipName,
      noSuchRelationship(subquery.relationshipName, 'FROM part of query call'),
    );
  const { name, object, field } = relationship;
  const scope = new Scope(frame, object, subquery.sObjectAlias);
  const list = selectList(scope, subquery, includeDeleted);
  const parentSql = `${scope.root.alias}.${quoted(field.name)}`;
  const parentColumn = list.column(parentSql);
  const where = whereFragment(scope, subquery.where, includeDeleted);
  const order = orderSql(recordOrders(scope, subquery), [`${scope.root.alias}.${quoted('Id')}`]);
  pageSql(subquery);
  const sql = `SELECT ${list.sql()} FROM ${scope.fromSql()} WHERE ${parentSql} IN (SELECT value FROM json_each(?)) AND ${where.sql} ${order}`;
  return {
    name,
    plan: {
      statement: { sql, parameters: where.parameters },
      parentColumn,
      shape: list.shape,
      limit: subquery.limit ?? null,
      offset: subquery.offset ?? 0,
    },
  };
}

function selectList(scope: Scope, query: Query | Subquery, includeDeleted: boolean): SelectList {
  const list = new SelectList(scope);
  for (const field of query.fields ?? [])
    list.add(field, query, (subquery) =>
      compileChild(scope.frame, scope.root.object, subquery, includeDeleted),
    );
  return list;
}

function isBareCount(query: Query): boolean {
  const [field] = query.fields ?? [];
  return (
    field?.type === 'FieldFunctionExpression' &&
    field.functionName.toUpperCase() === 'COUNT' &&
    field.parameters.length === 0
  );
}

/** A parsed query as SQL and the shape of its result. Throws ApiError with Salesforce's texts and positions. */
export function compileQuery(frame: QueryFrame, query: Query, includeDeleted: boolean): QueryPlan {
  const entity = objectNamed(frame, query.sObject ?? '');
  if (query.for?.toUpperCase() === 'UPDATE' && query.orderBy !== undefined)
    throw malformed(frame.text, 'ORDER', 'ORDER BY can not be used with FOR UPDATE');
  const scope = new Scope(frame, entity, query.sObjectAlias);
  if (isBareCount(query)) {
    if (query.fields?.length !== 1 || query.groupBy !== undefined)
      throw malformed(frame.text, 'COUNT', 'COUNT() must be the only element in the select list');
    const where = whereFragment(scope, query.where, includeDeleted, query);
    const rows = `SELECT 1 FROM ${scope.fromSql()} WHERE ${where.sql} ${pageSql(query)}`;
    const statement = { sql: `SELECT COUNT(*) AS c0 FROM (${rows})`, parameters: where.parameters };
    return { kind: 'count', statement, entity };
  }
  if (isAggregateQuery(query)) {
    const where = whereFragment(scope, query.where, includeDeleted, query);
    const subselect = (comparison: Comparison) =>
      compileSubselect(frame, includeDeleted, comparison);
    return { ...compileAggregate(scope, query, where, subselect), entity };
  }
  const list = selectList(scope, query, includeDeleted);
  const where = whereFragment(scope, query.where, includeDeleted, query);
  const order = orderSql(recordOrders(scope, query), [`${scope.root.alias}.${quoted('Id')}`]);
  const sql = `SELECT ${list.sql()} FROM ${scope.fromSql()} WHERE ${where.sql} ${order} ${pageSql(query)}`;
  const statement = { sql, parameters: where.parameters };
  return { kind: 'records', statement, shape: list.shape, entity };
}

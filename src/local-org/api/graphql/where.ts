import { findField, findParentField } from '../../data/soql/schema-names.ts';
import { valueType } from '../../schema/describe-field.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { soqlLiteral } from '../read-records.ts';
import { GraphqlError, notCovered, type Selected } from './selection.ts';

interface Place {
  schema: OrgSchema;
  object: ObjectSchema;
  /** "Account.Owner." for fields of a parent. */
  prefix: string;
  field: Selected;
}

const OPERATORS: Record<string, string> = {
  eq: '=', ne: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=', like: 'LIKE', in: 'IN', nin: 'NOT IN',
  includes: 'INCLUDES', excludes: 'EXCLUDES',
}; // prettier-ignore

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(place: Place, what: string): GraphqlError {
  return new GraphqlError(
    'ValidationError',
    `Validation error of type WrongType: argument '${what}'`,
    place.field.node,
  );
}

/** `{ literal: TODAY }`, `{ range: { last_n_days: 7 } }`, `{ value: "2026-11-22" }`: how dates are written. */
function dateSoql(place: Place, value: Record<string, unknown>): string {
  if (typeof value['value'] === 'string') return value['value'].replaceAll(/[^\dT:.Z+-]/g, '');
  if (typeof value['literal'] === 'string') return value['literal'].replaceAll(/\W/g, '');
  const [range] = isObject(value['range']) ? Object.entries(value['range']) : [];
  if (range === undefined || typeof range[1] !== 'number') throw wrong(place, 'where');
  return `${range[0].toUpperCase().replaceAll(/\W/g, '')}:${range[1]}`;
}

function literalSoql(place: Place, field: FieldSchema, value: unknown): string {
  if (value === null) return 'null';
  if (isObject(value)) return dateSoql(place, value);
  const type = valueType(place.schema, field);
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw wrong(place, field.name);
  return type === 'Date' || type === 'DateTime'
    ? value.replaceAll(/[^\w:.+-]/g, '')
    : soqlLiteral(value);
}

function comparisons(place: Place, field: FieldSchema, filter: Record<string, unknown>): string[] {
  return Object.entries(filter).map(([operator, value]) => {
    if (operator === 'inq' || operator === 'ninq')
      throw notCovered(`The filter ${operator}`, place.field);
    const soql = OPERATORS[operator];
    if (soql === undefined) throw wrong(place, `where.${field.name}.${operator}`);
    const path = place.prefix + field.name;
    if (Array.isArray(value)) {
      if (value.length === 0)
        return soql === 'NOT IN' || soql === 'EXCLUDES' ? 'Id != null' : 'Id = null';
      return `${path} ${soql} (${value.map((one) => literalSoql(place, field, one)).join(', ')})`;
    }
    return `${path} ${soql} ${literalSoql(place, field, value)}`;
  });
}

function conditionOf(place: Place, [name, value]: [string, unknown]): string[] {
  if (name === 'and' || name === 'or') {
    const items = Array.isArray(value) ? value : [value];
    const parts = items.flatMap((item) => conditions(place, item) ?? []);
    return parts.length === 0 ? [] : [`(${parts.join(name === 'and' ? ' AND ' : ' OR ')})`];
  }
  if (name === 'not') {
    const inner = conditions(place, value);
    return inner === null ? [] : [`(NOT ${inner})`];
  }
  if (!isObject(value)) throw wrong(place, `where.${name}`);
  const field = findField(place.object, name);
  if (field !== undefined) return comparisons(place, field, value);
  const lookup = findParentField(place.object, name);
  const parent = place.schema.objects.get(lookup?.referenceTo[0] ?? '');
  if (lookup === undefined || parent === undefined)
    throw new GraphqlError(
      'ValidationError',
      `Validation error of type WrongType: argument 'where' with value contains a field not in '${place.object.name}_Filter': '${name}'`,
      place.field.node,
    );
  const inner = conditions({ ...place, object: parent, prefix: `${place.prefix}${name}.` }, value);
  return inner === null ? [] : [inner];
}

function conditions(place: Place, where: unknown): string | null {
  if (where === undefined || where === null) return null;
  if (!isObject(where)) throw wrong(place, 'where');
  const parts = Object.entries(where).flatMap((entry) => conditionOf(place, entry));
  return parts.length === 0 ? null : `(${parts.join(' AND ')})`;
}

/**
 * The `where` of a connection as a SOQL condition, null for none.
 * https://developer.salesforce.com/docs/platform/graphql/guide/filter-parent.html
 */
export function whereSoql(schema: OrgSchema, object: ObjectSchema, field: Selected): string | null {
  return conditions({ schema, object, prefix: '', field }, field.args['where']);
}

function orders(place: Place, given: unknown): string[] {
  if (!isObject(given)) throw wrong(place, 'orderBy');
  return Object.entries(given).flatMap(([name, how]) => {
    if (!isObject(how)) throw wrong(place, `orderBy.${name}`);
    const field = findField(place.object, name);
    if (field === undefined) {
      const lookup = findParentField(place.object, name);
      const parent = place.schema.objects.get(lookup?.referenceTo[0] ?? '');
      if (parent === undefined) throw wrong(place, `orderBy.${name}`);
      return orders({ ...place, object: parent, prefix: `${place.prefix}${name}.` }, how);
    }
    const direction = how['order'] === 'DESC' ? 'DESC' : 'ASC';
    const nulls = how['nulls'] === 'LAST' ? 'LAST' : 'FIRST';
    return [`${place.prefix}${field.name} ${direction} NULLS ${nulls}`];
  });
}

/** `orderBy: { Name: { order: DESC, nulls: LAST } }` or a list of such, as SOQL; null for none. */
export function orderSoql(schema: OrgSchema, object: ObjectSchema, field: Selected): string | null {
  const given = field.args['orderBy'];
  if (given === undefined || given === null) return null;
  const items = [given].flat().flatMap((one) => orders({ schema, object, prefix: '', field }, one));
  return items.length === 0 ? null : items.join(', ');
}

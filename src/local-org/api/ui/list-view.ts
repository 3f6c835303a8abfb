import type { ListView } from '../../schema/page-components.ts';
import type { FieldSchema } from '../../schema/types.ts';
import { notImplemented } from '../api-error.ts';
import { soqlLiteral } from '../read-records.ts';

const QUOTED = new Set([
  'Text',
  'TextArea',
  'Picklist',
  'MultiselectPicklist',
  'Email',
  'Phone',
  'Url',
  'AutoNumber',
  'Lookup',
  'MasterDetail',
  'Id',
]);

function literalOf(field: FieldSchema, value: string): string {
  if (value === '') return 'null';
  const type = field.type === 'Formula' ? (field.formulaReturnType ?? 'Text') : field.type;
  if (type === 'Checkbox')
    return value === '1' || value.toLowerCase() === 'true' ? 'true' : 'false';
  return QUOTED.has(type) ? soqlLiteral(value) : value.replaceAll(/[^\w:.+-]/g, '');
}

/** One filter of a list view as a SOQL condition; several values by comma are alternatives. */
function filterSoql({ field, operation, value }: ListView['filters'][number]): string {
  const values = value.split(',').map((one) => one.trim());
  const any = (make: (one: string) => string): string => `(${values.map(make).join(' OR ')})`;
  const like = (one: string): string => soqlLiteral(one).slice(1, -1).replaceAll(/[%_]/g, '\\$&');
  switch (operation) {
    case 'equals':
      return any((one) => `${field.name} = ${literalOf(field, one)}`);
    case 'notEqual':
      return `(${values.map((one) => `${field.name} != ${literalOf(field, one)}`).join(' AND ')})`;
    case 'lessThan':
      return any((one) => `${field.name} < ${literalOf(field, one)}`);
    case 'greaterThan':
      return any((one) => `${field.name} > ${literalOf(field, one)}`);
    case 'lessOrEqual':
      return any((one) => `${field.name} <= ${literalOf(field, one)}`);
    case 'greaterOrEqual':
      return any((one) => `${field.name} >= ${literalOf(field, one)}`);
    case 'contains':
      return any((one) => `${field.name} LIKE '%${like(one)}%'`);
    case 'notContain':
      return `(NOT ${any((one) => `${field.name} LIKE '%${like(one)}%'`)})`;
    case 'startsWith':
      return any((one) => `${field.name} LIKE '${like(one)}%'`);
    case 'includes':
      return `${field.name} INCLUDES (${values.map(soqlLiteral).join(', ')})`;
    default:
      throw notImplemented(`The list view filter ${operation}`);
  }
}

/** The WHERE clause of a list view, null when it shows everything. */
export function listViewWhere(view: ListView): string | null {
  const conditions = view.filters.map(filterSoql);
  if (view.booleanFilter === null) return conditions.length === 0 ? null : conditions.join(' AND ');
  return view.booleanFilter.replace(/\d+/g, (number) => {
    const condition = conditions[Number(number) - 1];
    if (condition === undefined) throw notImplemented('Filter logic over a column not known here');
    return condition;
  });
}

/** The USING SCOPE of a list view. */
export function listViewScope(view: ListView): string {
  const scope = view.scope.toLowerCase();
  if (scope === 'everything' || scope === 'mine') return scope;
  throw notImplemented(`A list view with the scope ${view.scope}`);
}

import { childrenOf, textAt, type XmlElement } from '../metadata/xml.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { deployedComponents } from './deployed-files.ts';
import { columnField, listColumn, listQuery, type ListColumn } from './list-columns.ts';

export interface ListModel {
  name: string;
  label: string;
  columns: ListColumn[];
  soql: string;
  /** Filters that could not be applied, so that nobody takes the list for complete. */
  ignored: string[];
}

const comparisons: Readonly<Record<string, string>> = {
  equals: '=',
  notEqual: '!=',
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function literal(field: FieldSchema, value: string): string {
  if (field.type === 'Checkbox') return value === '1' || value === 'true' ? 'true' : 'false';
  const isBare = ['Number', 'Currency', 'Percent', 'Date', 'DateTime', 'Summary'];
  return isBare.includes(field.type) && value !== '' ? value : quoted(value);
}

function condition(object: ObjectSchema, filter: XmlElement): string | null {
  const field = columnField(object, textAt(filter, 'field') ?? '');
  const operation = textAt(filter, 'operation') ?? '';
  const value = textAt(filter, 'value') ?? '';
  if (field === null || field.type === 'Formula') return null;
  const values = value.split(',').map((one) => one.trim());
  const comparison = comparisons[operation];
  if (comparison !== undefined) {
    const parts = values.map((one) =>
      one === ''
        ? `${field.name} ${comparison} null`
        : `${field.name} ${comparison} ${literal(field, one)}`,
    );
    return `(${parts.join(operation === 'notEqual' ? ' AND ' : ' OR ')})`;
  }
  const like = { contains: `%${value}%`, startsWith: `${value}%`, notContain: `%${value}%` }[
    operation
  ];
  if (like === undefined) return null;
  return `${operation === 'notContain' ? 'NOT ' : ''}(${field.name} LIKE ${quoted(like)})`;
}

function whereOf(
  object: ObjectSchema,
  view: XmlElement,
  userId: string,
): { where: string; ignored: string[] } {
  const filters = childrenOf(view, 'filters');
  const conditions = filters.map((filter) => condition(object, filter));
  const ignored = filters
    .filter((_filter, index) => conditions[index] === null)
    .map((filter) => `${textAt(filter, 'field') ?? ''} ${textAt(filter, 'operation') ?? ''}`);
  const logic =
    textAt(view, 'booleanFilter') ?? filters.map((_filter, index) => index + 1).join(' AND ');
  const joined = logic.replace(/\d+/g, (number) => conditions[Number(number) - 1] ?? 'Id != null');
  const isMine = textAt(view, 'filterScope') === 'Mine' && object.fields.has('OwnerId');
  const parts = [
    ...(isMine ? [`OwnerId = ${quoted(userId)}`] : []),
    ...(joined === '' ? [] : [`(${joined})`]),
  ];
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, ignored };
}

/** The list views of an object; without any, one of everything by name, as each tab has. */
export function listViews(schema: OrgSchema, object: ObjectSchema, userId: string): ListModel[] {
  const views = deployedComponents(schema, 'ListView').filter(({ fullName }) =>
    fullName.startsWith(`${object.name}.`),
  );
  const model = (name: string, label: string, view: XmlElement | null): ListModel => {
    const names = view === null ? [] : childrenOf(view, 'columns').map(({ text }) => text);
    const fields = (names.length === 0 ? ['NAME', 'CREATED_DATE'] : names)
      .map((column) => columnField(object, column))
      .filter((field) => field !== null);
    const columns = fields.map((field) => listColumn(schema, object, field));
    const { where, ignored } =
      view === null ? { where: '', ignored: [] } : whereOf(object, view, userId);
    const soql = listQuery(object, columns, `${where} ORDER BY ${object.nameField} LIMIT 200`);
    return { name, label, columns, soql, ignored };
  };
  const own = views.map(({ fullName, element }) => {
    const name = fullName.slice(object.name.length + 1);
    return model(name, textAt(element, 'label') ?? name, element);
  });
  return own.length > 0 ? own : [model('AllRecords', `All ${object.pluralLabel}`, null)];
}

import { makeId } from '../data/ids.ts';
import {
  childOf,
  childrenOf,
  flagAt,
  parseXml,
  textAt,
  textsAt,
  type XmlElement,
} from '../metadata/xml.ts';
import { findField } from '../data/soql/schema-names.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from './types.ts';

export interface LayoutItem {
  field: FieldSchema;
  behavior: 'Edit' | 'Required' | 'Readonly';
}

export interface LayoutSection {
  label: string;
  hasHeading: boolean;
  /** One list of items per column. */
  columns: LayoutItem[][];
}

export interface LayoutRelatedList {
  childObject: string;
  foreignKey: string;
  columns: FieldSchema[];
}

export interface PageLayout {
  id: string;
  name: string;
  sections: LayoutSection[];
  relatedLists: LayoutRelatedList[];
}

export interface ListView {
  id: string;
  developerName: string;
  label: string;
  scope: string;
  columns: FieldSchema[];
  filters: { field: FieldSchema; operation: string; value: string }[];
  /** "1 AND (2 OR 3)"; null: all of them. */
  booleanFilter: string | null;
}

export interface CompactLayout {
  id: string;
  developerName: string;
  label: string;
  fields: FieldSchema[];
}

const COLUMN_NAMES: Record<string, string> = {
  CREATED_DATE: 'CreatedDate',
  LAST_UPDATE: 'LastModifiedDate',
  CREATEDBY_USER: 'CreatedById',
  UPDATEDBY_USER: 'LastModifiedById',
  'CORE.USERS.ALIAS': 'OwnerId',
  'OWNER.ALIAS': 'OwnerId',
};

/** The field behind a column of a list view or related list: `NAME`, `Amount__c`, `OWNER.ALIAS`; null where it is not known. */
export function columnField(object: ObjectSchema, column: string): FieldSchema | null {
  if (column === 'NAME') return object.fields.get(object.nameField) ?? null;
  const name = COLUMN_NAMES[column] ?? column.split('.').pop()?.replaceAll('_', '') ?? '';
  return findField(object, column) ?? findField(object, name) ?? null;
}

function columnsOf(object: ObjectSchema | undefined, names: readonly string[]): FieldSchema[] {
  return names.flatMap((name) => (object && columnField(object, name)) ?? []);
}

/** Deployed components of one type below a name, with an id by their place among all of that type. */
function deployed(
  schema: OrgSchema,
  type: string,
  prefix: string,
  keyPrefix: string,
): { name: string; id: string; element: XmlElement }[] {
  const all = [...schema.otherComponents].filter(([key]) => key.startsWith(`${type}/`));
  return all.flatMap(([key, text], index) => {
    const fullName = key.slice(type.length + 1);
    if (!fullName.startsWith(prefix) || text === '') return [];
    return [
      {
        name: fullName.slice(prefix.length),
        id: makeId(keyPrefix, index + 1),
        element: parseXml(text),
      },
    ];
  });
}

function layoutItem(object: ObjectSchema, element: XmlElement): LayoutItem[] {
  const field = object.fields.get(textAt(element, 'field') ?? '');
  if (field === undefined) return [];
  const given = textAt(element, 'behavior');
  const behavior = given === 'Required' || given === 'Readonly' ? given : 'Edit';
  return [{ field, behavior }];
}

function parseLayout(
  schema: OrgSchema,
  object: ObjectSchema,
  root: XmlElement,
): Omit<PageLayout, 'id' | 'name'> {
  const sections = childrenOf(root, 'layoutSections').map((section) => ({
    label: textAt(section, 'label') ?? '',
    hasHeading: flagAt(section, 'detailHeading'),
    columns: childrenOf(section, 'layoutColumns').map((column) =>
      childrenOf(column, 'layoutItems').flatMap((item) => layoutItem(object, item)),
    ),
  }));
  const relatedLists = childrenOf(root, 'relatedLists').flatMap((list) => {
    const [childObject = '', foreignKey = ''] = (textAt(list, 'relatedList') ?? '').split('.');
    const child = schema.objects.get(childObject);
    if (child === undefined || !child.fields.has(foreignKey)) return [];
    return [{ childObject, foreignKey, columns: columnsOf(child, textsAt(list, 'fields')) }];
  });
  return { sections, relatedLists };
}

/** What an object shows when no layout is deployed for it: its name and everything that can be written. */
function plainLayout(object: ObjectSchema): PageLayout {
  const items = [...object.fields.values()]
    .filter((field) => field.name === object.nameField || field.createable || field.updateable)
    .map((field): LayoutItem => ({
      field,
      behavior:
        !field.updateable && !field.createable ? 'Readonly' : field.required ? 'Required' : 'Edit',
    }));
  const section = { label: `${object.label} Information`, hasHeading: true, columns: [items] };
  return {
    id: makeId('00h', 0),
    name: `${object.label} Layout`,
    sections: [section],
    relatedLists: [],
  };
}

/**
 * The page layout of an object: the first one deployed for it. Which record type has which layout is said by profiles,
 * which are not modelled: every record type has the same.
 */
export function pageLayout(schema: OrgSchema, object: ObjectSchema): PageLayout {
  const [first] = deployed(schema, 'Layout', `${object.name}-`, '00h');
  if (first === undefined) return plainLayout(object);
  return { id: first.id, name: first.name, ...parseLayout(schema, object, first.element) };
}

/** The list views deployed for an object, and "All", which every object has. */
export function listViews(schema: OrgSchema, object: ObjectSchema): ListView[] {
  const views = deployed(schema, 'ListView', `${object.name}.`, '00B').map(
    ({ name, id, element }): ListView => ({
      id,
      developerName: name,
      label: textAt(element, 'label') ?? name,
      scope: textAt(element, 'filterScope') ?? 'Everything',
      columns: columnsOf(object, textsAt(element, 'columns')),
      filters: childrenOf(element, 'filters').flatMap((filter) => {
        const field = columnField(object, textAt(filter, 'field') ?? '');
        const operation = textAt(filter, 'operation') ?? 'equals';
        return field === null ? [] : [{ field, operation, value: textAt(filter, 'value') ?? '' }];
      }),
      booleanFilter: textAt(element, 'booleanFilter'),
    }),
  );
  return views;
}

/** The compact layout that an object uses; the standard one shows the name only. */
export function compactLayout(schema: OrgSchema, object: ObjectSchema): CompactLayout {
  const [first] = deployed(schema, 'CompactLayout', `${object.name}.`, '0AH');
  const nameField = object.fields.get(object.nameField);
  if (first === undefined)
    return {
      id: makeId('0AH', 0),
      developerName: 'SYSTEM',
      label: 'System Default',
      fields: nameField ? [nameField] : [],
    };
  const fields = textsAt(first.element, 'fields').flatMap((name) => object.fields.get(name) ?? []);
  return {
    id: first.id,
    developerName: first.name,
    label: textAt(first.element, 'label') ?? first.name,
    fields,
  };
}

/** Quick actions deployed for an object: name, label, type and the object that they make. */
export function quickActions(schema: OrgSchema, object: ObjectSchema) {
  return deployed(schema, 'QuickAction', `${object.name}.`, '09D').map(({ name, id, element }) => ({
    id,
    name,
    label: textAt(element, 'label') ?? name,
    type: textAt(element, 'type') ?? 'Create',
    targetObject: textAt(element, 'targetObject'),
    fields: childrenOf(
      childOf(element, 'quickActionLayout') ?? element,
      'quickActionLayoutColumns',
    ).flatMap((column) =>
      childrenOf(column, 'quickActionLayoutItems').map((item) => textAt(item, 'field') ?? ''),
    ),
  }));
}

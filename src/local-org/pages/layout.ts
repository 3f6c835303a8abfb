import { childOf, childrenOf, textAt, type XmlElement } from '../metadata/xml.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { columnField } from '../schema/page-components.ts';
import { deployedComponent, textIn } from './deployed-files.ts';
import { listColumn, listQuery, type ListColumn } from './list-columns.ts';

export interface LayoutSection {
  label: string;
  hasHeading: boolean;
  /** Field names with the layout's behaviour: Edit, Required or Readonly. */
  columns: { field: string; behavior: string }[][];
}

export interface RelatedList {
  /** The relationship's name in the API: "Stops__r". */
  name: string;
  label: string;
  objectApiName: string;
  icon: string;
  /** Whether the list has the button New. */
  canCreate: boolean;
  /** The child's field that points here, filled in when one is made from the list. */
  parentField: string;
  columns: ListColumn[];
  /** Without LIMIT; `:recordId` stands for the record's id. */
  soql: string;
}

/** A button of a record; `unsupported` says why one cannot be pressed here. */
export interface PageAction {
  name: string;
  label: string;
  kind: 'edit' | 'delete' | 'create' | 'update' | 'component' | 'unsupported';
  objectApiName: string;
  parentField: string | null;
  component: string | null;
  fields: { field: string; behavior: string }[];
}

export interface PageLayout {
  name: string;
  sections: LayoutSection[];
  relatedLists: RelatedList[];
  /** Lists of the layout that this org cannot show, by their names there. */
  unknownLists: string[];
  actions: PageAction[];
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_layouts.htm lists such names of standard lists. */
const standardLists: Readonly<Record<string, string>> = {
  RelatedContactList: 'Contact.AccountId',
  RelatedOpportunityList: 'Opportunity.AccountId',
  RelatedCaseList: 'Case.AccountId',
};

function sectionOf(element: XmlElement): LayoutSection {
  return {
    label: textAt(element, 'label') ?? '',
    hasHeading: textAt(element, 'detailHeading') !== 'false' && textAt(element, 'label') !== null,
    columns: childrenOf(element, 'layoutColumns').map((column) =>
      childrenOf(column, 'layoutItems')
        .filter((item) => textAt(item, 'field') !== null)
        .map((item) => ({
          field: textAt(item, 'field') ?? '',
          behavior: textAt(item, 'behavior') ?? 'Edit',
        })),
    ),
  };
}

/** What a layout or a page says about a list: its columns ("NAME", "Status__c") and its order. */
export interface ListWishes {
  fields: string[];
  sortField: string;
  descends: boolean;
}

const noWishes: ListWishes = { fields: [], sortField: '', descends: false };

function wishesOf(list: XmlElement): ListWishes {
  return {
    fields: childrenOf(list, 'fields').map(({ text }) => text),
    sortField: textAt(list, 'sortField') ?? '',
    descends: textAt(list, 'sortOrder') === 'Desc',
  };
}

/** The list of an object's children over one of their lookups ("Stop__c.Voyage__c"); null when there is no such lookup. */
export function relatedList(
  schema: OrgSchema,
  path: string,
  wishes: ListWishes,
): RelatedList | null {
  const [childName = '', fieldName = ''] = path.split('.');
  const child = schema.objects.get(childName);
  const field = child?.fields.get(fieldName);
  if (child === undefined || field === undefined) return null;
  const named = wishes.fields.length === 0 ? ['NAME'] : wishes.fields;
  const fields = named.map((name) => columnField(child, name));
  const columns = fields.filter((one) => one !== null).map((one) => listColumn(schema, child, one));
  const sortField = columnField(child, wishes.sortField)?.name ?? child.nameField;
  const order = wishes.descends ? 'DESC' : 'ASC';
  const base = field.childRelationshipName ?? `${childName}s`;
  return {
    name: child.custom && !base.endsWith('__r') ? `${base}__r` : base,
    label: child.pluralLabel,
    objectApiName: child.name,
    icon: objectIcon(schema, child.name),
    canCreate: true,
    parentField: field.name,
    columns,
    soql: listQuery(
      child,
      columns,
      `WHERE ${field.name} = ':recordId' ORDER BY ${sortField} ${order} NULLS LAST`,
    ),
  };
}

/** Lists of all children, for pages that name a list which the layout leaves out. */
export function childLists(schema: OrgSchema, object: ObjectSchema): RelatedList[] {
  return [...schema.objects.values()].flatMap((child) =>
    [...child.fields.values()]
      .filter((field) => field.childRelationshipName !== null)
      .filter((field) => field.referenceTo.includes(object.name))
      .map((field) => relatedList(schema, `${child.name}.${field.name}`, noWishes))
      .filter((list) => list !== null),
  );
}

/** Names of the lists whose records the user may not read: pages leave them out, as Lightning does. */
export function hiddenLists(schema: OrgSchema, object: ObjectSchema): string[] {
  const hidden = (schema.hiddenObjects ?? []).map((one) => [one.name, one] as const);
  const objects = new Map([...hidden, [object.name, object]]);
  return childLists({ ...schema, objects }, object)
    .filter(({ objectApiName }) => objectApiName !== object.name)
    .map(({ name }) => name);
}

const standardAction = (name: string, label: string, kind: PageAction['kind']): PageAction => ({
  name,
  label,
  kind,
  objectApiName: '',
  parentField: null,
  component: null,
  fields: [],
});

const actionKinds: Readonly<Record<string, PageAction['kind']>> = {
  Create: 'create',
  Update: 'update',
  LightningWebComponent: 'component',
};

function quickAction(schema: OrgSchema, fullName: string): PageAction {
  const element = deployedComponent(schema, 'QuickAction', fullName);
  if (element === null) return standardAction(fullName, fullName, 'unsupported');
  const layout = childOf(element, 'quickActionLayout');
  const items = (
    layout === undefined ? [] : childrenOf(layout, 'quickActionLayoutColumns')
  ).flatMap((column) => childrenOf(column, 'quickActionLayoutItems'));
  return {
    name: fullName,
    label: textAt(element, 'label') ?? fullName,
    kind: actionKinds[textAt(element, 'type') ?? ''] ?? 'unsupported',
    objectApiName: textAt(element, 'targetObject') ?? fullName.split('.')[0] ?? '',
    parentField: textAt(element, 'targetParentField'),
    component: textAt(element, 'lightningWebComponent'),
    fields: items
      .filter((item) => textAt(item, 'field') !== null)
      .map((item) => ({
        field: textAt(item, 'field') ?? '',
        behavior: textAt(item, 'uiBehavior') ?? 'Edit',
      })),
  };
}

const usualActions = [
  standardAction('Edit', 'Edit', 'edit'),
  standardAction('Delete', 'Delete', 'delete'),
];

/** Actions by the names that layouts and pages give them: "Edit", "Voyage__c.New_Stop". */
export function actionsNamed(schema: OrgSchema, names: readonly string[]): PageAction[] {
  return names.map(
    (name) => usualActions.find((action) => action.name === name) ?? quickAction(schema, name),
  );
}

function actionsOf(schema: OrgSchema, layout: XmlElement | null): PageAction[] {
  const list = layout === null ? undefined : childOf(layout, 'platformActionList');
  if (list === undefined) return usualActions;
  const items = childrenOf(list, 'platformActionListItems');
  return actionsNamed(
    schema,
    items.map((item) => textAt(item, 'actionName') ?? ''),
  );
}

/** What a page layout says; without one, all of the object's own fields in one section and no related lists. */
export function pageLayout(
  schema: OrgSchema,
  object: ObjectSchema,
  name: string | null,
): PageLayout {
  const element = name === null ? null : deployedComponent(schema, 'Layout', name);
  if (element === null) {
    const shown = [...object.fields.values()].filter(
      (field) => field.custom || field.name === object.nameField || field.createable,
    );
    const items = shown.map((field) => ({ field: field.name, behavior: 'Edit' }));
    const half = Math.ceil(items.length / 2);
    const columns = [items.slice(0, half), items.slice(half)];
    return {
      name: '',
      sections: [{ label: 'Information', hasHeading: true, columns }],
      relatedLists: childLists(schema, object),
      unknownLists: [],
      actions: actionsOf(schema, null),
    };
  }
  const hidden = new Set((schema.hiddenObjects ?? []).map((one) => one.name));
  const lists = childrenOf(element, 'relatedLists').map((given) => {
    const path = textAt(given, 'relatedList') ?? '';
    return { path, list: relatedList(schema, standardLists[path] ?? path, wishesOf(given)) };
  });
  return {
    name: name ?? '',
    sections: childrenOf(element, 'layoutSections')
      .map(sectionOf)
      .filter((section) => section.columns.some((column) => column.length > 0)),
    relatedLists: lists.map(({ list }) => list).filter((list) => list !== null),
    unknownLists: lists
      .filter(({ path, list }) => list === null && !hidden.has(path.split('.')[0] ?? ''))
      .map(({ path }) => path),
    actions: actionsOf(schema, element),
  };
}

/** The fields of the highlights panel: the compact layout of record type or object without the name, which is the heading. */
export function compactFields(
  schema: OrgSchema,
  object: ObjectSchema,
  recordType: string | null,
): string[] {
  const definition = deployedComponent(schema, 'CustomObject', object.name);
  const type = deployedComponent(schema, 'RecordType', `${object.name}.${recordType ?? ''}`);
  const assigned =
    textIn(type, 'compactLayoutAssignment') ?? textIn(definition, 'compactLayoutAssignment');
  const layout =
    assigned === null || assigned === 'SYSTEM'
      ? null
      : deployedComponent(schema, 'CompactLayout', `${object.name}.${assigned}`);
  const names = layout === null ? [] : childrenOf(layout, 'fields').map(({ text }) => text);
  return names.filter((name) => name !== object.nameField && object.fields.has(name));
}

/** The icon of an object in Lightning: that of its tab ("Custom39: Telescope"), else the standard one of its name. */
export function objectIcon(schema: OrgSchema, objectName: string): string {
  const tab = deployedComponent(schema, 'CustomTab', objectName);
  const motif = /^Custom(\d+)/.exec(textIn(tab, 'motif') ?? '');
  if (motif !== null) return `custom:custom${motif[1] ?? '1'}`;
  return objectName.endsWith('__c')
    ? 'standard:custom'
    : `standard:${objectName.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()}`;
}

import type { DataEngine } from '../data/engine.ts';
import { normaliseId } from '../data/ids.ts';
import { findObject } from '../data/soql/schema-names.ts';
import { quoted } from '../data/tables.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { apps, type AppModel } from './app-model.ts';
import { deployedComponent, textIn } from './deployed-files.ts';
import { defaultRecordPage, flexiPage, type PageTree } from './flexi-page.ts';
import {
  childLists,
  compactFields,
  objectIcon,
  pageLayout,
  pathOf,
  type PageLayout,
  type PathModel,
  type RelatedList,
} from './layout.ts';
import { listViews, type ListModel } from './list-views.ts';
import { homePageName, layoutName, recordPageName, type Viewer } from './page-assignment.ts';

/** A field as the browser needs it to show and edit its value. */
export interface FieldModel {
  name: string;
  label: string;
  dataType: string;
  help: string;
  updateable: boolean;
  createable: boolean;
  required: boolean;
  scale: number;
  length: number | null;
  values: { value: string; label: string; isDefault: boolean }[];
  /** Lookups only: the relationship's path to the name of what it points to, and which object that is. */
  referenceTo: string | null;
  referenceName: string | null;
  relationshipName: string | null;
}

export interface ObjectModel {
  apiName: string;
  label: string;
  pluralLabel: string;
  icon: string;
  nameField: string;
  fields: FieldModel[];
}

/** What a page shows: one record, one list, or a page of its own. */
export type PageContent =
  | {
      kind: 'record';
      recordId: string;
      object: ObjectModel;
      tree: PageTree;
      layout: PageLayout;
      childLists: RelatedList[];
      compactFields: string[];
      path: PathModel | null;
    }
  | { kind: 'list'; object: ObjectModel; views: ListModel[]; view: string; layout: PageLayout }
  | { kind: 'page'; tree: PageTree }
  | { kind: 'home' };

/** Everything that the browser is told with the page itself. */
export interface PageModel {
  title: string;
  user: Record<string, string | boolean>;
  customPermissions: Record<string, true>;
  userPermissions: Record<string, true>;
  app: AppModel;
  apps: { name: string; label: string }[];
  activeTab: string;
  /** Objects that the page's actions write, beside its own. */
  objects: Record<string, ObjectModel>;
  content: PageContent;
}

/** Who asks, and what of: a page's address taken apart. */
export interface PageRequest {
  engine: DataEngine;
  userId: string;
  app: string;
}

function fieldModel(schema: OrgSchema, field: FieldSchema): FieldModel {
  const target = schema.objects.get(field.referenceTo[0] ?? '');
  const type = field.type === 'Formula' ? (field.formulaReturnType ?? 'Text') : field.type;
  return {
    name: field.name,
    label: field.label.replace(/ ID$/, ''),
    dataType: target === undefined ? type : 'Reference',
    help: field.inlineHelpText ?? '',
    updateable: field.updateable,
    createable: field.createable,
    required: field.required,
    scale: field.scale ?? 0,
    length: field.length,
    values: field.picklistValues
      .filter(({ isActive }) => isActive)
      .map(({ value, label, isDefault }) => ({ value, label, isDefault })),
    referenceTo: target?.name ?? null,
    referenceName: target?.nameField ?? null,
    relationshipName: field.relationshipName,
  };
}

function objectModel(schema: OrgSchema, object: ObjectSchema): ObjectModel {
  return {
    apiName: object.name,
    label: object.label,
    pluralLabel: object.pluralLabel,
    icon: objectIcon(schema, object.name),
    nameField: object.nameField,
    fields: [...object.fields.values()].map((field) => fieldModel(schema, field)),
  };
}

type Row = Record<string, unknown>;

function rowOf(engine: DataEngine, object: string, id: string): Row | undefined {
  return engine.db
    .prepare(`SELECT * FROM ${quoted(object)} WHERE "Id" = ? AND "IsDeleted" IS NOT 1`)
    .get(id);
}

function profileNames(engine: DataEngine, user: Row | undefined): string[] {
  const profile = rowOf(engine, 'Profile', String(user?.['ProfileId'] ?? ''));
  const name = String(profile?.['Name'] ?? '');
  // The Metadata API calls this one standard profile by another name than the pages do.
  return name === 'System Administrator' ? ['Admin', name] : [name];
}

function permissionsOf(
  engine: DataEngine,
  userId: string,
): Pick<PageModel, 'customPermissions' | 'userPermissions'> {
  const assigned = new Set(
    engine.db
      .prepare(
        `SELECT "PermissionSetId" AS id FROM "PermissionSetAssignment" WHERE "AssigneeId" = ?`,
      )
      .all(userId)
      .map((row) => row['id']),
  );
  const sets = [...engine.schema().permissionSets.values()].filter(({ id }) => assigned.has(id));
  const granted = (names: string[]): Record<string, true> =>
    Object.fromEntries(names.map((name) => [name, true as const]));
  return {
    customPermissions: granted(sets.flatMap((set) => [...set.customPermissions])),
    userPermissions: granted(sets.flatMap((set) => [...set.userPermissions])),
  };
}

/** What every page has: who looks, in which app. */
function frame(
  request: PageRequest,
): Omit<PageModel, 'title' | 'content' | 'activeTab' | 'objects'> & { viewer: Viewer } {
  const { engine, userId } = request;
  const user = rowOf(engine, 'User', userId);
  const all = apps(engine.schema());
  const app = all.find(({ name }) => name === request.app) ?? all[0];
  if (app === undefined) throw new Error('There is always one app.');
  return {
    user: { Id: userId, name: String(user?.['Name'] ?? ''), isGuest: false },
    ...permissionsOf(engine, userId),
    app,
    apps: all.map(({ name, label }) => ({ name, label })),
    viewer: { profiles: profileNames(engine, user), app: app.name },
  };
}

function model(
  request: PageRequest,
  given: Pick<PageModel, 'title' | 'content' | 'activeTab'>,
  layout: PageLayout | null = null,
): PageModel {
  const { viewer: _viewer, ...rest } = frame(request);
  const schema = request.engine.schema();
  const names = [
    ...(layout?.actions ?? []).map(({ objectApiName }) => objectApiName),
    ...(layout?.relatedLists ?? []).map(({ objectApiName }) => objectApiName),
  ];
  const objects = names
    .map((name) => schema.objects.get(name))
    .filter((object) => object !== undefined)
    .map((object) => [object.name, objectModel(schema, object)] as const);
  return { ...rest, ...given, objects: Object.fromEntries(objects) };
}

function recordTypeName(object: ObjectSchema, row: Row): string | null {
  const found = [...object.recordTypes.values()].find(({ id }) => id === row['RecordTypeId']);
  return found?.developerName ?? null;
}

/** The object whose ids start like this one. */
export function objectOfId(schema: OrgSchema, id: string): ObjectSchema | undefined {
  return [...schema.objects.values()].find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
}

/** A record's page; null when there is no such record. */
export function recordPage(
  request: PageRequest,
  objectName: string | null,
  id: string,
): PageModel | null {
  const { engine } = request;
  const schema = engine.schema();
  const recordId = normaliseId(id);
  if (recordId === null) return null;
  const object =
    objectName === null ? objectOfId(schema, recordId) : findObject(schema, objectName);
  const row = object === undefined ? undefined : rowOf(engine, object.name, recordId);
  if (object === undefined || row === undefined) return null;
  const { viewer } = frame(request);
  const recordType = recordTypeName(object, row);
  const layout = pageLayout(schema, object, layoutName(schema, viewer, object.name, recordType));
  const path = pathOf(schema, object, recordType);
  const pageName = recordPageName(schema, viewer, object.name, recordType);
  const tree =
    (pageName === null ? null : flexiPage(schema, pageName)) ??
    defaultRecordPage(object.label, path !== null);
  return model(
    request,
    {
      title: String(row[object.nameField] ?? recordId),
      activeTab: object.name,
      content: {
        kind: 'record',
        recordId,
        object: objectModel(schema, object),
        tree,
        layout,
        childLists: childLists(schema, object),
        compactFields: compactFields(schema, object),
        path,
      },
    },
    layout,
  );
}

/** An object's list; null when there is no such object. `view` is the list view's name, null for the first. */
export function listPage(
  request: PageRequest,
  objectName: string,
  view: string | null,
): PageModel | null {
  const schema = request.engine.schema();
  const object = findObject(schema, objectName);
  if (object === undefined) return null;
  const views = listViews(schema, object, request.userId);
  const chosen = views.find(({ name }) => name === view) ?? views[0];
  const layout = pageLayout(
    schema,
    object,
    layoutName(schema, frame(request).viewer, object.name, null),
  );
  return model(
    request,
    {
      title: object.pluralLabel,
      activeTab: object.name,
      content: {
        kind: 'list',
        object: objectModel(schema, object),
        views,
        view: chosen?.name ?? '',
        layout,
      },
    },
    null,
  );
}

/** A custom tab's page; null for a tab that is not deployed or has no Lightning page or component. */
export function tabPage(request: PageRequest, tabName: string): PageModel | null {
  const schema = request.engine.schema();
  const tab = deployedComponent(schema, 'CustomTab', tabName);
  const pageName = textIn(tab, 'flexiPage') ?? '';
  const component = textIn(tab, 'lwcComponent');
  const label = textIn(tab, 'label') ?? tabName;
  const only: PageTree = {
    name: tabName,
    label,
    template: 'flexipage:defaultAppHomeTemplate',
    regions: [
      {
        name: 'main',
        items: [
          {
            component: `c:${component ?? ''}`,
            identifier: tabName,
            properties: {},
            inside: {},
            visibility: null,
          },
        ],
      },
    ],
  };
  const tree = component === null ? flexiPage(schema, pageName) : only;
  if (tree === null) return null;
  return model(request, { title: label, activeTab: tabName, content: { kind: 'page', tree } });
}

/** The app's home: its own page, else a plain list of its tabs. */
export function homePage(request: PageRequest): PageModel {
  const schema = request.engine.schema();
  const name = homePageName(schema, frame(request).viewer);
  const tree = name === null ? null : flexiPage(schema, name);
  return model(request, {
    title: 'Home',
    activeTab: 'standard-home',
    content: tree === null ? { kind: 'home' } : { kind: 'page', tree },
  });
}

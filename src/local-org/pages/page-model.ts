import { normaliseId } from '../data/ids.ts';
import { findObject } from '../data/soql/schema-names.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { deployedComponent, textIn } from './deployed-files.ts';
import { defaultRecordPage, flexiPage, type PageTree } from './flexi-page.ts';
import {
  childLists,
  hiddenLists,
  compactFields,
  pageLayout,
  type PageLayout,
  type RelatedList,
} from './layout.ts';
import { objectModel, type ObjectModel } from './object-model.ts';
import {
  pageFrame,
  rowOf,
  textOf,
  type PageFrame,
  type PageRequest,
  type Row,
} from './page-frame.ts';
import { listViews, type ListModel } from './list-views.ts';
import { pathOf, type PathModel } from './path-model.ts';
import { dynamicLists, viewCards, withPageActions, type ViewCard } from './page-parts.ts';
import { homePageName, layoutName, recordPageName } from './page-assignment.ts';

/** What a page shows: one record, one list, or a page of its own. */
export type PageContent =
  | {
      kind: 'record';
      recordId: string;
      object: ObjectModel;
      tree: PageTree;
      layout: PageLayout;
      childLists: RelatedList[];
      /** Related lists that the user may not see. */
      hiddenLists: string[];
      /** By identifier: related lists with columns of their own. */
      dynamicLists: Record<string, RelatedList>;
      viewCards: Record<string, ViewCard>;
      compactFields: string[];
      path: PathModel | null;
    }
  | { kind: 'list'; object: ObjectModel; views: ListModel[]; view: string; layout: PageLayout }
  | { kind: 'page'; tree: PageTree; viewCards: Record<string, ViewCard> }
  | { kind: 'home' };

/** Everything that the browser is told with the page itself. */
export interface PageModel extends PageFrame {
  title: string;
  activeTab: string;
  /** Objects that the page's actions write, beside its own. */
  objects: Record<string, ObjectModel>;
  content: PageContent;
}

function model(
  request: PageRequest,
  given: Pick<PageModel, 'title' | 'content' | 'activeTab'>,
  layout: PageLayout | null = null,
  lists: readonly RelatedList[] = layout?.relatedLists ?? [],
): PageModel {
  const { frame } = pageFrame(request);
  const schema = request.engine.schema();
  const names = [
    ...(layout?.actions ?? []).map(({ objectApiName }) => objectApiName),
    ...lists.map(({ objectApiName }) => objectApiName),
  ];
  const objects = names
    .map((name) => schema.objects.get(name))
    .filter((object) => object !== undefined)
    .map((object) => [object.name, objectModel(schema, object)] as const);
  return { ...frame, ...given, objects: Object.fromEntries(objects) };
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
  const { viewer } = pageFrame(request);
  const recordType = recordTypeName(object, row);
  const path = pathOf(schema, object, recordType);
  const pageName = recordPageName(schema, viewer, object.name, recordType);
  const tree =
    (pageName === null ? null : flexiPage(schema, pageName)) ??
    defaultRecordPage(object.label, path !== null);
  const ownLayout = pageLayout(schema, object, layoutName(schema, viewer, object.name, recordType));
  const layout = withPageActions(schema, tree, ownLayout);
  const children = childLists(schema, object);
  const dynamic = dynamicLists(schema, tree, children);
  return model(
    request,
    {
      title: textOf(row, object.nameField) || recordId,
      activeTab: object.name,
      content: {
        kind: 'record',
        recordId,
        object: objectModel(schema, object),
        tree,
        layout,
        childLists: children,
        hiddenLists: hiddenLists(schema, object),
        dynamicLists: dynamic,
        viewCards: viewCards(schema, tree, request.userId),
        compactFields: compactFields(schema, object, recordType),
        path,
      },
    },
    layout,
    [...layout.relatedLists, ...Object.values(dynamic)],
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
    layoutName(schema, pageFrame(request).viewer, object.name, null),
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
  return model(request, {
    title: label,
    activeTab: tabName,
    content: { kind: 'page', tree, viewCards: viewCards(schema, tree, request.userId) },
  });
}

/** The app's home: its own page, else a plain list of its tabs. */
export function homePage(request: PageRequest): PageModel {
  const schema = request.engine.schema();
  const name = homePageName(schema, pageFrame(request).viewer);
  const tree = name === null ? null : flexiPage(schema, name);
  return model(request, {
    title: 'Home',
    activeTab: 'standard-home',
    content:
      tree === null
        ? { kind: 'home' }
        : { kind: 'page', tree, viewCards: viewCards(schema, tree, request.userId) },
  });
}

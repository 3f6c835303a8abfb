import type { OrgSchema } from '../schema/types.ts';
import type { PageItem, PageTree } from './flexi-page.ts';
import { actionsNamed, relatedList, type PageLayout, type RelatedList } from './layout.ts';
import { listViews, type ListModel } from './list-views.ts';
import { objectModel, type ObjectModel } from './object-model.ts';

/** A list view on a page, with the object whose records it shows. */
export interface ViewCard {
  object: ObjectModel;
  list: ListModel;
}

function itemsOf(items: readonly PageItem[]): PageItem[] {
  return items.flatMap((item) => [item, ...Object.values(item.inside).flatMap(itemsOf)]);
}

function allItems(tree: PageTree, component: string): PageItem[] {
  return tree.regions
    .flatMap(({ items }) => itemsOf(items))
    .filter((item) => item.component === component);
}

function texts(item: PageItem, property: string): string[] {
  const value = item.properties[property];
  return Array.isArray(value) ? value : [];
}

function text(item: PageItem, property: string): string {
  const value = item.properties[property];
  return typeof value === 'string' ? value : '';
}

/**
 * The page's own actions where its highlights panel names them, else the layout's.
 * https://help.salesforce.com/s/articleView?id=platform.dynamic_actions_overview.htm
 */
export function withPageActions(schema: OrgSchema, tree: PageTree, layout: PageLayout): PageLayout {
  const panel = allItems(tree, 'force:highlightsPanel').find(
    (item) => text(item, 'enableActionsConfiguration') === 'true',
  );
  return panel === undefined
    ? layout
    : { ...layout, actions: actionsNamed(schema, texts(panel, 'actionNames')) };
}

/**
 * The dynamic related lists of a page by their identifiers: with columns, order and label of their own, whatever the page layout says.
 * https://help.salesforce.com/s/articleView?id=platform.dynamic_related_lists.htm
 */
export function dynamicLists(
  schema: OrgSchema,
  tree: PageTree,
  children: readonly RelatedList[],
): Record<string, RelatedList> {
  const found: [string, RelatedList][] = [];
  for (const item of allItems(tree, 'lst:dynamicRelatedList')) {
    const child = children.find(({ name }) => name === text(item, 'relatedListApiName'));
    if (child === undefined) continue;
    const list = relatedList(schema, `${child.objectApiName}.${child.parentField}`, {
      fields: texts(item, 'relatedListFieldAliases'),
      sortField: text(item, 'sortFieldAlias'),
      descends: text(item, 'sortFieldOrder') === 'Descending',
    });
    const label = text(item, 'relatedListLabel');
    const canCreate = texts(item, 'actionNames').includes('New');
    if (list !== null)
      found.push([item.identifier, { ...list, label: label || list.label, canCreate }]);
  }
  return Object.fromEntries(found);
}

/** The list views that stand on a page, by their identifiers; one that is not deployed is missing. */
export function viewCards(
  schema: OrgSchema,
  tree: PageTree,
  userId: string,
): Record<string, ViewCard> {
  const found: [string, ViewCard][] = [];
  for (const item of allItems(tree, 'flexipage:filterListCard')) {
    const object = schema.objects.get(text(item, 'entityName'));
    const views = object === undefined ? [] : listViews(schema, object, userId);
    const list = views.find(({ name }) => name === text(item, 'filterName'));
    if (object !== undefined && list !== undefined)
      found.push([item.identifier, { object: objectModel(schema, object), list }]);
  }
  return Object.fromEntries(found);
}

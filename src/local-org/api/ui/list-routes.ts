import { childRelationships, type ChildRelationship } from '../../data/soql/schema-names.ts';
import { listViews, pageLayout, type ListView } from '../../schema/page-components.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import { objectInUrl, ok, type ApiCall, type ApiContext, type ApiHandler } from '../api-call.ts';
import { ApiError, notFound } from '../api-error.ts';
import { soqlLiteral } from '../read-records.ts';
import { displayColumn, listRequest, pageOf } from './list-page.ts';
import { listViewScope, listViewWhere } from './list-view.ts';
import { fieldInUrl, objectOfId } from './object-info.ts';
import { countRecords, eTag } from './record-view.ts';

function childListInUrl(
  context: ApiContext,
  parent: ObjectSchema,
  name: string,
): ChildRelationship {
  const wanted = name.toLowerCase();
  const all = childRelationships(context.engine.schema(), parent);
  const found = all.find((one) => one.name.toLowerCase() === wanted);
  if (found === undefined)
    throw new ApiError(404, 'NOT_FOUND', `${parent.name} has no related list ${name}`);
  return found;
}

const listReference = (parentId: string, parent: ObjectSchema, child: ChildRelationship) => ({
  id: null,
  inContextOfRecordId: parentId,
  parentApiName: null,
  parentObjectApiName: parent.name,
  fieldApiName: child.field.name,
  recordTypeId: null,
  relatedListId: child.name,
  type: 'relatedList',
});

/** GET and POST /ui-api/related-list-records/parentId/RelatedList */
export const relatedListRecordsHandler: ApiHandler = (
  context,
  call,
  [parentId = '', name = ''],
) => {
  const parent = objectOfId(context, parentId);
  const child = childListInUrl(context, parent, name);
  const where = `${child.field.name} = ${soqlLiteral(parentId)}`;
  const page = pageOf(context, call, child.object, listRequest(call, call.method === 'POST'), {
    where,
    columns: [],
  });
  return ok({ ...page, listReference: listReference(parentId, parent, child) });
};

/** GET /ui-api/related-list-count/parentId/RelatedList */
export const relatedListCountHandler: ApiHandler = (context, call, [parentId = '', name = '']) => {
  const parent = objectOfId(context, parentId);
  const child = childListInUrl(context, parent, name);
  const where = `${child.field.name} = ${soqlLiteral(parentId)}`;
  const count = countRecords(context, call, child.object.name, { where });
  return ok({ count, hasMore: false, listReference: listReference(parentId, parent, child) });
};

/** GET /ui-api/related-list-info/T — the related lists of the object's layout. */
export const relatedListsHandler: ApiHandler = (context, call, [name]) => {
  const schema = context.engine.schema();
  const parent = objectInUrl(context, name);
  const children = childRelationships(schema, parent);
  const relatedLists = pageLayout(schema, parent).relatedLists.flatMap(
    ({ childObject, foreignKey }) => {
      const child = children.find(
        ({ object, field }) => object.name === childObject && field.name === foreignKey,
      );
      if (child === undefined) return [];
      return {
        entityLabel: child.object.label,
        entityPluralLabel: child.object.pluralLabel,
        fieldApiName: foreignKey,
        keyPrefix: child.object.keyPrefix,
        label: child.object.pluralLabel,
        objectApiName: child.object.name,
        relatedListId: child.name,
        relatedListInfoUrl: `/services/data/v${call.apiVersion}/ui-api/related-list-info/${parent.name}/${child.name}`,
        themeInfo: null,
      };
    },
  );
  const body = { parentObjectApiName: parent.name, parentRecordTypeId: null, relatedLists };
  return ok({ ...body, eTag: eTag(body) });
};

/** GET /ui-api/related-list-info/T/RelatedList — its columns. */
export const relatedListInfoHandler: ApiHandler = (context, _call, [name, listName = '']) => {
  const schema = context.engine.schema();
  const parent = objectInUrl(context, name);
  const child = childListInUrl(context, parent, listName);
  const placed = pageLayout(schema, parent).relatedLists.find(
    (one) => one.childObject === child.object.name && one.foreignKey === child.field.name,
  );
  const nameField = child.object.fields.get(child.object.nameField);
  const body = {
    cloneable: false,
    createable: child.object.writable,
    displayColumns: (placed?.columns ?? (nameField ? [nameField] : [])).map(displayColumn),
    fieldApiName: child.field.name,
    filteredByInfo: [],
    label: child.object.pluralLabel,
    listReference: listReference('', parent, child),
    objectApiNames: [child.object.name],
    orderedByInfo: [],
    userPreferences: {},
    visibility: 'Public',
  };
  return ok({ ...body, eTag: eTag(body) });
};

function viewInUrl(context: ApiContext, object: ObjectSchema, name: string): ListView {
  const view = listViews(context.engine.schema(), object).find(
    ({ developerName, id }) => developerName === name || id === name,
  );
  if (view === undefined) throw notFound();
  return view;
}

const viewReference = (object: ObjectSchema, view: ListView) => ({
  id: view.id,
  listViewApiName: view.developerName,
  objectApiName: object.name,
  type: 'listView',
});

function viewInfo(object: ObjectSchema, view: ListView) {
  const info = {
    cloneable: false,
    createable: object.writable,
    deletable: false,
    displayColumns: view.columns.map(displayColumn),
    filterLogicString: view.booleanFilter,
    filteredByInfo: view.filters.map(({ field, operation, value }) => ({
      fieldApiName: field.name,
      label: field.label,
      operandLabels: value.split(','),
      operator: operation,
    })),
    label: view.label,
    listReference: viewReference(object, view),
    orderedByInfo: [],
    updateable: false,
    userPreferences: {},
    visibility: 'Public',
    visibilityEditable: false,
  };
  return { ...info, eTag: eTag(info) };
}

function viewRecords(context: ApiContext, call: ApiCall, object: ObjectSchema, view: ListView) {
  const rows = { where: listViewWhere(view), scope: listViewScope(view), columns: view.columns };
  const page = pageOf(context, call, object, listRequest(call, call.method === 'POST'), rows);
  return { ...page, listReference: viewReference(object, view) };
}

/** GET /ui-api/list-info/T/ListView */
export const listInfoHandler: ApiHandler = (context, _call, [name, viewName = '']) => {
  const object = objectInUrl(context, name);
  return ok(viewInfo(object, viewInUrl(context, object, viewName)));
};

/** GET and POST /ui-api/list-records/T/ListView */
export const listRecordsHandler: ApiHandler = (context, call, [name, viewName = '']) => {
  const object = objectInUrl(context, name);
  return ok(viewRecords(context, call, object, viewInUrl(context, object, viewName)));
};

/** GET /ui-api/list-ui/T — the list views; GET /ui-api/list-ui/T/ListView — one with its records. */
export const listUiHandler: ApiHandler = (context, call, [name, viewName]) => {
  const object = objectInUrl(context, name);
  if (viewName !== undefined) {
    const view = viewInUrl(context, object, viewName);
    const body = {
      info: viewInfo(object, view),
      records: viewRecords(context, call, object, view),
    };
    return ok({ ...body, eTag: eTag(body) });
  }
  const lists = listViews(context.engine.schema(), object).map((view) => ({
    apiName: view.developerName,
    id: view.id,
    label: view.label,
    listUiUrl: `/services/data/v${call.apiVersion}/ui-api/list-ui/${object.name}/${view.developerName}`,
  }));
  const body = { count: lists.length, lists };
  return ok({ ...body, eTag: eTag(body) });
};

/** GET /ui-api/lookups/T/Field/Target?q=&searchType= — records that a lookup may point at, by their name. */
export const lookupHandler: ApiHandler = (context, call, [name, fieldName = '', targetName]) => {
  const object = objectInUrl(context, name);
  const field = fieldInUrl(object, fieldName);
  const target = objectInUrl(context, targetName ?? field.referenceTo[0]);
  if (!field.referenceTo.includes(target.name))
    throw new ApiError(
      400,
      'INVALID_PARAMETER_VALUE',
      `${object.name}.${field.name} does not refer to ${target.name}`,
    );
  const q = call.query.get('q') ?? '';
  const text = soqlLiteral(q).slice(1, -1).replaceAll(/[%_]/g, '\\$&');
  const isTypeAhead = call.query.get('searchType') === 'TypeAhead';
  const where = q === '' ? null : `${target.nameField} LIKE '${isTypeAhead ? '' : '%'}${text}%'`;
  const nameField = target.fields.get(target.nameField);
  const asked = { ...listRequest(call, false), pageSize: Number(call.query.get('pageSize') ?? 25) };
  const sorted = { ...asked, sortBy: nameField === undefined ? [] : [nameField.name] };
  return ok(
    pageOf(context, call, target, sorted, {
      where,
      columns: nameField === undefined ? [] : [nameField],
    }),
  );
};

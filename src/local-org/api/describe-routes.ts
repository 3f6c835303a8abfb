import { describeField } from '../schema/describe-field.ts';
import {
  compactLayout,
  pageLayout,
  quickActions,
  type LayoutItem,
  type LayoutSection,
} from '../schema/page-components.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { objectInUrl, ok, type ApiCall, type ApiHandler } from './api-call.ts';
import { notFound } from './api-error.ts';
import {
  listViewDescribeHandler, listViewHandler, listViewResultsHandler, listViewsHandler, recentHandler, tabsHandler,
} from './list-view-routes.ts'; // prettier-ignore
import { recordTypeViews } from './ui/record-view.ts';

const base = (call: ApiCall, object: ObjectSchema): string =>
  `/services/data/v${call.apiVersion}/sobjects/${object.name}`;

function component(schema: OrgSchema, object: ObjectSchema, field: FieldSchema) {
  const details = describeField(schema, object, field);
  return { details, displayLines: 1, tabOrder: 1, type: 'Field', value: field.name };
}

function layoutItem(schema: OrgSchema, object: ObjectSchema, { field, behavior }: LayoutItem) {
  const editable = behavior !== 'Readonly';
  return {
    editableForNew: editable && field.createable,
    editableForUpdate: editable && field.updateable,
    label: field.label,
    layoutComponents: [component(schema, object, field)],
    placeholder: false,
    required: behavior === 'Required',
  };
}

function layoutSection(schema: OrgSchema, object: ObjectSchema, section: LayoutSection) {
  const count = Math.max(0, ...section.columns.map((column) => column.length));
  const layoutRows = Array.from({ length: count }, (_, row) => {
    const items = section.columns.flatMap((column) => column[row] ?? []);
    return {
      layoutItems: items.map((item) => layoutItem(schema, object, item)),
      numItems: items.length,
    };
  });
  return {
    collapsed: false,
    columns: section.columns.length,
    heading: section.label,
    layoutRows,
    rows: count,
    tabOrder: 'TopToBottom',
    useCollapsibleSection: section.hasHeading,
    useHeading: section.hasHeading,
  };
}

function describeLayout(schema: OrgSchema, object: ObjectSchema) {
  const layout = pageLayout(schema, object);
  const sections = layout.sections.map((section) => layoutSection(schema, object, section));
  return {
    buttonLayoutSection: null,
    detailLayoutSections: sections,
    editLayoutSections: sections,
    id: layout.id,
    name: layout.name,
    relatedLists: layout.relatedLists.map(({ childObject, foreignKey, columns }) => ({
      columns: columns.map(({ name, label }) => ({
        field: `${childObject}.${name}`,
        fieldApiName: name,
        format: null,
        label,
        name,
      })),
      custom: childObject.endsWith('__c'),
      field: foreignKey,
      label: schema.objects.get(childObject)?.pluralLabel ?? childObject,
      limitRows: 5,
      sobject: childObject,
      sort: [],
    })),
  };
}

/** GET /sobjects/T/describe/layouts — https://…/api_rest/resources_sobject_layouts.htm; every record type has the same layout. */
export const layoutsHandler: ApiHandler = (context, _call, [name]) => {
  const schema = context.engine.schema();
  const object = objectInUrl(context, name);
  const layout = describeLayout(schema, object);
  const recordTypeMappings = Object.values(recordTypeViews(object)).map((type) => ({
    ...type,
    layoutId: layout.id,
    picklistsForRecordType: [],
  }));
  return ok({
    layouts: [layout],
    recordTypeMappings,
    recordTypeSelectorRequired: [object.recordTypes.size > 1],
  });
};

/** GET /sobjects/T/describe/layouts/recordTypeId — the layout alone. */
export const layoutOfTypeHandler: ApiHandler = (context, _call, [name, recordTypeId = '']) => {
  const object = objectInUrl(context, name);
  if (!(recordTypeId in recordTypeViews(object))) throw notFound();
  return ok(describeLayout(context.engine.schema(), object));
};

/** GET /sobjects/T/describe/compactLayouts — https://…/api_rest/resources_sobject_compactlayouts.htm */
export const compactLayoutsHandler: ApiHandler = (context, call, [name]) => {
  const schema = context.engine.schema();
  const object = objectInUrl(context, name);
  const compact = compactLayout(schema, object);
  const layout = {
    actions: [],
    fieldItems: compact.fields.map((field) =>
      layoutItem(schema, object, { field, behavior: 'Readonly' }),
    ),
    id: compact.id,
    imageItems: null,
    label: compact.label,
    name: compact.developerName,
    objectType: object.name,
  };
  const recordTypeCompactLayoutMappings = Object.values(recordTypeViews(object)).map((type) => ({
    available: type.available,
    compactLayoutId: compact.id,
    compactLayoutName: compact.developerName,
    recordTypeId: type.recordTypeId,
    recordTypeName: type.name,
    urls: { compactLayout: `${base(call, object)}/describe/compactLayouts/${type.recordTypeId}` },
  }));
  return ok({
    compactLayouts: [layout],
    defaultCompactLayoutId: compact.id,
    recordTypeCompactLayoutMappings,
  });
};

/** GET /sobjects/T/quickActions */
export const quickActionsHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  return ok(
    quickActions(context.engine.schema(), object).map((action) => ({
      actionEnumOrId: action.id,
      label: action.label,
      name: `${object.name}.${action.name}`,
      type: action.type,
      urls: {
        describe: `${base(call, object)}/quickActions/${action.name}/describe`,
        quickAction: `${base(call, object)}/quickActions/${action.name}`,
      },
    })),
  );
};

/** GET /sobjects/T/quickActions/Action/describe */
export const quickActionHandler: ApiHandler = (context, _call, [name, actionName = '']) => {
  const schema = context.engine.schema();
  const object = objectInUrl(context, name);
  const action = quickActions(schema, object).find(
    (one) => one.name === actionName.replace(`${object.name}.`, ''),
  );
  if (action === undefined) throw notFound();
  const target = schema.objects.get(action.targetObject ?? object.name);
  const fields = action.fields.flatMap((field) => target?.fields.get(field) ?? []);
  return ok({
    actionEnumOrId: action.id,
    contextSobjectType: object.name,
    label: action.label,
    layout:
      target === undefined
        ? null
        : {
            layoutRows: fields.map((field) => ({
              layoutItems: [layoutItem(schema, target, { field, behavior: 'Edit' })],
              numItems: 1,
            })),
            name: action.name,
          },
    name: `${object.name}.${action.name}`,
    targetSobjectType: action.targetObject,
    type: action.type,
  });
};

/** What a describe has beside the object itself, as routes.ts takes routes. */
export const describeRoutes: readonly (readonly [string, string, ApiHandler])[] = [
  ['GET', '/sobjects/:/describe/layouts', layoutsHandler],
  ['GET', '/sobjects/:/describe/layouts/:', layoutOfTypeHandler],
  ['GET', '/sobjects/:/describe/compactLayouts', compactLayoutsHandler],
  ['GET', '/sobjects/:/quickActions', quickActionsHandler],
  ['GET', '/sobjects/:/quickActions/:/describe', quickActionHandler],
  ['GET', '/sobjects/:/listviews', listViewsHandler],
  ['GET', '/sobjects/:/listviews/:', listViewHandler],
  ['GET', '/sobjects/:/listviews/:/describe', listViewDescribeHandler],
  ['GET', '/sobjects/:/listviews/:/results', listViewResultsHandler],
  ['GET', '/recent', recentHandler],
  ['GET', '/tabs', tabsHandler],
];

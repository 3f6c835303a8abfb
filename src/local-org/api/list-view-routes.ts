import { runQuery } from '../data/soql/run-query.ts';
import { describeField } from '../schema/describe-field.ts';
import { listViews, type ListView } from '../schema/page-components.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { objectInUrl, ok, type ApiCall, type ApiContext, type ApiHandler } from './api-call.ts';
import { notFound } from './api-error.ts';
import { listViewScope, listViewWhere } from './ui/list-view.ts';

const base = (call: ApiCall, object: ObjectSchema): string =>
  `/services/data/v${call.apiVersion}/sobjects/${object.name}`;

function viewInUrl(context: ApiContext, object: ObjectSchema, idOrName: string): ListView {
  const view = listViews(context.engine.schema(), object).find(
    ({ id, developerName }) =>
      id === idOrName || id.slice(0, 15) === idOrName || developerName === idOrName,
  );
  if (view === undefined) throw notFound();
  return view;
}

function viewSummary(call: ApiCall, object: ObjectSchema, view: ListView) {
  const url = `${base(call, object)}/listviews/${view.id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: view.developerName,
    id: view.id,
    label: view.label,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

/** GET /sobjects/T/listviews — https://…/api_rest/resources_listviews.htm */
export const listViewsHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const listviews = listViews(context.engine.schema(), object).map((view) =>
    viewSummary(call, object, view),
  );
  return ok({
    done: true,
    listviews,
    nextRecordsUrl: null,
    size: listviews.length,
    sobjectType: object.name,
  });
};

/** GET /sobjects/T/listviews/id */
export const listViewHandler: ApiHandler = (context, call, [name, id = '']) => {
  const object = objectInUrl(context, name);
  return ok(viewSummary(call, object, viewInUrl(context, object, id)));
};

function viewColumns(schema: OrgSchema, object: ObjectSchema, view: ListView) {
  return view.columns.map((field) => {
    const { sortable, type } = describeField(schema, object, field);
    return {
      fieldNameOrPath: field.name,
      hidden: false,
      label: field.label,
      selectListItem: field.name,
      sortDirection: null,
      sortIndex: null,
      sortable,
      type,
    };
  });
}

function viewSoql(object: ObjectSchema, view: ListView): string {
  const fields = new Set([...view.columns.map((field) => field.name), 'Id']);
  const where = listViewWhere(view);
  return `SELECT ${[...fields].join(', ')} FROM ${object.name} USING SCOPE ${listViewScope(view)}${where === null ? '' : ` WHERE ${where}`}`;
}

/** GET /sobjects/T/listviews/id/describe — https://…/api_rest/resources_listviewdescribe.htm */
export const listViewDescribeHandler: ApiHandler = (context, _call, [name, id = '']) => {
  const object = objectInUrl(context, name);
  const view = viewInUrl(context, object, id);
  const columns = viewColumns(context.engine.schema(), object, view);
  return ok({
    columns,
    id: view.id,
    orderBy: [],
    query: viewSoql(object, view),
    relatedEntityId: null,
    scope: listViewScope(view),
    scopeEntityId: null,
    sobjectType: object.name,
  });
};

/** GET /sobjects/T/listviews/id/results?limit=&offset= — 25 records unless said otherwise. */
export const listViewResultsHandler: ApiHandler = (context, call, [name, id = '']) => {
  const schema = context.engine.schema();
  const object = objectInUrl(context, name);
  const view = viewInUrl(context, object, id);
  const { apiVersion, userId } = call;
  const now = context.now();
  const run = runQuery(context.engine, viewSoql(object, view), {
    now,
    includeDeleted: false,
    apiVersion,
    userId,
  });
  const offset = Number(call.query.get('offset') ?? 0);
  const limit = Math.min(2000, Number(call.query.get('limit') ?? 25));
  const names = [...view.columns.map((field) => field.name), 'Id'];
  const records = run.records(offset, limit).map((record) => ({
    columns: [...new Set(names)].map((fieldNameOrPath) => ({
      fieldNameOrPath,
      value: shownText(record[fieldNameOrPath]),
    })),
  }));
  const { developerName, label } = view;
  return ok({
    columns: viewColumns(schema, object, view),
    developerName,
    done: offset + records.length >= run.rowCount,
    id: view.id,
    label,
    records,
    size: records.length,
  });
};

/** Results of list views are texts. */
function shownText(value: unknown): string | null {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? null
      : JSON.stringify(value);
}

/** GET /recent?limit= — records that were looked at (FOR VIEW), newest first. */
export const recentHandler: ApiHandler = (context, call) => {
  const { apiVersion, userId } = call;
  const options = { now: context.now(), includeDeleted: false, apiVersion, userId };
  const found = [...context.engine.schema().objects.values()]
    .filter((object) => object.fields.has('LastViewedDate') && object.nameField !== 'Id')
    .flatMap((object) => {
      const soql = `SELECT Id, ${object.nameField}, LastViewedDate FROM ${object.name} WHERE LastViewedDate != null ORDER BY LastViewedDate DESC LIMIT 200`;
      const run = runQuery(context.engine, soql, options);
      return run.records(0, run.rowCount).map((record) => ({
        viewed: String(record['LastViewedDate']),
        attributes: record['attributes'],
        Id: record['Id'],
        Name: record[object.nameField],
      }));
    })
    .sort((left, right) => right.viewed.localeCompare(left.viewed));
  const limit = Number(call.query.get('limit') ?? 200);
  return ok(found.slice(0, limit).map(({ attributes, Id, Name }) => ({ attributes, Id, Name })));
};

/** GET /tabs — the deployed tabs of objects. */
export const tabsHandler: ApiHandler = (context) => {
  const schema = context.engine.schema();
  const names = [...schema.otherComponents.keys()].flatMap((key) =>
    key.startsWith('CustomTab/') ? [key.slice('CustomTab/'.length)] : [],
  );
  return ok(
    names.map((name) => {
      const object = schema.objects.get(name);
      return {
        custom: true,
        label: object?.pluralLabel ?? name,
        name,
        sobjectName: object?.name ?? null,
      };
    }),
  );
};

import { listViewWhere } from '../api/ui/list-view.ts';
import { ApiError } from '../api/api-error.ts';
import { soqlLiteral } from '../api/read-records.ts';
import {
  columnField,
  listViews as deployedViews,
  type ListView,
} from '../schema/page-components.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { listColumn, listQuery, type ListColumn } from './list-columns.ts';

export interface ListModel {
  name: string;
  label: string;
  columns: ListColumn[];
  soql: string;
  /** Why the list shows more than it should: a filter that the local org does not apply; '' otherwise. */
  problem: string;
}

/** The condition of a view; one that the org does not know is said on the page instead of failing the whole list. */
function whereOf(
  object: ObjectSchema,
  view: ListView,
  userId: string,
): { where: string; problem: string } {
  const isMine = view.scope === 'Mine' && object.fields.has('OwnerId');
  const mine = isMine ? [`OwnerId = ${soqlLiteral(userId)}`] : [];
  const join = (parts: string[]): string =>
    parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`;
  try {
    const filter = listViewWhere(view);
    return { where: join([...mine, ...(filter === null ? [] : [`(${filter})`])]), problem: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { where: join(mine), problem: error.message };
  }
}

/** The list views of an object; without any, one of everything by name, as each tab has. */
export function listViews(schema: OrgSchema, object: ObjectSchema, userId: string): ListModel[] {
  const standard = ['NAME', 'CREATED_DATE'].map((name) => columnField(object, name));
  const views = deployedViews(schema, object);
  const all: ListView = {
    id: '',
    developerName: 'AllRecords',
    label: `All ${object.pluralLabel}`,
    scope: 'Everything',
    columns: [],
    filters: [],
    booleanFilter: null,
  };
  return (views.length > 0 ? views : [all]).map((view) => {
    const fields =
      view.columns.length > 0 ? view.columns : standard.filter((field) => field !== null);
    const columns = fields.map((field) => listColumn(schema, object, field));
    const { where, problem } = whereOf(object, view, userId);
    const soql = listQuery(object, columns, `${where} ORDER BY ${object.nameField} LIMIT 200`);
    return { name: view.developerName, label: view.label, columns, soql, problem };
  });
}

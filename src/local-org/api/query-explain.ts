import { explainQuery, type QueryOptions } from '../data/soql/run-query.ts';
import { quoted } from '../data/tables.ts';
import type { ApiContext } from './api-call.ts';

/** One way to run a query, as `GET /query?explain=` gives it. */
export interface QueryExplanation {
  cardinality: number;
  fields: string[];
  leadingOperationType: 'Index' | 'TableScan';
  notes: { description: string; fields: string[]; tableEnumOrId: string }[];
  relativeCost: number;
  sobjectCardinality: number;
  sobjectType: string;
}

/**
 * The plan that this org really takes, read from SQLite: an index, or the whole table. Cardinality and cost of a real org
 * come from statistics that do not exist here; a search by index counts as one row.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query_performance_feedback.htm
 */
export function explain(
  context: ApiContext,
  soql: string,
  options: QueryOptions,
): { plans: QueryExplanation[]; sourceQuery: string } {
  const { entity, steps } = explainQuery(context.engine, soql, options);
  const [first = ''] = steps.filter((step) => /\bt0\b/.test(step));
  const isIndex = first.startsWith('SEARCH');
  const key = /INDEX "?([^" ]+)"? /.exec(first)?.[1] ?? '';
  const field = key.startsWith('sqlite_autoindex') || key === '' ? 'Id' : key.split('.').pop();
  const count = context.engine.db.prepare(`SELECT COUNT(*) AS n FROM ${quoted(entity.name)}`).get();
  const total = Number(count?.['n'] ?? 0);
  const plan: QueryExplanation = {
    cardinality: isIndex ? Math.min(1, total) : total,
    fields: isIndex ? [field ?? 'Id'] : [],
    leadingOperationType: isIndex ? 'Index' : 'TableScan',
    notes: [],
    relativeCost: isIndex ? 0 : 1,
    sobjectCardinality: total,
    sobjectType: entity.name,
  };
  return { plans: [plan], sourceQuery: soql };
}

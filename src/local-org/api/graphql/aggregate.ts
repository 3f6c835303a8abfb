import { findField } from '../../data/soql/schema-names.ts';
import { runQuery } from '../../data/soql/run-query.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import type { GraphqlCall } from './connection.ts';
import { GraphqlError, notCovered, undefinedField, type Selected } from './selection.ts';
import { whereSoql } from './where.ts';

const FUNCTIONS: Record<string, string> = {
  count: 'COUNT', countDistinct: 'COUNT_DISTINCT', sum: 'SUM', avg: 'AVG', min: 'MIN', max: 'MAX',
}; // prettier-ignore

/** One value to compute: where it goes in the answer, and its SOQL. */
interface Wanted {
  field: Selected;
  part: Selected | null;
  soql: string;
  alias: string;
}

function groupSoql(object: ObjectSchema, field: Selected): Map<string, string> {
  const groups = new Map<string, string>();
  const given = field.args['groupBy'];
  if (typeof given !== 'object' || given === null) return groups;
  for (const [name, how] of Object.entries(given)) {
    const found = findField(object, name);
    const asked = how as { group?: boolean; function?: string };
    if (name === 'type' || found === undefined) throw notCovered(`groupBy ${name}`, field);
    groups.set(
      found.name,
      asked.function === undefined
        ? found.name
        : `${asked.function.replaceAll(/\W/g, '')}(${found.name})`,
    );
  }
  return groups;
}

function wantedValues(
  object: ObjectSchema,
  node: readonly Selected[],
  groups: ReadonlyMap<string, string>,
): Wanted[] {
  const wanted: Wanted[] = [];
  for (const field of node) {
    const found = findField(object, field.name);
    if (found === undefined) throw undefinedField(field, object.name, 'uiapi/aggregate');
    for (const part of field.fields) {
      const alias = `v${wanted.length}`;
      const group = groups.get(found.name);
      if (part.name === 'value') {
        if (group === undefined)
          throw new GraphqlError(
            'DataFetchingException',
            `Field must be grouped or aggregated: ${field.name}`,
            field.node,
          );
        wanted.push({ field, part: null, soql: group, alias });
        continue;
      }
      const name = FUNCTIONS[part.name];
      if (name === undefined) throw notCovered(`aggregate ${part.name}`, part);
      wanted.push({ field, part, soql: `${name}(${found.name})`, alias });
    }
  }
  return wanted;
}

/**
 * `aggregate { Account(groupBy: …) { edges { node { aggregate { … } } } } }`.
 * https://developer.salesforce.com/docs/platform/graphql/guide/aggregate-support.html
 */
export function aggregateConnection(
  request: GraphqlCall,
  object: ObjectSchema,
  field: Selected,
): Record<string, unknown> {
  const under = (from: readonly Selected[], name: string): Selected[] =>
    from.filter((one) => one.name === name).flatMap((one) => one.fields);
  const groups = groupSoql(object, field);
  const values = under(under(under(field.fields, 'edges'), 'node'), 'aggregate');
  const wanted = wantedValues(object, values, groups);
  const where = whereSoql(request.context.engine.schema(), object, field);
  const soql = [
    `SELECT ${wanted.map((one) => `${one.soql} ${one.alias}`).join(', ')} FROM ${object.name}`,
    ...(where === null ? [] : [`WHERE ${where}`]),
    ...(groups.size === 0 ? [] : [`GROUP BY ${[...groups.values()].join(', ')}`]),
    `LIMIT ${typeof field.args['first'] === 'number' ? field.args['first'] : 10}`,
  ].join(' ');
  const { apiVersion, userId } = request.call;
  const now = request.context.now();
  const run = runQuery(request.context.engine, soql, {
    now,
    includeDeleted: false,
    apiVersion,
    userId,
  });
  const nodes = run.records(0, run.rowCount).map((record) => {
    const aggregate: Record<string, Record<string, unknown>> = {};
    for (const { field: one, part, alias } of wanted) {
      const target = (aggregate[one.key] ??= {});
      if (part === null) target['value'] = record[alias];
      else target[part.key] = { value: record[alias] };
    }
    return { node: { aggregate } };
  });
  return Object.fromEntries(
    field.fields.map((part): [string, unknown] => {
      if (part.name === 'edges') return [part.key, nodes];
      if (part.name === 'totalCount') return [part.key, nodes.length];
      throw notCovered(`aggregate connection ${part.name}`, part);
    }),
  );
}

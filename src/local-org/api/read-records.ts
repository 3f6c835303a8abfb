import type { Query } from '@jetstreamapp/soql-parser-js';
import { runParsedQuery } from '../data/soql/run-query.ts';
import type { ObjectSchema } from '../schema/types.ts';
import type { ApiCall, ApiContext } from './api-call.ts';

/** A SOQL string literal. */
export function soqlLiteral(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * Live records whose `by` field is one of `values`, read through the query compiler so that types, formulas and letter
 * case are the same as in a query. `fields` null: every field. A path like `Owner.Name` may be among them.
 */
export function readRecords(
  context: ApiContext,
  call: Pick<ApiCall, 'apiVersion'>,
  object: ObjectSchema,
  fields: readonly string[] | null,
  by: string,
  values: readonly string[],
): Record<string, unknown>[] {
  const kind = object.fields.get(by)?.type;
  const isNumber = kind === 'Number' || kind === 'Currency' || kind === 'Percent';
  const query: Query = {
    fields: (fields ?? [...object.fields.keys()]).map((field) => ({ type: 'Field', field })),
    sObject: object.name,
    where: {
      left: {
        field: by,
        operator: 'IN',
        value: isNumber ? [...values] : values.map(soqlLiteral),
        literalType: isNumber ? 'DECIMAL' : 'STRING',
      },
    },
  };
  const options = { now: context.now(), includeDeleted: false, apiVersion: call.apiVersion };
  const run = runParsedQuery(context.engine, query, '', options);
  return run.records(0, run.rowCount);
}

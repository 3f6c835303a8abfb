import { z } from 'zod';
import { unsupportedType } from '../data/soql/query-errors.ts';
import { runQuery } from '../data/soql/run-query.ts';
import { findObject } from '../data/soql/schema-names.ts';
import { parseSosl, searchTerms, type SoslQuery, type SoslTarget } from '../data/sosl.ts';
import type { FieldSchema, ObjectSchema } from '../schema/types.ts';
import { ok, parseBody, type ApiCall, type ApiContext, type ApiHandler } from './api-call.ts';
import { ApiError } from './api-error.ts';
import { soqlLiteral } from './read-records.ts';

const MOST_RECORDS = 2000;

type JsonRecord = Record<string, unknown>;

/** The fields that a group of SOSL looks into; long text cannot be searched here. */
function searchedFields(object: ObjectSchema, group: SoslQuery['group']): FieldSchema[] {
  return [...object.fields.values()].filter((field) => {
    if (group === 'NAME') return field.name === object.nameField;
    if (group === 'EMAIL') return field.type === 'Email';
    if (group === 'PHONE') return field.type === 'Phone';
    return ['Text', 'TextArea', 'Email', 'Phone', 'AutoNumber', 'Url'].includes(field.type);
  });
}

function query(context: ApiContext, call: ApiCall, soql: string): JsonRecord[] {
  const { apiVersion, userId } = call;
  const run = runQuery(context.engine, soql, {
    now: context.now(),
    includeDeleted: false,
    apiVersion,
    userId,
  });
  return run.records(0, run.rowCount);
}

/** Ids of the records in which every term of an alternative is found in some field. */
function matchingIds(
  context: ApiContext,
  call: ApiCall,
  object: ObjectSchema,
  search: SoslQuery,
  where: string | null,
): string[] {
  const names = searchedFields(object, search.group).map(({ name }) => name);
  if (names.length === 0) return [];
  const soql = `SELECT Id, ${names.filter((name) => name !== 'Id').join(', ')} FROM ${object.name}${where === null ? '' : ` WHERE ${where}`}`;
  return query(context, call, soql).flatMap((record) => {
    const texts = names.flatMap((name) => (typeof record[name] === 'string' ? [record[name]] : []));
    const fits = search.alternatives.some((terms) =>
      terms.every((term) => texts.some((text) => term.test(text))),
    );
    return fits ? [String(record['Id'])] : [];
  });
}

function searchObject(
  context: ApiContext,
  call: ApiCall,
  search: SoslQuery,
  target: SoslTarget,
  room: number,
): JsonRecord[] {
  const object = findObject(context.engine.schema(), target.object);
  if (object === undefined) throw new ApiError(400, 'INVALID_TYPE', unsupportedType(target.object));
  const ids = matchingIds(context, call, object, search, target.where);
  if (ids.length === 0) return [];
  const limit = Math.min(target.limit ?? MOST_RECORDS, room);
  const order = target.orderBy === null ? '' : ` ORDER BY ${target.orderBy}`;
  const soql = `SELECT ${target.fields.join(', ')} FROM ${object.name} WHERE Id IN (${ids.map(soqlLiteral).join(', ')})${order} LIMIT ${limit}`;
  return query(context, call, soql);
}

function runSearch(context: ApiContext, call: ApiCall, search: SoslQuery): JsonRecord[] {
  const everything = [...context.engine.schema().objects.values()]
    .filter((object) => object.writable && object.kind === 'object')
    .map(({ name }): SoslTarget => ({
      object: name,
      fields: ['Id'],
      where: null,
      orderBy: null,
      limit: null,
    }));
  const targets = search.targets.length === 0 ? everything : search.targets;
  const most = Math.min(search.limit ?? MOST_RECORDS, MOST_RECORDS);
  const found: JsonRecord[] = [];
  for (const target of targets) {
    if (found.length >= most) break;
    found.push(...searchObject(context, call, search, target, most - found.length));
  }
  return found;
}

/** GET /search?q=FIND {…} — SOSL. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search.htm */
export const searchHandler: ApiHandler = (context, call) => {
  const text = call.query.get('q');
  if (text === null)
    throw new ApiError(
      400,
      'MALFORMED_SEARCH',
      'The query parameter q, which holds the SOSL, is missing.',
    );
  return ok({ searchRecords: runSearch(context, call, parseSosl(text)) });
};

const searchBody = z.object({
  q: z.string(),
  in: z.string().default('ALL'),
  fields: z.array(z.string()).default(['Id']),
  sobjects: z
    .array(
      z.object({
        name: z.string(),
        fields: z.array(z.string()).optional(),
        where: z.string().optional(),
        orderBy: z.string().optional(),
        limit: z.number().optional(),
      }),
    )
    .default([]),
  defaultLimit: z.number().optional(),
  overallLimit: z.number().optional(),
});

/** What the query string of a GET says, in the shape of a POST's body. */
function parameters(call: ApiCall): unknown {
  const named = call.query.getAll('sobject').flatMap((names) => names.split(','));
  const list = (name: string): string[] | undefined => call.query.get(name)?.split(',');
  const number = (name: string): number | undefined =>
    call.query.has(name) ? Number(call.query.get(name)) : undefined;
  return {
    q: call.query.get('q') ?? undefined,
    in: call.query.get('in') ?? undefined,
    fields: list('fields'),
    sobjects: named.map((name) => ({
      name,
      fields: list(`${name}.fields`),
      where: call.query.get(`${name}.where`) ?? undefined,
      orderBy: call.query.get(`${name}.orderBy`) ?? undefined,
      limit: number(`${name}.limit`),
    })),
    defaultLimit: number('defaultLimit'),
    overallLimit: number('overallLimit'),
  };
}

/**
 * GET and POST /parameterizedSearch — a search without SOSL.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_parameterized.htm
 */
export const parameterizedSearchHandler: ApiHandler = (context, call) => {
  const asked = parseBody(searchBody, call.method === 'POST' ? call.body : parameters(call));
  const group = asked.in.toUpperCase();
  const search: SoslQuery = {
    alternatives: searchTerms(asked.q),
    group: group === 'NAME' || group === 'EMAIL' || group === 'PHONE' ? group : 'ALL',
    limit: asked.overallLimit ?? null,
    targets: asked.sobjects.map(({ name, fields, where, orderBy, limit }) => ({
      object: name,
      fields: fields ?? asked.fields,
      where: where ?? null,
      orderBy: orderBy ?? null,
      limit: limit ?? asked.defaultLimit ?? null,
    })),
  };
  return ok({ searchRecords: runSearch(context, call, search) });
};

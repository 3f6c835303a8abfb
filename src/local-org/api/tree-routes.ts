import { z } from 'zod';
import type { SaveError } from '../data/engine.ts';
import { childRelationships } from '../data/soql/schema-names.ts';
import type { ObjectSchema } from '../schema/types.ts';
import {
  objectInUrl,
  parseBody,
  recordBody,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
} from './api-call.ts';
import { ApiError } from './api-error.ts';
import { createRow, saveRows } from './save-rows.ts';

const MOST_RECORDS = 200;
const DEEPEST = 5;

const treeBody = z.object({ records: z.array(recordBody) });
const treeAttributes = z.object({ attributes: z.object({ referenceId: z.string() }) });

interface TreeResult {
  referenceId: string;
  id?: string;
  errors?: SaveError[];
}

interface Level {
  object: ObjectSchema;
  /** The field that points at the parent, with the parent's place in the level above; null for the roots. */
  records: { fields: Record<string, unknown>; referenceId: string; nested: Map<string, unknown> }[];
}

function splitRecord(record: Record<string, unknown>): Level['records'][number] {
  const parsed = treeAttributes.safeParse(record);
  if (!parsed.success)
    throw new ApiError(400, 'INVALID_INPUT', 'Each record needs "attributes" with a referenceId.');
  const fields: Record<string, unknown> = {};
  const nested = new Map<string, unknown>();
  for (const [key, value] of Object.entries(record)) {
    const isNested = treeBody.safeParse(value).success;
    if (isNested) nested.set(key, value);
    else fields[key] = value;
  }
  return { fields, referenceId: parsed.data.attributes.referenceId, nested };
}

/** Creates one level's records, then the children of each, their lookup set to the new parent. */
function createLevel(
  context: ApiContext,
  call: ApiCall,
  level: Level,
  depth: number,
  results: TreeResult[],
): void {
  if (depth > DEEPEST)
    throw new ApiError(400, 'INVALID_INPUT', `A record tree is at most ${DEEPEST} levels deep.`);
  if (results.length + level.records.length > MOST_RECORDS)
    throw new ApiError(
      400,
      'INVALID_INPUT',
      `A record tree holds at most ${MOST_RECORDS} records.`,
    );
  const rows = level.records.map(({ fields }) => createRow(level.object.name, fields));
  const saved = saveRows(context, call, rows, false);
  for (const [index, { id, success, errors }] of saved.entries()) {
    const referenceId = level.records[index]?.referenceId ?? '';
    results.push(success && id !== null ? { referenceId, id } : { referenceId, errors });
  }
  if (saved.some(({ success }) => !success)) return;
  for (const [index, record] of level.records.entries())
    for (const [name, value] of record.nested) {
      const children = childLevel(context, level.object, name, value, saved[index]?.id ?? null);
      createLevel(context, call, children, depth + 1, results);
    }
}

function childLevel(
  context: ApiContext,
  parent: ObjectSchema,
  name: string,
  value: unknown,
  parentId: string | null,
): Level {
  const relationship = childRelationships(context.engine.schema(), parent).find(
    (candidate) => candidate.name.toLowerCase() === name.toLowerCase(),
  );
  if (relationship === undefined)
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `No such child relationship '${name}' on ${parent.name}`,
    );
  const records = parseBody(treeBody, value).records.map((record) => {
    const split = splitRecord(record);
    return { ...split, fields: { ...split.fields, [relationship.field.name]: parentId } };
  });
  return { object: relationship.object, records };
}

/** POST /composite/tree/T — records with their children, all or none; `sf data import tree` sends these. */
export const treeHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const records = parseBody(treeBody, call.body).records.map(splitRecord);
  const failed = (results: readonly TreeResult[]): boolean =>
    results.some(({ errors }) => errors !== undefined);
  const results = context.engine.transaction(() => {
    const all: TreeResult[] = [];
    createLevel(context, call, { object, records }, 1, all);
    return all;
  }, failed);
  if (!failed(results)) return { status: 201, body: { hasErrors: false, results } };
  const errors = results.filter((result) => result.errors !== undefined);
  return { status: 400, body: { hasErrors: true, results: errors } };
};

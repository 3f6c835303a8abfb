import { findField, findObject } from '../../data/soql/schema-names.ts';
import type { ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { createRow, deleteRow, updateRow, upsertRow, type Row } from '../save-rows.ts';
import type { IngestJob } from './bulk-jobs.ts';

/** The file as a whole cannot be processed: the job fails with this message. */
export class BatchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BatchError';
  }
}

/** Limits of one record: Bulk API 2.0 limits, "maximum number of characters in a field / in a record, of fields". */
const MOST_FIELD_CHARACTERS = 32_000;
const MOST_RECORD_CHARACTERS = 400_000;
const MOST_FIELDS = 5_000;

/** `Rel__r.Key__c`, or `Type:Rel.Key` where a lookup has several targets; null when the object has no such relation. */
function relationColumn(schema: OrgSchema, object: ObjectSchema, name: string): string | null {
  const match = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name);
  if (match === null) return null;
  const [, type, relation = '', key = ''] = match;
  const lower = relation.toLowerCase();
  const field = [...object.fields.values()].find(
    (candidate) => candidate.relationshipName?.toLowerCase() === lower,
  );
  if (field === undefined) return null;
  const given = field.referenceTo.filter(
    (target) => type === undefined || target.toLowerCase() === type.toLowerCase(),
  );
  const target = given.find((name) => {
    const found = findObject(schema, name);
    return found !== undefined && findField(found, key) !== undefined;
  });
  if (target === undefined) return null;
  return type === undefined ? `${relation}.${key}` : `${target}:${relation}.${key}`;
}

function fieldNotFound(name: string): BatchError {
  return new BatchError(`InvalidBatch : Field name not found : ${name}`);
}

/** The column that names each record, without which a job of this operation cannot run. */
function keyColumn(job: IngestJob): string | null {
  if (job.operation === 'insert') return null;
  return job.operation === 'upsert' ? (job.externalIdFieldName ?? 'Id') : 'Id';
}

/**
 * The fields that a header names, in the schema's spelling. Throws `BatchError` for unknown and doubled names, for a
 * missing key, and where a delete brings more than ids.
 */
export function readHeader(
  schema: OrgSchema,
  object: ObjectSchema,
  job: IngestJob,
  header: readonly string[],
): string[] {
  if (header.length > MOST_FIELDS)
    throw new BatchError(`InvalidBatch : A record has at most ${MOST_FIELDS} fields`);
  const names = header.map((given) => {
    const name = given.trim();
    const field = findField(object, name)?.name ?? relationColumn(schema, object, name);
    if (field === null) throw fieldNotFound(given);
    return field;
  });
  const key = keyColumn(job);
  if (key !== null && !names.includes(key)) throw fieldNotFound(key);
  const doubled = names.find((name, index) => names.indexOf(name) < index);
  if (doubled !== undefined)
    throw new BatchError(`InvalidBatch : Field name is duplicated : ${doubled}`);
  if (/delete/i.test(job.operation) && names.length > 1)
    throw new BatchError("InvalidBatch : The 'delete' batch must contain only ids");
  return names;
}

function refused(statusCode: string, message: string, fields: string[] = []): Row {
  return { refused: { statusCode, message, fields } };
}

/** A blank value leaves its field alone, `#N/A` empties it (datafiles_csv_valid_record_rows). */
function fieldValues(names: readonly string[], values: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    if (value !== '') fields[name] = value === '#N/A' ? null : value;
  }
  return fields;
}

function tooLarge(names: readonly string[], values: readonly string[]): Row | null {
  const long = values.findIndex((value) => value.length > MOST_FIELD_CHARACTERS);
  if (long !== -1) {
    const name = names[long] ?? '';
    const text = `A field of a bulk job has at most ${MOST_FIELD_CHARACTERS} characters: ${name}`;
    return refused('STRING_TOO_LONG', text, [name]);
  }
  const total = values.reduce((sum, value) => sum + value.length, 0);
  if (total <= MOST_RECORD_CHARACTERS) return null;
  const text = `A record of a bulk job has at most ${MOST_RECORD_CHARACTERS} characters`;
  return refused('STRING_TOO_LONG', text);
}

/** One row of the file as the save that it asks for, or with the error that it has by itself. */
export function readRow(job: IngestJob, names: readonly string[], values: readonly string[]): Row {
  if (values.length !== names.length)
    return refused(
      'INVALID_ARGUMENT',
      `The row has ${values.length} values, the header ${names.length} columns`,
    );
  const large = tooLarge(names, values);
  if (large !== null) return large;
  const { Id: id, ...fields } = fieldValues(names, values);
  const { object, externalIdFieldName: key } = job;
  switch (job.operation) {
    case 'insert':
      if (id === undefined) return createRow(object, fields);
      return refused('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']); // prettier-ignore
    case 'update':
      return updateRow(object, { Id: id, ...fields });
    case 'upsert':
      if (key === null || key === 'Id')
        return id === undefined
          ? createRow(object, fields)
          : updateRow(object, { Id: id, ...fields });
      if (id === undefined) return upsertRow(object, key, fields);
      return refused('INVALID_FIELD', `Cannot specify both an external ID reference and a salesforce id, ${object}`); // prettier-ignore
    default:
      return typeof id === 'string'
        ? deleteRow(object, id)
        : refused('MISSING_ARGUMENT', 'Id not specified in a delete call', ['Id']);
  }
}

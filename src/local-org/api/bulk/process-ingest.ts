import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { quoted } from '../../data/tables.ts';
import type { SaveResult } from '../../data/engine.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import type { ApiCall, ApiContext } from '../api-call.ts';
import { saveRows } from '../save-rows.ts';
import { setState, type IngestJob } from './bulk-jobs.ts';
import { hasOtherLineEnding, readRows, streamRows } from './csv-format.ts';
import { BatchError, readHeader, readRow } from './ingest-rows.ts';

/** Rows saved between two looks at other requests; also the lot in which Salesforce runs its save order. */
const SLICE = 200;

/** Deleted for good: the record and the details that went to the recycle bin with it. */
function purge(context: ApiContext, object: string, id: string): void {
  const { db } = context.engine;
  for (const child of context.engine.schema().objects.values()) {
    for (const field of child.fields.values()) {
      if (field.type !== 'MasterDetail' || !field.referenceTo.includes(object)) continue;
      const sql = `SELECT "Id" FROM ${quoted(child.name)} WHERE ${quoted(field.name)} = ?`;
      for (const row of db.prepare(sql).all(id)) purge(context, child.name, String(row['Id']));
    }
  }
  db.prepare(`DELETE FROM ${quoted(object)} WHERE "Id" = ?`).run(id);
}

/** `CODE:message:Field1, Field2 --`, as the results of a job show a row's first error. */
function errorText(result: SaveResult): string {
  return result.errors
    .map(({ statusCode, message, fields }) => {
      const names = fields.length === 0 ? '' : `${fields.join(', ')} `;
      return `${statusCode}:${message}:${names}--`;
    })
    .join(';');
}

function keep(job: IngestJob, values: readonly string[], result: SaveResult): void {
  job.recordsProcessed += 1;
  if (result.success) {
    job.succeeded.push([result.id ?? '', String(result.created), ...values]);
    return;
  }
  job.recordsFailed += 1;
  const idColumn = job.header.findIndex((name) => name.trim().toLowerCase() === 'id');
  job.failed.push([values[idColumn] ?? '', errorText(result), ...values]);
}

function saveSlice(
  context: ApiContext,
  call: ApiCall,
  job: IngestJob,
  names: readonly string[],
  slice: readonly string[][],
): void {
  const rows = slice.map((values) => readRow(job, names, values));
  const results = saveRows(context, call, rows, false);
  for (const [index, result] of results.entries()) {
    const created = job.operation === 'insert' || result.created;
    keep(job, slice[index] ?? [], { ...result, created });
    if (job.operation === 'hardDelete' && result.id !== null) purge(context, job.object, result.id);
  }
}

/** True while nobody aborted or deleted the job. */
function isWanted(context: ApiContext, job: IngestJob): boolean {
  return job.state === 'InProgress' && context.bulk.has(job);
}

async function saveAll(
  context: ApiContext,
  call: ApiCall,
  job: IngestJob,
  object: ObjectSchema,
  csv: Buffer,
): Promise<void> {
  let names: string[] | null = null;
  let slice: string[][] = [];
  const flush = async (): Promise<void> => {
    await nextTurn();
    if (names !== null && isWanted(context, job)) saveSlice(context, call, job, names, slice);
    slice = [];
  };
  for await (const row of streamRows(csv, job) as AsyncIterable<string[]>) {
    if (names === null) {
      job.header = row;
      names = readHeader(context.engine.schema(), object, job, row);
      continue;
    }
    slice.push(row);
    if (slice.length === SLICE) await flush();
    if (!isWanted(context, job)) return;
  }
  await flush();
  if (names === null) throw new BatchError('InvalidBatch : The file has no header');
}

function failureText(error: unknown): string {
  if (error instanceof BatchError) return error.message;
  return `InvalidBatch : The file is no CSV: ${error instanceof Error ? error.message : String(error)}`;
}

/**
 * Works through an uploaded file, a few rows between two turns of the event loop, so that the org goes on answering.
 * Never rejects: what is wrong with the file as a whole fails the job, what is wrong with a row fails the row.
 */
export async function processIngest(
  context: ApiContext,
  call: ApiCall,
  job: IngestJob,
  object: ObjectSchema,
): Promise<void> {
  const start = performance.now();
  const csv = job.csv ?? Buffer.alloc(0);
  await nextTurn();
  if (job.state !== 'UploadComplete' || !context.bulk.has(job)) return;
  setState(context, job, 'InProgress');
  try {
    if (!isUtf8(csv)) throw new BatchError('ClientInputError : The file is not UTF-8');
    if (hasOtherLineEnding(csv, job))
      throw new BatchError(
        `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${job.lineEnding}`,
      );
    await saveAll(context, call, job, object, csv);
    if (isWanted(context, job)) setState(context, job, 'JobComplete');
  } catch (error) {
    job.errorMessage = failureText(error);
    setState(context, job, 'Failed');
  }
  job.processingMs = Math.round(performance.now() - start);
}

/** The rows that no one came to: all of a file that failed as a whole, the rest of one that was aborted. */
export function unprocessedRows(job: IngestJob): string[][] {
  if (job.state === 'JobComplete' || job.csv === null) return [];
  try {
    return readRows(job.csv, job).slice(1 + job.recordsProcessed);
  } catch {
    return [];
  }
}

import { makeId } from '../../data/ids.ts';
import type { QueryRun } from '../../data/soql/run-query.ts';
import { ApiError, notFound } from '../api-error.ts';
import type { ApiCall, ApiContext } from '../api-call.ts';
import type { CsvFormat } from './csv-format.ts';

export type JobState =
  'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** What ingest and query jobs have in common. */
export interface Job extends CsvFormat {
  id: string;
  object: string;
  apiVersion: string;
  createdById: string;
  createdDate: Date;
  systemModstamp: Date;
  state: JobState;
  recordsProcessed: number;
  /** Milliseconds between the start and the end of processing. */
  processingMs: number;
  errorMessage: string | null;
}

export interface IngestJob extends Job {
  kind: 'ingest';
  operation: 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';
  externalIdFieldName: string | null;
  /** The uploaded file; null until there is one. */
  csv: Buffer | null;
  recordsFailed: number;
  header: string[];
  /** Result rows: `sf__Id`, `sf__Created` or `sf__Error`, then the values as they came. */
  succeeded: string[][];
  failed: string[][];
}

export interface QueryJob extends Job {
  kind: 'query';
  operation: 'query' | 'queryAll';
  query: string;
  /** The result; null until the job has run. */
  run: QueryRun | null;
}

type AnyJob = IngestJob | QueryJob;

/** The bulk jobs of one org, in memory: they end with it. */
export class BulkJobs {
  readonly #jobs = new Map<string, AnyJob>();
  #sequence = 0;

  nextId(): string {
    return makeId('750', ++this.#sequence);
  }

  add(job: AnyJob): void {
    this.#jobs.set(job.id, job);
  }

  ingestJob(id: string): IngestJob {
    const job = this.#find(id);
    if (job?.kind !== 'ingest') throw notFound();
    return job;
  }

  queryJob(id: string): QueryJob {
    const job = this.#find(id);
    if (job?.kind !== 'query') throw notFound();
    return job;
  }

  #find(id: string): AnyJob | undefined {
    return [...this.#jobs.values()].find((job) => job.id === id || job.id.slice(0, 15) === id);
  }

  list(kind: AnyJob['kind']): AnyJob[] {
    return [...this.#jobs.values()].filter((job) => job.kind === kind);
  }

  remove(job: AnyJob): void {
    this.#jobs.delete(job.id);
  }

  /** False once a job was deleted or the org was reset or ended: whoever works on it stops. */
  has(job: AnyJob): boolean {
    return this.#jobs.get(job.id) === job;
  }

  clear(): void {
    this.#jobs.clear();
  }
}

/** The fields of a job that is just being created. */
export function newJob(
  context: ApiContext,
  call: ApiCall,
  object: string,
  format: Partial<{ [Key in keyof CsvFormat]: CsvFormat[Key] | null | undefined }>,
): Job {
  return {
    id: context.bulk.nextId(),
    object,
    apiVersion: call.apiVersion,
    createdById: call.userId,
    createdDate: context.now(),
    systemModstamp: context.now(),
    state: 'Open',
    columnDelimiter: format.columnDelimiter ?? 'COMMA',
    lineEnding: format.lineEnding ?? 'LF',
    recordsProcessed: 0,
    processingMs: 0,
    errorMessage: null,
  };
}

export function setState(context: ApiContext, job: Job, state: JobState): void {
  job.state = state;
  job.systemModstamp = context.now();
}

const stamp = (date: Date): string => date.toISOString().replace('Z', '+0000');

/** What every answer about a job tells. Bulk API 2.0 guide, get_job_info and query_get_one_job. */
export function commonInfo(job: AnyJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: stamp(job.createdDate),
    systemModstamp: stamp(job.systemModstamp),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.apiVersion),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** A request that the job's state forbids. */
export function invalidState(message: string): ApiError {
  return new ApiError(400, 'INVALIDJOBSTATE', message);
}

const doneWords: Partial<Record<JobState, string>> = {
  JobComplete: 'Completed',
  Failed: 'Failed',
  Aborted: 'Aborted',
};

/** Aborts a job that has not ended; what was processed stays. */
export function abortJob(context: ApiContext, job: Job): void {
  const ended = doneWords[job.state];
  if (ended !== undefined) throw invalidState(`Aborting already ${ended} Job not allowed`);
  setState(context, job, 'Aborted');
}

/** Only jobs that are not being worked on can be deleted (delete_job, query_delete_job). */
export function deleteJob(context: ApiContext, job: AnyJob): void {
  if (job.state === 'Open' || job.state === 'InProgress')
    throw invalidState(
      `A job in the state ${job.state} cannot be deleted: abort it, or wait for its end.`,
    );
  context.bulk.remove(job);
}

const LIST_PAGE = 1000;

/** GET /jobs/ingest and /jobs/query: newest first as they were created, a thousand at a time. */
export function listJobs(
  call: ApiCall,
  jobs: readonly AnyJob[],
  info: (job: AnyJob) => Record<string, unknown>,
) {
  const from = readLocator(call.query.get('queryLocator'));
  const page = jobs.slice(from, from + LIST_PAGE);
  const next = from + page.length;
  const done = next >= jobs.length;
  const url = `/services/data/v${call.apiVersion}${call.path}?queryLocator=${locatorOf(next)}`;
  return { done, records: page.map(info), nextRecordsUrl: done ? null : url };
}

/** A place in a result as Salesforce writes it: `MTAwMDA` is 10000. */
export function locatorOf(place: number): string {
  return Buffer.from(String(place)).toString('base64url');
}

/** The place behind a locator, 0 without one; 400 for a text that is none. */
export function readLocator(locator: string | null): number {
  if (locator === null) return 0;
  const place = Buffer.from(locator, 'base64url').toString();
  if (/^\d{1,12}$/.test(place)) return Number(place);
  throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
}

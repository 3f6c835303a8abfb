import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { QueryPlan, RecordShape } from '../../data/soql/plan.ts';
import { runQuery, type QueryRun } from '../../data/soql/run-query.ts';
import { ok, parseBody, type ApiCall, type ApiContext, type ApiHandler } from '../api-call.ts';
import { ApiError, notFound } from '../api-error.ts';
import {
  abortJob,
  commonInfo,
  deleteJob,
  invalidState,
  listJobs,
  locatorOf,
  newJob,
  readLocator,
  setState,
  type QueryJob,
} from './bulk-jobs.ts';
import { csvFormatShape, writeRows } from './csv-format.ts';

const createBody = z.object({
  operation: z.enum(['query', 'queryAll']),
  query: z.string(),
  ...csvFormatShape,
});

/** Rows in one answer where the client names no number. */
const RESULT_PAGE = 50_000;

interface Column {
  path: string[];
  isDateTime: boolean;
}

function notInBulk(what: string): ApiError {
  return new ApiError(400, 'FUNCTIONALITY_NOT_ENABLED', `${what} not supported in Bulk Query`);
}

/** The columns of a result, parents as `Owner.Name`. Lists of children have no place in a CSV. */
function columnsOf(shape: RecordShape, parents: readonly string[] = []): Column[] {
  return shape.entries.flatMap((entry): Column[] => {
    const path = [...parents, entry.key];
    if (entry.kind === 'parent') return columnsOf(entry.shape, path);
    if (entry.kind === 'children') throw notInBulk('Aggregate Relationships');
    if (entry.kind === 'typeof') throw notInBulk('TYPEOF is');
    return [{ path, isDateTime: entry.kind !== 'label' && entry.valueKind === 'dateTime' }];
  });
}

function planColumns(plan: QueryPlan): Column[] {
  if (plan.kind !== 'records') throw notInBulk('GROUP BY and aggregate functions are');
  return columnsOf(plan.shape);
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

/** Times end with Z in a CSV, with +0000 in JSON. */
function cell(record: unknown, column: Column): string {
  const value = valueAt(record, column.path);
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return column.isDateTime ? text.replace(/\+0000$/, 'Z') : text;
}

function createdInfo(job: QueryJob): Record<string, unknown> {
  return commonInfo(job);
}

function info(job: QueryJob): Record<string, unknown> {
  return {
    ...commonInfo(job),
    jobType: 'V2Query',
    retries: 0,
    totalProcessingTime: job.processingMs,
    isPkChunkingSupported: false,
    numberRecordsProcessed: job.recordsProcessed,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

function run(context: ApiContext, call: ApiCall, job: QueryJob): QueryRun {
  const includeDeleted = job.operation === 'queryAll';
  return runQuery(context.engine, job.query, {
    now: context.now(),
    includeDeleted,
    apiVersion: call.apiVersion,
  });
}

async function process(context: ApiContext, call: ApiCall, job: QueryJob): Promise<void> {
  await nextTurn();
  if (job.state !== 'UploadComplete' || !context.bulk.has(job)) return;
  setState(context, job, 'InProgress');
  const start = performance.now();
  try {
    job.run = run(context, call, job);
    job.recordsProcessed = job.run.rowCount;
    setState(context, job, 'JobComplete');
  } catch (error) {
    job.errorMessage = error instanceof Error ? error.message : String(error);
    setState(context, job, 'Failed');
  }
  job.processingMs = Math.round(performance.now() - start);
}

/** What OFFSET would skip depends on an order that the parts of a bulk query do not have. */
function refuseOffset(query: string): void {
  if (/\bOFFSET\s+\d+\s*$/i.test(query)) throw notInBulk('OFFSET is');
}

/** POST /jobs/query — checks the SOQL at once, runs it in the background. */
export const createQueryHandler: ApiHandler = (context, call) => {
  const body = parseBody(createBody, call.body);
  refuseOffset(body.query);
  const job: QueryJob = {
    ...newJob(context, call, '', body),
    kind: 'query',
    operation: body.operation,
    query: body.query,
    run: null,
  };
  const { plan } = run(context, call, job);
  planColumns(plan);
  if (plan.kind === 'records') job.object = plan.shape.object.name;
  context.bulk.add(job);
  setState(context, job, 'UploadComplete');
  const answer = ok(createdInfo(job));
  void process(context, call, job);
  return answer;
};

/** GET /jobs/query/<id> */
export const queryInfoHandler: ApiHandler = (context, _call, [id = '']) =>
  ok(info(context.bulk.queryJob(id)));

const patchBody = z.object({ state: z.literal('Aborted') });

/** PATCH /jobs/query/<id> — aborts. */
export const patchQueryHandler: ApiHandler = (context, call, [id = '']) => {
  const job = context.bulk.queryJob(id);
  parseBody(patchBody, call.body);
  abortJob(context, job);
  return ok(createdInfo(job));
};

/** DELETE /jobs/query/<id> — 204. */
export const deleteQueryHandler: ApiHandler = (context, _call, [id = '']) => {
  const job = context.bulk.queryJob(id);
  if (job.state === 'UploadComplete')
    throw invalidState('The job is still to run: abort it first.');
  deleteJob(context, job);
  return { status: 204 };
};

/** GET /jobs/query */
export const listQueryHandler: ApiHandler = (context, call) =>
  ok(
    listJobs(call, context.bulk.list('query'), (job) =>
      job.kind === 'query' ? { ...createdInfo(job), jobType: 'V2Query' } : {},
    ),
  );

function pageSize(call: ApiCall): number {
  const asked = call.query.get('maxRecords');
  if (asked === null) return RESULT_PAGE;
  if (/^[1-9]\d{0,8}$/.test(asked)) return Math.min(RESULT_PAGE, Number(asked));
  throw new ApiError(400, 'INVALID_ARGUMENT', 'maxRecords must be a positive number.');
}

/** GET /jobs/query/<id>/results?locator=&maxRecords= — a page as CSV; `Sforce-Locator: null` on the last one. */
export const queryResultsHandler: ApiHandler = (context, call, [id = '']) => {
  const job = context.bulk.queryJob(id);
  if (job.apiVersion !== call.apiVersion)
    throw new ApiError(409, 'API_ERROR', `The job was created with API version ${job.apiVersion}.`);
  if (job.state !== 'JobComplete' || job.run === null) {
    const state = job.state.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    throw new ApiError(
      412,
      'JOB_NOT_COMPLETE',
      `can only download query results of successfully completed bulk job with status: JOB_COMPLETE. Current status: ${state}`,
    );
  }
  const from = readLocator(call.query.get('locator'));
  if (from > job.run.rowCount) throw notFound();
  const columns = planColumns(job.run.plan);
  const records = job.run.records(from, pageSize(call));
  const next = from + records.length;
  const header = columns.map(({ path }) => path.join('.'));
  const rows = records.map((record) => columns.map((column) => cell(record, column)));
  return {
    status: 200,
    csv: writeRows([header, ...rows], job),
    headers: {
      'sforce-numberofrecords': String(records.length),
      'sforce-locator': next < job.run.rowCount ? locatorOf(next) : 'null',
    },
  };
};

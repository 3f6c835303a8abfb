import { z } from 'zod';
import { findField, findObject } from '../../data/soql/schema-names.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import { ok, parseBody, type ApiCall, type ApiContext, type ApiHandler } from '../api-call.ts';
import { ApiError } from '../api-error.ts';
import {
  abortJob,
  commonInfo,
  deleteJob,
  invalidState,
  listJobs,
  newJob,
  setState,
  type IngestJob,
} from './bulk-jobs.ts';
import { csvFormatShape, writeRows } from './csv-format.ts';
import { processIngest, unprocessedRows } from './process-ingest.ts';

const createBody = z.object({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'hardDelete']),
  externalIdFieldName: z.string().nullish(),
  ...csvFormatShape,
});

const multipartBody = z.array(z.object({ name: z.string(), bytes: z.instanceof(Buffer) }));

function createdInfo(job: IngestJob): Record<string, unknown> {
  return {
    ...commonInfo(job),
    ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
    contentUrl: `services/data/v${job.apiVersion}/jobs/ingest/${job.id}/batches`,
  };
}

function info(job: IngestJob): Record<string, unknown> {
  return {
    ...createdInfo(job),
    jobType: 'V2Ingest',
    retries: 0,
    totalProcessingTime: job.processingMs,
    apiActiveProcessingTime: job.processingMs,
    apexProcessingTime: 0,
    numberRecordsProcessed: job.recordsProcessed,
    numberRecordsFailed: job.recordsFailed,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

function objectOf(context: ApiContext, name: string): ObjectSchema {
  const object = findObject(context.engine.schema(), name);
  if (object === undefined)
    throw new ApiError(400, 'INVALIDENTITY', `Entity '${name}' is not supported by the Bulk API.`);
  return object;
}

/** The external id field of an upsert in the schema's spelling; null for other operations. */
function externalId(
  object: ObjectSchema,
  { operation, externalIdFieldName: name }: z.output<typeof createBody>,
): string | null {
  if (operation !== 'upsert') return null;
  if (name == null || name === '')
    throw new ApiError(400, 'INVALIDJOB', 'An upsert job needs externalIdFieldName.');
  const field = findField(object, name);
  if (field !== undefined && (field.type === 'Id' || field.externalId)) return field.name;
  throw new ApiError(
    400,
    'INVALIDJOB',
    `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
  );
}

function open(context: ApiContext, call: ApiCall, given: unknown): IngestJob {
  const body = parseBody(createBody, given);
  const object = objectOf(context, body.object);
  const job: IngestJob = {
    ...newJob(context, call, object.name, body),
    kind: 'ingest',
    operation: body.operation,
    externalIdFieldName: externalId(object, body),
    csv: null,
    recordsFailed: 0,
    header: [],
    succeeded: [],
    failed: [],
  };
  context.bulk.add(job);
  return job;
}

function upload(job: IngestJob, csv: Buffer): void {
  if (job.state !== 'Open')
    throw invalidState(`The job is in the state ${job.state}: it takes no more data.`);
  if (job.csv !== null)
    throw invalidState(
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    );
  job.csv = csv;
}

function start(context: ApiContext, call: ApiCall, job: IngestJob): void {
  if (job.state !== 'Open') throw invalidState(`Closing already ${job.state} Job not allowed`);
  if (job.csv === null) throw invalidState('The job has no data: upload a CSV before closing it.');
  const object = objectOf(context, job.object);
  setState(context, job, 'UploadComplete');
  void processIngest(context, call, job, object);
}

function jsonPart(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The part job is not JSON.');
  }
}

/** POST /jobs/ingest — an open job; with its CSV in a multipart body a job that is on its way at once. */
export const createIngestHandler: ApiHandler = (context, call) => {
  const parts = multipartBody.safeParse(call.body);
  if (!parts.success) return ok(createdInfo(open(context, call, call.body)));
  const find = (name: string) => parts.data.find((part) => part.name === name)?.bytes;
  const [jobPart, content] = [find('job'), find('content')];
  if (jobPart === undefined || content === undefined)
    throw new ApiError(400, 'INVALIDJOB', 'A multipart job needs the parts job and content.');
  const job = open(context, call, jsonPart(jobPart));
  upload(job, content);
  start(context, call, job);
  return ok(createdInfo(job));
};

/** PUT /jobs/ingest/<id>/batches — the CSV, once for a job; 201. */
export const uploadHandler: ApiHandler = (context, call, [id = '']) => {
  const job = context.bulk.ingestJob(id);
  if (!Buffer.isBuffer(call.body))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Job data is sent as text/csv.');
  upload(job, call.body);
  return { status: 201 };
};

const patchBody = z.object({ state: z.enum(['UploadComplete', 'Aborted']) });

/** PATCH /jobs/ingest/<id> — closes the upload, which starts the work, or aborts the job. */
export const patchIngestHandler: ApiHandler = (context, call, [id = '']) => {
  const job = context.bulk.ingestJob(id);
  const { state } = parseBody(patchBody, call.body);
  if (state === 'Aborted') abortJob(context, job);
  else start(context, call, job);
  return ok(createdInfo(job));
};

/** GET /jobs/ingest/<id> — the state and how many rows are through. */
export const ingestInfoHandler: ApiHandler = (context, _call, [id = '']) =>
  ok(info(context.bulk.ingestJob(id)));

/** DELETE /jobs/ingest/<id> — 204. */
export const deleteIngestHandler: ApiHandler = (context, _call, [id = '']) => {
  deleteJob(context, context.bulk.ingestJob(id));
  return { status: 204 };
};

/** GET /jobs/ingest — all jobs. */
export const listIngestHandler: ApiHandler = (context, call) =>
  ok(
    listJobs(call, context.bulk.list('ingest'), (job) =>
      job.kind === 'ingest' ? { ...createdInfo(job), jobType: 'V2Ingest' } : {},
    ),
  );

function resultFile(
  select: (job: IngestJob) => { columns: string[]; rows: readonly string[][] },
): ApiHandler {
  return (context, _call, [id = '']) => {
    const job = context.bulk.ingestJob(id);
    if (!['JobComplete', 'Failed', 'Aborted'].includes(job.state))
      throw invalidState(`The job is in the state ${job.state}: its results are not ready.`);
    const { columns, rows } = select(job);
    return { status: 200, csv: writeRows([[...columns, ...job.header], ...rows], job) };
  };
}

/** GET /jobs/ingest/<id>/successfulResults */
export const successfulResultsHandler = resultFile((job) => ({
  columns: ['sf__Id', 'sf__Created'],
  rows: job.succeeded,
}));

/** GET /jobs/ingest/<id>/failedResults */
export const failedResultsHandler = resultFile((job) => ({
  columns: ['sf__Id', 'sf__Error'],
  rows: job.failed,
}));

/** GET /jobs/ingest/<id>/unprocessedrecords */
export const unprocessedRecordsHandler = resultFile((job) => ({
  columns: [],
  rows: unprocessedRows(job),
}));

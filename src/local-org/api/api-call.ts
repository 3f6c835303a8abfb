import { z } from 'zod';
import type { DataEngine, SaveContext } from '../data/engine.ts';
import { findObject } from '../data/soql/schema-names.ts';
import type { ObjectSchema } from '../schema/types.ts';
import { ApiError, notFound } from './api-error.ts';
import type { BulkJobs } from './bulk/bulk-jobs.ts';
import type { QueryCursors } from './query-cursors.ts';

/** One request below `/services/data/vXX.X`, whether it came over HTTP or as a part of a Composite request. */
export interface ApiCall {
  method: string;
  /** Path below the version, percent-encoded as it came: `/sobjects/Account/001…`. */
  path: string;
  query: URLSearchParams;
  /** Parsed JSON; a Buffer for text/csv, Part[] for multipart/form-data; undefined when there was no body. */
  body: unknown;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** "68.0". */
  apiVersion: string;
  userId: string;
  /** The door it came through, for the origin of changes; REST where it says nothing. */
  api?: 'rest' | 'soap';
}

/** What a handler answers; an undefined body is an empty one. */
export interface ApiResponse {
  status: number;
  body?: unknown;
  /** A CSV file in place of a body. */
  csv?: string;
  /** A file's bytes in place of a body. */
  bytes?: Buffer;
  headers?: Record<string, string>;
}

/** What the handlers work on: one local org. */
export interface ApiContext {
  engine: DataEngine;
  orgId: string;
  now(): Date;
  cursors: QueryCursors;
  bulk: BulkJobs;
  usage(): { used: number; max: number };
}

/** Answers one call; `parameters` are the decoded parts of the path that the route left open. Throws ApiError. */
export type ApiHandler = (
  context: ApiContext,
  call: ApiCall,
  parameters: readonly string[],
) => ApiResponse;

export function ok(body: unknown): ApiResponse {
  return { status: 200, body };
}

/** A header's one value, whatever letter case and however often it was sent. */
export function header(call: ApiCall, name: string): string | undefined {
  const found = Object.entries(call.headers).find(([key]) => key.toLowerCase() === name);
  const value = found?.[1];
  return Array.isArray(value) ? value[0] : value;
}

/** Who writes and through which door; `client` is what `Sforce-Call-Options` names, so that echoes can be told. */
export function saveContext(call: ApiCall): SaveContext {
  const client = /client=([^;,]*)/.exec(header(call, 'sforce-call-options') ?? '')?.[1] ?? '';
  return {
    userId: call.userId,
    changeOrigin: `com/salesforce/api/${call.api ?? 'rest'}/${call.apiVersion};client=${client}`,
    allowDuplicates: /\ballowSave=true\b/i.test(header(call, 'sforce-duplicate-rule-header') ?? ''),
  };
}

/** The object that a URL names, in any letter case; 404 when the org has none of that name. */
export function objectInUrl(context: ApiContext, name: string | undefined): ObjectSchema {
  const object = findObject(context.engine.schema(), name ?? '');
  if (object === undefined) throw notFound();
  return object;
}

/** A body checked against its schema; 400 JSON_PARSER_ERROR names the first place that is wrong. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new ApiError(
    400,
    'JSON_PARSER_ERROR',
    `The request body is not what this resource takes, at ${place}: ${issue?.message ?? 'unreadable'}`,
  );
}

/** A record as JSON gives it, before any rule has looked at it. */
export const recordBody = z.record(z.string(), z.unknown());

import type { ApiCall, ApiContext, ApiHandler, ApiResponse } from './api-call.ts';
import { ApiError, errorBody, notFound, notImplemented } from './api-error.ts';
import {
  createManyHandler,
  deleteManyHandler,
  readManyByBodyHandler,
  readManyHandler,
  updateManyHandler,
  upsertManyHandler,
} from './collection-routes.ts';
import { batchHandler, compositeHandler } from './composite-routes.ts';
import { limitsHandler, resourcesHandler } from './org-routes.ts';
import {
  queryAllHandler,
  queryHandler,
  queryMoreHandler,
  toolingQueryHandler,
} from './query-routes.ts';
import {
  createHandler,
  deleteByKeyHandler,
  deleteHandler,
  describeGlobalHandler,
  describeHandler,
  objectInfoHandler,
  readByKeyHandler,
  readHandler,
  updateHandler,
  upsertHandler,
} from './record-routes.ts';
import { deletedHandler, updatedHandler } from './replication-routes.ts';
import { treeHandler } from './tree-routes.ts';
import { uiRoutes } from './ui/routes.ts';

const refuse =
  (what: string): ApiHandler =>
  () => {
    throw notImplemented(what);
  };

/** Method, path with `:` for an open part, handler. A fixed part wins over an open one by standing first. */
const ROUTES: readonly (readonly [string, string, ApiHandler])[] = [
  ['GET', '/', resourcesHandler],
  ['GET', '/limits', limitsHandler],
  ['GET', '/query', queryHandler],
  ['GET', '/query/:', queryMoreHandler],
  ['GET', '/queryAll', queryAllHandler],
  ['GET', '/queryAll/:', queryMoreHandler],
  ['GET', '/tooling/query', toolingQueryHandler],
  ['GET', '/sobjects', describeGlobalHandler],
  ['GET', '/sobjects/:', objectInfoHandler],
  ['POST', '/sobjects/:', createHandler],
  ['GET', '/sobjects/:/describe', describeHandler],
  ['GET', '/sobjects/:/updated', updatedHandler],
  ['GET', '/sobjects/:/deleted', deletedHandler],
  ['GET', '/sobjects/:/:', readHandler],
  ['PATCH', '/sobjects/:/:', updateHandler],
  ['DELETE', '/sobjects/:/:', deleteHandler],
  ['GET', '/sobjects/:/:/:', readByKeyHandler],
  ['PATCH', '/sobjects/:/:/:', upsertHandler],
  ['DELETE', '/sobjects/:/:/:', deleteByKeyHandler],
  ['POST', '/composite', compositeHandler(dispatch)],
  ['POST', '/composite/batch', batchHandler(dispatch)],
  ['POST', '/composite/graph', refuse('Composite graph')],
  ['POST', '/composite/tree/:', treeHandler],
  ['POST', '/composite/sobjects', createManyHandler],
  ['PATCH', '/composite/sobjects', updateManyHandler],
  ['DELETE', '/composite/sobjects', deleteManyHandler],
  ['GET', '/composite/sobjects/:', readManyHandler],
  ['POST', '/composite/sobjects/:', readManyByBodyHandler],
  ['PATCH', '/composite/sobjects/:/:', upsertManyHandler],
  ['GET', '/search', refuse('SOSL search')],
  ['POST', '/jobs/ingest', refuse('Bulk API 2.0 ingest')],
  ['GET', '/jobs/ingest', refuse('Bulk API 2.0 ingest')],
  ['POST', '/jobs/query', refuse('Bulk API 2.0 query')],
  ['GET', '/jobs/query', refuse('Bulk API 2.0 query')],
  ...uiRoutes,
  ['POST', '/tooling/runTestsAsynchronous', refuse('Running Apex tests')],
];

const COMPILED = ROUTES.map(([method, path, handler]) => ({
  method,
  segments: segmentsOf(path),
  handler,
}));

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** The open parts of a path when it fits, null when it does not. */
function fit(route: readonly string[], path: readonly string[]): string[] | null {
  if (route.length !== path.length) return null;
  const open: string[] = [];
  for (const [index, expected] of route.entries()) {
    const actual = path[index] ?? '';
    if (expected === ':') open.push(actual);
    else if (expected.toLowerCase() !== actual.toLowerCase()) return null;
  }
  return open;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}

function answer(context: ApiContext, call: ApiCall): ApiResponse {
  const path = segmentsOf(call.path);
  const allowed: string[] = [];
  for (const { method, segments, handler } of COMPILED) {
    const open = fit(segments, path);
    if (open === null) continue;
    if (method === call.method) return handler(context, call, open.map(decoded));
    allowed.push(method);
  }
  if (allowed.length === 0) throw notFound();
  throw new ApiError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${call.method}' not allowed. Allowed are ${allowed.join(',')}`,
  );
}

/** Answers a call below /services/data/vX. Never throws: a refusal is a response with Salesforce's error body. */
export function dispatch(context: ApiContext, call: ApiCall): ApiResponse {
  try {
    return answer(context, call);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The local org failed on ${call.method} ${call.path}, which is a bug in it: ${reason}`;
    return { status: 500, body: [{ message, errorCode: 'UNKNOWN_EXCEPTION' }] };
  }
}

import { z } from 'zod';
import {
  ok,
  parseBody,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
  type ApiResponse,
} from './api-call.ts';
import { ApiError, errorBody } from './api-error.ts';
import { resolveBody, resolveUrl } from './composite-references.ts';

/** Answers a call like one that came over HTTP; never throws. */
export type Dispatch = (context: ApiContext, call: ApiCall) => ApiResponse;

const MOST_SUBREQUESTS = 25;
const MOST_QUERIES_AND_COLLECTIONS = 5;

export const subrequest = z.object({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z]\w*$/),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).nullish(),
});
export type Subrequest = z.output<typeof subrequest>;

const compositeBody = z.object({
  allOrNone: z.boolean().nullish(),
  compositeRequest: z.array(subrequest),
});

export interface SubResponse {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

function malformedComposite(message: string): ApiError {
  return new ApiError(400, 'INVALID_INPUT', message);
}

/** True for what counts towards the five: queries and sObject Collections. */
function isQueryOrCollection(url: string): boolean {
  return /^\/services\/data\/v[\d.]+\/(query|queryAll|composite\/sobjects)\b/i.test(url);
}

function checkComposite(requests: readonly Subrequest[]): void {
  if (requests.length > MOST_SUBREQUESTS)
    throw malformedComposite(
      `The request contains ${requests.length} subrequests, more than the limit of ${MOST_SUBREQUESTS}.`,
    );
  const heavy = requests.filter(({ url }) => isQueryOrCollection(url)).length;
  if (heavy > MOST_QUERIES_AND_COLLECTIONS)
    throw malformedComposite(
      `The request contains ${heavy} query and sObject Collections subrequests, more than the limit of ${MOST_QUERIES_AND_COLLECTIONS}.`,
    );
  const ids = new Set(requests.map(({ referenceId }) => referenceId));
  if (ids.size < requests.length)
    throw malformedComposite('Each subrequest needs a referenceId of its own.');
}

/** A sub-request as a call of its own; its URL starts with /services/data/vX. */
function subCall(call: ApiCall, request: Subrequest, url: string, body: unknown): ApiCall {
  const match = /^\/services\/data\/v(\d+\.0)(\/[^?]*)?(?:\?(.*))?$/.exec(url);
  const path = match?.[2] ?? '';
  if (match === null || /^\/composite\/?($|graph|batch|tree)/.test(path))
    throw malformedComposite(`A composite subrequest cannot call ${url}.`);
  return {
    method: request.method,
    path,
    query: new URLSearchParams(match[3] ?? ''),
    body,
    headers: { ...call.headers, ...request.httpHeaders },
    apiVersion: match[1] ?? call.apiVersion,
    userId: call.userId,
  };
}

function runOne(
  context: ApiContext,
  call: ApiCall,
  request: Subrequest,
  answers: ReadonlyMap<string, unknown>,
  dispatch: Dispatch,
): ApiResponse {
  try {
    const url = resolveUrl(answers, request.url);
    const body = resolveBody(answers, request.body);
    return dispatch(context, subCall(call, request, url, body));
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
    throw error;
  }
}

export const ROLLED_BACK = [
  {
    errorCode: 'PROCESSING_HALTED',
    message:
      'The transaction was rolled back since another operation in the same transaction failed.',
  },
];

export const isFailure = (response: SubResponse): boolean => response.httpStatusCode >= 300;

function runAll(
  context: ApiContext,
  call: ApiCall,
  requests: readonly Subrequest[],
  allOrNone: boolean,
  dispatch: Dispatch,
): SubResponse[] {
  const answers = new Map<string, unknown>();
  const responses: SubResponse[] = [];
  for (const request of requests) {
    const stop = allOrNone && responses.some(isFailure);
    const response = stop
      ? { status: 400, body: ROLLED_BACK }
      : runOne(context, call, request, answers, dispatch);
    if (response.status < 300) answers.set(request.referenceId, response.body);
    responses.push({
      body: response.body ?? null,
      httpHeaders: response.headers ?? {},
      httpStatusCode: response.status,
      referenceId: request.referenceId,
    });
  }
  return responses;
}

/** Requests that succeed together or not at all: where one fails, the good ones are told that they were taken back. */
export function runTogether(
  context: ApiContext,
  call: ApiCall,
  requests: readonly Subrequest[],
  dispatch: Dispatch,
): SubResponse[] {
  const run = (): SubResponse[] => runAll(context, call, requests, true, dispatch);
  const responses = context.engine.transaction(run, (results) => results.some(isFailure));
  if (!responses.some(isFailure)) return responses;
  return responses.map((response) =>
    isFailure(response) ? response : { ...response, httpStatusCode: 400, body: ROLLED_BACK },
  );
}

/** POST /composite — up to 25 requests that may refer to earlier answers; one API call together. */
export function compositeHandler(dispatch: Dispatch): ApiHandler {
  return (context, call) => {
    const { compositeRequest, allOrNone } = parseBody(compositeBody, call.body);
    checkComposite(compositeRequest);
    const compositeResponse =
      allOrNone === true
        ? runTogether(context, call, compositeRequest, dispatch)
        : runAll(context, call, compositeRequest, false, dispatch);
    return ok({ compositeResponse });
  };
}

const batchBody = z.object({
  haltOnError: z.boolean().nullish(),
  batchRequests: z.array(
    z.object({ method: z.string(), url: z.string(), richInput: z.unknown().optional() }),
  ),
});

const HALTED = [
  {
    errorCode: 'BATCH_PROCESSING_HALTED',
    message: 'Batch processing halted per request.',
  },
];

/** POST /composite/batch — up to 25 independent requests, urls relative to /services/data. */
export function batchHandler(dispatch: Dispatch): ApiHandler {
  return (context, call) => {
    const { batchRequests, haltOnError } = parseBody(batchBody, call.body);
    if (batchRequests.length > MOST_SUBREQUESTS)
      throw malformedComposite(`The batch holds more than ${MOST_SUBREQUESTS} requests.`);
    let hasErrors = false;
    const results = batchRequests.map(({ method, url, richInput }) => {
      if (hasErrors && haltOnError === true) return { statusCode: 412, result: HALTED };
      const absolute = `/services/data/${url.replace(/^(\/services\/data)?\//, '')}`;
      const request = { method: 'GET' as const, url: absolute, referenceId: 'batch' };
      const response = dispatch(context, {
        ...subCall(call, request, absolute, richInput),
        method,
      });
      hasErrors ||= response.status >= 300;
      return { statusCode: response.status, result: response.body ?? null };
    });
    return ok({ hasErrors, results });
  };
}

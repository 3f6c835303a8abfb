import type { ApiCall, ApiContext } from '../api/api-call.ts';
import { ApiError } from '../api/api-error.ts';
import type { LoginHost } from '../api/oauth-routes.ts';
import type { SaveContext } from '../data/engine.ts';
import { saveContext } from '../api/api-call.ts';
import { childOf, flagAt, textAt, type XmlElement } from '../metadata/xml.ts';

/** What a SOAP call works on: the org as the caller sees it. */
export interface SoapHost extends LoginHost {
  api: ApiContext;
}

/** One call that came in: who calls, with what. */
export interface SoapRequest {
  host: SoapHost;
  operation: XmlElement;
  header: XmlElement | undefined;
  apiVersion: string;
  /** '' in a login. */
  userId: string;
  sessionId: string;
}

/** Answers a call with the XML of its `result` elements. Throws ApiError, which becomes a fault. */
export type SoapOperation = (request: SoapRequest) => string;

function headerOf(request: SoapRequest, name: string): XmlElement | undefined {
  return request.header === undefined ? undefined : childOf(request.header, name);
}

/** The call as the REST handlers know it, with the SOAP headers that have a counterpart there. */
export function apiCallOf(
  request: SoapRequest,
  given: { query?: Record<string, string>; body?: unknown } = {},
): ApiCall {
  const callOptions = headerOf(request, 'CallOptions');
  const queryOptions = headerOf(request, 'QueryOptions');
  const client = callOptions === undefined ? null : textAt(callOptions, 'client');
  const batchSize = queryOptions === undefined ? null : textAt(queryOptions, 'batchSize');
  return {
    method: 'POST',
    path: '',
    query: new URLSearchParams(given.query),
    body: given.body,
    headers: {
      ...(client === null ? {} : { 'sforce-call-options': `client=${client}` }),
      ...(batchSize === null ? {} : { 'sforce-query-options': `batchSize=${batchSize}` }),
    },
    apiVersion: request.apiVersion,
    userId: request.userId,
    api: 'soap',
  };
}

/** Who writes through this call. */
export function soapSaveContext(request: SoapRequest): SaveContext {
  return saveContext(apiCallOf(request));
}

/** `AllOrNoneHeader`: rows stand for themselves unless it says otherwise. */
export function allOrNone(request: SoapRequest): boolean {
  const header = headerOf(request, 'AllOrNoneHeader');
  return header !== undefined && flagAt(header, 'allOrNone');
}

/** Most rows of one call. */
export const mostRows = 200;

/** Refuses a call with more rows than Salesforce takes. */
export function refuseTooMany(count: number, most = mostRows): void {
  if (count <= most) return;
  const text = `record limit reached. cannot submit more than ${most} records into this call`;
  throw new ApiError(500, 'EXCEEDED_ID_LIMIT', text);
}

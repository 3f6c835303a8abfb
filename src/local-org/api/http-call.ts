import type { FastifyRequest } from 'fastify';
import type { ApiCall } from './api-call.ts';
import { ApiError, notFound } from './api-error.ts';
import { isApiVersion } from './org-routes.ts';

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The call behind `/services/data/v68.0/…`, given as `url`. Throws 404 for a version that the org does not offer. */
export function parseApiCall(request: FastifyRequest, url: string, userId: string): ApiCall {
  const [path, query] = splitOnce(url, '?');
  const [, version = '', rest = ''] = /^\/services\/data\/v([^/]*)(.*)$/.exec(path) ?? [];
  if (!isApiVersion(version)) throw notFound();
  return {
    method: request.method,
    path: rest,
    query: new URLSearchParams(query),
    body: request.body ?? undefined,
    headers: request.headers,
    apiVersion: version,
    userId,
  };
}

/** A body of JSON for Fastify; an empty one is undefined. */
export function parseJson(
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  const text = body.toString();
  try {
    done(null, text.trim() === '' ? undefined : JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'not JSON';
    done(new ApiError(400, 'JSON_PARSER_ERROR', `The request body is not JSON: ${reason}`));
  }
}

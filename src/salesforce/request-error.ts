import { z } from 'zod';
import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  TransientError,
  Verdict,
} from '../errors.ts';

const failureSchema = z.object({ errorCode: z.string(), message: z.string().default('') });

/** A request, or one part of a Composite request, as Salesforce refused it. Rows have their own (`save-result.ts`). */
export type RequestFailure = z.infer<typeof failureSchema>;

/** The body of a refused request: a list, nearly always of one. */
export const failuresSchema = z.array(failureSchema).min(1);

/** What jsforce throws: one failure by itself, several under `data`. */
const thrownSchema = z.union([
  z.object({ data: failuresSchema }).transform(({ data }) => data[0]),
  failureSchema,
]);

/** The Salesforce failure inside what jsforce threw; null for a verdict of our own. */
export function failureOf(error: unknown): RequestFailure | null {
  const thrown = thrownSchema.safeParse(error);
  return thrown.success ? (thrown.data ?? null) : null;
}

/** Whatever was thrown, as a verdict. */
export function asVerdict(error: unknown, to: string): Verdict {
  if (error instanceof Verdict) return error;
  const failure = failureOf(error);
  if (failure !== null) return requestVerdict(failure, to);
  return new PoisonError({
    code: 'UNEXPECTED_FAILURE',
    message: `${to} failed before Salesforce could answer it.`,
    action: 'Report this as a fault of the service.',
    cause: error,
  });
}

const deploy =
  'Deploy the metadata of this version (sf project deploy start --source-dir force-app) and assign the permission set SyncService to the user of the service.';

/** Codes after which nothing works until a person acts, and what the person does. */
const humanActions: Readonly<Record<string, string>> = {
  INVALID_SESSION_ID:
    'Check the credentials of the service: SALESFORCE_ACCESS_TOKEN or the External Client App.',
  INVALID_AUTH_HEADER:
    'Check the credentials of the service: SALESFORCE_ACCESS_TOKEN or the External Client App.',
  INVALID_LOGIN: 'Check the user name and the credentials of the service.',
  INVALID_FIELD: deploy,
  INVALID_TYPE: deploy,
  NOT_FOUND: deploy,
  INVALID_FIELD_FOR_INSERT_UPDATE: deploy,
  INSUFFICIENT_ACCESS: 'Assign the permission set SyncService to the user of the service.',
  INSUFFICIENT_ACCESS_OR_READONLY:
    'Assign the permission set SyncService to the user of the service.',
  API_DISABLED_FOR_ORG:
    'The API is off: the edition or the profile of the service user lacks "API Enabled".',
  API_CURRENTLY_DISABLED:
    'The API is off: the edition or the profile of the service user lacks "API Enabled".',
  FUNCTIONALITY_NOT_ENABLED: 'Enable the feature that the message names, in Setup.',
  ORG_LOCKED: 'The org is locked: sign in to it as an administrator.',
};

const transientCodes = new Set([
  'SERVER_UNAVAILABLE',
  'UNKNOWN_EXCEPTION',
  'QUERY_TIMEOUT',
  'UNABLE_TO_LOCK_ROW',
  'APEX_TIMEOUT',
  'PROCESSING_HALTED',
  'INVALID_QUERY_LOCATOR',
]);

/** HTTP statuses, as jsforce names an answer that carries no Salesforce error. */
const transientStatus = /^ERROR_HTTP_(408|420|429|5\d\d)$/;

const concurrentRetryMs = 10_000;
/** The daily limit rolls over 24 hours, so room comes back bit by bit. */
export const dailyRetryMs = 15 * 60_000;

/** True for what means "this token is no longer good" (HTTP 401): worth one new login, never more. */
export function isSessionExpired(failure: RequestFailure): boolean {
  return ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'ERROR_HTTP_401'].includes(
    failure.errorCode,
  );
}

/**
 * What must happen after Salesforce refused a request. `to` names the request in words ("query on Account"). Codes and
 * what is worth a retry: research, part B.6, after developer.salesforce.com api_rest errorcodes.
 */
export function requestVerdict(failure: RequestFailure, to: string): Verdict {
  const code = isSessionExpired(failure) ? 'INVALID_SESSION_ID' : failure.errorCode;
  const details = {
    code,
    message: `Salesforce refused ${to}: ${code}: ${shorten(failure.message)}`,
  };
  if (code === 'REQUEST_LIMIT_EXCEEDED') return limitVerdict(failure, details);
  if (transientCodes.has(code) || transientStatus.test(code)) return new TransientError(details);
  const action =
    humanActions[code] ??
    (code === 'ERROR_HTTP_403' ? humanActions['INSUFFICIENT_ACCESS'] : undefined);
  if (action !== undefined)
    return new HumanNeededError({ ...details, scope: 'salesforce', action });
  return new PoisonError({
    ...details,
    action: 'Look at the message; if it makes no sense, report it as a fault of the service.',
  });
}

/** Two limits share one code: calls in 24 hours, and long calls at the same time. */
function limitVerdict(
  failure: RequestFailure,
  details: { code: string; message: string },
): RateLimitedError {
  const concurrent = /concurrent/i.test(failure.message);
  return new RateLimitedError({
    ...details,
    retryAfterMs: concurrent ? concurrentRetryMs : dailyRetryMs,
    action: concurrent
      ? ''
      : 'See Setup → Company Information → API Requests; other integrations share this budget.',
  });
}

/** An answer may be a whole HTML page. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

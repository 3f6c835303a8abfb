import type { DuplicateResult } from '../data/engine.ts';

/** A request that the local org refuses as Salesforce would: HTTP status plus one `{message, errorCode, fields?}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  /** Fields to blame; null where the refusal is not about a save. */
  readonly fields: readonly string[] | null;
  /** What a duplicate rule found, where that is the reason. */
  duplicateResult: DuplicateResult | null = null;

  constructor(
    status: number,
    errorCode: string,
    message: string,
    fields: readonly string[] | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** One error as it stands in a REST error body. */
export interface ApiErrorBody {
  message: string;
  errorCode: string;
  fields?: string[];
  duplicateResult?: DuplicateResult;
}

/** The body of a failed REST request: always a list; `fields` only where a save failed. */
export function errorBody(error: ApiError): ApiErrorBody[] {
  const body: ApiErrorBody = { message: error.message, errorCode: error.errorCode };
  if (error.fields !== null) body.fields = [...error.fields];
  if (error.duplicateResult === null) return [body];
  return [{ duplicateResult: error.duplicateResult, ...body }];
}

/**
 * What the local org does not do it says loudly. Status 400 and not 501, because jsforce and the sf CLI repeat a
 * request that ended in a 5xx.
 */
export function notImplemented(what: string): ApiError {
  return new ApiError(
    400,
    'NOT_IMPLEMENTED_LOCALLY',
    `${what} is not implemented by the local org. A real org may support it; see src/local-org/README.md for what is covered here.`,
  );
}

/** 404 with Salesforce's text for a record or resource that is not there. */
export function notFound(message = 'The requested resource does not exist'): ApiError {
  return new ApiError(404, 'NOT_FOUND', message);
}

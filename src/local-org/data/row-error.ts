import type { SaveError } from './engine.ts';

/** A row cannot be saved; carries what the API answers for it. Never leaves the engine: the batch turns it into a result. */
export class RowError extends Error {
  readonly errors: SaveError[];
  readonly ambiguous: string[];

  constructor(errors: SaveError[], ambiguous: string[] = []) {
    super(errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '));
    this.name = 'RowError';
    this.errors = errors;
    this.ambiguous = ambiguous;
  }
}

/** One error with Salesforce's status code and text; `fields` names what it is about. */
export function rowError(statusCode: string, message: string, fields: string[] = []): RowError {
  return new RowError([{ statusCode, message, fields }]);
}

/** Salesforce's words for a field that exists but cannot be written in this operation. */
export function notWritable(fields: string[]): RowError {
  return rowError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );
}

/** Something a real org would do and this one does not: said aloud instead of pretended. */
export function notImplemented(what: string): RowError {
  return rowError(
    'NOT_IMPLEMENTED_LOCALLY',
    `The local org does not do this: ${what}. Leave it out, or try it in a Salesforce org.`,
  );
}

import { ApiError } from '../../api/api-error.ts';

/** String literals blanked out, same length, so that a search finds identifiers only. */
export function withoutLiterals(text: string): string {
  return text.replace(/'(?:\\.|[^'\\])*'/g, (literal) => ' '.repeat(literal.length));
}

/** Offset of the first whole-word occurrence of `token` outside string literals; 0 when it is not there. */
export function locate(text: string, token: string): number {
  const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = /^\w/.test(token) ? `(?<![\\w.])${escaped}(?!\\w)` : escaped;
  return Math.max(0, withoutLiterals(text).search(new RegExp(pattern, 'i')));
}

/** Salesforce's form of a query error: the line, a caret under the place, row and column (from 1), then the text. */
function positioned(text: string, offset: number, message: string): string {
  const before = text.slice(0, offset).split('\n');
  const row = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const line = text.split('\n')[row - 1] ?? '';
  return `\n${line}\n${' '.repeat(column - 1)}^\nERROR at Row:${row}:Column:${column}\n${message}`;
}

/** A refusal that points at `token` in the query's text. */
export function queryError(
  errorCode: string,
  text: string,
  token: string,
  message: string,
): ApiError {
  return new ApiError(400, errorCode, positioned(text, locate(text, token), message));
}

/** 400 MALFORMED_QUERY at `token`. */
export function malformed(text: string, token: string, message: string): ApiError {
  return queryError('MALFORMED_QUERY', text, token, message);
}

/** 400 MALFORMED_QUERY where the text ends too early. */
export function malformedAtEnd(text: string, message: string): ApiError {
  return new ApiError(400, 'MALFORMED_QUERY', positioned(text, text.trimEnd().length, message));
}

/** 400 INVALID_FIELD at `token`: what cannot be selected, filtered, sorted or grouped. */
export function invalidField(text: string, token: string, message: string): ApiError {
  return queryError('INVALID_FIELD', text, token, message);
}

/** Text of a real org for a field that the object does not have. */
export function noSuchColumn(field: string, object: string): string {
  return `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
}

/** Text of a real org for a relationship name that leads nowhere. */
export function noSuchRelationship(name: string, where: 'field path' | 'FROM part of query call') {
  return `Didn't understand relationship '${name}' in ${where}. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
}

/** Text of a real org for an object that does not exist. */
export function unsupportedType(object: string): string {
  return `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
}

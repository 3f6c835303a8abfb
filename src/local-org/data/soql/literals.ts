import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { ApiError, notImplemented } from '../../api/api-error.ts';
import { normaliseId } from '../ids.ts';
import { dateLiteralRange, type DateRange } from './date-literals.ts';
import type { Operand } from './functions.ts';
import { invalidField, malformed } from './query-errors.ts';
import type { ValueKind } from './schema-names.ts';
import type { QueryFrame } from './scope.ts';

/** A literal ready for SQL: a value, NULL, or the stretch of time that a date literal stands for. */
export type LiteralValue =
  | { kind: 'value'; value: string | number }
  | { kind: 'null' }
  | { kind: 'range'; start: string; end: string };

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The text between a literal's quotes; for LIKE, `\%` and `\_` stay escaped. */
export function unquote(literal: string, forLike = false): string {
  return literal.slice(1, -1).replace(/\\(.)/gs, (whole, escaped: string) => {
    if (forLike && '%_\\'.includes(escaped)) return whole;
    return ESCAPES[escaped] ?? escaped;
  });
}

const TYPE_NAMES: Record<ValueKind, string> = {
  id: 'id',
  text: 'string',
  longText: 'string',
  location: 'location',
  blob: 'base64',
  number: 'double',
  boolean: 'boolean',
  date: 'date',
  dateTime: 'dateTime',
  time: 'time',
  multiPicklist: 'string',
};

function wrongType(frame: QueryFrame, operand: Operand): ApiError {
  const quotes = ['id', 'text', 'multiPicklist'].includes(operand.kind)
    ? 'should be enclosed in quotes'
    : 'should not be enclosed in quotes';
  return invalidField(
    frame.text,
    operand.label,
    `value of filter criterion for field '${operand.label}' must be of type ${TYPE_NAMES[operand.kind]} and ${quotes}`,
  );
}

/** How parse.ts hands on a time literal, which the parser does not know: as text that no query can hold. */
export const TIME_MARK = '\u0001time:';

function stringValue(frame: QueryFrame, operand: Operand, literal: string): LiteralValue {
  const text = unquote(literal);
  if (text === '') return { kind: 'null' };
  if (text.startsWith(TIME_MARK) && operand.kind !== 'time') throw wrongType(frame, operand);
  if (text.startsWith(TIME_MARK))
    return { kind: 'value', value: storedTime(text.slice(TIME_MARK.length)) };
  if (operand.kind === 'text' || operand.kind === 'multiPicklist')
    return { kind: 'value', value: text };
  if (operand.kind !== 'id') throw wrongType(frame, operand);
  const id = normaliseId(text);
  if (id === null)
    throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return { kind: 'value', value: id };
}

/** "10:30:00Z" as times are stored: with milliseconds. */
function storedTime(text: string): string {
  const [, clock = '', fraction = '0'] = /^(\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return `${clock}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

function rangeValue(range: DateRange, kind: ValueKind): LiteralValue {
  const length = kind === 'date' ? 10 : undefined;
  return {
    kind: 'range',
    start: range.start.toISOString().slice(0, length),
    end: range.end.toISOString().slice(0, length),
  };
}

function dateLiteral(frame: QueryFrame, operand: Operand, text: string): LiteralValue {
  if (operand.kind !== 'date' && operand.kind !== 'dateTime') throw wrongType(frame, operand);
  const range = dateLiteralRange(text, frame.now);
  if (range === null) throw malformed(frame.text, text, `unexpected token: '${text}'`);
  return rangeValue(range, operand.kind);
}

function instant(frame: QueryFrame, text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw malformed(frame.text, text, `Invalid date: ${text}`);
  return new Date(time).toISOString();
}

/** One literal on the right of `operand`, checked against the operand's type as Salesforce checks it. */
export function literalValue(
  frame: QueryFrame,
  operand: Operand,
  literal: { text: string; type: LiteralType },
): LiteralValue {
  const { text, type } = literal;
  switch (type) {
    case 'NULL':
      return { kind: 'null' };
    case 'STRING':
      return stringValue(frame, operand, text);
    case 'INTEGER':
    case 'DECIMAL':
      if (operand.kind !== 'number') throw wrongType(frame, operand);
      return { kind: 'value', value: Number(text) };
    case 'BOOLEAN':
      if (operand.kind !== 'boolean') throw wrongType(frame, operand);
      return { kind: 'value', value: text.toUpperCase() === 'TRUE' ? 1 : 0 };
    case 'DATE':
      if (operand.kind !== 'date') throw wrongType(frame, operand);
      return { kind: 'value', value: instant(frame, text).slice(0, 10) };
    case 'DATETIME':
      if (operand.kind !== 'dateTime') throw wrongType(frame, operand);
      return { kind: 'value', value: instant(frame, text) };
    case 'INTEGER_WITH_CURRENCY_PREFIX':
    case 'DECIMAL_WITH_CURRENCY_PREFIX':
      // As for convertCurrency: the code is not confirmed against a real org.
      throw malformed(frame.text, text, `${text}: the org must have multiple currencies enabled`);
    case 'DATE_LITERAL':
    case 'DATE_N_LITERAL':
      return dateLiteral(frame, operand, text);
    default:
      throw notImplemented(`The SOQL literal ${text}`);
  }
}

import { parse, type FormulonLiteral } from 'formulon';
import { FormulaError } from './formula-parser.ts';
import { asNumber, asText, isMoment, type FormulaValue } from './formula-values.ts';

/**
 * The functions that formulon evaluates for us, with the kinds of their parameters: t text, n number, d date or
 * date-time, x either; the last one repeats for `…`. Blank text and numbers become '' and 0; a blank date makes the
 * whole call blank.
 */
const signatures: Readonly<Record<string, string>> = {
  ABS: 'n', CEILING: 'n', EXP: 'n', FLOOR: 'n', LN: 'n', LOG: 'n', MAX: 'n…', MCEILING: 'n', MFLOOR: 'n', MIN: 'n…',
  MOD: 'nn', ROUND: 'nn', SQRT: 'n',
  BR: '', CASESAFEID: 't', HYPERLINK: 'tt?t', IMAGE: 'tt?nn', LEFT: 'tn', LOWER: 't', LPAD: 'tn?t', MID: 'tnn',
  RPAD: 'tn?t', SUBSTITUTE: 'ttt', TRIM: 't', UPPER: 't',
  ADDMONTHS: 'dn', DATE: 'nnn', DATETIMEVALUE: 't', DATEVALUE: 'x', DAY: 'd', HOUR: 'd', MINUTE: 'd', MONTH: 'd',
  SECOND: 'd', WEEKDAY: 'd', YEAR: 'd',
}; // prettier-ignore

export interface Arity {
  min: number;
  max: number;
}

/** How many parameters a library function takes; null when the library has no such function. */
export function libraryArity(name: string): Arity | null {
  const signature = signatures[name];
  if (signature === undefined) return null;
  if (signature.endsWith('…')) return { min: 1, max: Infinity };
  const [needed = '', optional = ''] = signature.split('?');
  return { min: needed.length, max: needed.length + optional.length };
}

function literal(value: FormulaValue): FormulonLiteral {
  if (isMoment(value)) {
    return { type: 'literal', dataType: value.kind, value: new Date(value.ms), options: {} };
  }
  if (typeof value === 'number') {
    const [whole = '', fraction = ''] = String(Math.abs(value)).split('.');
    const options = { length: whole.length, scale: fraction.length };
    return { type: 'literal', dataType: 'number', value, options };
  }
  if (typeof value === 'boolean') {
    return { type: 'literal', dataType: 'checkbox', value, options: {} };
  }
  const text = value ?? '';
  return { type: 'literal', dataType: 'text', value: text, options: { length: text.length } };
}

function fromLiteral(name: string, result: FormulonLiteral): FormulaValue {
  const { value, dataType } = result;
  if (result.type === 'error') throw new FormulaError(result.message ?? `${name}() failed.`);
  if (value instanceof Date) {
    if (dataType === 'datetime' || dataType === 'time')
      return { kind: dataType, ms: value.getTime() };
    return { kind: 'date', ms: value.getTime() };
  }
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** Calls one function of formulon's library with values that are already known. */
export function callLibrary(name: string, values: readonly FormulaValue[]): FormulaValue {
  const kinds = (signatures[name] ?? '').replace('?', '');
  const kindAt = (position: number): string =>
    kinds.endsWith('…') ? 'n' : (kinds[position] ?? 'x');
  const given: FormulaValue[] = [];
  for (const [position, value] of values.entries()) {
    const kind = kindAt(position);
    if (value === null && (kind === 'd' || kind === 'x')) return null;
    if (kind === 'n') given.push(asNumber(value));
    else given.push(kind === 't' ? asText(value) : value);
  }
  const names = given.map((_value, position) => `a${position}`);
  const substitutions = Object.fromEntries(given.map((value, i) => [`a${i}`, literal(value)]));
  return fromLiteral(name, parse(`${name}(${names.join(',')})`, substitutions));
}

import { FormulaError } from './formula-parser.ts';

/** A date ("date": midnight UTC), date-time or time of day ("time": on 1970-01-01), in milliseconds. */
export interface Moment {
  kind: 'date' | 'datetime' | 'time';
  ms: number;
}

export type FormulaValue = string | number | boolean | Moment | null;

/** What a formula sees of the record it runs on. Paths are as written: `Name`, `Partner__r.Name`, `$User.Id`. */
export interface FormulaScope {
  readonly now: Date;
  readonly isNew: boolean;
  value(path: string): FormulaValue;
  /** The value before this save; on a new record the current one, as Salesforce documents for PRIORVALUE. */
  prior(path: string): FormulaValue;
}

export type Evaluator = (scope: FormulaScope) => FormulaValue;

export function isMoment(value: FormulaValue): value is Moment {
  return typeof value === 'object' && value !== null;
}

export function isBlank(value: FormulaValue): boolean {
  return value === null || value === '';
}

/** A blank number counts as zero, as in Salesforce's validation rules; text is not a number. */
export function asNumber(value: FormulaValue): number {
  if (value === null || value === '') return 0;
  if (typeof value === 'number') return value;
  throw new FormulaError(`Incorrect parameter type. Expected Number, received ${typeName(value)}`);
}

export function asText(value: FormulaValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  throw new FormulaError(`Incorrect parameter type. Expected Text, received ${typeName(value)}`);
}

export function asBoolean(value: FormulaValue): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  throw new FormulaError(`Incorrect parameter type. Expected Boolean, received ${typeName(value)}`);
}

export function typeName(value: FormulaValue): string {
  if (isMoment(value)) return { date: 'Date', datetime: 'DateTime', time: 'Time' }[value.kind];
  if (typeof value === 'number') return 'Number';
  return typeof value === 'boolean' ? 'Boolean' : 'Text';
}

/** What TEXT() gives: no thousands marks, dates as 2026-11-22, date-times as "2026-11-22 10:00:00Z". */
export function toText(value: FormulaValue): string {
  if (value === null) return '';
  if (!isMoment(value)) return String(value);
  const iso = new Date(value.ms).toISOString();
  if (value.kind === 'date') return iso.slice(0, 10);
  return value.kind === 'time' ? iso.slice(11, -1) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
}

export function sameValue(left: FormulaValue, right: FormulaValue): boolean {
  if (isMoment(left) || isMoment(right)) {
    return isMoment(left) && isMoment(right) && left.ms === right.ms;
  }
  if (left === right) return true;
  if (typeof left === 'number' || typeof right === 'number') {
    return (
      isBlankOr(left, 'number') && isBlankOr(right, 'number') && asNumber(left) === asNumber(right)
    );
  }
  if (typeof left === 'boolean' || typeof right === 'boolean')
    return (left ?? false) === (right ?? false);
  return asText(left) === asText(right);
}

function isBlankOr(value: FormulaValue, type: 'number'): boolean {
  return isBlank(value) || typeof value === type;
}

/** Negative, zero or positive; null when one side is a blank date, which compares with nothing. */
export function compareValues(left: FormulaValue, right: FormulaValue): number | null {
  if (isMoment(left) || isMoment(right)) {
    return isMoment(left) && isMoment(right) ? left.ms - right.ms : null;
  }
  if (typeof left === 'string' || typeof right === 'string') {
    const [a, b] = [asText(left), asText(right)];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  return asNumber(left) - asNumber(right);
}

const dayMs = 86_400_000;

/** Takes away the noise of binary fractions: Salesforce reckons in decimals. */
export function decimal(value: number): number {
  if (Number.isInteger(value)) return value;
  if (!Number.isFinite(value)) throw new FormulaError('Division by zero');
  return Number(value.toPrecision(15));
}

function shift(moment: Moment, amount: number): Moment {
  const span = moment.kind === 'time' ? amount : amount * dayMs;
  return { kind: moment.kind, ms: moment.ms + span };
}

export function add(left: FormulaValue, right: FormulaValue): FormulaValue {
  if (isMoment(left)) return right === null ? null : shift(left, asNumber(right));
  if (isMoment(right)) return left === null ? null : shift(right, asNumber(left));
  if (typeof left === 'string' || typeof right === 'string') return asText(left) + asText(right);
  return decimal(asNumber(left) + asNumber(right));
}

export function subtract(left: FormulaValue, right: FormulaValue): FormulaValue {
  if (isMoment(left) && isMoment(right)) {
    return decimal((left.ms - right.ms) / (left.kind === 'time' ? 1 : dayMs));
  }
  if (isMoment(right)) return null;
  if (isMoment(left)) return right === null ? null : shift(left, -asNumber(right));
  return decimal(asNumber(left) - asNumber(right));
}

import type { FieldSchema } from '../schema/types.ts';
import { normaliseId } from './ids.ts';
import { roundTo } from './numbers.ts';
import type { StoredValue } from './record-store.ts';
import { notImplemented, rowError, type RowError } from './row-error.ts';

function tokenName(value: unknown): string {
  if (typeof value === 'string') return 'VALUE_STRING';
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
  }
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
}

function shownValue(value: unknown): string {
  const known =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return known ? ` value ${value}` : '';
}

/** A value of the wrong JSON type or form; `type` is Salesforce's lower-case name of the field's type. */
function wrongType(field: FieldSchema, type: string, value: unknown): RowError {
  const shown = shownValue(value);
  return rowError(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${tokenName(value)}${shown} or request may be missing a required field`,
    [field.name],
  );
}

const typeNames: Partial<Record<FieldSchema['type'], string>> = {
  Currency: 'currency', Percent: 'percent', Checkbox: 'boolean', Date: 'date', DateTime: 'datetime', Time: 'time',
  Lookup: 'reference', MasterDetail: 'reference', Picklist: 'picklist', MultiselectPicklist: 'multipicklist',
  Email: 'email', Phone: 'phone', Url: 'url', TextArea: 'textarea', LongTextArea: 'textarea', Html: 'textarea',
}; // prettier-ignore

/** Latitudes go from -90 to 90, longitudes from -180 to 180 (help platform.custom_field_geolocate_overview). */
function isOutside(field: FieldSchema, number: number, scale: number): boolean {
  const size = Math.abs(number);
  if (field.compoundField !== null) return size > (field.name.endsWith('__Latitude__s') ? 90 : 180);
  return field.precision !== null && size >= 10 ** (field.precision - scale);
}

function toNumber(field: FieldSchema, value: unknown): number {
  const type = typeNames[field.type] ?? (field.scale === 0 ? 'int' : 'double');
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'string' && !/^[-+]?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(text)) {
    throw wrongType(field, field.scale === 0 ? 'double' : type, value);
  }
  if (typeof text !== 'number' && typeof text !== 'string') throw wrongType(field, type, value);
  const scale = field.scale ?? 0;
  const number = roundTo(Number(text), scale);
  if (isOutside(field, number, scale)) {
    throw rowError(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
      [field.name],
    );
  }
  return number;
}

function toCheckbox(field: FieldSchema, value: unknown): number {
  const given = typeof value === 'string' ? value.toLowerCase() : value;
  if (given === true || given === 'true' || given === '1') return 1;
  if (given === false || given === 'false' || given === '0') return 0;
  throw wrongType(field, 'boolean', value);
}

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const dateTimeForm =
  /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Dates may come as date-times; their time of day is dropped. Years 1700 to 4000, as in Salesforce. */
function toDate(field: FieldSchema, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const day = dateTimeForm.exec(text)?.[1] ?? text;
  if (!dateForm.test(day) || !isCalendarDay(day)) throw wrongType(field, 'date', value);
  if (day < '1700-01-01' || day > '4000-12-31') {
    throw rowError('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: invalid date: ${day}`, [
      field.name,
    ]);
  }
  return day;
}

/** Salesforce keeps whole seconds: ".123Z" comes back as ".000Z". A plain date is midnight UTC. */
function toDateTime(field: FieldSchema, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (dateForm.test(text) && isCalendarDay(text)) return `${text}T00:00:00.000Z`;
  const day = dateTimeForm.exec(text)?.[1];
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (day === undefined || !isCalendarDay(day) || Number.isNaN(time)) {
    throw wrongType(field, 'datetime', value);
  }
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}

function toTime(field: FieldSchema, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/.exec(text);
  if (match === null) throw wrongType(field, 'time', value);
  const [, hour = '', minute = '', second = '00', fraction = ''] = match;
  return `${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`;
}

function toReference(field: FieldSchema, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(field, 'reference', value);
  const id = normaliseId(value.trim());
  if (id === null) {
    throw rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [
      field.name,
    ]);
  }
  return id;
}

const emailForm =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;

function toText(field: FieldSchema, value: unknown): string | null {
  if (typeof value !== 'string') throw wrongType(field, typeNames[field.type] ?? 'string', value);
  const text = field.type === 'LongTextArea' || field.type === 'Html' ? value : value.trim();
  if (text === '') return null;
  const unlimited = field.type === 'Picklist' || field.type === 'MultiselectPicklist';
  if (field.length !== null && !unlimited && text.length > field.length) {
    throw rowError(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${text} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === 'Email' && !emailForm.test(text)) {
    throw rowError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [
      field.name,
    ]);
  }
  return text;
}

/**
 * A value from JSON (or, as text, from a CSV) in the form its column stores; blank text is null. Throws the row error
 * that Salesforce gives for a wrong type, a wrong form, too many characters or digits.
 */
export function convertValue(field: FieldSchema, value: unknown): StoredValue {
  if (value === null || value === undefined) return null;
  if (value === '' && field.type !== 'Checkbox') return null;
  switch (field.type) {
    case 'Number':
    case 'Currency':
    case 'Percent':
      return toNumber(field, value);
    case 'Checkbox':
      return toCheckbox(field, value);
    case 'Date':
      return toDate(field, value);
    case 'DateTime':
      return toDateTime(field, value);
    case 'Time':
      return toTime(field, value);
    case 'Lookup':
    case 'MasterDetail':
      return toReference(field, value);
    case 'Id':
    case 'AutoNumber':
    case 'Summary':
    case 'Formula':
    case 'Location':
      throw notImplemented(`writing ${field.name}, a field of type ${field.type}`);
    default:
      return toText(field, value);
  }
}

import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../../api/api-error.ts';
import { invalidField, malformed } from './query-errors.ts';
import type { ValueKind } from './schema-names.ts';
import type { ResolvedField, Scope } from './scope.ts';

/** Something that a condition, an ORDER BY or a SELECT list can stand on: SQL, and how its value is compared. */
export interface Operand {
  sql: string;
  kind: ValueKind;
  caseSensitive: boolean;
  isAggregate: boolean;
  /** As written in the query, for errors. */
  label: string;
  /** The field underneath, null where there is none (COUNT()). */
  resolved: ResolvedField | null;
  /** True for FORMAT(…): shown as text for the user's locale. */
  isFormatted: boolean;
}

const DATE_PARTS: Record<string, string> = {
  CALENDAR_YEAR: "CAST(strftime('%Y', @) AS INTEGER)",
  FISCAL_YEAR: "CAST(strftime('%Y', @) AS INTEGER)",
  CALENDAR_QUARTER: "((CAST(strftime('%m', @) AS INTEGER) + 2) / 3)",
  FISCAL_QUARTER: "((CAST(strftime('%m', @) AS INTEGER) + 2) / 3)",
  CALENDAR_MONTH: "CAST(strftime('%m', @) AS INTEGER)",
  FISCAL_MONTH: "CAST(strftime('%m', @) AS INTEGER)",
  DAY_IN_MONTH: "CAST(strftime('%d', @) AS INTEGER)",
  WEEK_IN_MONTH: "((CAST(strftime('%d', @) AS INTEGER) + 6) / 7)",
  WEEK_IN_YEAR: "((CAST(strftime('%j', @) AS INTEGER) + 6) / 7)",
  DAY_IN_WEEK: "(CAST(strftime('%w', @) AS INTEGER) + 1)",
  DAY_IN_YEAR: "CAST(strftime('%j', @) AS INTEGER)",
  HOUR_IN_DAY: "CAST(strftime('%H', @) AS INTEGER)",
};

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** True for COUNT, SUM and the like, in any letter case. */
export function isAggregateName(name: string | undefined): boolean {
  return AGGREGATES.has((name ?? '').toUpperCase());
}

/** The SQL stand-in for GROUPING(x): which rows are subtotals is known per grouping set only (see aggregate.ts). */
export function groupingMarker(sql: string): string {
  return `GROUPING<${sql}>`;
}

/** A plain field as an operand. */
export function fieldOperand(scope: Scope, path: string): Operand {
  const resolved = scope.resolve(path);
  return {
    sql: resolved.sql,
    kind: resolved.kind,
    caseSensitive: resolved.field.caseSensitive || resolved.kind === 'id',
    isAggregate: false,
    label: path,
    resolved,
    isFormatted: false,
  };
}

function aggregateSql(name: string, operand: Operand, scope: Scope): string {
  if (name === 'COUNT') return `COUNT(${operand.sql})`;
  if (name === 'COUNT_DISTINCT') return `COUNT(DISTINCT ${folded(operand)})`;
  const numeric = name === 'SUM' || name === 'AVG';
  const unordered = ['boolean', 'longText', 'blob', 'location', 'multiPicklist'].includes(
    operand.kind,
  );
  if ((numeric && operand.kind !== 'number') || unordered)
    throw malformed(
      scope.frame.text,
      operand.label,
      `field ${operand.label} does not support aggregate operator ${name}`,
    );
  return `${name}(${operand.sql})`;
}

const countOperand = (label: string): Operand => ({
  sql: 'COUNT(*)',
  kind: 'number',
  caseSensitive: false,
  isAggregate: true,
  label,
  resolved: null,
  isFormatted: false,
});

/**
 * convertCurrency needs an org with several currencies, which this one is not. The code is not confirmed against a real org.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_querying_currency_fields.htm
 */
export function noCurrencies(scope: Scope, token: string): Error {
  return malformed(
    scope.frame.text,
    token,
    `${token}: the org must have multiple currencies enabled`,
  );
}

/** A call inside of a call: convertTimezone in a date function (the user lives in GMT), anything in FORMAT. */
function nestedOperand(scope: Scope, fn: FunctionExp, inner: FunctionExp, label: string): Operand {
  const [outerName, name] = [fn.functionName, inner.functionName].map((one) => one?.toUpperCase());
  if (name === 'CONVERTCURRENCY') throw noCurrencies(scope, inner.functionName ?? '');
  if (name === 'CONVERTTIMEZONE')
    return functionOperand(scope, { ...fn, parameters: inner.parameters ?? [] });
  if (outerName === 'FORMAT') return { ...functionOperand(scope, inner), label, isFormatted: true };
  throw notImplemented(`The SOQL function call ${label}`);
}

/** Picklist values as SQL by their labels: toLabel(Status) = '…'. */
function labelSql(operand: Operand): string {
  const values = operand.resolved?.field.picklistValues ?? [];
  const cases = values.map(({ value, label }) => `WHEN ${sqlText(value)} THEN ${sqlText(label)}`);
  return cases.length === 0
    ? operand.sql
    : `CASE ${operand.sql} ${cases.join(' ')} ELSE ${operand.sql} END`;
}

function dateFunction(scope: Scope, name: string, operand: Operand, label: string): Operand {
  const part = DATE_PARTS[name];
  if (part === undefined && name !== 'DAY_ONLY') throw notImplemented(`The SOQL function ${name}`);
  if (operand.kind !== 'date' && operand.kind !== 'dateTime')
    throw invalidField(
      scope.frame.text,
      label,
      `field ${operand.label} does not support the function ${name}`,
    );
  return part === undefined
    ? { ...operand, sql: `substr(${operand.sql}, 1, 10)`, kind: 'date', label }
    : { ...operand, sql: part.replace('@', operand.sql), kind: 'number', label };
}

/** A function call as an operand: aggregates, GROUPING, parts of dates, FORMAT, toLabel; anything else is refused. */
export function functionOperand(scope: Scope, fn: FunctionExp): Operand {
  const name = (fn.functionName ?? '').toUpperCase();
  const label = fn.rawValue ?? name;
  const [parameter] = fn.parameters ?? [];
  if (name === 'CONVERTCURRENCY') throw noCurrencies(scope, fn.functionName ?? '');
  if (name === 'DISTANCE' || name === 'GEOLOCATION') throw notImplemented(`The SOQL ${name}`);
  if (name === 'COUNT' && parameter === undefined) return countOperand(label);
  if (typeof parameter !== 'string') {
    if (parameter === undefined) throw notImplemented(`The SOQL function call ${label}`);
    return nestedOperand(scope, fn, parameter, label);
  }
  const operand = fieldOperand(scope, parameter);
  if (isAggregateName(name)) {
    const keepsKind = name === 'MIN' || name === 'MAX';
    const sql = aggregateSql(name, operand, scope);
    return { ...operand, sql, kind: keepsKind ? operand.kind : 'number', isAggregate: true, label };
  }
  if (name === 'GROUPING')
    return { ...countOperand(label), sql: groupingMarker(operand.sql), resolved: null };
  if (name === 'FORMAT') return { ...operand, label, isFormatted: true };
  if (name === 'TOLABEL') return { ...operand, sql: labelSql(operand), resolved: null, label };
  return dateFunction(scope, name, operand, label);
}

function ignoresCase(operand: Operand): boolean {
  return operand.kind === 'text' && !operand.caseSensitive;
}

/** A text as a SQL literal. */
function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** For comparing with ASCII: without regard to case unless the field is case-sensitive, and along an index. */
export function collated(operand: Operand): string {
  return ignoresCase(operand) ? `${operand.sql} COLLATE NOCASE` : operand.sql;
}

/** For sorting and grouping: as `collated`, for the letters of every script. */
export function folded(operand: Operand): string {
  return ignoresCase(operand) ? `fold(${operand.sql})` : operand.sql;
}

/** True where comparing with `value` must know more letters than ASCII's. */
export function needsFolding(operand: Operand, value: string | number): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII begins at 0
  return ignoresCase(operand) && typeof value === 'string' && /[^\x00-\x7f]/.test(value);
}

/**
 * What rows are sorted by: picklists by the order of their values, then text without case.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_orderby.htm
 */
export function sortSql(operand: Operand): string[] {
  const field = operand.resolved?.field;
  if (field?.type !== 'Picklist' || operand.sql !== operand.resolved?.sql) return [folded(operand)];
  const cases = field.picklistValues.map(
    ({ value }, index) => `WHEN ${collated(operand)} = ${sqlText(value)} THEN ${index}`,
  );
  if (cases.length === 0) return [folded(operand)];
  const rank = `CASE WHEN ${operand.sql} IS NULL THEN NULL ${cases.join(' ')} ELSE ${cases.length} END`;
  return [rank, folded(operand)];
}

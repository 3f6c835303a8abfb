import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../../api/api-error.ts';
import { invalidField, malformed } from './query-errors.ts';
import type { ValueKind } from './schema-names.ts';
import { storedSql, type ResolvedField, type Scope } from './scope.ts';

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
}

const DATE_PARTS: Record<string, string> = {
  CALENDAR_YEAR: "CAST(strftime('%Y', @) AS INTEGER)",
  FISCAL_YEAR: "CAST(strftime('%Y', @) AS INTEGER)",
  CALENDAR_QUARTER: "((CAST(strftime('%m', @) AS INTEGER) + 2) / 3)",
  FISCAL_QUARTER: "((CAST(strftime('%m', @) AS INTEGER) + 2) / 3)",
  CALENDAR_MONTH: "CAST(strftime('%m', @) AS INTEGER)",
  FISCAL_MONTH: "CAST(strftime('%m', @) AS INTEGER)",
  DAY_IN_MONTH: "CAST(strftime('%d', @) AS INTEGER)",
  DAY_IN_WEEK: "(CAST(strftime('%w', @) AS INTEGER) + 1)",
  DAY_IN_YEAR: "CAST(strftime('%j', @) AS INTEGER)",
  HOUR_IN_DAY: "CAST(strftime('%H', @) AS INTEGER)",
};

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** True for COUNT, SUM and the like, in any letter case. */
export function isAggregateName(name: string | undefined): boolean {
  return AGGREGATES.has((name ?? '').toUpperCase());
}

/** A plain field as an operand. `use` says what for, in case it is refused: "Filtering". */
export function fieldOperand(scope: Scope, path: string, use: string): Operand {
  const resolved = scope.resolve(path);
  return {
    sql: storedSql(resolved, use),
    kind: resolved.kind,
    caseSensitive: resolved.field.caseSensitive || resolved.kind === 'id',
    isAggregate: false,
    label: path,
    resolved,
  };
}

function aggregateSql(name: string, operand: Operand, scope: Scope): string {
  if (name === 'COUNT') return `COUNT(${operand.sql})`;
  if (name === 'COUNT_DISTINCT') return `COUNT(DISTINCT ${collated(operand)})`;
  const numeric = name === 'SUM' || name === 'AVG';
  const unordered = ['boolean', 'longText', 'multiPicklist'].includes(operand.kind);
  if ((numeric && operand.kind !== 'number') || unordered)
    throw malformed(
      scope.frame.text,
      operand.label,
      `field ${operand.label} does not support aggregate operator ${name}`,
    );
  return `${name}(${operand.sql})`;
}

/** A function call as an operand: aggregates, parts of dates, DAY_ONLY; anything else is refused. */
export function functionOperand(scope: Scope, fn: FunctionExp, use: string): Operand {
  const name = (fn.functionName ?? '').toUpperCase();
  const label = fn.rawValue ?? name;
  const [parameter] = fn.parameters ?? [];
  if (name === 'COUNT' && parameter === undefined)
    return {
      sql: 'COUNT(*)',
      kind: 'number',
      caseSensitive: false,
      isAggregate: true,
      label,
      resolved: null,
    };
  if (typeof parameter !== 'string') {
    if (parameter?.functionName?.toUpperCase() === 'CONVERTTIMEZONE')
      return functionOperand(scope, { ...fn, parameters: parameter.parameters ?? [] }, use);
    throw notImplemented(`The SOQL function call ${label}`);
  }
  const operand = fieldOperand(scope, parameter, use);
  if (isAggregateName(name)) {
    const keepsKind = name === 'MIN' || name === 'MAX';
    const sql = aggregateSql(name, operand, scope);
    return { ...operand, sql, kind: keepsKind ? operand.kind : 'number', isAggregate: true, label };
  }
  const isDate = operand.kind === 'date' || operand.kind === 'dateTime';
  const part = DATE_PARTS[name];
  if ((part !== undefined || name === 'DAY_ONLY') && !isDate)
    throw invalidField(
      scope.frame.text,
      label,
      `field ${parameter} does not support the function ${name}`,
    );
  if (part !== undefined)
    return { ...operand, sql: part.replace('@', operand.sql), kind: 'number', label };
  if (name === 'DAY_ONLY')
    return { ...operand, sql: `substr(${operand.sql}, 1, 10)`, kind: 'date', label };
  throw notImplemented(`The SOQL function ${name}`);
}

/** Text compares, sorts and groups without regard to case, unless the field is case-sensitive. */
export function collated(operand: Operand): string {
  const ignoresCase = operand.kind === 'text' && !operand.caseSensitive;
  return ignoresCase ? `${operand.sql} COLLATE NOCASE` : operand.sql;
}

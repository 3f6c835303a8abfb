import { notImplemented } from '../../api/api-error.ts';
import type { Comparison, ConditionTree } from './conditions.ts';
import {
  collated,
  fieldOperand,
  functionOperand,
  needsFolding,
  type Operand,
} from './functions.ts';
import { literalValue, unquote, type LiteralValue } from './literals.ts';
import { invalidField, malformed } from './query-errors.ts';
import type { Scope } from './scope.ts';

/** A piece of SQL and the values of its `?`, in order. */
export interface Fragment {
  sql: string;
  parameters: (string | number)[];
}

/** What differs between WHERE and HAVING. */
export interface ConditionRules {
  /** Compiles a semi-join's sub-select; given from outside because a sub-select is a whole query again. */
  subselect: (comparison: Comparison) => Fragment;
  /** True in HAVING only. */
  aggregates: boolean;
}

const fragment = (sql: string, ...parameters: (string | number)[]): Fragment => ({
  sql,
  parameters,
});

function joined(parts: readonly Fragment[], operator: string): Fragment {
  return {
    sql: `(${parts.map((part) => part.sql).join(` ${operator} `)})`,
    parameters: parts.flatMap((part) => part.parameters),
  };
}

/** SOQL knows true and false only: what SQLite calls NULL is false, so NOT of it is true. */
function negated(part: Fragment): Fragment {
  return { sql: `(NOT COALESCE(${part.sql}, 0))`, parameters: part.parameters };
}

function isNull(operand: Operand): Fragment {
  return fragment(
    operand.kind === 'boolean' ? `COALESCE(${operand.sql}, 0) = 0` : `${operand.sql} IS NULL`,
  );
}

function equals(operand: Operand, literal: LiteralValue): Fragment {
  if (literal.kind === 'null') return isNull(operand);
  if (literal.kind === 'range')
    return fragment(`(${operand.sql} >= ? AND ${operand.sql} < ?)`, literal.start, literal.end);
  if (operand.kind === 'boolean') return fragment(`COALESCE(${operand.sql}, 0) = ?`, literal.value);
  return compared(operand, '=', literal.value);
}

/** Compares text without case: along an index where ASCII will do, else by the letters of every script. */
function compared(operand: Operand, operator: string, value: string | number): Fragment {
  if (typeof value === 'string' && needsFolding(operand, value))
    return fragment(`fold(${operand.sql}) ${operator} ?`, value.toLowerCase());
  return fragment(`${collated(operand)} ${operator} ?`, value);
}

/** Comparing with a stretch of time: `>` starts after its end, `<=` reaches into it. */
function ordered(
  operand: Operand,
  operator: string,
  literal: LiteralValue,
  scope: Scope,
): Fragment {
  if (literal.kind === 'null' || ['boolean', 'id', 'multiPicklist'].includes(operand.kind))
    throw invalidField(
      scope.frame.text,
      operand.label,
      `invalid operator on ${operand.kind === 'id' ? 'id' : 'null or boolean'} field`,
    );
  if (literal.kind === 'value') return compared(operand, operator, literal.value);
  const strict = operator === '<' || operator === '>=';
  const bound = strict ? literal.start : literal.end;
  return fragment(`${operand.sql} ${operator.startsWith('<') ? '<' : '>='} ?`, bound);
}

function like(operand: Operand, comparison: Comparison, scope: Scope): Fragment {
  if (operand.kind !== 'text')
    throw invalidField(scope.frame.text, operand.label, 'invalid operator on id field');
  const [literal] = comparison.values;
  if (literal?.type !== 'STRING')
    throw malformed(scope.frame.text, operand.label, 'LIKE needs a string in single quotes');
  const pattern = unquote(literal.text, true);
  return needsFolding(operand, pattern)
    ? fragment(`fold(${operand.sql}) LIKE ? ESCAPE '\\'`, pattern.toLowerCase())
    : fragment(`${operand.sql} LIKE ? ESCAPE '\\'`, pattern);
}

function isIn(operand: Operand, comparison: Comparison, scope: Scope): Fragment {
  const literals = comparison.values.map((value) => literalValue(scope.frame, operand, value));
  const isPlain = (literal: LiteralValue) =>
    literal.kind === 'value' && !needsFolding(operand, literal.value);
  const plain = literals.flatMap((literal) =>
    literal.kind === 'value' && isPlain(literal) ? [literal.value] : [],
  );
  const rest = literals.filter((literal) => !isPlain(literal));
  const parts = rest.map((literal) => equals(operand, literal));
  if (plain.length > 0)
    parts.push(
      fragment(`${collated(operand)} IN (SELECT value FROM json_each(?))`, JSON.stringify(plain)),
    );
  return joined(parts, 'OR');
}

/** INCLUDES ('a;b', 'c'): holds both a and b, or c. Stored as "a;b;c". */
function includes(operand: Operand, comparison: Comparison, scope: Scope): Fragment {
  if (operand.kind !== 'multiPicklist')
    throw invalidField(
      scope.frame.text,
      operand.label,
      `${comparison.operator} is only supported on multi-select picklist fields`,
    );
  const choices = comparison.values.map((value) => {
    const wanted = unquote(value.text).split(';');
    return joined(
      wanted.map((one) => fragment(`instr(';' || ${operand.sql} || ';', ?) > 0`, `;${one};`)),
      'AND',
    );
  });
  return joined(choices, 'OR');
}

function compileComparison(scope: Scope, comparison: Comparison, rules: ConditionRules): Fragment {
  const operand =
    'fn' in comparison.operand
      ? functionOperand(scope, comparison.operand.fn)
      : fieldOperand(scope, comparison.operand.field);
  if (operand.isAggregate && !rules.aggregates)
    throw malformed(
      scope.frame.text,
      operand.label,
      `Aggregate functions are not allowed in a WHERE clause: ${operand.label}`,
    );
  if (['longText', 'blob', 'location'].includes(operand.kind))
    throw invalidField(
      scope.frame.text,
      operand.label,
      `field '${operand.label}' can not be filtered in a query call`,
    );
  if (comparison.subselect !== null) {
    const inner = rules.subselect(comparison);
    const semi = { sql: `${operand.sql} IN (${inner.sql})`, parameters: inner.parameters };
    return comparison.operator === 'NOT IN' ? negated(semi) : semi;
  }
  const literal = (): LiteralValue =>
    literalValue(scope.frame, operand, comparison.values[0] ?? { text: 'null', type: 'NULL' });
  switch (comparison.operator) {
    case '=':
      return equals(operand, literal());
    case '!=':
    case '<>':
      return negated(equals(operand, literal()));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operand, comparison.operator, literal(), scope);
    case 'LIKE':
      return like(operand, comparison, scope);
    case 'IN':
      return isIn(operand, comparison, scope);
    case 'NOT IN':
      return negated(isIn(operand, comparison, scope));
    case 'INCLUDES':
      return includes(operand, comparison, scope);
    case 'EXCLUDES':
      return negated(includes(operand, comparison, scope));
    default:
      throw notImplemented(`The SOQL operator ${comparison.operator}`);
  }
}

/** A condition tree as SQL. Resolving its paths adds the joins that they need to the scope. */
export function compileConditions(
  scope: Scope,
  tree: ConditionTree,
  rules: ConditionRules,
): Fragment {
  switch (tree.kind) {
    case 'comparison':
      return compileComparison(scope, tree.comparison, rules);
    case 'not':
      return negated(compileConditions(scope, tree.item, rules));
    case 'and':
    case 'or':
      return joined(
        tree.items.map((item) => compileConditions(scope, item, rules)),
        tree.kind,
      );
  }
}

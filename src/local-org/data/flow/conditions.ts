import { FormulaError } from '../formula-parser.ts';
import {
  asText, compareValues, isBlank, sameValue, type FormulaValue,
} from '../formula-values.ts'; // prettier-ignore
import { notImplemented } from '../row-error.ts';
import { isCollection, isNothing, isPlain, itemsOf, sameItem, type FlowData } from './values.ts';

type Test = (left: FormulaValue, right: FormulaValue) => boolean;

function ordered(test: (order: number) => boolean): Test {
  return (left, right) => {
    if (isBlank(left) || isBlank(right)) return false;
    const order = compareValues(left, right);
    return order !== null && test(order);
  };
}

const same: Test = (left, right) => {
  if (isBlank(left) || isBlank(right)) return isBlank(left) === isBlank(right);
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase();
  }
  return sameValue(left, right);
};

/** Flow condition operators by their metadata names; text is compared without case, as flows do. */
const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['EqualTo', same],
  ['NotEqualTo', (left, right) => !same(left, right)],
  ['LessThan', ordered((order) => order < 0)],
  ['LessThanOrEqualTo', ordered((order) => order <= 0)],
  ['GreaterThan', ordered((order) => order > 0)],
  ['GreaterThanOrEqualTo', ordered((order) => order >= 0)],
  ['IsNull', (left, right) => isBlank(left) === right],
  ['IsBlank', (left, right) => isBlank(left) === right],
  ['Contains', (left, right) => asText(left).toLowerCase().includes(asText(right).toLowerCase())],
  [
    'StartsWith',
    (left, right) => asText(left).toLowerCase().startsWith(asText(right).toLowerCase()),
  ],
  ['EndsWith', (left, right) => asText(left).toLowerCase().endsWith(asText(right).toLowerCase())],
]);

/** Whether one condition holds; an operator the interpreter does not know is a loud error. */
export function holds(operator: string, left: FormulaValue, right: FormulaValue): boolean {
  const test = tests.get(operator);
  if (test === undefined) throw notImplemented(`the flow operator '${operator}'`);
  return test(left, right);
}

/** The tests that collections and records take too; null where the operator is one of single values only. */
function holdsForMany(operator: string, left: FlowData, right: FlowData): boolean | null {
  switch (operator) {
    case 'IsNull':
      return isNothing(left) === right;
    case 'IsEmpty':
      return (itemsOf(left).length === 0) === right;
    case 'In':
      return itemsOf(right).some((item) => isPlain(item) && isPlain(left) && same(left, item));
    case 'NotIn':
      return holdsForMany('In', left, right) === false;
    case 'Contains':
      if (!isCollection(left)) return null;
      return itemsOf(right).every((item) => left.items.some((other) => sameItem(other, item)));
    default:
      return null;
  }
}

/** Whether a condition holds for whatever a flow's resources may hold. */
export function holdsForData(operator: string, left: FlowData, right: FlowData): boolean {
  const many = holdsForMany(operator, left, right);
  if (many !== null) return many;
  if (isPlain(left) && isPlain(right)) return holds(operator, left, right);
  throw notImplemented(`the flow operator '${operator}' on a record or a collection`);
}

/** Combines conditions by "and", "or", or a custom logic like "1 AND (2 OR 3)". */
export function combine(logic: string, results: readonly boolean[]): boolean {
  const word = logic.trim().toLowerCase();
  if (word === 'and' || word === '') return results.every(Boolean);
  if (word === 'or') return results.some(Boolean);
  return customLogic(logic, results);
}

function customLogic(logic: string, results: readonly boolean[]): boolean {
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let at = 0;
  const primary = (): boolean => {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') return !primary();
    if (token === '(') {
      const inner = either();
      at += 1;
      return inner;
    }
    const result = results[Number(token) - 1];
    if (result === undefined)
      throw new FormulaError(`The condition logic '${logic}' is not valid.`);
    return result;
  };
  const both = (): boolean => {
    let result = primary();
    while (tokens[at] === 'AND') {
      at += 1;
      result = primary() && result;
    }
    return result;
  };
  const either = (): boolean => {
    let result = both();
    while (tokens[at] === 'OR') {
      at += 1;
      result = both() || result;
    }
    return result;
  };
  return either();
}

import { compileCall } from './formula-functions.ts';
import { FormulaError, parseFormulaText, type FormulaNode } from './formula-parser.ts';
import {
  add, asBoolean, asNumber, compareValues, decimal, sameValue, subtract, toText,
  type Evaluator, type FormulaScope, type FormulaValue,
} from './formula-values.ts'; // prettier-ignore

type Binary = (left: FormulaValue, right: FormulaValue) => FormulaValue;

function divide(left: FormulaValue, right: FormulaValue): number {
  if (asNumber(right) === 0) throw new FormulaError('Division by zero');
  return decimal(asNumber(left) / asNumber(right));
}

function compared(test: (order: number) => boolean): Binary {
  return (left, right) => {
    const order = compareValues(left, right);
    return order !== null && test(order);
  };
}

const operators: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['=', sameValue],
  ['==', sameValue],
  ['<>', (left, right) => !sameValue(left, right)],
  ['!=', (left, right) => !sameValue(left, right)],
  ['<', compared((order) => order < 0)],
  ['<=', compared((order) => order <= 0)],
  ['>', compared((order) => order > 0)],
  ['>=', compared((order) => order >= 0)],
  ['&', (left, right) => toText(left) + toText(right)],
  ['+', add],
  ['-', subtract],
  ['*', (left, right) => decimal(asNumber(left) * asNumber(right))],
  ['/', divide],
  ['^', (left, right) => decimal(asNumber(left) ** asNumber(right))],
]);

function compileBinary(operator: string, left: Evaluator, right: Evaluator): Evaluator {
  if (operator === '&&') return (scope) => asBoolean(left(scope)) && asBoolean(right(scope));
  if (operator === '||') return (scope) => asBoolean(left(scope)) || asBoolean(right(scope));
  const apply = operators.get(operator);
  if (apply === undefined) throw new FormulaError(`Syntax error. Found '${operator}'`);
  return (scope) => apply(left(scope), right(scope));
}

function compileNode(node: FormulaNode): Evaluator {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'field': {
      const { path } = node;
      return (scope) => scope.value(path);
    }
    case 'unary': {
      const operand = compileNode(node.operand);
      if (node.operator === '!') return (scope) => !asBoolean(operand(scope));
      return node.operator === '-'
        ? (scope) => -asNumber(operand(scope))
        : (scope) => asNumber(operand(scope));
    }
    case 'binary':
      return compileBinary(node.operator, compileNode(node.left), compileNode(node.right));
    case 'call':
      return compileCall(node.name, node.args, node.args.map(compileNode));
  }
}

/** Every node of a formula, itself first. */
function nodesOf(node: FormulaNode): FormulaNode[] {
  switch (node.kind) {
    case 'call':
      return [node, ...node.args.flatMap(nodesOf)];
    case 'unary':
      return [node, ...nodesOf(node.operand)];
    case 'binary':
      return [node, ...nodesOf(node.left), ...nodesOf(node.right)];
    default:
      return [node];
  }
}

interface CompiledFormula {
  evaluate: Evaluator;
  fields: string[];
  functions: string[];
}

const compiled = new Map<string, CompiledFormula>();

/** Parses and compiles once per text and process: rules run on every row, and their number is small. */
function compileFormula(formula: string): CompiledFormula {
  const known = compiled.get(formula);
  if (known !== undefined) return known;
  const node = parseFormulaText(formula);
  const nodes = nodesOf(node);
  const fields = nodes.flatMap((one) => (one.kind === 'field' ? [one.path] : []));
  const functions = nodes.flatMap((one) => (one.kind === 'call' ? [one.name] : []));
  const made = {
    evaluate: compileNode(node),
    fields: [...new Set(fields)],
    functions: [...new Set(functions)],
  };
  compiled.set(formula, made);
  return made;
}

/** The fields and globals a formula names, each once, as written (`Partner__r.Name`, `$User.Id`). Throws FormulaError. */
export function referencedFields(formula: string): string[] {
  return compileFormula(formula).fields;
}

/** The functions a formula calls, each once, in capitals. Throws FormulaError. */
export function calledFunctions(formula: string): string[] {
  return compileFormula(formula).functions;
}

/** What is wrong with a formula's text in Salesforce's words, or null: for the deploy checker. Knows nothing of fields. */
export function formulaProblem(formula: string): string | null {
  try {
    compileFormula(formula);
    return null;
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
}

/** The formula's value on what `scope` shows of the record; throws FormulaError where Salesforce would show #Error!. */
export function evaluateFormula(formula: string, scope: FormulaScope): FormulaValue {
  return compileFormula(formula).evaluate(scope);
}

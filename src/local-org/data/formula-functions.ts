import { callLibrary, libraryArity, type Arity } from './formula-library.ts';
import { FormulaError, type FormulaNode } from './formula-parser.ts';
import {
  asBoolean, asNumber, asText, isBlank, sameValue, toText, type Evaluator, type FormulaValue,
} from './formula-values.ts'; // prettier-ignore

interface FunctionDefinition extends Arity {
  compile(args: readonly Evaluator[], nodes: readonly FormulaNode[]): Evaluator;
}

const none: Evaluator = () => null;
const at = (args: readonly Evaluator[], position: number): Evaluator => args[position] ?? none;

function define(
  min: number,
  max: number,
  compile: FunctionDefinition['compile'],
): FunctionDefinition {
  return { min, max, compile };
}

/** A function of values that are all known, like most of them. */
function plain(
  count: number,
  body: (first: FormulaValue, second: FormulaValue) => FormulaValue,
): FunctionDefinition {
  return define(count, count, (args) => {
    const [first, second] = [at(args, 0), at(args, 1)];
    return (scope) => body(first(scope), second(scope));
  });
}

function fieldPath(name: string, nodes: readonly FormulaNode[]): string {
  const [node] = nodes;
  if (node?.kind !== 'field') {
    throw new FormulaError(
      `Incorrect parameter for function '${name}()'. Expected Field Reference`,
    );
  }
  return node.path;
}

function compileCase(args: readonly Evaluator[]): Evaluator {
  if (args.length % 2 !== 0) {
    throw new FormulaError(
      `Incorrect number of parameters for function 'CASE()'. Expected ${args.length - 1}, received ${args.length}`,
    );
  }
  return (scope) => {
    const subject = at(args, 0)(scope);
    for (let position = 1; position < args.length - 1; position += 2) {
      if (sameValue(subject, at(args, position)(scope))) return at(args, position + 1)(scope);
    }
    return at(args, args.length - 1)(scope);
  };
}

const midnight = (now: Date): number => Math.floor(now.getTime() / 86_400_000) * 86_400_000;

const compiledPatterns = new Map<string, RegExp>();

/** REGEX() wants the whole text to match. Java's and JavaScript's patterns agree in what rules commonly use. */
function matches(text: string, pattern: string): boolean {
  let compiled = compiledPatterns.get(pattern);
  if (compiled === undefined) {
    compiled = new RegExp(`^(?:${pattern})$`, 's');
    compiledPatterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

function find(args: readonly Evaluator[]): Evaluator {
  return (scope) => {
    const wanted = asText(at(args, 0)(scope));
    const start = args.length > 2 ? asNumber(at(args, 2)(scope)) : 1;
    if (wanted === '' || start < 1) return 0;
    return asText(at(args, 1)(scope)).indexOf(wanted, start - 1) + 1;
  };
}

function numberOf(text: string): number | null {
  const trimmed = text.trim();
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed) ? Number(trimmed) : null;
}

const logic: Record<string, FunctionDefinition> = {
  AND: define(1, Infinity, (args) => (scope) => args.every((arg) => asBoolean(arg(scope)))),
  OR: define(1, Infinity, (args) => (scope) => args.some((arg) => asBoolean(arg(scope)))),
  NOT: plain(1, (value) => !asBoolean(value)),
  IF: define(3, 3, (args) => {
    const [test, yes, no] = [at(args, 0), at(args, 1), at(args, 2)];
    return (scope) => (asBoolean(test(scope)) ? yes(scope) : no(scope));
  }),
  CASE: define(4, Infinity, compileCase),
  ISBLANK: plain(1, isBlank),
  ISNULL: plain(1, isBlank),
  BLANKVALUE: plain(2, (value, substitute) => (isBlank(value) ? substitute : value)),
  NULLVALUE: plain(2, (value, substitute) => (value === null ? substitute : value)),
  ISPICKVAL: plain(2, (value, wanted) => asText(value) === asText(wanted)),
  INCLUDES: plain(2, (value, wanted) => asText(value).split(';').includes(asText(wanted))),
  ISNUMBER: plain(1, (value) => numberOf(asText(value)) !== null),
  ISNEW: define(0, 0, () => (scope) => scope.isNew),
  ISCHANGED: define(1, 1, (_args, nodes) => {
    const path = fieldPath('ISCHANGED', nodes);
    return (scope) => {
      if (scope.isNew) return false;
      const [now, before] = [scope.value(path), scope.prior(path)];
      return isBlank(now) !== isBlank(before) || !sameValue(now, before);
    };
  }),
  PRIORVALUE: define(1, 1, (_args, nodes) => {
    const path = fieldPath('PRIORVALUE', nodes);
    return (scope) => scope.prior(path);
  }),
};

const textAndTime: Record<string, FunctionDefinition> = {
  TEXT: plain(1, toText),
  VALUE: plain(1, (value) => numberOf(asText(value))),
  LEN: plain(1, (value) => asText(value).length),
  BEGINS: plain(2, (value, start) => asText(value).startsWith(asText(start))),
  CONTAINS: plain(2, (value, part) => asText(value).includes(asText(part))),
  REGEX: plain(2, (value, pattern) => matches(asText(value), asText(pattern))),
  RIGHT: plain(2, (value, count) => {
    const text = asText(value);
    return text.slice(Math.max(0, text.length - Math.max(0, asNumber(count))));
  }),
  FIND: define(2, 3, find),
  TODAY: define(0, 0, () => (scope) => ({ kind: 'date', ms: midnight(scope.now) })),
  NOW: define(0, 0, () => (scope) => ({ kind: 'datetime', ms: scope.now.getTime() })),
};

const own: ReadonlyMap<string, FunctionDefinition> = new Map([
  ...Object.entries(logic),
  ...Object.entries(textAndTime),
]);

/**
 * Functions that Salesforce has and that are not evaluated here.
 * https://help.salesforce.com/s/articleView?id=platform.customize_functions.htm
 */
const notEvaluated: ReadonlySet<string> = new Set([
  'ACOS', 'ASCII', 'ASIN', 'ATAN', 'ATAN2', 'CHR', 'COS', 'CURRENCYRATE', 'DAYOFYEAR', 'DISTANCE', 'FORMATDURATION',
  'FROMUNIXTIME', 'GEOLOCATION', 'GETRECORDIDS', 'GETSESSIONID', 'HTMLENCODE', 'IMAGEPROXYURL', 'INCLUDE', 'INITCAP',
  'ISCLONE', 'ISOWEEK', 'ISOYEAR', 'JSENCODE', 'JSINHTMLENCODE', 'JUNCTIONIDLIST', 'LINKTO', 'MILLISECOND',
  'PARENTGROUPVAL', 'PI', 'PICKLISTCOUNT', 'PREDICT', 'PREVGROUPVAL', 'REQUIRESCRIPT', 'REVERSE', 'SIN', 'TAN',
  'TIMENOW', 'TIMEVALUE', 'TRUNC', 'UNIXTIMESTAMP', 'URLENCODE', 'URLFOR', 'VLOOKUP',
]); // prettier-ignore

function checkCount(name: string, { min, max }: Arity, received: number): void {
  if (received >= min && received <= max) return;
  throw new FormulaError(
    `Incorrect number of parameters for function '${name}()'. Expected ${received < min ? min : max}, received ${received}`,
  );
}

/** The evaluator of a call; throws FormulaError for an unknown function or a wrong number of parameters. */
export function compileCall(
  name: string,
  nodes: readonly FormulaNode[],
  args: readonly Evaluator[],
): Evaluator {
  const definition = own.get(name);
  if (definition !== undefined) {
    checkCount(name, definition, args.length);
    return definition.compile(args, nodes);
  }
  const arity = libraryArity(name);
  if (notEvaluated.has(name)) {
    throw new FormulaError(`NOT_IMPLEMENTED_LOCALLY: the local org does not evaluate ${name}()`);
  }
  if (arity === null) throw new FormulaError(`Unknown function ${name}. Check spelling.`);
  checkCount(name, arity, args.length);
  return (scope) => callLibrary(name, args.map((arg) => arg(scope))); // prettier-ignore
}

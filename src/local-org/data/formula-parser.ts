/** A formula cannot be understood or evaluated; the message is in Salesforce's words where it has words for it. */
export class FormulaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormulaError';
  }
}

export type FormulaNode =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'field'; path: string }
  | { kind: 'call'; name: string; args: FormulaNode[] }
  | { kind: 'unary'; operator: string; operand: FormulaNode }
  | { kind: 'binary'; operator: string; left: FormulaNode; right: FormulaNode };

interface Token {
  type: 'number' | 'text' | 'name' | 'symbol';
  text: string;
}

const pattern = new RegExp(
  [
    String.raw`(?<blank>\s+|/\*[\s\S]*?\*/)`,
    String.raw`(?<text>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')`,
    String.raw`(?<number>\d+(?:\.\d+)?)`,
    String.raw`(?<merge>\{![^}]*\})`,
    String.raw`(?<name>[$A-Za-z_]\w*(?:[.:][$A-Za-z_]\w*)*)`,
    String.raw`(?<symbol>&&|\|\||<>|!=|==|<=|>=|[-+*/^&<>=!(),])`,
  ].join('|'),
  'y',
);

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\([\s\S])/g, (_whole, escaped: string) => escapes[escaped] ?? escaped);
}

function tokenise(formula: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < formula.length) {
    const found = formula[pattern.lastIndex] ?? '';
    const groups = pattern.exec(formula)?.groups;
    if (groups === undefined) throw new FormulaError(`Syntax error. Found '${found}'`);
    const { text, number, merge, name, symbol } = groups;
    if (text !== undefined) tokens.push({ type: 'text', text: unquote(text) });
    else if (number !== undefined) tokens.push({ type: 'number', text: number });
    else if (merge !== undefined) tokens.push({ type: 'name', text: merge.slice(2, -1).trim() });
    else if (name !== undefined) tokens.push({ type: 'name', text: name });
    else if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol });
  }
  return tokens;
}

/** Binding power of the operators, loosest first, as Salesforce documents it; `&` joins text looser than `+`. */
const power: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2, '=': 3, '==': 3, '<>': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4,
  '&': 5, '+': 6, '-': 6, '*': 7, '/': 7, '^': 9,
}; // prettier-ignore
const unaryPower = 8;

const words: Readonly<Record<string, boolean | null>> = { TRUE: true, FALSE: false, NULL: null };

/** Reads one list of tokens from left to right by operator precedence. */
class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  whole(): FormulaNode {
    const node = this.#expression(0);
    const extra = this.#tokens[this.#at];
    if (extra !== undefined) throw new FormulaError(`Syntax error. Extra '${extra.text}'`);
    return node;
  }

  #isSymbol(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.type === 'symbol' && token.text === text;
  }

  #expect(text: string): void {
    if (!this.#isSymbol(text)) throw new FormulaError(`Syntax error. Missing '${text}'`);
    this.#at += 1;
  }

  #expression(floor: number): FormulaNode {
    let left = this.#operand();
    for (;;) {
      const token = this.#tokens[this.#at];
      const strength = token?.type === 'symbol' ? power[token.text] : undefined;
      if (token === undefined || strength === undefined || strength <= floor) return left;
      this.#at += 1;
      left = { kind: 'binary', operator: token.text, left, right: this.#expression(strength) };
    }
  }

  #operand(): FormulaNode {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new FormulaError('Syntax error. Found end of formula');
    this.#at += 1;
    if (token.type === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.type === 'text') return { kind: 'literal', value: token.text };
    if (token.type === 'name') return this.#named(token.text);
    if (token.text === '(') {
      const inner = this.#expression(0);
      this.#expect(')');
      return inner;
    }
    if (['-', '+', '!'].includes(token.text)) {
      return { kind: 'unary', operator: token.text, operand: this.#expression(unaryPower) };
    }
    throw new FormulaError(`Syntax error. Found '${token.text}'`);
  }

  #named(name: string): FormulaNode {
    if (this.#isSymbol('(')) return { kind: 'call', name: name.toUpperCase(), args: this.#list() };
    const word = words[name.toUpperCase()];
    return word === undefined ? { kind: 'field', path: name } : { kind: 'literal', value: word };
  }

  #list(): FormulaNode[] {
    this.#expect('(');
    const args: FormulaNode[] = [];
    while (!this.#isSymbol(')')) {
      if (args.length > 0) this.#expectComma();
      args.push(this.#expression(0));
    }
    this.#at += 1;
    return args;
  }

  #expectComma(): void {
    if (!this.#isSymbol(',')) throw new FormulaError("Syntax error. Missing ')'");
    this.#at += 1;
  }
}

/**
 * The tree of a formula, from a validation rule, a formula field, a default value or a flow (whose `{!Name}` merge fields
 * are plain names here). Formulon's own grammar knows neither comments nor `-Field__c` nor escaped quotes, hence ours.
 */
export function parseFormulaText(formula: string): FormulaNode {
  return new Parser(tokenise(formula)).whole();
}

import type {
  HavingClause,
  FunctionExp,
  LiteralType,
  Query,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { malformed } from './query-errors.ts';

/** One comparison: a field path or function on the left; values, or a sub-select, on the right. */
export interface Comparison {
  operand: { field: string } | { fn: FunctionExp };
  operator: string;
  values: { text: string; type: LiteralType }[];
  /** True where the right side stood in parentheses. */
  isList: boolean;
  subselect: Query | null;
}

export type ConditionTree =
  | { kind: 'and' | 'or'; items: ConditionTree[] }
  | { kind: 'not'; item: ConditionTree }
  | { kind: 'comparison'; comparison: Comparison };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison;

type Chain = WhereClause | HavingClause;

function toComparison(left: object): Comparison {
  // The parser's union of condition shapes is read by the properties that are present.
  const condition = left as {
    field?: string;
    fn?: FunctionExp;
    operator: string;
    value?: string | string[];
    literalType?: LiteralType | LiteralType[];
    valueQuery?: Query;
  };
  const texts = condition.value === undefined ? [] : [condition.value].flat();
  const types = [condition.literalType ?? 'STRING'].flat();
  return {
    operand: condition.fn === undefined ? { field: condition.field ?? '' } : { fn: condition.fn },
    operator: condition.operator.toUpperCase(),
    values: texts.map((text, index) => ({ text, type: types[index] ?? types[0] ?? 'STRING' })),
    isList: Array.isArray(condition.value),
    subselect: condition.valueQuery ?? null,
  };
}

/** The parser's right-leaning chain, laid out flat with its parentheses as tokens again. */
function flatten(chain: Chain): Token[] {
  const tokens: Token[] = [];
  let link: Chain | undefined = chain;
  while (link !== undefined) {
    const left: { openParen?: number; closeParen?: number; operator?: string } | null = link.left;
    for (let open = left?.openParen ?? 0; open > 0; open--) tokens.push('(');
    if (left?.operator !== undefined) tokens.push(toComparison(left));
    for (let close = left?.closeParen ?? 0; close > 0; close--) tokens.push(')');
    if ('operator' in link) {
      tokens.push(link.operator);
      link = link.right;
    } else link = undefined;
  }
  return tokens;
}

/**
 * A WHERE or HAVING clause as a tree. Follows Salesforce's grammar: AND and OR may not be mixed without parentheses, and
 * NOT stands in front of one condition (https://github.com/apex-dev-tools/apex-parser, rule `logicalExpression`).
 */
export function conditionTree(chain: Chain, text: string): ConditionTree {
  const tokens = flatten(chain);
  let position = 0;
  const unexpected = (token: Token | undefined): never => {
    const name = typeof token === 'string' ? token : '<EOF>';
    throw malformed(text, name, `unexpected token: ${name}`);
  };
  const item = (): ConditionTree => {
    const token = tokens[position++];
    if (token === '(') {
      const inner = expression();
      const close = tokens[position++];
      return close === ')' ? inner : unexpected(close);
    }
    if (token === undefined || typeof token === 'string') return unexpected(token);
    return { kind: 'comparison', comparison: token };
  };
  const expression = (): ConditionTree => {
    if (tokens[position] === 'NOT') {
      position++;
      return { kind: 'not', item: item() };
    }
    const items = [item()];
    const joint = tokens[position];
    while (
      joint !== undefined &&
      joint === tokens[position] &&
      (joint === 'AND' || joint === 'OR')
    ) {
      position++;
      items.push(item());
    }
    const [only] = items;
    if (items.length === 1 && only !== undefined) return only;
    return { kind: joint === 'OR' ? 'or' : 'and', items };
  };
  const tree = expression();
  if (position < tokens.length) unexpected(tokens[position]);
  return tree;
}

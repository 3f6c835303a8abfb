import { page } from './page-context.js';

const recordPath = /^\{!Record\.([\w.]+)\}$/;
const globalPath = /^\{!\$(\w+)\.([\w.]+)\}$/;

/** The record's fields that a rule looks at, "Status__c" or "Partner__r.Tier__c". */
export function fieldsOfRule(rule) {
  return (rule?.criteria ?? [])
    .map(({ left }) => recordPath.exec(left)?.[1])
    .filter((path) => path !== undefined);
}

function globalValue(name, path) {
  if (name === 'Permission') {
    const [kind, permission] = path.split('.');
    if (kind === 'CustomPermission') return page.customPermissions[permission] === true;
    if (kind === 'StandardPermission') return page.userPermissions[permission] === true;
    return undefined;
  }
  if (name === 'Client' && path === 'FormFactor') return 'Large';
  return name === 'User' ? page.user[path] : undefined;
}

const text = (value) => (value === null || value === undefined ? '' : String(value));

function compare(value, right) {
  const isNumber = typeof value === 'number';
  if (isNumber) return value - Number(right);
  return text(value) < right ? -1 : Number(text(value) > right);
}

const operators = {
  EQUAL: (value, right) =>
    typeof value === 'number' ? value === Number(right) : text(value) === right,
  NE: (value, right) => !operators.EQUAL(value, right),
  GT: (value, right) => text(value) !== '' && compare(value, right) > 0,
  GE: (value, right) => text(value) !== '' && compare(value, right) >= 0,
  LT: (value, right) => text(value) !== '' && compare(value, right) < 0,
  LE: (value, right) => text(value) !== '' && compare(value, right) <= 0,
  CONTAINS: (value, right) => text(value).includes(right),
};

/** "1 AND (2 OR NOT 3)" over truths; AND binds no stronger than OR, because Salesforce asks for parentheses where both stand. */
function joined(filter, truths) {
  const tokens = filter.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  const term = () => {
    const token = tokens.shift();
    if (token === 'NOT') return !term();
    if (token === '(') {
      const inner = expression();
      tokens.shift();
      return inner;
    }
    return truths[Number(token) - 1] ?? false;
  };
  const expression = () => {
    let result = term();
    while (tokens[0] === 'AND' || tokens[0] === 'OR') {
      const operator = tokens.shift();
      const next = term();
      result = operator === 'AND' ? result && next : result || next;
    }
    return result;
  };
  return expression();
}

/**
 * Whether an item is shown for these values. `unknown` names criteria that the local org cannot judge: such an item is shown, with a
 * note, rather than silently left out.
 */
export function judge(rule, valueOf) {
  const unknown = [];
  const truths = rule.criteria.map(({ left, operator, right }) => {
    const path = recordPath.exec(left)?.[1];
    const [, name, rest] = globalPath.exec(left) ?? [];
    const value = path === undefined ? globalValue(name, rest) : valueOf(path);
    const isKnown =
      (path !== undefined || value !== undefined) && operators[operator] !== undefined;
    if (!isKnown) unknown.push(`${left} ${operator} ${right}`);
    return !isKnown || operators[operator](value, right);
  });
  const shown =
    rule.booleanFilter === null ? truths.every(Boolean) : joined(rule.booleanFilter, truths);
  return { shown, unknown };
}

import type { OrgQuery, OrgRecord } from './org.ts';
import { apiVersion } from './settings.ts';

/** Values per `IN (…)` and encoded characters per query: Salesforce refuses request lines over 16,384 bytes. */
const maxValues = 200;
const maxQueryLength = 12_000;

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * A SOQL string literal, quotes included (SOQL and SOSL reference, "Quoted String Escape Sequences"). Half a surrogate
 * pair, which no URL can carry, becomes the replacement character.
 */
export function soqlString(value: string): string {
  const wellFormed = Buffer.from(value).toString();
  const escaped = wellFormed.replace(/[\\'"\n\r\t\b\f]/g, (found) => escapes[found] ?? found);
  return `'${escaped}'`;
}

/** Percent-encoded, but for colons and commas, which a query string may hold and of which our keys are full. */
export function encodeSoql(soql: string): string {
  return encodeURIComponent(soql).replaceAll('%3A', ':').replaceAll('%2C', ',');
}

/** The path that runs a query, from the root of the host. */
export function queryPath(encodedSoql: string): string {
  return `/services/data/v${apiVersion}/query?q=${encodedSoql}`;
}

/** The same with the records that are in the Recycle Bin. */
export function queryAllPath(encodedSoql: string): string {
  return `/services/data/v${apiVersion}/queryAll?q=${encodedSoql}`;
}

/** One query of a question: the values it looks for and its path. */
export interface Lookup {
  values: string[];
  path: string;
}

/** The question without its values: what two callers must share to share a query. */
export type Question = Omit<OrgQuery, 'values'>;

/** Cuts the values of one question into queries of at most 200 values and 12,000 encoded characters. */
export function lookups(question: Question, values: readonly string[]): Lookup[] {
  const fields = [...new Set([...question.select, question.by])].join(',');
  const head = encodeSoql(`SELECT ${fields} FROM ${question.object} WHERE ${question.by} IN (`);
  const found: Lookup[] = [];
  let literals: string[] = [];
  let inside: string[] = [];
  let length = head.length;
  const flush = () => {
    if (inside.length === 0) return;
    found.push({ values: inside, path: queryPath(`${head}${literals.join(',')})`) });
    [literals, inside, length] = [[], [], head.length];
  };
  for (const value of values) {
    const literal = encodeSoql(soqlString(value));
    if (inside.length === maxValues || length + literal.length + 2 > maxQueryLength) flush();
    literals.push(literal);
    inside.push(value);
    length += literal.length + 1;
  }
  flush();
  return found;
}

/** The value at a path such as `Partnership__r.ExternalKey__c`; undefined where a parent on the way is empty. */
export function valueAt(record: OrgRecord, path: string): unknown {
  let at: unknown = record;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}

/**
 * The form in which a value asked for and a value found are the same. Vendors' keys differ by case (Stripe's do), while
 * SOQL finds them in either case unless the field is unique and case-sensitive: so keys are compared exactly. Record ids
 * come in 15 and 18 characters; names and e-mail addresses in any case.
 */
export function matchForm(by: string, value: string): string {
  const field = by.slice(by.lastIndexOf('.') + 1);
  if (field.endsWith('Id')) return value.slice(0, 15);
  return ['Email', 'Email__c', 'Name', 'DeveloperName'].includes(field)
    ? value.toLowerCase()
    : value;
}

import { ApiError, notImplemented } from '../api/api-error.ts';

/** One object of RETURNING: its SELECT list, and what stands behind it (WHERE, ORDER BY, LIMIT) as text. */
export interface SoslTarget {
  object: string;
  fields: string[];
  where: string | null;
  orderBy: string | null;
  limit: number | null;
}

/** A search: alternatives (OR) of terms that must all be found (AND). */
export interface SoslQuery {
  alternatives: RegExp[][];
  group: 'ALL' | 'NAME' | 'EMAIL' | 'PHONE';
  /** Empty: every searchable object. */
  targets: SoslTarget[];
  limit: number | null;
}

function malformedSearch(message: string): ApiError {
  return new ApiError(400, 'MALFORMED_SEARCH', message);
}

/** A word with `*` and `?`, or a phrase, as an expression that finds it as whole words. */
function termPattern(term: string): RegExp {
  const literal = term.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const body = literal.replaceAll('*', '[\\p{L}\\p{N}]*').replaceAll('?', '[\\p{L}\\p{N}]');
  return new RegExp(`(?<![\\p{L}\\p{N}])${body}(?![\\p{L}\\p{N}])`, 'iu');
}

/**
 * The text between the braces of FIND. Words are joined by AND unless OR stands between them.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm
 */
export function searchTerms(text: string): RegExp[][] {
  const words = text.match(/"[^"]*"|\S+/g) ?? [];
  if (text.replaceAll(/[\s*?"]/g, '').length < 2)
    throw malformedSearch(`search term must be longer than one character: ${text}`);
  const alternatives: RegExp[][] = [[]];
  for (const word of words) {
    const upper = word.toUpperCase();
    if (upper === 'NOT' || /[()]/.test(word)) throw notImplemented(`${word} in a search term`);
    if (upper === 'OR') alternatives.push([]);
    else if (upper !== 'AND') alternatives.at(-1)?.push(termPattern(word.replaceAll('"', '')));
  }
  return alternatives.filter((terms) => terms.length > 0);
}

/** Splits at commas outside of parentheses and quotes. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === "'" && text[index - 1] !== '\\') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

function parseTarget(text: string): SoslTarget {
  const match = /^(\w+)\s*(?:\((.*)\))?$/s.exec(text);
  const [, object = '', inner = ''] = match ?? [];
  if (match === null) throw malformedSearch(`unexpected token: '${text.split(/\s+/)[0] ?? ''}'`);
  const clauses =
    /^(.*?)(?:\s+WHERE\s+(.*?))?(?:\s+ORDER\s+BY\s+(.*?))?(?:\s+LIMIT\s+(\d+))?$/is.exec(inner);
  const [, list = '', where, orderBy, limit] = clauses ?? [];
  if (/\bUSING\s+LISTVIEW\b/i.test(inner)) throw notImplemented('SOSL USING ListView');
  return {
    object,
    fields: list.trim() === '' ? ['Id'] : splitTop(list),
    where: where ?? null,
    orderBy: orderBy ?? null,
    limit: limit === undefined ? null : Number(limit),
  };
}

/** SOSL text as a search. Throws 400 MALFORMED_SEARCH, and NOT_IMPLEMENTED_LOCALLY for clauses that are not covered. */
export function parseSosl(text: string): SoslQuery {
  const find = /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}/is.exec(text);
  if (find === null)
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  let rest = text.slice(find[0].length);
  const group = /^\s*IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i.exec(rest);
  rest = rest.slice(group?.[0].length ?? 0);
  const name = (group?.[1] ?? 'ALL').toUpperCase();
  const limit = /\s+LIMIT\s+(\d+)\s*$/i.exec(rest);
  if (limit !== null) rest = rest.slice(0, limit.index);
  const clause = /\s(WITH|UPDATE|USING)\s/i.exec(rest.replaceAll(/\([^)]*\)/g, ''));
  if (clause !== null) throw notImplemented(`SOSL ${clause[1]?.toUpperCase() ?? ''}`);
  const returning = /^\s*RETURNING\s+(.+)$/is.exec(rest)?.[1];
  if (returning === undefined && rest.trim() !== '')
    throw malformedSearch(`unexpected token: '${rest.trim().split(/\s+/)[0] ?? ''}'`);
  return {
    alternatives: searchTerms((find[1] ?? '').replaceAll(/\\(.)/g, '$1')),
    group: name === 'NAME' || name === 'EMAIL' || name === 'PHONE' ? name : 'ALL',
    targets: returning === undefined ? [] : splitTop(returning).map(parseTarget),
    limit: limit === null ? null : Number(limit[1]),
  };
}

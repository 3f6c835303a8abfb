import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { ApiError, notImplemented } from '../../api/api-error.ts';
import { malformed } from './query-errors.ts';

const LONGEST_QUERY = 100_000;

/** What the parser tripped over, from its message: an empty find is the end of the text. */
function unexpectedToken(message: string): string {
  const quoted =
    /found:?\s*(?:-->)?\s*'([^']*)'/.exec(message) ??
    /found: (\S+)/.exec(message) ??
    /->(.)<-/.exec(message);
  return quoted?.[1] ?? '';
}

/**
 * SOQL text to the parser's tree. Throws 400 MALFORMED_QUERY where Salesforce would, and NOT_IMPLEMENTED_LOCALLY for clauses
 * that are valid but not covered. Apex bind variables stay off: they make the parser rebuild itself (47 ms per query).
 */
export function parseSoql(text: string): Query {
  if (text.length > LONGEST_QUERY)
    throw new ApiError(
      400,
      'MALFORMED_QUERY',
      `SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`,
    );
  if (!/^\s*select\b/i.test(text))
    throw new ApiError(
      400,
      'MALFORMED_QUERY',
      `unexpected token: '${/\S+/.exec(text)?.[0] ?? '<EOF>'}'`,
    );
  let query: Query;
  try {
    query = parseQuery(text);
  } catch (error) {
    const token = unexpectedToken(error instanceof Error ? error.message : '');
    throw malformed(text, token, `unexpected token: ${token === '' ? '<EOF>' : `'${token}'`}`);
  }
  refuseUncovered(query);
  return query;
}

function refuseUncovered(query: Query): void {
  if (query.usingScope !== undefined && query.usingScope.toLowerCase() !== 'everything')
    throw notImplemented('SOQL USING SCOPE');
  if (query.withDataCategory !== undefined) throw notImplemented('SOQL WITH DATA CATEGORY');
  if (query.update !== undefined) throw notImplemented('SOQL UPDATE TRACKING and VIEWSTAT');
}

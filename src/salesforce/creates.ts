import { TransientError } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { Fields } from './org.ts';
import { judgeRow, saveResultsSchema } from './save-result.ts';

/** Rows of one sObject Collections request. */
const MOST_ROWS = 200;
/** Characters of one request: files travel in base64, and Salesforce takes 50 MB with room to spare at this. */
const MOST_CHARACTERS = 8_000_000;

function slices(records: readonly Fields[]): Fields[][] {
  const found: Fields[][] = [];
  let current: Fields[] = [];
  let length = 0;
  for (const record of records) {
    const size = JSON.stringify(record).length;
    if (current.length === MOST_ROWS || (current.length > 0 && length + size > MOST_CHARACTERS)) {
      found.push(current);
      [current, length] = [[], 0];
    }
    current.push(record);
    length += size;
  }
  return current.length === 0 ? found : [...found, current];
}

/**
 * New records by sObject Collections, in as few calls as their size allows. Throws the verdict of the first that fails.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_create.htm
 */
export async function createRecords(
  connection: Pick<Connection, 'post'>,
  object: string,
  records: readonly Fields[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const slice of slices(records)) {
    const answer = await connection.post('write', '/composite/sobjects', {
      allOrNone: false,
      records: slice.map((fields) => ({ attributes: { type: object }, ...fields })),
    });
    const results = saveResultsSchema.safeParse(answer);
    if (!results.success || results.data.length !== slice.length) {
      throw new TransientError({
        code: 'ANSWER_UNREADABLE',
        message: `Salesforce answered the making of ${object} with something else than its results.`,
      });
    }
    for (const [index, result] of results.data.entries()) {
      const row = { object, key: '', fields: slice[index] ?? {} };
      const { outcome } = judgeRow(row, result);
      if (outcome.status === 'failed') throw outcome.verdict;
      ids.push(result.id ?? '');
    }
  }
  return ids;
}

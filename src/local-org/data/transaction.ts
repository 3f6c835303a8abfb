import type { SaveError } from './engine.ts';

/**
 * What the automation of one transaction may use up.
 * https://help.salesforce.com/s/articleView?id=platform.flow_considerations_limit_transaction.htm (queries, rows, statements)
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_gov_limits.htm (depth)
 */
export const limits = {
  queries: 100,
  queryRows: 50_000,
  statements: 150,
  statementRows: 10_000,
  depth: 16,
} as const;

/** A limit is exceeded: no fault path helps, and all rows of the transaction fail. */
export class LimitError extends Error {
  readonly errors: SaveError[];

  constructor(error: SaveError) {
    super(error.message);
    this.name = 'LimitError';
    this.errors = [error];
  }
}

/** The text of a limit's error once `used` is too much; null while it is not. */
function exceeded(what: string, used: number, most: number): string | null {
  return used > most ? `Too many ${what}: ${used}` : null;
}

/**
 * Counts what flows use. The rows of a lot run their flows together in Salesforce, one query or statement for an element
 * however many rows reach it; so `key` names the element and its how manieth turn, and the same key counts once.
 */
export class Transaction {
  #queries = 0;
  #queryRows = 0;
  #statements = 0;
  #statementRows = 0;
  #depth = 0;
  readonly #seen = new Set<string>();
  /** Ids of the records that this transaction saves, as far as duplicate rules are asked about them. */
  readonly saved = new Set<string>();
  /** Where in the nest of saves and flows we are: part of every key. */
  place = '';

  #isFirst(key: string): boolean {
    const whole = `${this.place}>${key}`;
    if (this.#seen.has(whole)) return false;
    this.#seen.add(whole);
    return true;
  }

  /** Counts one query with what it found; the text of the limit that this exceeds, or null. */
  query(key: string, rows: number): string | null {
    if (this.#isFirst(`${key}?`)) this.#queries += 1;
    this.#queryRows += rows;
    return (
      exceeded('SOQL queries', this.#queries, limits.queries) ??
      exceeded('query rows', this.#queryRows, limits.queryRows)
    );
  }

  /** Counts one create, update or delete of so many rows; the text of the limit that this exceeds, or null. */
  statement(key: string, rows: number): string | null {
    if (this.#isFirst(`${key}!`)) this.#statements += 1;
    this.#statementRows += rows;
    return (
      exceeded('DML statements', this.#statements, limits.statements) ??
      exceeded('DML rows', this.#statementRows, limits.statementRows)
    );
  }

  /** Whether saves that start saves have gone as deep as they may. */
  isDeepest(): boolean {
    return this.#depth >= limits.depth;
  }

  /** Runs a save that a flow's element started, one level deeper. */
  inside<Result>(key: string, work: () => Result): Result {
    const outer = this.place;
    this.place = `${outer}>${key}`;
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.place = outer;
      this.#depth -= 1;
    }
  }
}

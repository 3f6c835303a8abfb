import type { QueryRun } from '../data/soql/run-query.ts';
import { ApiError } from './api-error.ts';

const MOST_OPEN = 10;

/** Query results that a client has not read to the end; as in Salesforce the ten newest of a user stay open. */
export class QueryCursors {
  private readonly open = new Map<string, { userId: string; run: QueryRun }>();
  private sequence = 0;

  /** Keeps a run and gives the locator under which it is found again. */
  keep(userId: string, run: QueryRun): string {
    const own = [...this.open].filter(([, cursor]) => cursor.userId === userId);
    const [oldest] = own;
    if (oldest !== undefined && own.length >= MOST_OPEN) this.open.delete(oldest[0]);
    const locator = `01g${String(++this.sequence).padStart(12, '0')}AAA`;
    this.open.set(locator, { userId, run });
    return locator;
  }

  /** The run behind a locator; 400 INVALID_QUERY_LOCATOR when it is unknown, closed or somebody else's. */
  find(userId: string, locator: string): QueryRun {
    const cursor = this.open.get(locator);
    if (cursor?.userId !== userId)
      throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return cursor.run;
  }

  clear(): void {
    this.open.clear();
  }
}

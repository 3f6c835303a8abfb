import type { SaveContext, SaveRequest } from './engine.ts';
import { RecordStore } from './record-store.ts';
import { rowError } from './row-error.ts';
import type { ObjectIndex, SchemaIndex } from './schema-index.ts';
import type { Transaction } from './transaction.ts';

/** What every step of a save works with: the records, the deployed schema, who writes, and what time it is for them. */
export interface Session {
  readonly store: RecordStore;
  readonly index: SchemaIndex;
  readonly context: SaveContext;
  readonly now: Date;
  /** What the automation of this lot of rows has used of its limits. */
  readonly transaction: Transaction;
  /** How a flow writes rows: through the whole save order, all or none; their ids. Throws the RowError of the first that fails. */
  readonly saveWithin: (session: Session, requests: readonly SaveRequest[]) => string[];
}

/** The object as the schema knows it; the row error of an unknown one is Salesforce's. */
export function objectIndex(session: Pick<Session, 'index'>, name: string): ObjectIndex {
  const found = session.index.objects.get(name);
  if (found === undefined) {
    throw rowError('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  }
  return found;
}

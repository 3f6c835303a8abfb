import type { OrgSchema } from '../schema/types.ts';
import type { SaveContext } from './engine.ts';
import type { RecordStore, StoredRecord, WrittenRecord } from './record-store.ts';

/** What became of one record in a transaction, however often it was written in it. */
export interface RecordChange {
  object: string;
  id: string;
  /** Null for a record that did not exist before. */
  before: StoredRecord | null;
  after: StoredRecord;
}

/** What one transaction changed, in the order in which it first touched the records. */
export interface Commit {
  changes: readonly RecordChange[];
  context: SaveContext;
  at: Date;
}

export type CommitListener = (commit: Commit) => void;

function recordChanges(written: readonly WrittenRecord[]): RecordChange[] {
  const changes = new Map<string, RecordChange>();
  for (const { object, before, after } of written) {
    const id = String(after.Id);
    const first = changes.get(id);
    changes.set(id, { object, id, before: first === undefined ? before : first.before, after });
  }
  return [...changes.values()];
}

/**
 * The place where the data side tells others what a transaction changed, once it has succeeded. It knows nothing of events
 * or of how they travel: listeners get records before and after.
 */
export class ChangeLog {
  readonly #store: RecordStore;
  readonly #now: () => Date;
  #select: (schema: OrgSchema) => ReadonlySet<string> = () => new Set();
  #listener: CommitListener | null = null;
  #depth = 0;
  #context: SaveContext | null = null;

  constructor(store: RecordStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** From now on `listener` hears of changes of the selected objects; it replaces the one before. */
  listen(
    select: (schema: OrgSchema) => ReadonlySet<string>,
    listener: CommitListener,
    schema: OrgSchema,
  ): void {
    this.#select = select;
    this.#listener = listener;
    this.select(schema);
  }

  /** Another schema is deployed: the selection may be another. */
  select(schema: OrgSchema): void {
    this.#store.journal(this.#select(schema));
  }

  /**
   * Runs `work` as a transaction, or as a part of the one it is called in; it is taken back when `failed` says so or when
   * it throws. Listeners hear of it when the outermost one has ended.
   */
  transaction<Result>(
    context: SaveContext | null,
    work: () => Result,
    failed: (result: Result) => boolean = () => false,
  ): Result {
    this.#context = context ?? this.#context;
    this.#depth += 1;
    try {
      return this.#store.undoable(work, failed);
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#publish();
    }
  }

  /** Forgets what was written outside of transactions: setup, seeds, recalculations after a deploy. */
  skip(): void {
    if (this.#depth === 0) this.#store.takeJournal();
  }

  #publish(): void {
    const changes = recordChanges(this.#store.takeJournal());
    const context = this.#context;
    this.#context = null;
    if (changes.length === 0 || context === null) return;
    this.#listener?.({ changes, context, at: this.#now() });
  }
}

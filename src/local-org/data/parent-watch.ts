import type { RecordState } from './record-scope.ts';
import type { StoredRecord } from './record-store.ts';

/** A master that roll-ups have changed, and how it was before. */
export interface ChangedParent {
  object: string;
  id: string;
  before: StoredRecord;
}

/** A row that was written; `before` is null for a new one. */
export interface WrittenRow {
  object: string;
  before: StoredRecord | null;
  after: StoredRecord;
}

/**
 * What is still to be done for rows that were written: the flows after their save, then their roll-ups; and which masters
 * those changed since when, so that their rules can run once, against the state they started from.
 */
export class ParentWatch {
  readonly #parents = new Map<string, ChangedParent>();
  readonly #saved: RecordState[] = [];
  readonly #written: WrittenRow[] = [];

  /** Only the first state of a master counts. */
  note(object: string, id: string, before: StoredRecord): void {
    if (!this.#parents.has(id)) this.#parents.set(id, { object, id, before });
  }

  /** A record went through its save: its flows are to run. */
  saved(state: RecordState): void {
    this.#saved.push(state);
  }

  /** A row was written: its masters' roll-ups are to follow. */
  wrote(row: WrittenRow): void {
    this.#written.push(row);
  }

  /** Takes over what another watch has still to do. */
  add(other: ParentWatch): void {
    for (const { object, id, before } of other.#parents.values()) this.note(object, id, before);
    this.#saved.push(...other.#saved.splice(0));
    this.#written.push(...other.#written.splice(0));
  }

  parents(): readonly ChangedParent[] {
    return [...this.#parents.values()];
  }

  /** The records whose flows are to run, each handed out once. */
  takeSaved(): RecordState[] {
    return this.#saved.splice(0);
  }

  /** The rows whose roll-ups are to follow, each handed out once. */
  takeWritten(): WrittenRow[] {
    return this.#written.splice(0);
  }
}

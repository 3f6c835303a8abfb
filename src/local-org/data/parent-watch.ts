import type { StoredRecord } from './record-store.ts';

/** A master that roll-ups have changed, and how it was before. */
export interface ChangedParent {
  object: string;
  id: string;
  before: StoredRecord;
}

/** Remembers which masters changed since when, so that their rules can run once, against the state they started from. */
export class ParentWatch {
  readonly #parents = new Map<string, ChangedParent>();

  /** Only the first state of a master counts. */
  note(object: string, id: string, before: StoredRecord): void {
    if (!this.#parents.has(id)) this.#parents.set(id, { object, id, before });
  }

  add(other: ParentWatch): void {
    for (const { object, id, before } of other.#parents.values()) this.note(object, id, before);
  }

  parents(): readonly ChangedParent[] {
    return [...this.#parents.values()];
  }
}

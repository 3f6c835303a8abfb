import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { makeId } from './ids.ts';
import { quoted } from './tables.ts';

export type StoredValue = string | number | null;
/** A record as its table holds it: one entry per stored field. */
export type StoredRecord = Record<string, StoredValue>;

function storedRecord(row: Record<string, unknown>): StoredRecord {
  const record: StoredRecord = {};
  for (const [name, value] of Object.entries(row)) {
    record[name] = typeof value === 'string' || typeof value === 'number' ? value : null;
  }
  return record;
}

/** One write as it happened; `before` is null for a new record. */
export interface WrittenRecord {
  object: string;
  before: StoredRecord | null;
  after: StoredRecord;
}

/** Rows by id, by field and by parent, through statements prepared once. Knows tables, no rules. */
export class RecordStore {
  readonly db: DatabaseSync;
  readonly #journal: WrittenRecord[] = [];
  #journaled: ReadonlySet<string> = new Set();
  readonly #statements = new Map<string, StatementSync>();
  readonly #sequences = new Map<string, number>();
  readonly #usedSequences = new Set<string>();

  constructor(db: DatabaseSync) {
    this.db = db;
    db.exec(
      'CREATE TABLE IF NOT EXISTS "_sequences" (name TEXT PRIMARY KEY, last INTEGER NOT NULL)',
    );
    for (const row of db.prepare('SELECT name, last FROM "_sequences"').all()) {
      this.#sequences.set(String(row.name), Number(row.last));
    }
  }

  /** Statements made before a table changed may know old columns. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  /** From now on notes every write to these objects, for the change feed; the others cost nothing. */
  journal(objects: ReadonlySet<string>): void {
    this.#journaled = objects;
  }

  /** The writes since the last call, without those that were undone. */
  takeJournal(): WrittenRecord[] {
    return this.#journal.splice(0);
  }

  /** Rows of a statement over the tables that the org keeps beside its records. */
  rows(sql: string, ...values: StoredValue[]): StoredRecord[] {
    return this.#prepare(sql).all(...values).map(storedRecord); // prettier-ignore
  }

  /** Runs a statement on the tables that the org keeps beside its records. */
  run(sql: string, ...values: StoredValue[]): void {
    this.#prepare(sql).run(...values);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** The record, deleted ones included; undefined when there never was one. */
  get(object: string, id: string): StoredRecord | undefined {
    const row = this.#prepare(`SELECT * FROM ${quoted(object)} WHERE "Id" = ?`).get(id);
    return row === undefined ? undefined : storedRecord(row);
  }

  /** Live records whose field holds the value, compared as the column compares (see tables.ts). */
  findBy(object: string, field: string, value: StoredValue): StoredRecord[] {
    const sql = `SELECT * FROM ${quoted(object)} WHERE ${quoted(field)} = ? AND "IsDeleted" = 0 ORDER BY "Id"`;
    return this.#prepare(sql).all(value).map(storedRecord);
  }

  /** Ids of live records whose field holds the value. */
  idsBy(object: string, field: string, value: StoredValue): string[] {
    const sql = `SELECT "Id" FROM ${quoted(object)} WHERE ${quoted(field)} = ? AND "IsDeleted" = 0 ORDER BY "Id"`;
    return this.#prepare(sql).all(value).map((row) => String(row.Id)); // prettier-ignore
  }

  insert(object: string, record: StoredRecord): void {
    const names = Object.keys(record);
    const columns = names.map(quoted).join(', ');
    const marks = names.map(() => '?').join(', ');
    this.#prepare(`INSERT INTO ${quoted(object)} (${columns}) VALUES (${marks})`).run(
      ...Object.values(record),
    );
    if (this.#journaled.has(object)) {
      this.#journal.push({ object, before: null, after: { ...record } });
    }
  }

  update(object: string, id: string, changes: StoredRecord): void {
    const names = Object.keys(changes);
    if (names.length === 0) return;
    const columns = names.map((name) => `${quoted(name)} = ?`).join(', ');
    const before = this.#journaled.has(object) ? this.get(object, id) : undefined;
    this.#prepare(`UPDATE ${quoted(object)} SET ${columns} WHERE "Id" = ?`).run(
      ...Object.values(changes),
      id,
    );
    if (before !== undefined) {
      this.#journal.push({ object, before, after: { ...before, ...changes } });
    }
  }

  /** The next number of a sequence. Numbers of rows that fail are lost, as Salesforce's auto-numbers may be. */
  nextNumber(sequence: string): number {
    const next = (this.#sequences.get(sequence) ?? 0) + 1;
    this.#sequences.set(sequence, next);
    this.#usedSequences.add(sequence);
    return next;
  }

  /** A new id; those that were seeded are passed over. */
  nextId(object: string, keyPrefix: string): string {
    for (;;) {
      const id = makeId(keyPrefix, this.nextNumber(`${object}.Id`));
      if (this.get(object, id) === undefined) return id;
    }
  }

  /** Writes the sequences down; called once per save, outside of what may be rolled back. */
  keepSequences(): void {
    for (const name of this.#usedSequences) {
      this.#prepare('INSERT OR REPLACE INTO "_sequences" (name, last) VALUES (?, ?)').run(
        name,
        this.#sequences.get(name) ?? 0,
      );
    }
    this.#usedSequences.clear();
  }

  /** Runs `work`; what it wrote is undone when it throws, or when `failed` says so of its result. Nests. */
  undoable<Result>(work: () => Result, failed: (result: Result) => boolean = () => false): Result {
    this.#prepare('SAVEPOINT step').run();
    const written = this.#journal.length;
    let keep = false;
    try {
      const result = work();
      keep = !failed(result);
      return result;
    } finally {
      if (!keep) {
        this.#prepare('ROLLBACK TO step').run();
        this.#journal.length = written;
      }
      this.#prepare('RELEASE step').run();
    }
  }
}

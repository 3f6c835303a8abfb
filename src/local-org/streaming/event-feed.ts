import { randomUUID } from 'node:crypto';
import type { LocalDataEngine } from '../data/create-engine.ts';
import { changeEvents, type ChangeEvent, type GapType } from './change-events.ts';
import { selectedObjects } from './channels.ts';

/** How long events can be replayed. https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_intro.htm */
const retentionMs = 72 * 3_600_000;

/** An event with the number by which it is asked for again. */
export interface PublishedEvent {
  replayId: number;
  event: ChangeEvent;
}

export type FeedListener = (published: PublishedEvent) => void;

/**
 * The port between what the data side changes and the transports that tell it (CometD today): events in the order of their
 * replay ids, kept for three days beside the data, so that they outlive a restart of an org on disk.
 */
export class EventFeed {
  readonly #engine: LocalDataEngine;
  readonly #now: () => Date;
  readonly #listeners = new Set<FeedListener>();
  #commitNumber = 0;

  constructor(engine: LocalDataEngine, now: () => Date) {
    this.#engine = engine;
    this.#now = now;
    engine.db.exec(
      'CREATE TABLE IF NOT EXISTS "_change_events" (replay_id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, event TEXT NOT NULL)',
    );
    engine.onCommit(selectedObjects, (commit) => {
      this.#publish(changeEvents(engine.schema(), commit, this.#transaction()));
    });
  }

  /** Hears of every event from now on; the answer ends that. */
  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Retained events after a replay id, oldest first; 0 gives all of them. */
  after(replayId: number): PublishedEvent[] {
    this.#forgetOld();
    const sql =
      'SELECT replay_id, event FROM "_change_events" WHERE replay_id > ? ORDER BY replay_id';
    return this.#engine.db
      .prepare(sql)
      .all(replayId)
      .map((row) => ({
        replayId: Number(row['replay_id']),
        // Written by #publish alone: its shape is our own type, not something from outside.
        event: JSON.parse(String(row['event'])) as ChangeEvent,
      }));
  }

  /** Whether an event of this replay id is still retained. */
  has(replayId: number): boolean {
    this.#forgetOld();
    const sql = 'SELECT 1 FROM "_change_events" WHERE replay_id = ?';
    return this.#engine.db.prepare(sql).get(replayId) !== undefined;
  }

  /** Tells subscribers that records changed without saying how, as Salesforce does where it could not tell. */
  gap(object: string, changeType: GapType, recordIds: readonly string[]): void {
    this.#publish([this.#empty(object, changeType, recordIds)]);
  }

  /** Tells subscribers that more changed in one transaction than events can tell. */
  overflow(object: string): void {
    this.#publish([this.#empty(object, 'GAP_OVERFLOW', [])]);
  }

  /** Forgets every event. */
  clear(): void {
    this.#engine.db.exec('DELETE FROM "_change_events"');
  }

  #transaction(): { transactionKey: string; commitNumber: number } {
    // Rises across restarts too, because the clock does.
    this.#commitNumber = Math.max(this.#commitNumber + 1, this.#now().getTime());
    return { transactionKey: randomUUID(), commitNumber: this.#commitNumber };
  }

  #empty(
    object: string,
    changeType: GapType | 'GAP_OVERFLOW',
    recordIds: readonly string[],
  ): ChangeEvent {
    return {
      header: {
        entityName: object,
        recordIds: [...recordIds],
        changeType,
        changeOrigin: '',
        ...this.#transaction(),
        sequenceNumber: 1,
        commitTimestamp: this.#now().getTime(),
        commitUser: '',
        changedFields: [],
        nulledFields: [],
        diffFields: [],
      },
      fields: {},
    };
  }

  #forgetOld(): void {
    const oldest = this.#now().getTime() - retentionMs;
    this.#engine.db.prepare('DELETE FROM "_change_events" WHERE at < ?').run(oldest);
  }

  #publish(events: readonly ChangeEvent[]): void {
    this.#forgetOld();
    const insert = this.#engine.db.prepare('INSERT INTO "_change_events" (at, event) VALUES (?, ?)'); // prettier-ignore
    for (const event of events) {
      const { lastInsertRowid } = insert.run(event.header.commitTimestamp, JSON.stringify(event));
      const published = { replayId: Number(lastInsertRowid), event };
      for (const listener of this.#listeners) listener(published);
    }
  }
}

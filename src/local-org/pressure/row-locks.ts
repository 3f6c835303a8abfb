import { setTimeout as sleep } from 'node:timers/promises';
import type { SaveContext } from '../data/engine.ts';
import type { Pressure } from './pressure.ts';

/** One try of one call: which records it wants, and how long it would have to wait for them. */
class Attempt {
  readonly taken = new Set<string>();
  /** When the last lock in the way ends, by performance.now(); null: none is in the way. */
  freeAt: number | null = null;
  private readonly freeFrom: (id: string) => number;
  private readonly isUnlucky: (id: string) => boolean;

  constructor(freeFrom: (id: string) => number, isUnlucky: (id: string) => boolean) {
    this.freeFrom = freeFrom;
    this.isUnlucky = isUnlucky;
  }

  /** False when somebody else has the record. */
  take(id: string): boolean {
    const until = this.freeFrom(id);
    if (until > performance.now()) {
      this.freeAt = Math.max(this.freeAt ?? 0, until);
      return false;
    }
    this.taken.add(id);
    return !this.isUnlucky(id);
  }
}

/**
 * Records that writes hold for a while. A call is answered in one go here, so a call that meets a lock is undone, waits
 * and runs again; when the wait is over it runs once more and the rows in question fail.
 */
export class RowLocks {
  /** Until when each record is held, by performance.now(). */
  private readonly held = new Map<string, number>();
  private readonly pressure: Pressure;
  private changes = 0;

  constructor(pressure: Pressure) {
    this.pressure = pressure;
  }

  /** Runs a call's work under locks. `undoable` undoes what the work wrote when its second function says so. */
  async run<Result>(
    undoable: (work: () => Result, undo: () => boolean) => Result,
    work: (locks: SaveContext['locks'] | null) => Result,
  ): Promise<Result> {
    const { lockHoldMs, lockWaitMs, lockRate } = this.pressure.settings();
    if (lockHoldMs === 0 && lockRate === 0) return work(null);
    const luck = new Map<string, boolean>();
    const isUnlucky = (id: string): boolean => {
      const unlucky = luck.get(id) ?? this.pressure.happens(lockRate);
      luck.set(id, unlucky);
      return unlucky;
    };
    const deadline = performance.now() + lockWaitMs;
    for (;;) {
      const attempt = new Attempt((id) => this.freeFrom(id), isUnlucky);
      const waits = () => attempt.freeAt !== null && attempt.freeAt <= deadline;
      const result = undoable(() => work(attempt), waits);
      if (attempt.freeAt !== null && waits()) {
        await sleep(Math.max(1, attempt.freeAt - performance.now()));
        continue;
      }
      this.hold(attempt.taken, performance.now() + lockHoldMs);
      return result;
    }
  }

  private freeFrom(id: string): number {
    if (this.changes !== this.pressure.changes()) this.held.clear();
    this.changes = this.pressure.changes();
    return this.held.get(id) ?? 0;
  }

  private hold(ids: ReadonlySet<string>, until: number): void {
    const now = performance.now();
    for (const [id, end] of this.held) if (end <= now) this.held.delete(id);
    for (const id of ids) this.held.set(id, until);
  }
}

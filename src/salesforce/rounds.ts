import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

export interface Rounds {
  /** There is work: a round starts soon, or after the one that is running. */
  ask(): void;
  /** Resolves when no round is running. */
  idle(): Promise<void>;
}

/**
 * Runs `round` when asked, never two at once: what is asked for in the same tick, or while a round is under way, goes
 * into the next one together. That gathers most when the org is slowest. `round` must settle its own callers and never
 * reject; `gatherMs` says how much longer than a tick to wait for company.
 */
export function rounds(round: () => Promise<void>, gatherMs: () => number): Rounds {
  let running: Promise<void> | null = null;
  let asked = false;

  async function run(): Promise<void> {
    while (asked) {
      const wait = gatherMs();
      await (wait > 0 ? sleep(wait) : setImmediate());
      asked = false;
      await round();
    }
    running = null;
  }

  return {
    ask() {
      asked = true;
      running ??= run();
    },
    idle: () => running ?? Promise.resolve(),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';

export interface Rounds {
  /** There is work: a round starts soon, or after the one that is running. */
  ask(): void;
  /** Resolves when no round is running. */
  idle(): Promise<void>;
}

/** While work keeps arriving, a round waits for it: it looks this often, and at most so long. */
const companyMs = { look: 10, most: 250 };

/**
 * Runs `round` when asked, never two at once: what is asked for while a round is under way, or while company keeps coming
 * (a backlog's jobs come out of the vendors' answers one after the other), goes into the next one together. A lone caller
 * waits one look, some 10 ms. `round` must settle its own callers and never reject; `gatherMs` says how long to wait at
 * least.
 */
export function rounds(round: () => Promise<void>, gatherMs: () => number): Rounds {
  let running: Promise<void> | null = null;
  let asked = 0;

  async function gather(): Promise<void> {
    const until = performance.now() + companyMs.most;
    await sleep(gatherMs());
    let seen = 0;
    while (asked > seen && performance.now() < until) {
      seen = asked;
      await sleep(companyMs.look);
    }
  }

  async function run(): Promise<void> {
    while (asked > 0) {
      await gather();
      asked = 0;
      await round();
    }
    running = null;
  }

  return {
    ask() {
      asked += 1;
      running ??= run();
    },
    idle: () => running ?? Promise.resolve(),
  };
}

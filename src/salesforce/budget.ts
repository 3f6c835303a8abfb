import type { Clock } from '../clock.ts';
import { RateLimitedError } from '../errors.ts';

/** API calls of the org in the rolling 24 hours, all integrations together: header `Sforce-Limit-Info`. */
export interface ApiUsage {
  used: number;
  limit: number;
}

/**
 * How to treat the org's daily API calls: `slow-down` from 80 % (gather longer, so that fewer calls carry more),
 * `urgent-only` from 90 % (sweeps and backfills wait), `stop` from 98 % (the rest belongs to people).
 */
export type BudgetState = 'normal' | 'slow-down' | 'urgent-only' | 'stop';

export function budgetState(usage: ApiUsage | null): BudgetState {
  if (usage === null || usage.limit <= 0) return 'normal';
  const percent = (usage.used * 100) / usage.limit;
  if (percent >= 98) return 'stop';
  if (percent >= 90) return 'urgent-only';
  return percent >= 80 ? 'slow-down' : 'normal';
}

const gatherMs: Readonly<Record<BudgetState, number>> = {
  normal: 0,
  'slow-down': 250,
  'urgent-only': 1000,
  stop: 0,
};

/** Only an answer tells how much room there is, so one call in this time is let through although the budget says stop. */
export const probeEveryMs = 5 * 60_000;

export interface Budget {
  /** What the last answer said. */
  observe(usage: ApiUsage): void;
  usage(): ApiUsage | null;
  /** How long to gather work before the next call. */
  gatherMs(): number;
  /** Throws RateLimitedError when the org's last calls must not be touched. */
  spend(): void;
}

/** Keeps count of the org's API budget from its answers and refuses calls near the end of it. */
export function apiBudget(
  clock: Clock,
  onApiUsage?: (used: number, limit: number) => void,
): Budget {
  let usage: ApiUsage | null = null;
  let knownAt = 0;
  return {
    observe(seen) {
      usage = seen;
      knownAt = clock.now().getTime();
      onApiUsage?.(seen.used, seen.limit);
    },
    usage: () => usage,
    gatherMs: () => gatherMs[budgetState(usage)],
    spend() {
      if (budgetState(usage) !== 'stop') return;
      const now = clock.now().getTime();
      const wait = knownAt + probeEveryMs - now;
      if (wait > 0) throw exhausted(usage, wait);
      knownAt = now;
    },
  };
}

function exhausted(usage: ApiUsage | null, retryAfterMs: number): RateLimitedError {
  const share = usage === null ? '' : ` (${usage.used} of ${usage.limit})`;
  return new RateLimitedError({
    code: 'API_BUDGET_SPENT',
    message: `The org has used 98 % or more of its daily API calls${share}; the service leaves the rest to people.`,
    action:
      'Nothing is lost: work goes on when room comes back. See Setup → Company Information → API Requests for who uses the calls.',
    retryAfterMs,
  });
}

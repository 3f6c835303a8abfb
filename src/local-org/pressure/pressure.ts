import { z } from 'zod';

const rate = z.number().min(0).max(1);
const milliseconds = z.number().min(0);

/** How Salesforce refuses a call that has done nothing wrong. */
export const refusalStatuses = [403, 420, 429, 500, 503] as const;

/** What makes an org hard to work with. Rates are between 0 and 1; all zero is a calm org. */
export const pressureSettings = z.strictObject({
  /** Where the dice start: the same calls in the same order meet the same mishaps. */
  seed: z.int(),
  /** Each data API answer comes this much later. */
  latencyMs: milliseconds,
  dailyApiLimit: z.int().min(0),
  /** A call that has run longer than this is a long one … */
  longRunningMs: milliseconds,
  /** … and while so many of them run, further calls are refused. */
  mostLongRunning: z.int().min(1),
  /** A write keeps its records and their masters locked for so long after it was done. */
  lockHoldMs: milliseconds,
  /** A write waits so long for a lock before its rows fail. */
  lockWaitMs: milliseconds,
  /** How often a record or master is locked by somebody who is not there. */
  lockRate: rate,
  /** Tokens end so long after their issue; null: never. The administrator's own token of the handle is spared. */
  sessionSeconds: z.number().min(0).nullable(),
  /** Calls refused before anything was done. */
  refusals: z.array(z.strictObject({ status: z.literal(refusalStatuses), rate })),
  /** Connections that break before the work was done, and after it. */
  dropBeforeRate: rate,
  dropAfterRate: rate,
  /** Answers that come so much later, although the work is done. */
  slowRate: rate,
  slowMs: milliseconds,
  /** The whole org, login included: 503, or connections that break. */
  outage: z.enum(['none', 'unavailable', 'dropped']),
  /** An outage ends by itself so long after it was set; null: when it is set to none. */
  outageMs: milliseconds.nullable(),
});

export type PressureSettings = z.output<typeof pressureSettings>;

/** Limits as in a Developer Edition org: https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm */
const calm: PressureSettings = {
  seed: 1,
  latencyMs: 0,
  dailyApiLimit: 15_000,
  longRunningMs: 20_000,
  mostLongRunning: 5,
  lockHoldMs: 0,
  lockWaitMs: 10_000,
  lockRate: 0,
  sessionSeconds: null,
  refusals: [],
  dropBeforeRate: 0,
  dropAfterRate: 0,
  slowRate: 0,
  slowMs: 0,
  outage: 'none',
  outageMs: null,
};

/** Numbers in [0, 1) that depend on the seed alone (mulberry32, a public-domain generator). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The pressure on one org: settings that may change while it runs, and the dice. */
export class Pressure {
  private current: PressureSettings;
  private readonly start: PressureSettings;
  private roll: () => number;
  private outageUntil = Infinity;
  private changed = 0;

  constructor(given: Partial<PressureSettings> = {}) {
    this.start = { ...calm, ...given };
    this.current = this.start;
    this.roll = dice(this.start.seed);
  }

  settings(): PressureSettings {
    return this.current;
  }

  /** Changes what is named and keeps the rest. Every change starts the dice again and frees every lock, for a replay. */
  change(settings: Partial<PressureSettings>): void {
    this.current = { ...this.current, ...settings };
    this.roll = dice(this.current.seed);
    this.changed++;
    const { outageMs } = this.current;
    this.outageUntil = outageMs === null ? Infinity : performance.now() + outageMs;
  }

  /** Back to how the org was started. */
  calm(): void {
    this.current = this.start;
    this.change({});
  }

  /** How often the settings were changed. */
  changes(): number {
    return this.changed;
  }

  /** True as often as the rate says. The dice are not thrown where nothing can happen. */
  happens(rate: number): boolean {
    return rate > 0 && this.roll() < rate;
  }

  outage(): PressureSettings['outage'] {
    return performance.now() < this.outageUntil ? this.current.outage : 'none';
  }
}

import type { Backend } from './backend.ts';
import { sweepNames, type SweepJob, type SweepTimes } from './contract.ts';

/**
 * How often each sweep comes round: what a rep changes reaches the PRM within a minute and is paid for within minutes; holds,
 * registrations and offers end on a day; goals are looked at hourly, and once a day whether a quarter is to be reviewed.
 */
const schedule: Readonly<Record<SweepJob['sweep'], number>> = {
  changes: 30_000,
  deletions: 15 * 60_000,
  credit: 5 * 60_000,
  milestones: 5 * 60_000,
  simulations: 5 * 60_000,
  holds: 60 * 60_000,
  goals: 60 * 60_000,
  processes: 60 * 60_000,
  reviews: 24 * 60 * 60_000,
};

/**
 * Tells the queue what comes round and how often; `times` are those that differ from the usual ones. Every scheduler process says the same, and the queue keeps one schedule
 * of each: so any number of them may run, and each sweep still runs once.
 */
export async function scheduleSweeps(backend: Backend, times: SweepTimes = {}): Promise<void> {
  for (const sweep of sweepNames) {
    const data: SweepJob = { sweep };
    await backend
      .queue('sweeps')
      .upsertJobScheduler(
        sweep,
        { every: times[sweep] ?? schedule[sweep] },
        { name: 'sweeps', data, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
      );
  }
}

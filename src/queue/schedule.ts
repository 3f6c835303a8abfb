import type { Backend } from './backend.ts';
import type { SweepJob } from './contract.ts';

/** How often credit is swept: what a rep changes is paid for within minutes. */
const CREDIT_SWEEP_MS = 5 * 60_000;

/**
 * Tells the queue what comes round and how often. Every scheduler process says the same, and the queue keeps one schedule:
 * so any number of them may run, and each sweep still runs once. A failed sweep is not tried again: the next one comes.
 */
export async function scheduleSweeps(backend: Backend, everyMs = CREDIT_SWEEP_MS): Promise<void> {
  const data: SweepJob = { sweep: 'credit' };
  await backend
    .queue('sweeps')
    .upsertJobScheduler(
      'credit',
      { every: everyMs },
      { name: 'sweeps', data, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
    );
}

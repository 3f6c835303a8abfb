import { loadConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { openBackend } from '../queue/backend.ts';
import { createQueueMonitor, type HeldJob, type QueueMonitor } from '../queue/monitor.ts';
import { createProducer } from '../queue/producer.ts';

/** More parked jobs than anybody reads; enough for one round of replaying. */
const MOST = 1_000;

async function withMonitor<Result>(
  use: (monitor: QueueMonitor) => Promise<Result>,
): Promise<Result> {
  const backend = await openBackend(loadConfig().queue, createLogger({ level: 'silent' }));
  try {
    return await use(createQueueMonitor(backend, createProducer(backend)));
  } finally {
    await backend.close();
  }
}

/** `partnerverse status`: how many jobs wait, run, are set aside or parked, and why the parked ones are. */
export async function status(options: { json?: boolean }): Promise<void> {
  const { counts, parked } = await withMonitor(async (monitor) => ({
    counts: await monitor.counts(),
    parked: await monitor.parked(MOST),
  }));
  if (options.json) {
    console.log(JSON.stringify({ counts, parked }, null, 2));
    return;
  }
  for (const { queue, waiting, active, delayed, parked: count } of counts) {
    console.log(
      `${queue.padEnd(11)} ${waiting} waiting, ${active} active, ${delayed} delayed, ${count} parked`,
    );
  }
  for (const job of parked) console.log(describeParked(job));
}

function describeParked({ queue, id, subject, reason }: HeldJob): string {
  const action = reason.action === '' ? '' : `\n    → ${reason.action}`;
  return `✗ ${queue} ${id} (${subject}): ${reason.message}${action}`;
}

/** `partnerverse replay [id …]`: gives parked jobs a new start, all of them or those named. */
export async function replay(ids: readonly string[], options: { json?: boolean }): Promise<void> {
  const replayed = await withMonitor(async (monitor) => {
    const parked = await monitor.parked(MOST);
    const chosen = ids.length === 0 ? parked : parked.filter(({ id }) => ids.includes(id));
    for (const { queue, id } of chosen) await monitor.replay(queue, id);
    return chosen;
  });
  const missing = ids.filter((id) => !replayed.some((job) => job.id === id));
  if (options.json) console.log(JSON.stringify({ replayed, missing }, null, 2));
  else {
    console.log(
      `${replayed.length} parked ${replayed.length === 1 ? 'job was' : 'jobs were'} given a new start.`,
    );
    for (const id of missing) console.log(`There is no parked job ${id}.`);
  }
  if (missing.length > 0) process.exitCode = 1;
}

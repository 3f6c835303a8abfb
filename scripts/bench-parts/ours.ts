import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoryDelivery } from '../../test/story/step.ts';
import { partnerStackSecret, post, stripeSecret } from '../../test/support/door.ts';
import { freePort, startPartnerverse, type Running } from '../demo-parts/processes.ts';
import type { DataSet } from './data-set.ts';
import { discard, startOrg, type OrgProcess } from './org-process.ts';
import { expectedLedger, ledgerOf, mismatches, type Ledger } from './oracle.ts';
import type { BenchRedis } from './redis.ts';

/** What our service needs in its environment, whatever its role. */
export type ServiceEnvironment = Readonly<Record<string, string>>;

/** Where the jobs are kept in one part of the benchmark; `close` forgets them. */
export interface QueuePlace {
  environment: ServiceEnvironment;
  close(): void;
}

/** An empty queue: on Redis, or embedded in a new folder where there is no Redis. */
export async function freshQueue(redis: BenchRedis | null): Promise<QueuePlace> {
  if (redis) {
    return { environment: { REDIS_URL: await redis.freshUrl() }, close: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'partnerverse-bench-queue-'));
  return {
    environment: { REDIS_URL: '', PARTNERVERSE_DATA_DIR: folder },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function serviceEnvironment(
  { stripe, partnerstack }: DataSet,
  org: { instanceUrl: string; accessToken: string },
  queue: QueuePlace,
): ServiceEnvironment {
  return {
    ...queue.environment,
    DATABASE_URL: '',
    SALESFORCE_INSTANCE_URL: org.instanceUrl,
    SALESFORCE_ACCESS_TOKEN: org.accessToken,
    STRIPE_API_KEY: stripe.apiKey,
    STRIPE_API_BASE: stripe.url,
    STRIPE_WEBHOOK_SECRETS: stripeSecret,
    PARTNERSTACK_API_KEY: partnerstack.apiKey,
    PARTNERSTACK_API_BASE: partnerstack.apiBase,
    PARTNERSTACK_WEBHOOK_SECRETS: partnerStackSecret,
  };
}

/** Starts `partnerverse serve` in a role, and waits for the line of its log that says it is ready for the benchmark. */
export async function startService(
  role: 'web' | 'web,worker',
  environment: ServiceEnvironment,
): Promise<Running & { url: string }> {
  const port = await freePort();
  const word = role === 'web' ? 'Partnerverse is running' : 'Connected to the org';
  const service = await startPartnerverse(
    ['serve', '--role', role, '--port', `${port}`, '--host', '127.0.0.1'],
    environment,
    (line) => (line.includes(word) ? true : null),
  );
  return { ...service, url: `http://127.0.0.1:${port}` };
}

const SENDERS = 16;
const TRIES = 20;

/** Posts as a vendor does: what is answered 503 is sent again later. Gives back how often that was. */
async function postAll(url: string, deliveries: readonly StoryDelivery[]): Promise<number> {
  const queue = deliveries.values();
  let refused = 0;
  const send = async (delivery: StoryDelivery): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const status = await post(url, delivery);
      if (status === 202) return;
      if (status !== 503) throw new Error(`A delivery was answered ${status} instead of 202.`);
      refused += 1;
      await delay(500);
    }
    throw new Error(`A delivery was answered 503 ${TRIES} times.`);
  };
  const sender = async (): Promise<void> => {
    for (const delivery of queue) await send(delivery);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return refused;
}

interface Depth {
  unfinished: number;
  parked: number;
}

async function depthOf(url: string): Promise<Depth> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const depth: Depth = { unfinished: 0, parked: 0 };
  const lines = text.matchAll(/^partnerverse_queue_jobs\{[^}]*state="(\w+)"[^}]*\} (\d+)/gm);
  let seen = 0;
  for (const [, state, count] of lines) {
    seen += 1;
    if (state === 'parked') depth.parked += Number(count);
    else depth.unfinished += Number(count);
  }
  if (seen === 0)
    throw new Error(`The service did not tell how many jobs wait: ${text.slice(0, 200)}`);
  return depth;
}

/** The pages' rate limit is ten questions a second. */
const LOOK_MS = 120;
const PATIENCE_MS = 300_000;

/** The moment when nothing waited any more; two quiet looks in a row, because a job hands over to the next. */
async function quietAt(url: string): Promise<number> {
  const until = performance.now() + PATIENCE_MS;
  let since: number | null = null;
  while (performance.now() < until) {
    const depth = await depthOf(url);
    if (depth.parked > 0) throw new Error(`${depth.parked} jobs failed for good.`);
    if (depth.unfinished > 0) since = null;
    else if (since !== null) return since;
    else since = performance.now();
    await delay(LOOK_MS);
  }
  throw new Error(`Jobs were still waiting after ${PATIENCE_MS / 1000} s.`);
}

/** The most memory that a process has had, by the kernel; 0 where there is no /proc. */
export function peakRssMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

export interface BacklogRun {
  events: number;
  seconds: number;
  eventsPerSecond: number;
  /** From the start of the worker to the end, signing in and describes included, by the org's own count. */
  apiCalls: number;
  vendorReads: number;
  /** Deliveries that were answered 503 (queue too slow) and so sent again. */
  refused: number;
  peakRssMb: number;
  ledger: Ledger;
}

/**
 * A backlog through the whole service: every delivery is accepted by a process with the web role only; then a worker starts,
 * and the clock runs from the moment it is connected until no job is left. `web,worker` only to be asked how deep the queue is.
 */
export async function runBacklog(
  data: DataSet,
  deliveries: readonly StoryDelivery[],
  org: OrgProcess,
  redis: BenchRedis | null,
): Promise<BacklogRun> {
  const queue = await freshQueue(redis);
  const environment = serviceEnvironment(data, org, queue);
  const web = await startService('web', environment);
  const refused = await postAll(web.url, deliveries).finally(() => web.stop());
  const callsBefore = await org.apiCalls();
  const readsBefore = data.stripe.requestCount() + data.partnerstack.requestCount();
  const worker = await startService('web,worker', environment);
  try {
    const from = performance.now();
    const seconds = ((await quietAt(worker.url)) - from) / 1000;
    const apiCalls = (await org.apiCalls()) - callsBefore;
    const port = await org.open();
    const ledger = await ledgerOf(port);
    await port.close();
    return {
      events: deliveries.length,
      seconds,
      eventsPerSecond: deliveries.length / seconds,
      apiCalls,
      vendorReads: data.stripe.requestCount() + data.partnerstack.requestCount() - readsBefore,
      refused,
      peakRssMb: peakRssMb(worker.child.pid),
      ledger,
    };
  } finally {
    await worker.stop();
    queue.close();
  }
}

/** Our service against the measured events, on a fresh copy of the prepared org. Throws when the ledger is not right. */
export async function measureOurs(
  data: DataSet,
  preparedFolder: string,
  redis: BenchRedis | null,
  latencyMs: number,
): Promise<BacklogRun> {
  const org = await startOrg(preparedFolder, latencyMs);
  try {
    const run = await runBacklog(data, data.events, org, redis);
    const wrong = mismatches(run.ledger, expectedLedger(data));
    if (wrong.length > 0) {
      throw new Error(
        `The ledger is not what the billing system's books say (${wrong.length} differences):\n${wrong.slice(0, 10).join('\n')}`,
      );
    }
    return run;
  } finally {
    await discard(org);
  }
}

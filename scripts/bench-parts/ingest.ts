import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { stripeSecret } from '../../test/support/door.ts';
import type { DataSet } from './data-set.ts';
import { freshQueue, peakRssMb, serviceEnvironment, startService } from './ours.ts';
import type { BenchRedis } from './redis.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const quiet = '--disable-warning=ExperimentalWarning';

const loadSchema = z.object({
  seconds: z.number(),
  refused: z.number(),
  acksPerSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});
export type Load = z.infer<typeof loadSchema>;

interface LoadOptions {
  requests: number;
  connections: number;
  rate: number | null;
}

async function load(url: string, options: LoadOptions): Promise<Load> {
  const input = JSON.stringify({ ...options, url, secret: stripeSecret });
  const { stdout } = await run(process.execPath, [quiet, here('load-generator.ts'), input]);
  return loadSchema.parse(JSON.parse(stdout));
}

async function loadOurs(
  data: DataSet,
  redis: BenchRedis | null,
  options: LoadOptions,
): Promise<Load & { peakRssMb: number }> {
  const queue = await freshQueue(redis);
  const nowhere = { instanceUrl: 'http://127.0.0.1:9', accessToken: 'unused' }; // the web role never asks the org
  const web = await startService('web', serviceEnvironment(data, nowhere, queue));
  try {
    const url = `${web.url}/webhooks/stripe/main`;
    await load(url, { ...options, rate: null, requests: WARM_UP });
    const result = await load(url, options);
    return { ...result, peakRssMb: peakRssMb(web.child.pid) };
  } finally {
    await web.stop();
    queue.close();
  }
}

async function loadBare(redis: BenchRedis, options: LoadOptions): Promise<Load> {
  const port = new URL(await redis.freshUrl()).port;
  const child = spawn(process.execPath, [quiet, here('bare-ingest.ts'), port, stripeSecret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const [url] = z.tuple([z.url()]).parse(await once(createInterface(child.stdout), 'line'));
    await load(url, { ...options, rate: null, requests: WARM_UP });
    return await load(url, options);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Enough for the compiler to have seen everything. */
const WARM_UP = 1_000;
const CONNECTIONS = 64;
/** The rate that the design asks for, offered evenly whatever the answers do. */
const TARGET_RATE = 1_500;

export interface IngestResult {
  ours: Load[];
  /** Empty without Redis: there is nothing like for like. */
  bare: Load[];
  /** At the rate that the design asks for, timed from when each request was due. */
  atTargetRate: Load;
  peakRssMb: number;
}

/** Ours and the bare loop in turns, each in a process of its own on the same empty Redis, under the same load. */
export async function measureIngest(
  data: DataSet,
  redis: BenchRedis | null,
  { requests, rounds }: { requests: number; rounds: number },
): Promise<IngestResult> {
  const options = { requests, connections: CONNECTIONS, rate: null };
  const ours: Load[] = [];
  const bare: Load[] = [];
  let peak = 0;
  for (let round = 0; round < rounds; round += 1) {
    const result = await loadOurs(data, redis, options);
    ours.push(result);
    peak = Math.max(peak, result.peakRssMb);
    if (redis) bare.push(await loadBare(redis, options));
  }
  const atTargetRate = await loadOurs(data, redis, { ...options, rate: TARGET_RATE });
  return { ours, bare, atTargetRate, peakRssMb: peak };
}

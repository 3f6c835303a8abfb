import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDataSet, type DataSet } from './bench-parts/data-set.ts';
import { measureGoalsAndReviews } from './bench-parts/goals.ts';
import { measureIngest, type IngestResult } from './bench-parts/ingest.ts';
import { localOrgReport, measureLocalOrg } from './bench-parts/local-org.ts';
import { businessRows, measureNaive } from './bench-parts/naive.ts';
import { expectedLedger } from './bench-parts/oracle.ts';
import { measureOurs } from './bench-parts/ours.ts';
import { prepareOrg } from './bench-parts/prepare.ts';
import { startRedis, type BenchRedis } from './bench-parts/redis.ts';
import { report } from './bench-parts/report.ts';
import { loadAverage, resultOf, type Measured } from './bench-parts/result.ts';

/** The naive worker needs about 4.5 calls an event, and a Developer Edition org has 15,000 a day. */
const MOST_EVENTS = 3_000;

const usage = `npm run bench -- [--json FILE] [--events N] [--customers M] [--seed S] [--quick] [--local-org] [--goals [--full]]
Measures the service against a worker with one call per write, and its webhook door against a bare one, side by side.
  --json FILE     where to write the figures
  --events N      deliveries in the measured part, 20 to ${MOST_EVENTS} (1000)
  --customers M   billing customers, four in five brought by a partner (200)
  --seed S        another data set (1)
  --quick         a small run that shows that everything works; its figures mean little
  --local-org     only the local org: 100,000 records (5,000 with --quick), each figure against its target
  --goals         only goals and reviews: 200 partnerships, 5,000 attributions, 20,000 ledger lines; with --full
                  2,000, 100,000 and 1,000,000`;

interface Options {
  json: string | null;
  events: number;
  customers: number;
  seed: number;
  rounds: number;
  requests: number;
  /** Records for the measurement of the local org alone; null for the usual one. */
  localOrgRecords: number | null;
  /** Only goals and reviews, at the small or the full size. */
  goals: 'small' | 'full' | null;
}

function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new Error(`--${name} must be a whole number from ${from} to ${to}.\n\n${usage}`);
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      events: { type: 'string' },
      customers: { type: 'string' },
      seed: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
      'local-org': { type: 'boolean', default: false },
      goals: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit();
  }
  const { quick } = values;
  return {
    json: values.json ?? null,
    events: wholeNumber('events', values.events ?? (quick ? '100' : '1000'), 20, MOST_EVENTS),
    customers: wholeNumber('customers', values.customers ?? (quick ? '30' : '200'), 1, 100_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    rounds: quick ? 1 : 2,
    requests: quick ? 1_000 : 6_000,
    localOrgRecords: values['local-org'] ? (quick ? 5_000 : 100_000) : null,
    goals: values.goals ? (values.full ? 'full' : 'small') : null,
  };
}

function say(text: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}`);
}

/** The naive worker must have written as much as we had to: else it would win by doing less. */
function checkNaive(data: DataSet, rows: number): void {
  const expected = businessRows(expectedLedger(data));
  if (rows !== expected) {
    throw new Error(
      `The one-call-per-write worker wrote ${rows} revenue entries and commission lines, not ${expected}: the comparison would not be fair.`,
    );
  }
}

type Backlogs = Pick<Measured, 'ours' | 'naive'>;

/** Ours and naive in turns, so that whatever else the machine does falls on both. */
async function measureBacklogs(
  data: DataSet,
  folder: string,
  redis: BenchRedis | null,
  rounds: number,
): Promise<Backlogs> {
  const measured: Backlogs = {
    ours: { latency0: [], latency100: [] },
    naive: { latency0: [], latency100: [] },
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const latency of [0, 100] as const) {
      const name = `latency${latency}` as const;
      const run = await measureOurs(data, folder, redis, latency);
      measured.ours[name].push(run);
      say(
        `ours, ${latency} ms: ${run.events} events in ${run.seconds.toFixed(1)} s with ${run.apiCalls} API calls; the ledger is right`,
      );
      const share = latency === 0 ? 1 : 1 / 5;
      const count = Math.ceil(data.events.length * share);
      const naive = await measureNaive(data, folder, latency, count);
      if (count === data.events.length) checkNaive(data, naive.businessRows);
      measured.naive[name].push(naive);
      say(
        `one call per write, ${latency} ms: ${naive.events} events in ${naive.seconds.toFixed(1)} s with ${naive.apiCalls} API calls`,
      );
    }
  }
  return measured;
}

function sayIngest({ ours, bare, atTargetRate }: IngestResult): void {
  const rates = (loads: IngestResult['ours']): string =>
    loads.map((load) => load.acksPerSecond.toFixed(0)).join(', ');
  say(`acknowledgements a second: ours ${rates(ours)}; bare ${rates(bare)}`);
  say(`at 1,500 a second: p99 ${atTargetRate.p99Ms.toFixed(1)} ms`);
}

async function bench(options: Options): Promise<void> {
  const loadAverageBefore = loadAverage();
  const redis = await startRedis();
  const data = await openDataSet(options);
  try {
    const queue = redis
      ? `Redis ${redis.version}, appendfsync always`
      : 'embedded (redis-server is not installed)';
    say(`${data.events.length} events; queue: ${queue}`);
    const prepared = await prepareOrg(data, redis);
    say('the org is prepared: metadata, terms, partnerships and customers are in it');
    const backlogs = await measureBacklogs(data, prepared.folder, redis, options.rounds).finally(
      () => rmSync(prepared.folder, { recursive: true, force: true }),
    );
    const ingest = await measureIngest(data, redis, {
      requests: options.requests,
      rounds: options.rounds === 1 ? 1 : 3,
    });
    sayIngest(ingest);
    const wallSeconds = performance.now() / 1000;
    const { seed } = options;
    const result = resultOf(data, {
      ...backlogs,
      ingest,
      queue,
      seed,
      loadAverageBefore,
      wallSeconds,
    });
    console.log(report(result));
    if (options.json !== null) {
      writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
      console.log(`\nWritten to ${options.json}`);
    }
  } finally {
    await data.close();
    await redis?.close();
  }
}

async function benchLocalOrg(records: number): Promise<void> {
  const before = loadAverage();
  const figures = await measureLocalOrg(records, say);
  console.log(
    `\n${localOrgReport(figures)}\n\nload average before ${JSON.stringify(before)}, after ${JSON.stringify(loadAverage())}`,
  );
}

async function benchGoals(size: 'small' | 'full'): Promise<void> {
  const before = loadAverage();
  const figures = await measureGoalsAndReviews(
    size === 'full'
      ? { partnerships: 2_000, attributions: 100_000, ledgerLines: 1_000_000 }
      : { partnerships: 200, attributions: 5_000, ledgerLines: 20_000 },
    say,
  );
  console.log(
    `\n${localOrgReport(figures)}\n\nload average before ${JSON.stringify(before)}, after ${JSON.stringify(loadAverage())}`,
  );
}

try {
  const options = readOptions();
  if (options.goals !== null) await benchGoals(options.goals);
  else if (options.localOrgRecords === null) await bench(options);
  else await benchLocalOrg(options.localOrgRecords);
} catch (error) {
  console.error(
    `\nThe benchmark failed. ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}

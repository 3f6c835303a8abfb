import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { DataSet } from './data-set.ts';
import { discard, startOrg, type OrgProcess } from './org-process.ts';
import { ledgerOf, type Ledger } from './oracle.ts';

const program = fileURLToPath(new URL('naive-worker.ts', import.meta.url));
const run = promisify(execFile);
const printedSchema = z.object({ seconds: z.number() });
const CONCURRENCY = 8;

export interface NaiveRun {
  events: number;
  seconds: number;
  eventsPerSecond: number;
  apiCalls: number;
  vendorReads: number;
  /** Revenue entries and commission lines in the end. */
  businessRows: number;
}

async function runWorker(input: object): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'partnerverse-bench-naive-'));
  try {
    const file = join(folder, 'input.json');
    writeFileSync(file, JSON.stringify(input), { mode: 0o600 });
    const { stdout } = await run(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      program,
      file,
    ]);
    return printedSchema.parse(JSON.parse(stdout)).seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Revenue entries and commission lines: what both contestants must have written for the same events. */
export function businessRows({ entries, lines }: Ledger): number {
  return [...entries.values()].reduce((sum, count) => sum + count, lines);
}

async function runNaive(data: DataSet, org: OrgProcess, count: number): Promise<NaiveRun> {
  const deliveries = data.events.slice(0, count);
  const readsBefore = data.stripe.requestCount();
  const callsBefore = await org.apiCalls();
  const seconds = await runWorker({
    instanceUrl: org.instanceUrl,
    accessToken: org.accessToken,
    stripeUrl: data.stripe.url,
    stripeKey: data.stripe.apiKey,
    bodies: deliveries.map(({ body }) => body),
    concurrency: CONCURRENCY,
  });
  const apiCalls = (await org.apiCalls()) - callsBefore;
  const port = await org.open();
  const rows = businessRows(await ledgerOf(port));
  await port.close();
  return {
    events: deliveries.length,
    seconds,
    eventsPerSecond: deliveries.length / seconds,
    apiCalls,
    vendorReads: data.stripe.requestCount() - readsBefore,
    businessRows: rows,
  };
}

/** The one-call-per-write worker against the first `count` of the measured events, on a fresh copy of the prepared org. */
export async function measureNaive(
  data: DataSet,
  preparedFolder: string,
  latencyMs: number,
  count: number,
): Promise<NaiveRun> {
  const org = await startOrg(preparedFolder, latencyMs);
  try {
    return await runNaive(data, org, count);
  } finally {
    await discard(org);
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { sf } from '../../test/support/deployed-org.ts';
import { freePort, startPartnerverse } from '../demo-parts/processes.ts';

const readySchema = z.object({ instanceUrl: z.string(), accessToken: z.string() });
type Ready = z.output<typeof readySchema>;

/** One figure with what it is held against. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  target: number;
  /** Whether the value must not be above the target, or not below it. */
  isAtMost: boolean;
}

const object = 'ExternalIdentity__c';
const data = '/services/data/v68.0';
const rowsPerCall = 200;
const queries = 200;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function connect({ instanceUrl, accessToken }: Ready) {
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(instanceUrl + path, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}
type Call = ReturnType<typeof connect>;

const resultsSchema = z.array(z.object({ success: z.boolean(), errors: z.array(z.unknown()) }));

/** Upserts `count` rows by key, 200 a call, under the object's validation rule. */
async function upsert(call: Call, count: number, version: number): Promise<void> {
  for (let from = 0; from < count; from += rowsPerCall) {
    const records = Array.from({ length: Math.min(rowsPerCall, count - from) }, (_, index) => ({
      attributes: { type: object },
      ExternalKey__c: `bench-${from + index}`,
      VendorId__c: `vendor-${from + index}`,
      DisplayName__c: `Person ${from + index}`,
      Email__c: `person${from + index}@example.com`,
      SourceVersion__c: version,
    }));
    const path = `${data}/composite/sobjects/${object}/ExternalKey__c`;
    const results = resultsSchema.parse(await call('PATCH', path, { records }));
    const bad = results.find((result) => !result.success);
    if (bad !== undefined) throw new Error(`A row was refused: ${JSON.stringify(bad.errors)}`);
  }
}

/** The middle of many queries by key, in milliseconds. */
async function queryByKey(call: Call, count: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < queries; index += 1) {
    const key = `bench-${(index * 7919) % count}`;
    const soql = `SELECT Id, DisplayName__c FROM ${object} WHERE ExternalKey__c = '${key}'`;
    times.push(
      1000 * (await seconds(() => call('GET', `${data}/query?q=${encodeURIComponent(soql)}`))),
    );
  }
  return times.sort((left, right) => left - right)[queries / 2] ?? 0;
}

/** The most memory that a process has held so far, in MB; 0 where the system does not tell (only Linux does). */
function peakMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? '0') / 1024;
  } catch {
    return 0;
  }
}

/** Processor time of a process so far, in seconds (Linux counts hundredths); 0 elsewhere. Other work does not blur it. */
function processorSeconds(pid: number): number {
  try {
    const [user = '0', system = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) / 100;
  } catch {
    return 0;
  }
}

/** What the local org does with many records, on disk and in a process of its own, as `partnerverse local-org` runs it. */
export async function measureLocalOrg(
  records: number,
  say: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'partnerverse-bench-local-org-'));
  const port = await freePort();
  const args = ['local-org', '--port', `${port}`, '--data', join(folder, 'org')];
  const start = performance.now();
  const running = await startPartnerverse(args, {}, (line) =>
    line.startsWith('{') ? readySchema.parse(JSON.parse(line)) : null,
  );
  const startSeconds = (performance.now() - start) / 1000;
  const pid = running.child.pid ?? 0;
  let used = 0;
  /** The org's own processor time since the last question, which other work on the machine does not blur. */
  const own = (): string => {
    const before = used;
    used = processorSeconds(pid);
    return `${(used - before).toFixed(2)} s of its own processor time`;
  };
  try {
    say(`the org started in ${startSeconds.toFixed(2)} s (${own()})`);
    const deploySeconds = await seconds(() =>
      sf(running.ready, ['project', 'deploy', 'start', '--source-dir', 'force-app']),
    );
    say(`force-app deployed in ${deploySeconds.toFixed(1)} s (${own()})`);
    const call = connect(running.ready);
    const createSeconds = await seconds(() => upsert(call, records, 1));
    say(`${records} records created in ${createSeconds.toFixed(1)} s (${own()})`);
    const updated = Math.min(records, 20_000);
    const updateSeconds = await seconds(() => upsert(call, updated, 2));
    say(`${updated} records updated in ${updateSeconds.toFixed(1)} s (${own()})`);
    const queryMs = await queryByKey(call, records);
    say(`${queries} queries by external id (${own()})`);
    const memory = peakMemory(pid);
    return [
      { name: 'start with an empty schema', value: startSeconds, unit: 's', target: 1, isAtMost: true },
      { name: 'deploy of force-app with sf', value: deploySeconds, unit: 's', target: 10, isAtMost: true },
      { name: 'rows created by upsert', value: records / createSeconds, unit: 'rows/s', target: 2000, isAtMost: false },
      { name: 'rows updated by upsert', value: updated / updateSeconds, unit: 'rows/s', target: 2000, isAtMost: false },
      { name: 'query by external id, median', value: queryMs, unit: 'ms', target: 5, isAtMost: true },
      { name: 'memory at its peak', value: memory, unit: 'MB', target: 500, isAtMost: true },
    ]; // prettier-ignore
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The figures as lines for people. */
export function localOrgReport(figures: readonly Figure[]): string {
  return figures
    .map(({ name, value, unit, target, isAtMost }) => {
      const isMet = isAtMost ? value <= target : value >= target;
      const bound = `${isAtMost ? 'at most' : 'at least'} ${target}`;
      const shown = value.toFixed(value < 10 ? 2 : 0);
      return `${isMet ? 'ok    ' : 'MISSED'}  ${name.padEnd(32)} ${shown.padStart(7)} ${unit} (${bound})`;
    })
    .join('\n');
}

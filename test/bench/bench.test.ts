import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { resultSchema } from '../../scripts/bench-parts/result.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

function bench(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const node = ['--disable-warning=ExperimentalWarning', 'scripts/bench.ts', ...args];
  return run(process.execPath, node, { cwd: root });
}

test('a tiny run measures every figure, finds the ledger right, and writes them in the agreed shape', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partnerverse-bench-test-'));
  try {
    const file = join(folder, 'bench.json');
    const { stdout } = await bench('--quick', '--events', '40', '--customers', '8', '--json', file);
    const result = resultSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(stdout).toContain('API calls per 1,000 events');
    expect(result.dataSet.events).toBe(40);
    expect(result.apiCallsPer1000Events).toBeGreaterThan(0);
    expect(result.naiveApiCallsPer1000Events).toBeGreaterThan(2_000);
    expect(result.eventsPerSecond.latency100).toBeGreaterThan(0);
    expect(result.naiveEventsPerSecond.latency100).toBeLessThan(30);
    expect(result.acksPerSecond).toBeGreaterThan(0);
    expect(result.ackP99Ms).toBeGreaterThan(0);
    expect(result.peakRssMb).toBeGreaterThan(50);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

test.each([
  [['--events', 'many'], '--events must be a whole number'],
  [['--customers', '0'], '--customers must be a whole number'],
  [['--speed', '9'], "Unknown option '--speed'"],
])('%j is refused before anything starts', async (args, words) => {
  await expect(bench(...args)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(words),
  });
});

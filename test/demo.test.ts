import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { codeBlocks, readDocument, root } from './support/markdown.ts';

interface Told {
  code: number | null;
  output: string;
  seconds: number;
  /** Whether any process that the demo started was there after it had ended. */
  leftProcesses: boolean;
}

function isRunning(processGroup: number): boolean {
  try {
    process.kill(-processGroup, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs the demo as a person does, in a process group of its own, so that nothing can be left behind unseen. */
async function tell(...args: string[]): Promise<Told> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/demo.ts', ...args],
    {
      cwd: root,
      detached: true,
      env: {
        ...process.env,
        REDIS_URL: '',
        NODE_OPTIONS: '',
        PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        SF_DISABLE_TELEMETRY: 'true',
        SF_AUTOUPDATE_DISABLE: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  const seconds = (performance.now() - started) / 1000;
  const group = child.pid ?? 0;
  const leftProcesses = isRunning(group);
  if (leftProcesses) process.kill(-group, 'SIGKILL');
  return { code, output, seconds, leftProcesses };
}

let told: Told;

beforeAll(async () => {
  told = await tell('--once', '--seed=7');
}, 180_000);

test('the demo tells its story to the end, and every check holds', () => {
  expect(told.output).toContain('every check holds');
  expect(told.output).not.toContain('✗');
  expect(told.code).toBe(0);
});

test('it takes less than two minutes, on a machine that is busy with other tests too', () => {
  expect(told.seconds).toBeLessThan(120);
});

test('it leaves no process behind', () => {
  expect(told.leftProcesses).toBe(false);
});

test('it prints what the README says that it prints', () => {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const printed = told.output.split('\n').map(plain);
  const [excerpt] = codeBlocks(readDocument('README.md')).filter(
    ({ language }) => language === 'text',
  );
  const lines = (excerpt?.text ?? '').split('\n').map(plain);
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
});

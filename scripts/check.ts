import { spawn, type StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One check, run to its end whatever the others say. */
interface Check {
  name: string;
  command: string[];
}

const results = join(mkdtempSync(join(tmpdir(), 'partnerverse-check-')), 'jest.json');
const node = ['node', '--disable-warning=ExperimentalWarning'];

/** They take what the tests leave of the cores, which wait for something a good part of their time. */
const checks: Check[] = [
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'build', command: ['tsc', '-p', 'tsconfig.build.json'] },
  { name: 'generated files', command: [...node, 'scripts/generate.ts', '--check'] },
];

const tests: Check = {
  name: 'tests',
  command: [
    ...node,
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--maxWorkers=2', // jest by itself would leave one of two cores idle
    '--json',
    `--outputFile=${results}`,
    '--testLocationInResults',
  ],
};

const [status, ...statuses] = await Promise.all([
  run(tests, ['ignore', 'ignore', 'inherit']),
  ...checks.map((check) =>
    run({ ...check, command: ['nice', '-n', '19', ...check.command] }, ['ignore', 'pipe', 'pipe']),
  ),
]);
const counts = jestCounts(status);
const passed = statuses.filter((each) => each === 0).length + counts.passed;
const failed = statuses.filter((each) => each !== 0).length + counts.failed;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a check and says how it went, with what it said where that was held back until then. */
async function run({ name, command }: Check, stdio: StdioOptions): Promise<number> {
  const started = performance.now();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (said += part.toString()));
  const status = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      said += `${error.message}\n`;
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${said}${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  return status;
}

/** A suite that could not even start counts as a failure, and so does a runner that wrote no result. */
function jestCounts(status: number): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(results, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numRuntimeErrorTestSuites: number;
    };
    const broken = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return { passed: report.numPassedTests, failed: status === 0 ? broken : Math.max(broken, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

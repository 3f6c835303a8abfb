import { spawnSync, type StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One step of the checks, run to its end whatever the steps before it said. */
interface Step {
  name: string;
  command: string[];
}

const results = join(mkdtempSync(join(tmpdir(), 'partnerverse-check-')), 'jest.json');
const node = ['node', '--disable-warning=ExperimentalWarning'];

const steps: Step[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'generated files', command: [...node, 'scripts/generate.ts', '--check'] },
  { name: 'build', command: ['tsc', '-p', 'tsconfig.build.json'] },
  {
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
  },
];

let passed = 0;
let failed = 0;

for (const { name, command } of steps) {
  const started = performance.now();
  const [program = '', ...args] = command;
  const quiet: StdioOptions = name === 'tests' ? ['ignore', 'ignore', 'inherit'] : 'inherit';
  const { status } = spawnSync(program, args, { stdio: quiet });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (name !== 'tests') {
    if (status === 0) passed += 1;
    else failed += 1;
    continue;
  }
  const counts = jestCounts(status ?? 1);
  passed += counts.passed;
  failed += counts.failed;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

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

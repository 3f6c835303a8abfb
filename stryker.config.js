/**
 * Mutation testing of the rules: a mutant is a rule with one small fault, and some test of `test/rules` must fail on it.
 * `npm run mutation -- --mutate src/rules/sourcing.ts` looks at one rule.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/rules/*.ts'],
  plugins: ['./scripts/mutation/runner.ts'],
  testRunner: 'rules',
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: '.stryker/report.json' },
  tempDirName: '.stryker/sandboxes',
  // Only what the tests of the rules need is copied for the mutants.
  ignorePatterns: ['*', '!/src/**', '!/test/rules/**', '!/package.json'],
};

import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { registeredTests, type RegisteredTest } from './harness.ts';

/** What the faulty code and the runner tell each other: documented in the instrumenter of Stryker. */
function context(): InstrumenterContext {
  const name = '__stryker__';
  const known: unknown = Reflect.get(globalThis, name);
  if (typeof known === 'object' && known !== null) return known;
  const fresh: InstrumenterContext = {};
  Reflect.set(globalThis, name, fresh);
  return fresh;
}

/**
 * Runs the tests of the rules for Stryker within one process. All mutants of a file are in its code from the start and are
 * switched on one by one, so that a mutant costs milliseconds; Jest would load every test file again for each (seconds).
 */
class RuleTestRunner implements TestRunner {
  #tests: readonly RegisteredTest[] | null = null;

  /** A mutant in what runs while files are loaded is switched on before they are loaded again. */
  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const tests = await this.#load();
    const result = await this.#run(tests, true);
    const { mutantCoverage } = context();
    return mutantCoverage ? { ...result, mutantCoverage } : result;
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const stryker = context();
    if (options.reloadEnvironment) this.#tests = null;
    if (options.mutantActivation === 'static') stryker.activeMutant = options.activeMutant.id;
    else delete stryker.activeMutant;
    let tests: readonly RegisteredTest[];
    try {
      tests = await this.#load();
    } catch (error) {
      return toMutantRunResult(failed('loading the tests', error));
    }
    stryker.activeMutant = options.activeMutant.id;
    if (options.hitLimit !== undefined) {
      stryker.hitCount = 0;
      stryker.hitLimit = options.hitLimit;
    }
    const wanted = options.testFilter && new Set(options.testFilter);
    const result = await this.#run(
      wanted ? tests.filter(({ id }) => wanted.has(id)) : tests,
      options.disableBail,
    );
    const endless = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
    return toMutantRunResult(endless ?? result);
  }

  /** Tables before properties: most mutants fall at the first. */
  async #load(): Promise<readonly RegisteredTest[]> {
    const files = globSync('test/rules/**/*.test.ts').map((file) => resolve(file));
    const isSlow = (file: string): boolean => file.includes('.properties.');
    this.#tests ??= await registeredTests([
      ...files.filter((file) => !isSlow(file)).sort(),
      ...files.filter(isSlow).sort(),
    ]);
    return this.#tests;
  }

  async #run(
    tests: readonly RegisteredTest[],
    toTheEnd: boolean,
  ): Promise<DryRunResult & { status: DryRunStatus.Complete }> {
    const stryker = context();
    const results: TestResult[] = [];
    for (const { id, fileName, run } of tests) {
      const started = performance.now();
      stryker.currentTestId = id;
      let problem: unknown = null;
      try {
        await run();
      } catch (error) {
        problem = error ?? 'a test threw nothing';
      }
      const timeSpentMs = performance.now() - started;
      const common = { id, name: id, fileName, timeSpentMs };
      if (problem === null) {
        results.push({ ...common, status: TestStatus.Success });
        continue;
      }
      results.push({ ...common, status: TestStatus.Failed, failureMessage: words(problem) });
      if (!toTheEnd) break;
    }
    delete stryker.currentTestId;
    return { status: DryRunStatus.Complete, tests: results };
  }
}

function failed(what: string, problem: unknown): DryRunResult {
  const failureMessage = words(problem);
  const test = { id: what, name: what, timeSpentMs: 0, failureMessage };
  return { status: DryRunStatus.Complete, tests: [{ ...test, status: TestStatus.Failed }] };
}

function words(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RuleTestRunner)];

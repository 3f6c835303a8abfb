import { registerHooks } from 'node:module';
import { expect } from 'expect';
import fc from 'fast-check';
import { bind } from 'jest-each';

/** One `test` of a file, not run yet. */
export interface RegisteredTest {
  /** Names of its file and of all that it stands in; unique. */
  id: string;
  fileName: string;
  run: () => unknown;
}

let generation = 0;
/** Gives the project's own files a new address for every generation, so that what runs while they load runs again. */
registerHooks({
  resolve(specifier, importer, next) {
    const resolved = next(specifier, importer);
    const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
    return isOurs ? { ...resolved, url: `${resolved.url}?generation=${generation}` } : resolved;
  },
});

/**
 * Imports Jest test files, and with them the rules, anew into this very process and returns their tests. They find what tests of the rules need (`describe`,
 * `test`, their `each`, `expect`) and nothing more: rules are pure, so no test of theirs sets anything up or tears it down.
 */
export async function registeredTests(files: readonly string[]): Promise<RegisteredTest[]> {
  generation += 1;
  const tests: RegisteredTest[] = [];
  const names = new Set<string>();
  let path: string[] = [];
  let fileName = '';

  const describe = (name: string, define: () => void): void => {
    const outer = path;
    path = [...outer, name];
    define();
    path = outer;
  };
  const test = (name: string, run: () => unknown): void => {
    const full = [...path, name].join(' › ');
    let id = full;
    for (let copy = 2; names.has(id); copy += 1) id = `${full} (${copy})`;
    names.add(id);
    tests.push({ id, fileName, run });
  };
  Object.assign(globalThis, {
    expect,
    describe: Object.assign(describe, { each: bind(describe) }),
    test: Object.assign(test, { each: bind(test) }),
  });
  // One seed, so that a mutant's fate does not depend on luck; few runs and no search for the smallest example, for speed.
  process.env['PARTNERVERSE_HISTORIES'] = '25';
  fc.configureGlobal({ seed: 20_260_921, numRuns: 25, endOnFailure: true });

  for (fileName of files) {
    path = [fileName];
    await import(fileName);
  }
  return tests;
}

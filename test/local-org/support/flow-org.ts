import { join } from 'node:path';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { deployFiles, filesIn, fixtures } from '../metadata/support.ts';
import { testOrg, type TestOrg } from './test-org.ts';

const all = filesIn(join(fixtures, 'save-order'));

function deployed(onto: OrgSchema, isWanted: (path: string) => boolean): OrgSchema {
  const files = new Map([...all].filter(([path]) => isWanted(path)));
  const outcome = deployFiles(onto, files);
  if (outcome.schema !== null) return outcome.schema;
  throw new Error(JSON.stringify(outcome.messages.filter((row) => !row.success)));
}

const jobs = deployed(
  createSchema(),
  (path) => !/^(flows|duplicateRules|matchingRules)\//.test(path),
);

/** What the deploy of one fixture of `save-order` says that is not good. */
export function deployProblems(path: string): string[] {
  const files = new Map([...all].filter(([name]) => name === path));
  const { messages } = deployFiles(jobs, files);
  return messages.flatMap(({ problem }) => (problem == null ? [] : [problem.text]));
}

/** The schema of jobs, their steps and entries of a log, with the named fixtures deployed onto it, one by one. */
export function jobSchema(...paths: readonly string[]): OrgSchema {
  return paths.reduce((org, wanted) => deployed(org, (path) => path === wanted), jobs);
}

/** An org with that schema. */
export function jobOrg(...paths: readonly string[]): TestOrg {
  return testOrg(jobSchema(...paths));
}

/** An org of jobs with flows, by name, in the order of their activation. */
export function flowOrg(...names: readonly string[]): TestOrg {
  return jobOrg(...names.map((name) => `flows/${name}.flow`));
}

/** The live rows of an object in the order in which they were made. */
export function rowsOf(org: TestOrg, object: string): Record<string, unknown>[] {
  const sql = `SELECT * FROM "${object}" WHERE IsDeleted = 0 ORDER BY Id`;
  return org.engine.db.prepare(sql).all().map((row) => ({ ...row })); // prettier-ignore
}

/** One rule of Salesforce's: the page that says so, the flows it needs, what is done, and what must come of it. */
export interface Case {
  page: string;
  flows: readonly string[];
  act: (org: TestOrg) => unknown;
  gives: unknown;
}

import { cloneSchema } from '../schema/clone.ts';
import type { OrgSchema } from '../schema/types.ts';
import { applyComponents, componentKey } from './apply.ts';
import { checkComponent } from './checks.ts';
import { readComponents, selectComponents, textOfFile, type Component } from './components.ts';
import { applyDeletions, type Deletion } from './destructive.ts';
import {
  missingMembers,
  parseManifest,
  unknownTypes,
  versionProblems,
  type Manifest,
} from './manifest.ts';
import { errorAt, type Problem } from './problems.ts';
import { rememberedNote } from './remembered.ts';
import { parseXml, XmlSyntaxError } from './xml.ts';
import { PackageError } from './zip.ts';

export interface DeployOptions {
  checkOnly: boolean;
  rollbackOnError: boolean;
  ignoreWarnings: boolean;
}

/** One row of the result: a component and, if it failed or warns, why. */
export interface DeployMessage {
  type: string;
  fullName: string;
  fileName: string;
  success: boolean;
  created: boolean;
  changed: boolean;
  deleted: boolean;
  problem: Problem | null;
}

export interface DeployOutcome {
  status: 'Succeeded' | 'SucceededPartial' | 'Failed';
  messages: DeployMessage[];
  /** The org as it is after the deploy; null where nothing changes (failed, or only checked). */
  schema: OrgSchema | null;
}

/** A package has one root directory or none: package.xml lies at the top or one level below. */
function withoutRoot(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  if (files.has('package.xml')) return new Map(files);
  const manifest = [...files.keys()].find((path) => /^[^/]+\/package\.xml$/.test(path));
  if (manifest === undefined) throw new PackageError('No package.xml found');
  const root = manifest.slice(0, -'package.xml'.length);
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(root))
      .map(([path, bytes]) => [path.slice(root.length), bytes]),
  );
}

function readManifest(files: Map<string, Uint8Array>, name: string): Manifest | null {
  const bytes = files.get(name);
  if (bytes === undefined) return null;
  files.delete(name);
  return parseManifest(parseXml(textOfFile(bytes)));
}

function failure(fileName: string, problem: Problem): DeployMessage {
  return {
    type: '',
    fullName: fileName,
    fileName,
    success: false,
    created: false,
    changed: false,
    deleted: false,
    problem,
  };
}

function duplicates(components: readonly Component[]): void {
  const seen = new Set<string>();
  for (const component of components) {
    const key = componentKey(component).toLowerCase();
    if (seen.has(key)) {
      const name = component.fullName.split('.').at(-1) ?? '';
      component.problems.push({
        severity: 'Error',
        text: `duplicate value found: [${name}] is defined multiple times`,
        line: component.element?.line ?? 0,
        column: component.element?.column ?? 0,
      });
    }
    seen.add(key);
  }
}

interface Pass {
  after: OrgSchema;
  deletions: Deletion[];
  problems: Map<Component, Problem[]>;
}

interface Package {
  components: Component[];
  /** Deletions before and after the rest is written, with the names of their files. */
  before: Destruction[];
  after: Destruction[];
}

interface Destruction {
  fileName: string;
  manifest: Manifest;
}

function runPass(org: OrgSchema, parcel: Package, left: readonly Component[]): Pass {
  const after = cloneSchema(org);
  const destroy = ({ fileName, manifest }: Destruction): Deletion[] =>
    applyDeletions(after, manifest, fileName);
  const early = parcel.before.flatMap(destroy);
  applyComponents(after, left);
  const late = parcel.after.flatMap(destroy);
  const context = { before: org, after, components: left };
  const problems = new Map(
    left.map((component) => [component, checkComponent(component, context)]),
  );
  return { after, deletions: [...early, ...late], problems };
}

const isError = (problem: Problem): boolean => problem.severity === 'Error';

function messagesOf(
  component: Component,
  problems: readonly Problem[],
  orgs: { before: OrgSchema; after: OrgSchema },
): DeployMessage[] {
  const { type, fullName, fileName } = component;
  const base = { type, fullName, fileName, created: false, changed: false, deleted: false };
  if (problems.some(isError)) {
    return problems.map((problem) => ({ ...base, success: false, problem }));
  }
  const key = componentKey(component);
  const before = orgs.before.otherComponents.get(key);
  const changed = before !== orgs.after.otherComponents.get(key);
  const problem = problems[0] ?? rememberedNote(orgs.after, component);
  return [{ ...base, created: before === undefined, changed, success: true, problem }];
}

function componentMessages(pass: Pass, org: OrgSchema): DeployMessage[] {
  const orgs = { before: org, after: pass.after };
  return [...pass.problems].flatMap(([component, problems]) =>
    messagesOf(component, problems, orgs),
  );
}

function deletionMessages(deletions: readonly Deletion[]): DeployMessage[] {
  return deletions.map((deletion) => {
    const problem = deletion.problems[0] ?? null;
    const success = problem === null || !isError(problem);
    return {
      ...deletion,
      success,
      created: false,
      changed: success,
      deleted: problem === null,
      problem,
    };
  });
}

function failed(messages: DeployMessage[]): DeployOutcome {
  return { status: 'Failed', messages, schema: null };
}

/** All at once: one failure is enough for nothing to happen (rollbackOnError true). */
function deployAll(org: OrgSchema, parcel: Package): { pass: Pass; messages: DeployMessage[] } {
  const pass = runPass(org, parcel, parcel.components);
  const messages = [...componentMessages(pass, org), ...deletionMessages(pass.deletions)];
  return { pass, messages };
}

/** Repeats the deploy without what fails, until what is left stands by itself (rollbackOnError false). */
function deployWhatStands(
  org: OrgSchema,
  parcel: Package,
): { pass: Pass; messages: DeployMessage[] } {
  let left = parcel.components;
  let pass = runPass(org, parcel, left);
  const refused: DeployMessage[] = [];
  for (;;) {
    const good = left.filter((component) => !(pass.problems.get(component) ?? []).some(isError));
    refused.push(...componentMessages(pass, org).filter((message) => !message.success));
    if (good.length === left.length) break;
    left = good;
    pass = runPass(org, parcel, left);
  }
  const succeeded = componentMessages(pass, org).filter((message) => message.success);
  return { pass, messages: [...refused, ...succeeded, ...deletionMessages(pass.deletions)] };
}

function readPackage(
  files: ReadonlyMap<string, Uint8Array>,
): Package & { messages: DeployMessage[] } {
  const inside = withoutRoot(files);
  const manifest = readManifest(inside, 'package.xml');
  const destructions = (...names: string[]): Destruction[] =>
    names.flatMap((fileName) => {
      const found = readManifest(inside, fileName);
      return found === null ? [] : [{ fileName, manifest: found }];
    });
  // Without a Pre or Post in its name the file is processed first. api_meta meta_deploy_deleting_files
  const before = destructions('destructiveChanges.xml', 'destructiveChangesPre.xml');
  const after = destructions('destructiveChangesPost.xml');
  if (manifest === null) throw new PackageError('No package.xml found');
  const { components: all, strangers } = readComponents(inside);
  const components = selectComponents(all, manifest);
  duplicates(components);
  const found = new Set([...all, ...components].map(componentKey));
  const messages = [
    ...[...before, ...after].flatMap(({ fileName, manifest: { element, members } }) =>
      [...members.values()].some((names) => names.has('*'))
        ? [
            failure(
              fileName,
              errorAt(element, 'Wildcards are not supported in a destructiveChanges file'),
            ),
          ]
        : [],
    ),
    ...[
      ...versionProblems(manifest),
      ...unknownTypes(manifest),
      ...missingMembers(manifest, found),
    ].map((problem) => failure('package.xml', problem)),
    ...strangers.map((path) =>
      failure(path, { severity: 'Error', text: 'Not in package.xml', line: 0, column: 0 }),
    ),
  ];
  return { components, before, after, messages };
}

/**
 * Deploys an unpacked package onto a schema that is left untouched: all or nothing, unless `rollbackOnError` is off. Every
 * problem is a row of the result; nothing throws but a bug.
 */
export function deployPackage(
  org: OrgSchema,
  files: ReadonlyMap<string, Uint8Array>,
  options: DeployOptions,
): DeployOutcome {
  let parcel;
  try {
    parcel = readPackage(files);
  } catch (error) {
    const isPackage = error instanceof PackageError;
    if (!isPackage && !(error instanceof XmlSyntaxError)) throw error;
    const place = isPackage ? { line: 0, column: 0 } : { line: error.line, column: error.column };
    return failed([failure('package.xml', { severity: 'Error', text: error.message, ...place })]);
  }
  const run = options.rollbackOnError ? deployAll : deployWhatStands;
  const { pass, messages } = run(org, parcel);
  const rows = [...parcel.messages, ...messages];
  const bad = rows.filter((row) => !row.success).length;
  const warned = rows.some((row) => row.problem?.severity === 'Warning') && !options.ignoreWarnings;
  const good = rows.length - bad;
  if (warned || (bad > 0 && (options.rollbackOnError || good === 0))) return failed(rows);
  const status = bad > 0 ? 'SucceededPartial' : 'Succeeded';
  return { status, messages: rows, schema: options.checkOnly ? null : pass.after };
}

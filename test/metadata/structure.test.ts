import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkElement, elementRules } from '../../src/local-org/metadata/element-check.ts';
import { parseXml } from '../../src/local-org/metadata/xml.ts';
import { files, projectRoot } from './force-app.ts';

/**
 * Every file against Salesforce's published types (`@salesforce/types`), by the tables that the local org's deploy checker reads
 * as well: one mechanism instead of a second one with JSON Schemas, which could not say either where in a file something is wrong.
 */
function problemsOf(path: string, source: string): string[] {
  const root = parseXml(source);
  const known = elementRules(root.name) !== null;
  const problems = checkElement(root, root.name).map((one) => `${path}:${one.line} ${one.text}`);
  return known ? problems : [`${path}: ${root.name} is in no table; add it to the roots.`];
}

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

test('every file has the elements and values of its type and nothing else', () => {
  expect(files.flatMap(({ path }) => problemsOf(path, read(path)))).toEqual([]);
});

test.each([
  [
    'an element that the type does not have',
    '<lenght>3</lenght>',
    'lenght invalid at this location',
  ],
  ['a value that the enumeration does not have', '<type>Txt</type>', "'Txt' is not a valid value"],
  ['a flag that is neither true nor false', '<required>no</required>', 'xsd:boolean'],
  ['an element twice', '<label>A</label><label>B</label>', 'is duplicated at this location'],
])('would notice %s', (_what, element, problem) => {
  const file = `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>A__c</fullName>${element}</CustomField>`;
  expect(problemsOf('A__c', file)).toEqual([expect.stringContaining(problem)]);
});

test('the tables are those of the pinned packages', async () => {
  const script = ['--disable-warning=ExperimentalWarning', 'scripts/generate-metadata-tables.ts'];
  await promisify(execFile)(process.execPath, [...script, '--check'], { cwd: projectRoot });
  const manifest: unknown = JSON.parse(read('package.json'));
  expect(manifest).toMatchObject({ devDependencies: { '@salesforce/types': '1.9.0' } });
});

test('there is no Apex and no Visualforce', () => {
  const names = readdirSync(join(projectRoot, 'force-app'), { recursive: true, encoding: 'utf8' });
  expect(names.length).toBeGreaterThan(500);
  expect(names.filter((name) => /\.(cls|trigger|page|component)(-meta\.xml)?$/.test(name))).toEqual(
    [],
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { childrenOf, textOf, textsOf } from '../../scripts/generate/metadata-file.ts';
import { customObjects, fields, files, model, projectRoot } from './force-app.ts';

/** Everything that people wrote for Lightning components, by path. */
const sources = readdirSync(join(projectRoot, 'force-app'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/lwc\/.*\.(js|html|css)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(projectRoot, 'force-app', path), 'utf8') }));
const scripts = sources.filter(({ path }) => path.endsWith('.js'));
const bundles = files.filter((file) => file.kind === 'js');
const labels = files
  .filter((file) => file.kind === 'labels')
  .flatMap((file) => childrenOf(file.xml, 'labels'));

const matches = (pattern: RegExp): { path: string; word: string }[] =>
  scripts.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ path, word: match[1] ?? '' })),
  );

test('there is something to check', () => {
  expect(bundles.length).toBeGreaterThan(5);
  expect(labels.length).toBeGreaterThan(50);
});

test('every custom object and field that a component names exists', () => {
  const known = new Set([
    ...customObjects.map((object) => object.name),
    ...fields.map((field) => field.name),
  ]);
  const unknown = matches(/\b([A-Z]\w*__[cr])\b/g).filter(
    ({ word }) => !known.has(word.replace(/__r$/, '__c')),
  );
  expect(unknown).toEqual([]);
});

test('the labels that components read are the labels that are deployed', () => {
  const read = matches(/@salesforce\/label\/c\.(\w+)/g).map(({ word }) => word);
  const deployed = labels.map((label) => textOf(label, 'fullName') ?? '');
  expect([...new Set(read)].sort()).toEqual([...deployed].sort());
});

test('every label has a category and a short description, and fits', () => {
  const wrong = labels.filter(
    (label) =>
      !textOf(label, 'categories') ||
      (textOf(label, 'shortDescription') ?? '').length > 80 ||
      (textOf(label, 'value') ?? '').length > 1000,
  );
  expect(wrong.map((label) => textOf(label, 'fullName'))).toEqual([]);
});

test('components read and write through the UI API and GraphQL only, never through Apex', () => {
  const allowed =
    /^(lwc|c\/\w+|\.\/\w+|@salesforce\/(label|i18n)\/.+|lightning\/(graphql|uiObjectInfoApi|uiRecordApi|refresh))$/;
  expect(matches(/\bfrom '([^']+)'/g).filter(({ word }) => !allowed.test(word))).toEqual([]);
});

test('templates are made of base components and our own', () => {
  const tags = sources
    .filter(({ path }) => path.endsWith('.html'))
    .flatMap(({ text }) => [...text.matchAll(/<([a-z]+-[a-z-]+)/g)].map((match) => match[1] ?? ''));
  const own = bundles.map(
    ({ name }) => `c-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  expect(tags.filter((tag) => !tag.startsWith('lightning-') && !own.includes(tag))).toEqual([]);
});

describe.each(bundles.map((bundle) => [bundle.name, bundle] as const))('%s', (name, bundle) => {
  test('says what it is for', () => {
    expect(textOf(bundle.xml, 'description')).toMatch(/^[A-Z].{20,}\.$/);
    expect(textOf(bundle.xml, 'masterLabel')).toMatch(/^[A-Z]/);
  });

  test('is named as its folder, and only what pages may hold is exposed', () => {
    expect(basename(join(bundle.path, '..'))).toBe(name);
    const onPages = textOf(bundle.xml, 'isExposed') === 'true';
    expect(childrenOf(bundle.xml, 'targets')).toHaveLength(onPages ? 1 : 0);
  });

  test('is offered on pages of objects that exist', () => {
    const known = model.objects.map((object) => object.name);
    const named = childrenOf(bundle.xml, 'targetConfigs')
      .flatMap((configs) => childrenOf(configs, 'targetConfig'))
      .flatMap((config) => childrenOf(config, 'objects'))
      .flatMap((objects) => textsOf(objects, 'object'));
    expect(named.filter((object) => !known.includes(object))).toEqual([]);
  });
});

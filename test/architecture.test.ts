import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rulePages } from '../scripts/generate/rule-pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .sort();
}

interface Source {
  path: string;
  text: string;
  /** Files of this repository that it imports, relative to the root. */
  imports: string[];
  /** The same without `import type`, which vanish at run time. */
  runtimeImports: string[];
  packages: string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\s\S]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g;

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [...text.matchAll(importPattern)].map((match) => ({
    isType: match[1] !== undefined,
    name: match[2] ?? match[3] ?? '',
  }));
  const own = found
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, isType }) => ({
      isType,
      file: relative(root, resolve(root, dirname(path), name)),
    }));
  return {
    path,
    text,
    imports: own.map(({ file }) => file),
    runtimeImports: own.filter(({ isType }) => !isType).map(({ file }) => file),
    packages: found.map(({ name }) => name).filter((name) => !name.startsWith('.')),
  };
}

const sources = filesBelow('src').map(read);
const generated = (source: Source): boolean => source.path.endsWith('.generated.ts');
const roomOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? 'src';

/** Which rooms may import which. `src` is the files that lie in src itself: errors, money, clock, logger, metrics, config, html. */
const base = ['src/errors.ts', 'src/money.ts', 'src/clock.ts'];
const mayImport: Readonly<Record<string, (file: string) => boolean>> = {
  events: (file) => file.startsWith('src/events/'),
  rules: (file) =>
    /^src\/(rules|events)\//.test(file) || ['src/money.ts', 'src/errors.ts'].includes(file),
  vendors: (file) => /^src\/(vendors|events)\//.test(file) || base.includes(file),
  salesforce: (file) =>
    /^src\/(salesforce|events|rules)\//.test(file) || [...base, 'src/logger.ts'].includes(file),
  queue: (file) =>
    /^src\/(queue|events)\//.test(file) ||
    [...base, 'src/logger.ts', 'src/metrics.ts'].includes(file),
  intake: (file) =>
    /^src\/(intake|vendors|queue|events|console)\//.test(file) ||
    [...base, 'src/logger.ts', 'src/metrics.ts'].includes(file),
  console: (file) =>
    /^src\/(console|queue|events)\//.test(file) ||
    [...base, 'src/metrics.ts', 'src/html.ts'].includes(file),
  reviews: (file) =>
    /^src\/(reviews|rules)\//.test(file) || ['src/html.ts', 'src/money.ts'].includes(file),
  jobs: (file) =>
    /^src\/(jobs|vendors|events|queue|rules|reviews|salesforce)\//.test(file) ||
    base.includes(file),
  'local-org': (file) => file.startsWith('src/local-org/'),
  cli: () => true,
};

describe('the layout is the story, and imports follow it', () => {
  test('there is something to check', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(100);
  });

  test.each(Object.keys(mayImport))('%s imports only what it may', (room) => {
    const allowed = mayImport[room];
    const wrong = sources
      .filter((source) => roomOf(source.path) === room)
      .flatMap((source) =>
        source.imports.filter((file) => !allowed?.(file)).map((file) => `${source.path} → ${file}`),
      );
    expect(wrong).toEqual([]);
  });

  test('every room has a rule', () => {
    const rooms = new Set(sources.map((source) => roomOf(source.path)));
    expect([...rooms].filter((room) => room !== 'src' && !(room in mayImport))).toEqual([]);
  });

  test('only the cli imports the local org', () => {
    const wrong = sources.filter(
      (source) =>
        !/^src\/(local-org|cli)\//.test(source.path) &&
        source.imports.some((file) => file.startsWith('src/local-org/')),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  test.each([
    ['jsforce', /^src\/salesforce\//],
    ['bullmq', /^src\/queue\//],
    ['ioredis', /^src\/queue\//],
    ['pg', /^src\/queue\//],
    ['@electric-sql/pglite', /^src\/queue\//],
    ['stripe', /^src\/vendors\/stripe\//],
    ['node:sqlite', /^src\/local-org\//],
    ['formulon', /^src\/local-org\//],
    ['pdfkit', /^src\/reviews\//],
    ['fastify', /^src\/(intake|console|local-org)\//],
  ])('only its own room imports %s', (name, room) => {
    const users = sources.filter((source) => source.packages.includes(name));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((source) => !room.test(source.path)).map((source) => source.path)).toEqual(
      [],
    );
  });

  test('rules and events know no I/O, no clock and no randomness', () => {
    const wrong = sources
      .filter((source) => /^src\/(rules|events)\//.test(source.path))
      .filter((source) =>
        /Date\.now|new Date\(\)|Math\.random|fetch\(|node:(?!assert)/.test(source.text),
      );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  test('there is no ring of imports at run time', () => {
    const edges = new Map(sources.map((source) => [source.path, source.runtimeImports]));
    const rings: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: string[]): void => {
      if (trail.includes(path)) {
        rings.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of edges.keys()) visit(path, []);
    expect(rings).toEqual([]);
  });
});

describe('the budget', () => {
  const written = sources.filter((source) => !generated(source));

  test('one file reads the environment', () => {
    const readers = written.filter((source) =>
      /process\.env|from 'node:process'/.test(source.text),
    );
    expect(readers.map((source) => source.path)).toEqual(['src/config.ts']);
  });

  test('no hand-written file is longer than 300 lines', () => {
    const long = written
      .map((source) => `${source.path}: ${source.text.split('\n').length - 1}`)
      .filter((line) => Number(line.split(': ')[1]) > 300);
    expect(long).toEqual([]);
  });

  test('no type check is silenced and nothing is a default export', () => {
    const wrong = written.filter((source) =>
      source.text
        .split('\n')
        .some((line) =>
          /@ts-(ignore|nocheck|expect-error)|^(?!\s*(\*|\/)).*(: any\b|<any>|as any\b|export default)/.test(
            line.replace(/'[^']*'|\/\*.*?\*\//g, ''),
          ),
        ),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  test('at most two casts in a thousand lines', () => {
    const lines = written.reduce((sum, source) => sum + source.text.split('\n').length, 0);
    const casts = written.flatMap((source) =>
      source.text
        .split('\n')
        .filter(
          (line) =>
            /\bas (?!const\b)[A-Z{]/.test(line) &&
            !/^\s*(\*|\/\/|import|export \{)/.test(line) &&
            !/import .* as /.test(line),
        )
        .map((line) => `${source.path}: ${line.trim()}`),
    );
    expect({ casts: casts.length <= (2 * lines) / 1000 ? [] : casts }).toEqual({ casts: [] });
  });

  test('src throws verdicts; the local org throws its own API errors', () => {
    const wrong = written.filter(
      (source) =>
        !source.path.startsWith('src/local-org/') &&
        /throw new (Error|TypeError|RangeError)\(/.test(source.text),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });

  test('nothing prints but the cli', () => {
    const wrong = written.filter(
      (source) =>
        !source.path.startsWith('src/cli/') && /console\.(log|error|warn|info)/.test(source.text),
    );
    expect(wrong.map((source) => source.path)).toEqual([]);
  });
});

/** Files of src/rules that decide nothing by themselves: days, words, terms, and the order in which rules are asked. */
const partsOfRules = [
  ...['calendar', 'explain', 'review-facts', 'review-words'],
  ...['commission', 'commission-line', 'commission-plan', 'commission-room', 'commission-run'],
  ...['business-review', 'commission-terms', 'record-lines'],
];

test('every rule has a truth table and a page, and is in the index, or is named as a part of others', () => {
  const rules = readdirSync(join(root, 'src/rules')).map((file) => file.replace('.ts', ''));
  const pages = new Map(rulePages());
  const told = rules.filter((rule) => pages.has(`metadata/rules/${rule}.md`));
  expect([...told, ...partsOfRules].sort()).toEqual(rules.sort());
  expect(readdirSync(join(root, 'test/rules/tables'))).toEqual(
    expect.arrayContaining(told.map((rule) => `${rule}.ts`)),
  );
  expect(readdirSync(join(root, 'metadata/rules')).sort()).toEqual(
    ['README.md', ...told.map((rule) => `${rule}.md`)].sort(),
  );
});

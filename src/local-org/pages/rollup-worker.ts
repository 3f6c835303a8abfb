import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Plugin, RollupLog } from 'rollup';
import { componentNames, platformModule, type BundleSource } from './browser-modules.ts';
import { trimIcons } from './trim-icons.ts';

/** What the worker is asked for. */
export interface BuildOrder {
  source: BundleSource;
  /** A directory with the source's files below `c/`. */
  componentsDirectory: string;
  outputDirectory: string;
}

/** What it answers. */
export type BuildAnswer = { done: true } | { done: false; missing: boolean; message: string };

const require = createRequire(import.meta.url);
const browserDirectory = fileURLToPath(new URL('browser', import.meta.url));
const entry = 'local-org-entry';

function virtualModules(source: BundleSource): Plugin {
  const labels = new Map(source.labels);
  const names = componentNames(source);
  const entryText = [
    `import '@lwc/synthetic-shadow';`,
    `import ${JSON.stringify(join(browserDirectory, 'page-context.js'))};`,
    `import { createElement } from 'lwc';`,
    `import { start } from ${JSON.stringify(join(browserDirectory, 'main.js'))};`,
    ...names.map((name, index) => `import c${index} from 'c/${name}';`),
    `start(createElement, { ${names.map((name, index) => `${name}: c${index}`).join(', ')} });`,
  ].join('\n');
  return {
    name: 'platform-modules',
    resolveId: (id) => {
      if (id === entry) return `\0${id}`;
      if (id === '@salesforce/apex') return join(browserDirectory, 'apex.js');
      return platformModule(id, labels) === null ? null : `\0platform/${id}`;
    },
    load: (id) => {
      if (id === `\0${entry}`) return entryText;
      return id.startsWith('\0platform/')
        ? platformModule(id.slice('\0platform/'.length), labels)
        : null;
    },
  };
}

/** The platform's modules that we stand in for: one folder each, `lightning/uiRecordApi` and so on. */
function standIns(): { name: string; path: string }[] {
  const directory = join(browserDirectory, 'lightning');
  return readdirSync(directory, { withFileTypes: true }).map((item) => {
    const name = basename(item.name, '.js');
    const file = item.isDirectory() ? join(name, `${name}.js`) : item.name;
    return { name: `lightning/${name}`, path: join(directory, file) };
  });
}

/** Rollup warns of what it cannot find and goes on; here such a page would be broken, so it is an error. */
function refuseUnresolved(warning: RollupLog): void {
  if (warning.code !== 'UNRESOLVED_IMPORT') return;
  const importer = basename(dirname(warning.id ?? '')) + '/' + basename(warning.id ?? '');
  throw new Error(
    `${importer} uses ${warning.exporter ?? 'a module'}, which is neither deployed nor known to the local org.`,
  );
}

type PluginFactory = (options: object) => Plugin;

/** The plugins' types say CommonJS, their code comes as either kind of module: the factory is one or two levels down. */
function factory(module: object): PluginFactory {
  const inner: unknown = 'default' in module ? module.default : module;
  if (typeof inner === 'object' && inner !== null) return factory(inner);
  // What is no object is the function that each of these packages exports.
  return inner as PluginFactory;
}

async function build(order: BuildOrder): Promise<void> {
  const [{ rollup }, lwc, replace, { nodeResolve }, commonjs] = await Promise.all([
    import('rollup'),
    import('@lwc/rollup-plugin'),
    import('@rollup/plugin-replace'),
    import('@rollup/plugin-node-resolve'),
    import('@rollup/plugin-commonjs'),
  ]);
  const baseComponents = dirname(require.resolve('lightning-base-components/package.json'));
  const bundle = await rollup({
    input: entry,
    onwarn: refuseUnresolved,
    plugins: [
      virtualModules(order.source),
      trimIcons(join(baseComponents, 'src', 'lightning'), order.source.files),
      factory(replace)({
        'import.meta.env.SSR': 'false',
        'process.env.NODE_ENV': JSON.stringify('production'),
        preventAssignment: true,
      }),
      factory(lwc)({
        enableDynamicComponents: true,
        rootDir: order.componentsDirectory,
        modules: [
          ...standIns(),
          { dir: order.componentsDirectory },
          { npm: 'lightning-base-components' },
        ],
      }),
      nodeResolve({ rootDir: browserDirectory, modulePaths: [dirname(baseComponents)] }),
      factory(commonjs)({}),
    ],
  });
  await bundle.write({ dir: order.outputDirectory, format: 'esm', entryFileNames: 'page.js' });
  await bundle.close();
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

function answerFor(error: unknown): BuildAnswer {
  const missing = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(codeOf(error)));
  const text = error instanceof Error ? error.message : String(error);
  // Not every error of the compiler says in its text which file it is about; rollup adds that as `id`.
  const file = error instanceof Error && 'id' in error ? basename(String(error.id)) : '';
  const message = file === '' || text.includes(file) ? text : `${file}: ${text}`;
  return { done: false, missing: missing || !existsSync(browserDirectory), message };
}

if (parentPort !== null) {
  // The one sender is `browserBundle`, which types what it sends.
  const order = workerData as BuildOrder;
  const answer = await build(order).then((): BuildAnswer => ({ done: true }), answerFor);
  parentPort.postMessage(answer);
}

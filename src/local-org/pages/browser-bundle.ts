import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { notImplemented } from '../api/api-error.ts';
import { bytesOfText } from '../metadata/components.ts';
import type { BundleSource } from './browser-modules.ts';
import type { BuildAnswer, BuildOrder } from './rollup-worker.ts';

/** A component that cannot be built; the message names it. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleError';
  }
}

const require = createRequire(import.meta.url);
const ownDirectory = fileURLToPath(new URL('.', import.meta.url));
const toolchain = ['rollup', '@lwc/rollup-plugin', 'lwc', 'lightning-base-components'];

/** The package's directory; null when it is not installed. */
export function packageDirectory(name: string): string | null {
  for (const directory of require.resolve.paths(name) ?? []) {
    if (existsSync(join(directory, name, 'package.json'))) return join(directory, name);
  }
  return null;
}

/** True where pages can be built: the toolchain is a development dependency and absent from an installed package. */
export function hasToolchain(): boolean {
  const packages = [...toolchain, '@salesforce-ux/design-system'];
  return packages.every((name) => packageDirectory(name) !== null);
}

function ownFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|ts|html|css)$/.test(name))
    .sort()
    .map((name) => `${name}\n${readFileSync(join(directory, name), 'utf8')}`);
}

/** Names a bundle by everything that goes into it: components, labels, our own modules, versions of the toolchain. */
function bundleKey(source: BundleSource): string {
  const versions = toolchain.map((name) =>
    readFileSync(join(packageDirectory(name) ?? '', 'package.json'), 'utf8'),
  );
  const content = JSON.stringify([source, ownFiles(ownDirectory), versions]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function runWorker(order: BuildOrder): Promise<BuildAnswer> {
  const file = `./rollup-worker${extname(new URL(import.meta.url).pathname)}`;
  const worker = new Worker(new URL(file, import.meta.url), { workerData: order });
  return new Promise<BuildAnswer>((resolve, reject) => {
    worker.once('message', (answer: BuildAnswer) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', () => reject(new BundleError('The build ended without an answer.')));
  });
}

/** Bundles components into one directory per content: a second org with the same components finds them built. */
export class BrowserBundles {
  readonly #cacheDirectory: string;
  readonly #builds = new Map<string, Promise<string>>();

  constructor(cacheDirectory: string) {
    this.#cacheDirectory = cacheDirectory;
  }

  /**
   * The directory of the built bundle, `page.js` and its chunks; its name is the bundle's key. Takes seconds the first time.
   * Rejects with NOT_IMPLEMENTED_LOCALLY without the toolchain, with BundleError when a component cannot be built.
   */
  async directory(source: BundleSource): Promise<string> {
    if (!hasToolchain())
      throw notImplemented(
        'Showing pages without the development dependencies (rollup, lwc, lightning-base-components, @salesforce-ux/design-system; `npm ci` installs them)',
      );
    const directory = join(this.#cacheDirectory, bundleKey(source));
    if (existsSync(join(directory, 'page.js'))) return directory;
    const known = this.#builds.get(directory);
    if (known !== undefined) return known;
    const build = this.#build(source, directory);
    // What cannot be built stays so until something is deployed, which changes the key.
    this.#builds.set(directory, build);
    return build;
  }

  async #build(source: BundleSource, directory: string): Promise<string> {
    // Built beside and moved in one step, so that nobody finds half a bundle; several processes may share the cache.
    const workDirectory = `${directory}.${process.pid}.${Date.now()}`;
    const componentsDirectory = join(workDirectory, 'source');
    const outputDirectory = join(workDirectory, 'output');
    try {
      for (const [path, text] of source.files) {
        const file = join(componentsDirectory, path.replace(/^lwc\//, 'c/'));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytesOfText(text));
      }
      mkdirSync(componentsDirectory, { recursive: true });
      const answer = await runWorker({ source, componentsDirectory, outputDirectory });
      if (!answer.done && answer.missing)
        throw notImplemented(`Building pages (${answer.message})`);
      if (!answer.done) throw new BundleError(answer.message);
      if (!existsSync(directory)) renameSync(outputDirectory, directory);
      return directory;
    } finally {
      rmSync(workDirectory, { recursive: true, force: true });
    }
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { artefacts, staleArtefacts } from './generate/artefacts.ts';

/** `npm run generate` writes what is made from force-app, src/config.ts and the rules' truth tables; with `--check` it only names what is stale and exits 1. */
const root = join(import.meta.dirname, '..');

if (process.argv.includes('--check')) {
  const stale = staleArtefacts(root);
  for (const path of stale) {
    console.error(
      `${path} does not match its sources (force-app, src/config.ts, test/rules/tables). Run "npm run generate" and commit the result.`,
    );
  }
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, content] of artefacts(root)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    console.log(`${path} written.`);
  }
}

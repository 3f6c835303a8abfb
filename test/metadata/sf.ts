import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './force-app.ts';

const run = promisify(execFile);

/**
 * Runs the real Salesforce CLI in the project with a home of its own and gives its JSON answer. Rejects with sf's own
 * output when it exits with an error.
 */
export async function sf(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'partnerverse-sf-'));
  const binaries = join(projectRoot, 'node_modules', '.bin');
  try {
    const { stdout } = await run(join(binaries, 'sf'), [...args, '--json'], {
      cwd: projectRoot,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: [binaries, process.env['PATH']].join(delimiter),
        HOME: home,
        SF_DISABLE_TELEMETRY: 'true',
        SF_AUTOUPDATE_DISABLE: 'true',
        ...environment,
      },
    });
    return JSON.parse(stdout);
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`sf ${args.join(' ')} failed: ${output}`, { cause: error });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

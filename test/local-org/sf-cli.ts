import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const bin = resolve('node_modules/.bin');

export interface CliAnswer {
  exitCode: number;
  /** What `--json` printed. */
  json: { result?: unknown; message?: string; name?: string; warnings?: string[] };
  /** The same as text, for looking into it. */
  text: string;
}

/** The unmodified Salesforce CLI, as npm installs it, with a home of its own. */
export class SfCli {
  readonly home = mkdtempSync(join(tmpdir(), 'sf-home-'));

  /** Runs one command with `--json`. Rejects when it prints no JSON. */
  run(
    args: readonly string[],
    { env = {}, cwd = this.home }: { env?: Record<string, string>; cwd?: string } = {},
  ): Promise<CliAnswer> {
    const options = {
      cwd,
      timeout: 60_000,
      maxBuffer: 1e8,
      env: {
        PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: this.home,
        SF_DISABLE_TELEMETRY: 'true',
        SF_AUTOUPDATE_DISABLE: 'true',
        // Forty starts of one program: compiled once.
        NODE_COMPILE_CACHE: join(this.home, 'compiled'),
        ...env,
      },
    };
    return new Promise((done, failed) => {
      execFile(join(bin, 'sf'), [...args, '--json'], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        try {
          done({ exitCode, json: JSON.parse(stdout) as CliAnswer['json'], text: stdout });
        } catch {
          failed(new Error(`sf ${args.join(' ')}: ${error?.message ?? ''} ${stdout} ${stderr}`));
        }
      });
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local-org/start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Runs the real Salesforce CLI against a local org, in a home of its own. Rejects when it exits with an error. */
export async function sf(
  org: { instanceUrl: string; accessToken: string },
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<{ stdout: string; stderr: string }> {
  const home = mkdtempSync(join(tmpdir(), 'partnerverse-sf-'));
  try {
    return await run(
      join(root, 'node_modules/.bin/sf'),
      [...args, '--target-org', org.accessToken],
      {
        cwd: options.cwd ?? root,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...process.env,
          PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
          HOME: home,
          NODE_OPTIONS: '',
          SF_ORG_INSTANCE_URL: org.instanceUrl,
          SF_DISABLE_TELEMETRY: 'true',
          SF_AUTOUPDATE_DISABLE: 'true',
        },
      },
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Changes with everything that a deployed org depends on, so that no test ever runs on an old one. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['force-app', 'src/local-org']) {
    for (const name of readdirSync(join(root, folder), {
      recursive: true,
      encoding: 'utf8',
    }).sort()) {
      if (/\.(xml|ts)$/.test(name))
        hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** A folder with an org to which `force-app` was deployed by the real CLI, made once per state of the sources. */
export async function deployedFolder(): Promise<string> {
  const folder = join(tmpdir(), `partnerverse-org-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  const making = mkdtempSync(join(tmpdir(), 'partnerverse-org-making-'));
  const org = await startLocalOrg({ dataDir: making });
  try {
    await sf(org, ['project', 'deploy', 'start', '--source-dir', 'force-app']);
  } finally {
    await org.close();
  }
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true, force: true }); // another test process was first
  }
  return folder;
}

/** A local org of its own with this project's metadata in it. Ended and forgotten by `close`. */
export async function startDeployedOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerverse-deployed-'));
  mkdirSync(dataDir, { recursive: true });
  cpSync(await deployedFolder(), dataDir, { recursive: true });
  const org = await startLocalOrg({ ...options, dataDir });
  return {
    ...org,
    close: async () => {
      await org.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Where an integration user with the permission set of the sync service, and nothing else, reaches the org. */
export function asSyncService(org: LocalOrg): { instanceUrl: string; accessToken: string } {
  const { accessToken } = org.addUser({
    username: 'sync-service@local.org',
    profile: 'Minimum Access - API Only Integrations',
    permissionSets: ['SyncService'],
  });
  return { instanceUrl: org.instanceUrl, accessToken };
}

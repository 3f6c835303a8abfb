import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { apiVersion } from '../../src/salesforce/settings.ts';
import { freePort, startPartnerverse } from '../demo-parts/processes.ts';

const readySchema = z.object({ instanceUrl: z.string(), accessToken: z.string() });

/** A local org in a process of its own, on its own copy of a prepared folder. */
export interface OrgProcess {
  instanceUrl: string;
  accessToken: string;
  /**
   * API calls that the org has counted, by its own `Sforce-Limit-Info`, whoever made them and however they failed. The
   * question itself is not in the number.
   */
  apiCalls(): Promise<number>;
  /** The port, for checks before and after the measured part. */
  open(): Promise<Org & OrgAdmin>;
  /** Leaves the folder, so that others can start from it; `discard` does not. */
  stop(): Promise<void>;
  folder: string;
}

/** Starts `partnerverse local-org` on a copy of `folder`; `latencyMs` delays each data API answer. */
export async function startOrg(folder: string, latencyMs: number): Promise<OrgProcess> {
  const copy = mkdtempSync(join(tmpdir(), 'partnerverse-bench-org-'));
  cpSync(folder, copy, { recursive: true });
  const port = await freePort();
  const running = await startPartnerverse(
    ['local-org', '--port', `${port}`, '--latency-ms', `${latencyMs}`, '--data', copy],
    {},
    (line) => (line.startsWith('{') ? readySchema.parse(JSON.parse(line)) : null),
  );
  const { instanceUrl, accessToken } = running.ready;
  let asked = 0;
  return {
    instanceUrl,
    accessToken,
    folder: copy,
    apiCalls: async () => {
      const response = await fetch(`${instanceUrl}/services/data/v${apiVersion}/limits`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      await response.arrayBuffer();
      const used = /api-usage=(\d+)\//.exec(response.headers.get('sforce-limit-info') ?? '')?.[1];
      if (used === undefined) throw new Error('The org did not say how many API calls it counted.');
      asked += 1;
      return Number(used) - asked;
    },
    open: () => connectOrg({ kind: 'token', instanceUrl, accessToken }, { clock: systemClock }),
    stop: () => running.stop(),
  };
}

/** Ends an org and forgets what was in it. */
export async function discard(org: OrgProcess): Promise<void> {
  await org.stop();
  rmSync(org.folder, { recursive: true, force: true });
}

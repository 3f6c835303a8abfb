import { startLocalOrg } from '../local-org/start.ts';
import { untilStopped } from './until-stopped.ts';

/** `partnerverse local-org`: prints one JSON line when ready, then serves until it is stopped. */
export async function localOrg(options: {
  port: number;
  latencyMs: number;
  data?: string;
}): Promise<void> {
  const org = await startLocalOrg({
    port: options.port,
    latencyMs: options.latencyMs,
    dataDir: options.data ?? null,
  });
  // Before the line is printed: whoever reads it may stop this process at once.
  const stopped = untilStopped();
  const { instanceUrl, accessToken, username, orgId } = org;
  console.log(JSON.stringify({ instanceUrl, accessToken, username, orgId }));
  await stopped;
  await org.close();
}

import { systemClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { connectOrg } from '../salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';

/** Runs a command that only asks the org something, and hangs up behind it. */
export async function withOrg<T>(
  work: (org: Org & Pick<OrgAdmin, 'query'>) => Promise<T>,
): Promise<T> {
  const org = await connectOrg(loadConfig().salesforce, {
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
  });
  try {
    return await work(org);
  } finally {
    await org.close();
  }
}

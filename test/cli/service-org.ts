import jsforce from 'jsforce';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg, LocalOrgOptions } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

export interface ServiceOrg {
  org: LocalOrg;
  /** As the administrator. */
  port: Org & OrgAdmin;
  rep: jsforce.Connection;
  close(): Promise<void>;
}

/** An org, and an environment in which commands of this process reach it as the sync service does. */
export async function startServiceOrg(options: LocalOrgOptions = {}): Promise<ServiceOrg> {
  const before = { ...process.env };
  const org = await startDeployedOrg(options);
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  const service = asSyncService(org);
  Object.assign(process.env, {
    SALESFORCE_INSTANCE_URL: service.instanceUrl,
    SALESFORCE_ACCESS_TOKEN: service.accessToken,
    PARTNERVERSE_DATA_DIR: ':memory:',
    STRIPE_API_KEY: 'sk_test_command',
    STRIPE_WEBHOOK_SECRETS: 'whsec_command',
  });
  return {
    org,
    port,
    rep: new jsforce.Connection({ ...org, version: '64.0' }),
    close: async () => {
      process.env = before;
      await port.close();
      await org.close();
    },
  };
}

/** What a command prints as JSON, and the exit code that it sets. */
export async function printedBy(
  command: () => Promise<void>,
): Promise<{ answer: unknown; code: unknown }> {
  const printed: unknown[] = [];
  const log = console.log;
  console.log = (text: unknown) => printed.push(text);
  process.exitCode = 0;
  try {
    await command();
    const answer: unknown = JSON.parse(String(printed[0]));
    return { answer, code: process.exitCode };
  } finally {
    process.exitCode = 0;
    console.log = log;
  }
}

/** Everything that a command prints for people. */
export async function printedText(command: () => Promise<void>): Promise<string> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (text: unknown) => lines.push(String(text));
  try {
    await command();
    return lines.join('\n');
  } finally {
    console.log = log;
  }
}

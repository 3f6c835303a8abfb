import { generateKeyPairSync } from 'node:crypto';
import { systemClock } from '../../../src/clock.ts';
import { connectOrg } from '../../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../../src/salesforce/org.ts';
import type { SalesforceSettings } from '../../../src/salesforce/settings.ts';
import { startTinyOrg, type TinyOrg } from './tiny-org.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export function jwtSettings(url: string, username = 'sync@example.test'): SalesforceSettings {
  return {
    kind: 'jwt',
    loginUrl: url,
    clientId: 'client',
    username,
    privateKey,
  };
}

export function tokenSettings(url: string): SalesforceSettings {
  return { kind: 'token', instanceUrl: url, accessToken: '00D!given' };
}

/** Runs `work` with a fresh loopback org and a port to it, and ends both. */
export async function withOrg(
  work: (org: Org & OrgAdmin, tiny: TinyOrg) => Promise<void>,
  settings: (url: string) => SalesforceSettings = tokenSettings,
): Promise<void> {
  const tiny = await startTinyOrg();
  try {
    const org = await connectOrg(settings(tiny.url), { clock: systemClock });
    await work(org, tiny);
    await org.close();
  } finally {
    await tiny.close();
  }
}

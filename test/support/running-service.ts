import type { Clock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { startService, type Role } from '../../src/main.ts';
import { partnerStackSecret, stripeSecret, untilReady } from './door.ts';

export interface RunningService {
  url: string;
  close(): Promise<void>;
}

export interface ServiceSetting {
  org: { instanceUrl: string; accessToken: string };
  stripe: { url: string; apiKey: string };
  partnerstack: { apiBase: string; apiKey: string };
  /** REDIS_URL or PARTNERVERSE_DATA_DIR. */
  queue: Readonly<Record<string, string>>;
  roles?: readonly Role[];
  clock?: Clock;
  /** Done after the door is open and before the service is awaited to be ready. */
  onListening?: (url: string) => Promise<void>;
}

/** The whole service in this process, configured as a user would: by environment variables, on a port of its own. */
export async function runService(setting: ServiceSetting): Promise<RunningService> {
  const config = loadConfig({
    SALESFORCE_INSTANCE_URL: setting.org.instanceUrl,
    SALESFORCE_ACCESS_TOKEN: setting.org.accessToken,
    STRIPE_API_KEY: setting.stripe.apiKey,
    STRIPE_API_BASE: setting.stripe.url,
    STRIPE_WEBHOOK_SECRETS: `whsec_an_older_one,${stripeSecret}`,
    PARTNERSTACK_API_KEY: setting.partnerstack.apiKey,
    PARTNERSTACK_API_BASE: setting.partnerstack.apiBase,
    PARTNERSTACK_WEBHOOK_SECRETS: partnerStackSecret,
    ...setting.queue,
  });
  const service = await startService({
    config: { ...config, port: 0 },
    roles: setting.roles ?? ['web', 'worker'],
    logger: createLogger({ level: 'silent' }),
    ...(setting.clock && { clock: setting.clock }),
    host: '127.0.0.1',
  });
  const url = service.url ?? '';
  await setting.onListening?.(url);
  await untilReady(url);
  return { url, close: () => service.close() };
}

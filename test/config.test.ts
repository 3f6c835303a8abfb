import { generateKeyPairSync } from 'node:crypto';
import { environmentSchema, loadConfig, tenantSchema } from '../src/config.ts';
import { HumanNeededError } from '../src/errors.ts';

const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

const token = {
  SALESFORCE_INSTANCE_URL: 'http://127.0.0.1:8790/',
  SALESFORCE_ACCESS_TOKEN: '00D000000000001!secret',
};
const stripe = { STRIPE_WEBHOOK_SECRETS: 'whsec_a', STRIPE_API_KEY: 'sk_test_a' };
const smallest = { ...token, ...stripe };

function problemsOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (!(error instanceof HumanNeededError)) throw error;
    expect(error.scope).toBe('configuration');
    return error.message;
  }
  throw new Error('The configuration was accepted.');
}

describe('a configuration that works', () => {
  test('the smallest one has an embedded queue and the documented defaults', () => {
    expect(loadConfig(smallest)).toEqual({
      queue: { kind: 'embedded', dataDir: '.partnerverse' },
      salesforce: {
        kind: 'token',
        instanceUrl: 'http://127.0.0.1:8790',
        accessToken: '00D000000000001!secret',
      },
      orgCurrency: 'USD',
      vendors: {
        stripe: [
          {
            account: 'main',
            webhookSecrets: ['whsec_a'],
            apiKey: 'sk_test_a',
            apiBase: null,
            mode: null,
          },
        ],
      },
      port: 8080,
      logLevel: 'info',
      sweepTimes: {},
      workerConcurrency: 500,
      consoleToken: null,
    });
  });

  test.each([
    [{ REDIS_URL: 'redis://h:6379/1' }, { kind: 'redis', url: 'redis://h:6379/1' }],
    [{ REDIS_URL: 'rediss://u:p@h' }, { kind: 'redis', url: 'rediss://u:p@h' }],
    [{ DATABASE_URL: 'postgres://h/db' }, { kind: 'postgres', url: 'postgres://h/db' }],
    [{ DATABASE_URL: 'postgresql://h/db' }, { kind: 'postgres', url: 'postgresql://h/db' }],
    [{ PARTNERVERSE_DATA_DIR: ':memory:' }, { kind: 'embedded', dataDir: ':memory:' }],
    [
      { REDIS_URL: '  ', PARTNERVERSE_DATA_DIR: '/d' },
      { kind: 'embedded', dataDir: '/d' },
    ],
  ])('%j keeps jobs in %j', (variables, queue) => {
    expect(loadConfig({ ...smallest, ...variables }).queue).toEqual(queue);
  });

  test.each([
    [{}, {}],
    [{ SWEEP_SECONDS: 'changes=5' }, { changes: 5_000 }],
    [{ SWEEP_SECONDS: ' changes = 60, goals=7200,' }, { changes: 60_000, goals: 7_200_000 }],
  ])('%j looks at the org every %j ms, and otherwise as usual', (variables, times) => {
    expect(loadConfig({ ...smallest, ...variables }).sweepTimes).toEqual(times);
  });

  test('a private key may have its line ends written as backslash and n', () => {
    const config = loadConfig({
      ...stripe,
      SALESFORCE_CLIENT_ID: 'client',
      SALESFORCE_USERNAME: 'sync@example.com',
      SALESFORCE_PRIVATE_KEY: pem.replaceAll('\n', '\\n'),
    });
    expect(config.salesforce).toEqual({
      kind: 'jwt',
      loginUrl: 'https://login.salesforce.com',
      clientId: 'client',
      username: 'sync@example.com',
      privateKey: pem,
    });
  });

  test('client credentials log in at the My Domain', () => {
    const config = loadConfig({
      ...stripe,
      SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com/',
      SALESFORCE_CLIENT_ID: 'client',
      SALESFORCE_CLIENT_SECRET: 'hidden',
    });
    expect(config.salesforce).toEqual({
      kind: 'client-credentials',
      loginUrl: 'https://acme.my.salesforce.com',
      clientId: 'client',
      clientSecret: 'hidden',
    });
  });

  test('a vendor may have several tenants and several secrets, the others their own prefix', () => {
    const { vendors } = loadConfig({
      ...token,
      STRIPE_ACCOUNTS: 'main, eu-west',
      STRIPE_WEBHOOK_SECRETS: ' whsec_new , whsec_old ,',
      STRIPE_API_KEY: 'sk_live_a',
      STRIPE_MODE: 'live',
      STRIPE_EU_WEST_WEBHOOK_SECRETS: 'whsec_eu',
      STRIPE_EU_WEST_API_KEY: 'sk_live_eu',
      STRIPE_EU_WEST_API_BASE: 'http://localhost:1234/',
    });
    expect(vendors).toEqual({
      stripe: [
        {
          account: 'main',
          webhookSecrets: ['whsec_new', 'whsec_old'],
          apiKey: 'sk_live_a',
          apiBase: null,
          mode: 'live',
        },
        {
          account: 'eu-west',
          webhookSecrets: ['whsec_eu'],
          apiKey: 'sk_live_eu',
          apiBase: 'http://localhost:1234',
          mode: null,
        },
      ],
    });
  });

  test("another program's variables with the vendor's name do not turn the vendor on", () => {
    const { vendors } = loadConfig({ ...smallest, PARTNERSTACK_HOME: '/opt' });
    expect(Object.keys(vendors)).toEqual(['stripe']);
  });
});

describe('a configuration that is wrong', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['a queue that is no Redis', { REDIS_URL: 'http://h' }, /REDIS_URL: .*redis:\/\/ or rediss:/],
    ['a queue that is no address', { REDIS_URL: 'h:6379' }, /REDIS_URL: /],
    ['no PostgreSQL', { DATABASE_URL: 'mysql://h' }, /DATABASE_URL: .*postgres:\/\//],
    ['two queues', { REDIS_URL: 'redis://h', DATABASE_URL: 'postgres://h' }, /both set/],
    ['plain http over the network', { STRIPE_API_BASE: 'http://example.com' }, /STRIPE_API_BASE: /],
    ['no currency', { SALESFORCE_CURRENCY: 'usd' }, /SALESFORCE_CURRENCY: .*three capital/],
    ['a port too high', { PORT: '65536' }, /PORT: must be a whole number from 0 to 65535/],
    ['a port in words', { PORT: 'eighty' }, /PORT: /],
    ['a negative concurrency', { WORKER_CONCURRENCY: '-1' }, /WORKER_CONCURRENCY: /],
    [
      'a sweep that does not exist',
      { SWEEP_SECONDS: 'weekly=5' },
      /SWEEP_SECONDS: .*changes, deletions, credit/,
    ],
    ['a sweep all the time', { SWEEP_SECONDS: 'changes=0' }, /SWEEP_SECONDS: /],
    ['a sweep without a time', { SWEEP_SECONDS: 'changes' }, /SWEEP_SECONDS: /],
    ['no concurrency', { WORKER_CONCURRENCY: '0' }, /WORKER_CONCURRENCY: .*from 1/],
    ['an unknown level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL: must be one of trace/],
    ['a guessable console token', { CONSOLE_TOKEN: '1234567' }, /CONSOLE_TOKEN: .*8/],
    ['an unknown mode', { STRIPE_MODE: 'production' }, /STRIPE_MODE: must be live or test/],
    ['a secret with white space', { STRIPE_WEBHOOK_SECRETS: 'whsec_a b' }, /white space inside/],
    ['no secret in the list', { STRIPE_WEBHOOK_SECRETS: ' , ' }, /at least one secret/],
    ['half a vendor', { PARTNERSTACK_API_KEY: 'k' }, /PARTNERSTACK_WEBHOOK_SECRETS: is missing/],
    ['half a tenant', { STRIPE_ACCOUNTS: 'main,eu' }, /STRIPE_EU_API_KEY: is missing/],
    ['a tenant twice', { STRIPE_ACCOUNTS: 'main,main' }, /STRIPE_ACCOUNTS: names the same/],
    ['a tenant no path can hold', { STRIPE_ACCOUNTS: 'Main/1' }, /STRIPE_ACCOUNTS: must be/],
    [
      'a path secret that is easy to guess',
      { PARTNERSTACK_API_KEY: 'k', PARTNERSTACK_WEBHOOK_SECRETS: 'short' },
      /PARTNERSTACK_WEBHOOK_SECRETS: .*unguessable/,
    ],
    [
      'two ways to log in',
      { SALESFORCE_CLIENT_ID: 'c', SALESFORCE_CLIENT_SECRET: 's' },
      /more than one way to log in/,
    ],
  ])('%s', (_what, variables, expected) => {
    expect(problemsOf({ ...smallest, ...variables })).toMatch(expected);
  });

  test.each<[string, Record<string, string>, RegExp[]]>([
    ['nothing at all', {}, [/SALESFORCE_ACCESS_TOKEN/, /no vendor is on|SALESFORCE_CLIENT_ID/]],
    [
      'an address without a token',
      { SALESFORCE_INSTANCE_URL: 'https://a.b' },
      [/ACCESS_TOKEN: is/],
    ],
    [
      'a client and nothing else',
      { SALESFORCE_CLIENT_ID: 'c' },
      [/CLIENT_SECRET: is/, /LOGIN_URL/],
    ],
    [
      'a user without a key',
      { SALESFORCE_USERNAME: 'u' },
      [/SALESFORCE_CLIENT_ID: is missing/, /SALESFORCE_PRIVATE_KEY: is missing/],
    ],
    ['a key that is none', { SALESFORCE_PRIVATE_KEY: 'hush' }, [/PRIVATE_KEY: must be a private/]],
  ])('logging in with %s', (_what, variables, expected) => {
    const message = problemsOf({ ...stripe, ...variables });
    for (const pattern of expected) expect(message).toMatch(pattern);
  });

  test('no vendor at all', () => {
    expect(problemsOf(token)).toMatch(
      /no vendor is on: set STRIPE_WEBHOOK_SECRETS and STRIPE_API_KEY/,
    );
  });

  test('every problem is named at once, and no value of any variable is repeated', () => {
    const wrong = {
      REDIS_URL: 'http://hunter2a',
      SALESFORCE_CLIENT_ID: 'hunter2b',
      SALESFORCE_PRIVATE_KEY: 'hunter2c',
      STRIPE_WEBHOOK_SECRETS: 'hunter2d x',
      STRIPE_API_KEY: 'hunter2e y',
      STRIPE_MODE: 'hunter2f',
      PORT: 'hunter2g',
      CONSOLE_TOKEN: 'hunter2',
    };
    const message = problemsOf(wrong);
    for (const variable of ['REDIS_URL', 'SALESFORCE_USERNAME', 'SALESFORCE_PRIVATE_KEY']) {
      expect(message).toContain(`- ${variable}: `);
    }
    for (const variable of ['STRIPE_WEBHOOK_SECRETS', 'STRIPE_API_KEY', 'STRIPE_MODE', 'PORT']) {
      expect(message).toContain(`- ${variable}: `);
    }
    expect(message).toContain('8 problems');
    expect(message).not.toContain('hunter2');
  });
});

test('every variable has its line of documentation', () => {
  const all = { ...environmentSchema.shape, ...tenantSchema.shape };
  for (const [name, schema] of Object.entries(all)) {
    expect([name, schema.description ?? '']).toEqual([name, expect.stringMatching(/\w{3}/)]);
  }
});

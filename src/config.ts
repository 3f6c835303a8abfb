import { z } from 'zod';
import {
  accountList,
  connectionUrl,
  logLevels,
  privateKey,
  safeUrl,
  secretList,
  sweepTimes,
  wholeNumber,
} from './config-fields.ts';
import { HumanNeededError } from './errors.ts';
import type { QueueSettings } from './queue/backend.ts';
import type { SweepTimes } from './queue/contract.ts';
import type { SalesforceSettings } from './salesforce/settings.ts';
import type { VendorSettings } from './vendors/contract.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The service's whole configuration, checked. */
export interface Config {
  queue: QueueSettings;
  salesforce: SalesforceSettings;
  /** ISO 4217: the currency in which the org reports. */
  orgCurrency: string;
  /** Only vendors that are on, each with its tenants. */
  vendors: Record<string, VendorSettings[]>;
  port: number;
  logLevel: string;
  /** Jobs of each queue that run at once in one worker process. */
  workerConcurrency: number;
  sweepTimes: SweepTimes;
  /** Null: the console is served to this machine only. */
  consoleToken: string | null;
}

/** The vendors that can be configured, each by variables that begin with its name, and what its secrets are. */
const vendorKinds = { stripe: 'signing', partnerstack: 'path' } as const;
type VendorName = keyof typeof vendorKinds;
const vendorNames: readonly VendorName[] = ['stripe', 'partnerstack'];

/** Every variable that is not a vendor's, with its one line of documentation. */
export const environmentSchema = z.object({
  REDIS_URL: connectionUrl('redis:', 'rediss:')
    .optional()
    .describe(
      'Redis that keeps the jobs (production): append-only file on, maxmemory-policy noeviction',
    ),
  DATABASE_URL: connectionUrl('postgres:', 'postgresql:')
    .optional()
    .describe('PostgreSQL (13 or newer) that keeps the jobs, instead of Redis'),
  PARTNERVERSE_DATA_DIR: z
    .string()
    .default('.partnerverse')
    .describe(
      'Where the embedded queue keeps its jobs when neither is set; ":memory:" forgets them',
    ),
  SALESFORCE_LOGIN_URL: safeUrl('where Salesforce logs the service in')
    .optional()
    .describe(
      'https://login.salesforce.com (default), https://test.salesforce.com or your My Domain',
    ),
  SALESFORCE_INSTANCE_URL: safeUrl("your org's address")
    .optional()
    .describe("The org's address, together with SALESFORCE_ACCESS_TOKEN"),
  SALESFORCE_ACCESS_TOKEN: z
    .string()
    .optional()
    .describe('An access token made elsewhere, for trials: it ends with its session'),
  SALESFORCE_CLIENT_ID: z.string().optional().describe('Consumer key of the External Client App'),
  SALESFORCE_USERNAME: z
    .string()
    .optional()
    .describe('The integration user, for the JWT bearer flow (recommended)'),
  SALESFORCE_PRIVATE_KEY: privateKey
    .optional()
    .describe('Private key (PEM) of the certificate that the External Client App knows'),
  SALESFORCE_CLIENT_SECRET: z
    .string()
    .optional()
    .describe('Consumer secret, for the client credentials flow instead of a key'),
  SALESFORCE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters, such as USD')
    .default('USD')
    .describe('The currency in which the org reports'),
  PORT: wholeNumber(0, 65_535)
    .default(8080)
    .describe('Port for webhooks, health, metrics and console'),
  LOG_LEVEL: z
    .string()
    .refine((level) => logLevels.includes(level), `must be one of ${logLevels.join(', ')}`)
    .default('info')
    .describe('How much is logged'),
  WORKER_CONCURRENCY: wholeNumber(1, 10_000)
    .default(500)
    .describe(
      'Jobs of each queue that one worker process runs at once: the more, the fewer API calls a backlog takes',
    ),
  SWEEP_SECONDS: sweepTimes
    .optional()
    .describe(
      'Comma list such as changes=60,goals=7200: how often the org is looked at, where not as usual',
    ),
  CONSOLE_TOKEN: z
    .string()
    .min(8, 'must have at least 8 characters')
    .optional()
    .describe('Password of the console page; without it the page is served to this machine only'),
});
type Values = z.output<typeof environmentSchema>;

/** A tenant's variables, each after the prefix STRIPE_, or STRIPE_EU_WEST_ for the tenant eu-west. */
export const tenantSchema = z.object({
  WEBHOOK_SECRETS: secretList.describe(
    'Comma list: signing secrets, or for vendors that do not sign the unguessable last part of the webhook path',
  ),
  API_KEY: z
    .string("is missing: make one in the vendor's settings, for reading only")
    .regex(/^\S+$/, 'has white space inside')
    .describe("Key for the vendor's read API"),
  API_BASE: safeUrl("the vendor's API address")
    .optional()
    .describe("Instead of the vendor's own address: a sandbox, or this machine"),
  MODE: z
    .enum(['live', 'test'], 'must be live or test')
    .optional()
    .describe('Which mode of the vendor this tenant serves; otherwise the key tells'),
});

/** What is wrong, one line per variable, so that a person can mend everything at once. Values are never repeated: some are secret. */
type Problems = string[];

function noteIssues(problems: Problems, error: z.ZodError, prefix = ''): void {
  for (const issue of error.issues) {
    problems.push(`${prefix}${issue.path.join('.')}: ${issue.message}`);
  }
}

function chooseQueue(values: Values, problems: Problems): QueueSettings {
  const { REDIS_URL, DATABASE_URL, PARTNERVERSE_DATA_DIR } = values;
  if (REDIS_URL && DATABASE_URL) {
    problems.push('REDIS_URL and DATABASE_URL: are both set; keep the one that holds the jobs');
  }
  if (REDIS_URL) return { kind: 'redis', url: REDIS_URL };
  if (DATABASE_URL) return { kind: 'postgres', url: DATABASE_URL };
  return { kind: 'embedded', dataDir: PARTNERVERSE_DATA_DIR };
}

/** Notes every variable that a way of logging in still needs. */
function needs(variables: Record<string, unknown>, why: string, problems: Problems): void {
  for (const [variable, value] of Object.entries(variables)) {
    if (value === undefined) problems.push(`${variable}: is missing; ${why}`);
  }
}

const waysToLogIn =
  'set SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY (recommended), or SALESFORCE_CLIENT_ID and ' +
  'SALESFORCE_CLIENT_SECRET, or SALESFORCE_INSTANCE_URL and SALESFORCE_ACCESS_TOKEN';

/** Which variables are set says how to log in; `given` are the names set, whether their values are right or not. */
function chooseSalesforce(
  values: Values,
  given: ReadonlySet<string>,
  problems: Problems,
): SalesforceSettings {
  const has = (variable: string): boolean => given.has(`SALESFORCE_${variable}`);
  const present = (variable: keyof Values) => (given.has(variable) ? true : undefined);
  const ways = [has('ACCESS_TOKEN'), has('PRIVATE_KEY'), has('CLIENT_SECRET')];
  if (ways.filter(Boolean).length > 1) {
    problems.push(`SALESFORCE_…: more than one way to log in is set; ${waysToLogIn}`);
  }
  const loginUrl = values.SALESFORCE_LOGIN_URL ?? 'https://login.salesforce.com';
  const clientId = values.SALESFORCE_CLIENT_ID ?? '';
  const SALESFORCE_CLIENT_ID = present('SALESFORCE_CLIENT_ID');

  if (has('PRIVATE_KEY') || has('USERNAME')) {
    const SALESFORCE_USERNAME = present('SALESFORCE_USERNAME');
    const SALESFORCE_PRIVATE_KEY = present('SALESFORCE_PRIVATE_KEY');
    const all = { SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME, SALESFORCE_PRIVATE_KEY };
    needs(all, 'logging in with a key needs it', problems);
    const username = values.SALESFORCE_USERNAME ?? '';
    const pem = values.SALESFORCE_PRIVATE_KEY ?? '';
    return { kind: 'jwt', loginUrl, clientId, username, privateKey: pem };
  }
  if (has('CLIENT_SECRET') || has('CLIENT_ID')) {
    const SALESFORCE_CLIENT_SECRET = present('SALESFORCE_CLIENT_SECRET');
    const SALESFORCE_LOGIN_URL = present('SALESFORCE_LOGIN_URL');
    needs({ SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET }, waysToLogIn, problems);
    needs({ SALESFORCE_LOGIN_URL }, "client credentials need your My Domain's address", problems);
    const clientSecret = values.SALESFORCE_CLIENT_SECRET ?? '';
    return { kind: 'client-credentials', loginUrl, clientId, clientSecret };
  }
  const SALESFORCE_INSTANCE_URL = present('SALESFORCE_INSTANCE_URL');
  const SALESFORCE_ACCESS_TOKEN = present('SALESFORCE_ACCESS_TOKEN');
  needs({ SALESFORCE_INSTANCE_URL, SALESFORCE_ACCESS_TOKEN }, waysToLogIn, problems);
  const instanceUrl = values.SALESFORCE_INSTANCE_URL ?? '';
  return { kind: 'token', instanceUrl, accessToken: values.SALESFORCE_ACCESS_TOKEN ?? '' };
}

/** One tenant's variables, without their prefix. */
function readTenant(
  environment: Environment,
  vendor: VendorName,
  account: string,
  problems: Problems,
): VendorSettings[] {
  const name = account === 'main' ? vendor : `${vendor}_${account.replaceAll('-', '_')}`;
  const prefix = `${name.toUpperCase()}_`;
  const variables = Object.keys(tenantSchema.shape);
  const parsed = tenantSchema.safeParse(
    Object.fromEntries(variables.map((variable) => [variable, environment[prefix + variable]])),
  );
  if (!parsed.success) {
    noteIssues(problems, parsed.error, prefix);
    return [];
  }
  const isPathPart = (secret: string): boolean => /^[A-Za-z0-9._~-]{8,}$/.test(secret);
  if (vendorKinds[vendor] === 'path' && !parsed.data.WEBHOOK_SECRETS.every(isPathPart)) {
    problems.push(
      `${prefix}WEBHOOK_SECRETS: this vendor does not sign, so each must be an unguessable part of a web address: at least 8 of A-Z, a-z, 0-9, ".", "_", "~" and "-"`,
    );
  }
  const { WEBHOOK_SECRETS, API_KEY, API_BASE = null, MODE = null } = parsed.data;
  return [
    { account, webhookSecrets: WEBHOOK_SECRETS, apiKey: API_KEY, apiBase: API_BASE, mode: MODE },
  ];
}

/** A vendor with nothing set is off; with anything set it must be set in full. */
function readVendors(environment: Environment, problems: Problems): Config['vendors'] {
  const vendors: Config['vendors'] = {};
  let mentioned = 0;
  for (const vendor of vendorNames) {
    const prefix = `${vendor.toUpperCase()}_`;
    const on = Object.keys(environment).some(
      (name) =>
        name.startsWith(prefix) &&
        [...Object.keys(tenantSchema.shape), 'ACCOUNTS'].some((end) => name.endsWith(end)),
    );
    if (!on) continue;
    mentioned += 1;
    const accounts = accountList.safeParse(environment[`${prefix}ACCOUNTS`]);
    if (!accounts.success) noteIssues(problems, accounts.error, `${prefix}ACCOUNTS`);
    else {
      vendors[vendor] = accounts.data.flatMap((account) =>
        readTenant(environment, vendor, account, problems),
      );
    }
  }
  if (mentioned === 0) {
    const examples = vendorNames.map((vendor) => vendor.toUpperCase());
    problems.push(
      `no vendor is on: set ${examples.map((name) => `${name}_WEBHOOK_SECRETS and ${name}_API_KEY`).join(', or ')}`,
    );
  }
  return vendors;
}

function withoutBlanks(environment: Environment): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(environment)) {
    if (value.trim() !== '') present[name] = value.trim();
  }
  return present;
}

/**
 * Reads and checks the environment; blank counts as not set. Throws one HumanNeededError (scope 'configuration') that names every
 * wrong or missing variable and what to do, never a value.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const given = withoutBlanks(environment);
  const problems: Problems = [];
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) noteIssues(problems, parsed.error);
  const values = parsed.data ?? environmentSchema.parse({}); // go on, to find what else is wrong
  const queue = chooseQueue(values, problems);
  const salesforce = chooseSalesforce(values, new Set(Object.keys(given)), problems);
  const vendors = readVendors(given, problems);
  if (problems.length > 0) {
    throw new HumanNeededError({
      scope: 'configuration',
      code: 'CONFIGURATION_WRONG',
      message: `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
      action: 'Set these environment variables and start again.',
    });
  }
  return {
    queue,
    salesforce,
    orgCurrency: values.SALESFORCE_CURRENCY,
    vendors,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    workerConcurrency: values.WORKER_CONCURRENCY,
    sweepTimes: values.SWEEP_SECONDS ?? {},
    consoleToken: values.CONSOLE_TOKEN ?? null,
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { HumanNeededError, TransientError, Verdict } from './errors.ts';
import { buildServer } from './intake/server.ts';
import type { JobContext } from './jobs/context.ts';
import { creditCustomer } from './jobs/credit-customer.ts';
import { creditPartnership } from './jobs/credit-partnership.ts';
import { handleDelivery } from './jobs/handle-delivery.ts';
import { handleDocument } from './jobs/handle-document.ts';
import { handleSweep } from './jobs/handle-sweep.ts';
import { orgSetup } from './jobs/org-setup.ts';
import type { Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openBackend, type Backend } from './queue/backend.ts';
import { createQueueMonitor } from './queue/monitor.ts';
import { createCursors, type Cursors } from './queue/cursors.ts';
import { createProducer } from './queue/producer.ts';
import { scheduleSweeps } from './queue/schedule.ts';
import { startWorkers, type Workers } from './queue/worker.ts';
import { pollingChangeFeed } from './salesforce/change-feed.ts';
import { connectOrg } from './salesforce/connect-org.ts';
import type { Org, OrgAdmin } from './salesforce/org.ts';
import { createVendors, type VendorRegistry } from './vendors/registry.ts';

export const roles = ['web', 'worker', 'scheduler'] as const;
export type Role = (typeof roles)[number];

export interface ServiceOptions {
  config: Config;
  roles: readonly Role[];
  logger: Logger;
  clock?: Clock;
  /** The address to listen on; every address unless told otherwise. */
  host?: string;
}

/** A running process of the service, in whichever roles. */
export interface Service {
  /** Where the web role listens, null without it. */
  url: string | null;
  /** Takes no new work, finishes what is under way, closes every connection. */
  close(): Promise<void>;
}

type ConnectedOrg = Org & OrgAdmin;

/** What the parts of a process share. */
interface Parts {
  options: ServiceOptions;
  clock: Clock;
  metrics: Metrics;
  backend: Backend;
  vendors: VendorRegistry;
  /** Set once the org has let us in. */
  org: ConnectedOrg | null;
  orgProblem: Verdict | null;
}

/**
 * Wires one process and starts it. The web role works without the org (what arrives is kept); the worker role begins as
 * soon as the org lets it in, and goes on trying until then.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const clock = options.clock ?? systemClock;
  const backend = await openBackend(options.config.queue, options.logger);
  const parts: Parts = {
    options,
    clock,
    metrics: createMetrics(),
    backend,
    vendors: createVendors(options.config.vendors, clock),
    org: null,
    orgProblem: null,
  };
  if (options.roles.includes('scheduler')) await scheduleSweeps(backend, options.config.sweepTimes);
  const stopping = new AbortController();
  const working = options.roles.includes('worker')
    ? workWhenConnected(parts, stopping.signal)
    : Promise.resolve(null);
  const server = options.roles.includes('web') ? web(parts) : null;
  const url = server ? await listen(server, options) : null;
  return {
    url,
    close: async () => {
      stopping.abort();
      await server?.close();
      await (await working)?.close();
      await parts.org?.close();
      await backend.close();
    },
  };
}

function web(parts: Parts): ReturnType<typeof buildServer> {
  const { config, logger } = parts.options;
  const producer = createProducer(parts.backend);
  return buildServer({
    vendors: { find: (vendor, account) => parts.vendors.find(vendor, account) },
    producer,
    monitor: createQueueMonitor(parts.backend, producer),
    metrics: parts.metrics,
    logger,
    clock: parts.clock,
    consoleToken: config.consoleToken,
    checkOrg: () => checkOrg(parts),
  });
}

/** Ready means: this process can do what its roles promise. A web-only process does not talk to the org. */
function checkOrg(parts: Parts): Promise<void> {
  if (!parts.options.roles.includes('worker')) return Promise.resolve();
  if (parts.org) return parts.org.answers();
  return Promise.reject(
    parts.orgProblem ??
      new TransientError({ code: 'ORG_CONNECTING', message: 'The org has not answered yet.' }),
  );
}

async function listen(
  server: ReturnType<typeof buildServer>,
  options: ServiceOptions,
): Promise<string> {
  await server.listen({ port: options.config.port, host: options.host ?? '0.0.0.0' });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : options.config.port;
  return `http://127.0.0.1:${port}`;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

async function workWhenConnected(parts: Parts, stop: AbortSignal): Promise<Workers | null> {
  const { config, logger } = parts.options;
  for (let wait = FIRST_WAIT_MS; !stop.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      parts.org = await letIn(parts);
      logger.info('Connected to the org; working');
      return startWorkers({
        backend: parts.backend,
        handlers: handlersOf(jobContext(parts, parts.org), createCursors(parts.backend)),
        concurrency: config.workerConcurrency,
        logger,
        metrics: parts.metrics,
      });
    } catch (error) {
      if (!(error instanceof Verdict)) throw error;
      parts.orgProblem = error;
      logger.error({ code: error.code, action: error.action }, error.message);
      await delay(wait, null, { signal: stop }).catch(() => null);
    }
  }
  return null;
}

/** A token alone proves nothing: the org is connected when it has answered a first question. */
async function letIn(parts: Parts): Promise<ConnectedOrg> {
  const { config, logger } = parts.options;
  const org = await connectOrg(config.salesforce, {
    clock: parts.clock,
    logger,
    onApiUsage: (used, limit) => parts.metrics.apiCalls(used, limit),
  });
  refuseTestDataInProduction(parts, await org.query(organizationQuery));
  return org;
}

const organizationQuery = 'SELECT IsSandbox, OrganizationType FROM Organization';

/** I8: test data never makes live rows. A Developer Edition or a sandbox is not production. */
function refuseTestDataInProduction(
  parts: Parts,
  organization: readonly Readonly<Record<string, unknown>>[],
): void {
  const [row] = organization;
  const isProduction =
    row?.['IsSandbox'] === false && row['OrganizationType'] !== 'Developer Edition';
  const testing = Object.entries(parts.options.config.vendors).filter(([, tenants]) =>
    tenants.some((tenant) => tenant.mode === 'test' || /^(sk|rk)_test_/.test(tenant.apiKey)),
  );
  if (!isProduction || testing.length === 0) return;
  throw new HumanNeededError({
    scope: 'configuration',
    code: 'TEST_KEYS_IN_PRODUCTION',
    message: `This is a production org, and ${testing.map(([name]) => name).join(', ')} is set up with test keys: test data would become live records.`,
    action: 'Use the live keys, or connect a sandbox.',
  });
}

/** Everything that jobs may touch, made from this process's parts. */
export function jobContext(
  parts: Pick<Parts, 'backend' | 'vendors' | 'clock' | 'metrics' | 'options'>,
  org: ConnectedOrg,
): JobContext {
  return {
    org,
    producer: createProducer(parts.backend),
    vendors: parts.vendors,
    clock: parts.clock,
    orgCurrency: parts.options.config.orgCurrency,
    setup: orgSetup(org),
    changes: pollingChangeFeed(org, parts.clock, parts.options.config.orgCurrency),
    countDelivery: (vendor, eventType, outcome) =>
      parts.metrics.delivery(vendor, eventType, outcome),
    countDocument: (vendor, type, outcome) => parts.metrics.document(vendor, type, outcome),
  };
}

/** One function per queue, over one context. */
export function handlersOf(
  context: JobContext,
  cursors: Cursors,
): Parameters<typeof startWorkers>[0]['handlers'] {
  return {
    delivery: (job) => handleDelivery(context, job),
    document: (job) => handleDocument(context, job),
    credit: (job) => creditCustomer(context, job),
    creditPartnership: (job) => creditPartnership(context, job),
    sweep: (job) => handleSweep(context, cursors, job),
  };
}

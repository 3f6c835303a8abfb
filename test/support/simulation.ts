import { storedCursors } from './paid-org.ts';
import { fixedClock } from '../../src/clock.ts';
import { TransientError } from '../../src/errors.ts';
import { externalKey, type DocumentRef } from '../../src/events/document.ts';
import type { JobContext } from '../../src/jobs/context.ts';
import { creditCustomer } from '../../src/jobs/credit-customer.ts';
import { creditPartnership } from '../../src/jobs/credit-partnership.ts';
import { handleDelivery } from '../../src/jobs/handle-delivery.ts';
import { handleDocument } from '../../src/jobs/handle-document.ts';
import { handleSweep } from '../../src/jobs/handle-sweep.ts';
import { orgSetup } from '../../src/jobs/org-setup.ts';
import type { DeliveryJob, SweepJob } from '../../src/queue/contract.ts';
import { pollingChangeFeed } from '../../src/salesforce/change-feed.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { createVendors } from '../../src/vendors/registry.ts';
import type { StoryDelivery } from '../story/step.ts';

export interface SimulationOptions {
  org: { instanceUrl: string; accessToken: string };
  stripe: { url: string; apiKey: string };
  partnerstack: { apiBase: string; apiKey: string };
  /** Between 0 and 1: decides which waiting job is next and how many run at once. */
  random: () => number;
  /** Told what became of each document, under the service's own code. */
  noted?: (outcome: string) => void;
}

/** One waiting job of either kind, by the id under which the queue keeps at most one of it waiting. */
interface Job {
  id: string;
  run: () => Promise<void>;
}

/**
 * The real jobs on the real ports, in an order that `random` decides: any waiting job may be next, several run at once, and
 * the same document never runs twice at the same time (what the queue promises). For properties over schedules; the queue
 * itself has its own conformance suite.
 */
export async function simulate(
  options: SimulationOptions,
  deliveries: readonly StoryDelivery[],
  sweeps: readonly SweepJob['sweep'][] = [],
): Promise<void> {
  const clock = fixedClock(new Date());
  const org = await connectOrg({ kind: 'token', ...options.org }, { clock });
  const waiting: Job[] = [];
  const active = new Set<string>();
  const enqueue = (job: Job): Promise<void> => {
    if (!waiting.some(({ id }) => id === job.id)) waiting.push(job);
    return Promise.resolve();
  };
  const context: JobContext = {
    org,
    clock: { now: () => new Date((clock.set(new Date(clock.now().getTime() + 1)), clock.now())) },
    vendors: createVendors(vendorSettings(options), clock),
    orgCurrency: 'USD',
    setup: orgSetup(org),
    changes: pollingChangeFeed(org, clock, 'USD'),
    countDelivery: () => undefined,
    countDocument: (_vendor, _type, outcome) => options.noted?.(outcome),
    producer: {
      deliver: (job) => enqueue(deliveryJob(job)),
      refresh: (ref) => enqueue(documentJob(ref)),
      credit: (customerKey) =>
        enqueue({
          id: `credit ${customerKey}`,
          run: () => creditCustomer(context, { customerKey }),
        }),
      creditPartnership: (partnershipId) =>
        enqueue({
          id: `credit ${partnershipId}`,
          run: () => creditPartnership(context, { partnershipId }),
        }),
    },
  };
  const cursors = storedCursors();
  let number = 0;
  const deliveryJob = (job: DeliveryJob): Job => ({
    id: `delivery ${++number}`,
    run: () => handleDelivery(context, job),
  });
  const documentJob = (ref: DocumentRef): Job => ({
    id: externalKey(ref),
    run: () => handleDocument(context, { ref }),
  });

  for (const { vendor, body } of deliveries) {
    await context.producer.deliver({
      vendor,
      account: 'main',
      receivedAt: clock.now().toISOString(),
      body,
    });
  }
  for (const sweep of sweeps)
    waiting.push({ id: `sweep ${sweep}`, run: () => handleSweep(context, cursors, { sweep }) });
  while (waiting.length > 0) await runSome(waiting, active, options.random);
  await org.close();
}

async function runSome(waiting: Job[], active: Set<string>, random: () => number): Promise<void> {
  const batch: Job[] = [];
  const size = 1 + Math.floor(random() * 12);
  while (batch.length < size && waiting.length > 0) {
    const [job] = waiting.splice(Math.floor(random() * waiting.length), 1);
    if (job) batch.push(job);
  }
  const retry: Job[] = [];
  await Promise.all(
    batch.map(async (job) => {
      active.add(job.id);
      try {
        await job.run();
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        retry.push(job);
      } finally {
        active.delete(job.id);
      }
    }),
  );
  waiting.push(...retry.filter(({ id }) => !waiting.some((job) => job.id === id)));
}

function vendorSettings(options: SimulationOptions): Parameters<typeof createVendors>[0] {
  const shared = { account: 'main', webhookSecrets: ['whsec_story'], mode: null };
  return {
    stripe: [{ ...shared, apiKey: options.stripe.apiKey, apiBase: options.stripe.url }],
    partnerstack: [
      { ...shared, apiKey: options.partnerstack.apiKey, apiBase: options.partnerstack.apiBase },
    ],
  };
}

import { PoisonError } from '../errors.ts';
import type { DeliveryJob } from '../queue/contract.ts';
import type { JobContext } from './context.ts';

/**
 * A stored delivery becomes hints: which documents may have changed. Nothing of its content is believed beyond that, so
 * duplicates and disorder cost a fetch and change nothing.
 */
export async function handleDelivery(context: JobContext, job: DeliveryJob): Promise<void> {
  const vendor = context.vendors.find(job.vendor, job.account);
  if (!vendor) {
    throw new PoisonError({
      code: 'TENANT_NOT_CONFIGURED',
      message: `A delivery for ${job.vendor}/${job.account} was stored, but that tenant is no longer configured.`,
      action: `Set ${job.vendor.toUpperCase()}_API_KEY and ${job.vendor.toUpperCase()}_WEBHOOK_SECRETS again, then replay the delivery.`,
    });
  }
  const body: unknown = JSON.parse(job.body);
  const reading = await vendor.read(body);
  if (reading.kind === 'skip') {
    context.countDelivery(vendor.name, reading.notice.eventType, reading.code);
    return;
  }
  for (const document of reading.documents) await context.producer.refresh(document);
  context.countDelivery(vendor.name, reading.notice.eventType, 'ACCEPTED');
}

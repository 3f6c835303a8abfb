import type { Clock } from '../../clock.ts';
import type { DocumentRef, DocumentType } from '../../events/document.ts';
import type { BillingVendor, VendorSettings } from '../contract.ts';
import { createStripeReads } from './client.ts';
import { fetchCharge, fetchCustomer, fetchInvoice } from './fetch.ts';
import {
  type Frame,
  normaliseCharge,
  normaliseCustomer,
  normaliseInvoice,
  normaliseSubscription,
} from './normalise.ts';
import { readEvent } from './read.ts';
import { verifySignature } from './signature.ts';

/**
 * Stripe as a billing vendor, for one configured account. The key tells the mode where settings do not (`sk_live_…`,
 * `rk_live_…`). The version of a document is the moment before its truth was asked for.
 */
export function createStripe(
  settings: VendorSettings,
  dependencies: { clock: Clock },
): BillingVendor {
  const { account } = settings;
  const reads = createStripeReads(settings);
  const mode = settings.mode ?? (settings.apiKey.includes('_live_') ? 'live' : 'test');
  const ref = (type: DocumentType, id: string): DocumentRef => ({
    vendor: 'stripe',
    account,
    type,
    id,
  });
  const frame = (): Frame => ({ ref, version: dependencies.clock.now().getTime() });

  return {
    name: 'stripe',
    account,
    kind: 'billing',
    verify: (delivery, now) => verifySignature(delivery, settings.webhookSecrets, now),
    read: (body) => readEvent(body, { reads, mode, ref }),
    async fetchCustomer(id) {
      const asked = frame();
      const found = await fetchCustomer(id, reads);
      return found && normaliseCustomer(found.customer, found.partnerKey, asked);
    },
    async fetchSubscription(id) {
      const asked = frame();
      const found = await reads.subscription(id);
      return found && normaliseSubscription(found, asked);
    },
    async fetchBillingDocument({ type, id }) {
      const asked = frame();
      if (type === 'charge') {
        const found = await fetchCharge(id, reads);
        return found && normaliseCharge(found, asked);
      }
      const found = await fetchInvoice(id, reads);
      return found && normaliseInvoice(found, asked);
    },
  };
}

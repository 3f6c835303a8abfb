import { externalKey } from '../events/document.ts';
import { dayOf } from '../rules/calendar.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import { identityRow, mentionedIdentityRow } from '../salesforce/rows/identity.ts';
import type { BillingVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { mendedRefusal } from './write-refused.ts';

/** A subscription is an identity under its billing customer's, with its state and product for reps to see. */
export async function refreshSubscription(
  context: JobContext,
  vendor: BillingVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchSubscription(id);
  if (!truth) return 'DOCUMENT_GONE';
  const customerKey = truth.customer ? externalKey(truth.customer) : null;
  const known =
    customerKey === null ? new Map() : await identitiesByKey(context.org, [customerKey]);
  const endsOn = truth.endsAt && dayOf(truth.endsAt);
  const ends = endsOn === null ? '' : `, ends ${endsOn}`;
  await context.org.save([
    ...(await mendedRefusal(context, truth.ref)),
    ...(truth.customer && customerKey !== null && !known.has(customerKey)
      ? [mentionedIdentityRow(truth.customer)]
      : []),
    identityRow({
      ref: truth.ref,
      version: truth.version,
      links: customerKey === null ? {} : { Customer: { id: null, key: customerKey } },
      status: customerKey === null ? 'Unmatched' : 'Matched',
      matchReason: customerKey === null ? null : 'Belongs to this billing customer.',
      state: `${truth.state}${ends}`,
      product: truth.product,
      endsOn,
    }),
  ]);
  return 'SUBSCRIPTION_SAVED';
}

import { PoisonError } from '../errors.ts';
import type { DocumentRef } from '../events/document.ts';
import type { DocumentJob } from '../queue/contract.ts';
import type { BillingVendor, PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { postRevenue } from './post-revenue.ts';
import { refreshBillingCustomer, refreshPrmCustomer } from './refresh-customer.ts';
import { refreshDeal } from './refresh-deal.ts';
import { refreshLead } from './refresh-lead.ts';
import { refreshPartnership } from './refresh-partnership.ts';
import { refreshProgram } from './refresh-program.ts';
import { refreshSubscription } from './refresh-subscription.ts';
import { reportRefusal } from './write-refused.ts';

/** "This document may have changed": fetch its truth and make Salesforce agree. One chapter per kind of document. */
export async function handleDocument(context: JobContext, { ref }: DocumentJob): Promise<void> {
  const vendor = context.vendors.find(ref.vendor, ref.account);
  if (!vendor) throw notHandled(ref);
  try {
    const outcome =
      vendor.kind === 'billing'
        ? await handleBillingDocument(context, vendor, ref)
        : await handlePrmDocument(context, vendor, ref);
    context.countDocument(ref.vendor, ref.type, outcome);
  } catch (error) {
    if (error instanceof PoisonError) await reportRefusal(context, ref, error);
    throw error;
  }
}

function handleBillingDocument(
  context: JobContext,
  vendor: BillingVendor,
  ref: DocumentRef,
): Promise<string> {
  switch (ref.type) {
    case 'customer':
      return refreshBillingCustomer(context, vendor, ref.id);
    case 'subscription':
      return refreshSubscription(context, vendor, ref.id);
    case 'invoice':
    case 'charge':
      return postRevenue(context, vendor, ref);
    default:
      throw notHandled(ref);
  }
}

function handlePrmDocument(
  context: JobContext,
  vendor: PrmVendor,
  ref: DocumentRef,
): Promise<string> {
  switch (ref.type) {
    case 'program':
      return refreshProgram(context, vendor, ref.id);
    case 'partnership':
      return refreshPartnership(context, vendor, ref.id);
    case 'customer':
      return refreshPrmCustomer(context, vendor, ref.id);
    case 'lead':
      return refreshLead(context, vendor, ref.id);
    case 'deal':
      return refreshDeal(context, vendor, ref.id);
    default:
      throw notHandled(ref);
  }
}

function notHandled(ref: DocumentRef): PoisonError {
  return new PoisonError({
    code: 'DOCUMENT_NOT_HANDLED',
    message: `Nothing here handles a ${ref.type} of ${ref.vendor}/${ref.account}.`,
    action: 'Check that this vendor and tenant are configured, then replay the job.',
  });
}

import type { BillingCustomer } from '../events/billing.ts';
import { externalKey } from '../events/document.ts';
import type { PrmCustomer } from '../events/partner.ts';
import type { BillingVendor, PrmVendor } from '../vendors/contract.ts';
import { creditCustomersOf, linkCustomer } from './link-customer.ts';
import type { JobContext } from './context.ts';

/**
 * A billing customer: who they are, whose partner key they carry, and what a PRM knows of them. Both sides are asked,
 * whichever event came, so that the outcome does not depend on which came first.
 */
export async function refreshBillingCustomer(
  context: JobContext,
  vendor: BillingVendor,
  id: string,
): Promise<string> {
  const billing = await vendor.fetchCustomer(id);
  if (!billing || billing.deleted) return 'DOCUMENT_GONE';
  const prm = await prmCustomerOf(context, billing);
  const accountId = await linkCustomer(context, { billing, prm });
  await creditCustomersOf(context, externalKey(billing.ref), accountId);
  return accountId === null ? 'CUSTOMER_UNMATCHED' : 'CUSTOMER_LINKED';
}

/** A PRM's customer: an account, the identities it has at both sides, and the partner who brought it. */
export async function refreshPrmCustomer(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const prm = await vendor.fetchCustomer(id);
  if (!prm || prm.archived) return 'DOCUMENT_GONE';
  const billing = await billingCustomerOf(context, prm);
  const accountId = await linkCustomer(context, { billing, prm });
  await creditCustomersOf(context, billing ? externalKey(billing.ref) : null, accountId);
  return 'CUSTOMER_LINKED';
}

/** The PRM's view of a billing customer, by the company's own customer key that both carry. */
async function prmCustomerOf(
  context: JobContext,
  billing: BillingCustomer,
): Promise<PrmCustomer | null> {
  if (billing.customerKey === null) return null;
  for (const vendor of context.vendors.prm) {
    const customer = await vendor.fetchCustomer(billing.customerKey);
    if (customer && !customer.archived) return customer;
  }
  return null;
}

/** The billing system's view of a PRM customer, by the billing id that the PRM was told. */
async function billingCustomerOf(
  context: JobContext,
  prm: PrmCustomer,
): Promise<BillingCustomer | null> {
  if (prm.providerKey === null) return null;
  for (const vendor of context.vendors.billing) {
    const customer = await vendor.fetchCustomer(prm.providerKey);
    if (customer && !customer.deleted) return customer;
  }
  return null;
}

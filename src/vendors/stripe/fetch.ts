import type { CarriedPartnerKey } from '../../events/billing.ts';
import type { StripeReads } from './client.ts';
import { capturedAmount, type ChargeHistory, type Payment } from './movements.ts';
import {
  type ChargeState,
  type InvoiceState,
  partnerKeyOfCheckouts,
  partnerKeyOfCustomer,
  partnerKeyOfSubscriptions,
} from './normalise.ts';
import type { StripeCharge, StripeCustomer, StripeInvoice } from './schema.ts';

/** A refund list inside a charge holds ten at most, and a dispute is never inside: the rest is asked for when there is one. */
async function historyOf(charge: StripeCharge, reads: StripeReads): Promise<ChargeHistory> {
  const inside = charge.refunds;
  const refunds = !inside || inside.has_more ? await reads.refunds(charge.id) : inside.data;
  const disputes = charge.disputed ? await reads.disputes(charge.id) : [];
  return { charge, refunds, disputes };
}

/** A payment intent succeeds with one charge; its other charges are failed attempts. */
async function succeededCharge(
  of: { charge: string | null; payment_intent: string | null },
  reads: StripeReads,
): Promise<StripeCharge | null> {
  if (of.charge) {
    const charge = await reads.charge(of.charge);
    return charge && capturedAmount(charge) > 0 ? charge : null;
  }
  if (!of.payment_intent) return null;
  const charges = await reads.chargesOf(of.payment_intent);
  return charges.find((charge) => capturedAmount(charge) > 0) ?? null;
}

async function paymentsOf(invoice: StripeInvoice, reads: StripeReads): Promise<Payment[]> {
  const inside = invoice.payments;
  const all =
    !inside || inside.has_more ? await reads.invoicePayments({ invoice: invoice.id }) : inside.data;
  const payments: Payment[] = [];
  for (const { id, status, amount_paid: amount, payment, ...rest } of all) {
    if (status !== 'paid' || !amount) continue;
    const charge = await succeededCharge(payment, reads);
    payments.push({
      key: `payment:${id}`,
      amount,
      paidAt: rest.status_transitions?.paid_at ?? rest.created,
      history: charge && (await historyOf(charge, reads)),
    });
  }
  return payments;
}

/** Before basil an invoice had one charge at most and no list of payments. */
async function paymentBeforeBasil(invoice: StripeInvoice, reads: StripeReads): Promise<Payment[]> {
  const charge = await succeededCharge(invoice, reads);
  if (!charge) return [];
  return [
    {
      key: `payment:${charge.id}`,
      amount: capturedAmount(charge),
      paidAt: invoice.status_transitions?.paid_at ?? charge.created,
      history: await historyOf(charge, reads),
    },
  ];
}

/** An invoice with all that happened to its money: two questions for a plain paid one, more only where there is more to know. */
export async function fetchInvoice(id: string, reads: StripeReads): Promise<InvoiceState | null> {
  const invoice = await reads.invoice(id);
  if (!invoice) return null;
  const payments =
    invoice.charge || invoice.payment_intent
      ? await paymentBeforeBasil(invoice, reads)
      : await paymentsOf(invoice, reads);
  const hasNotes = (invoice.post_payment_credit_notes_amount ?? 0) > 0;
  const creditNotes = hasNotes ? await reads.creditNotes(id) : [];
  return { invoice, payments, creditNotes };
}

/** A charge, whether an invoice has claimed it meanwhile, and the checkout that knows its tax and perhaps its partner. */
export async function fetchCharge(id: string, reads: StripeReads): Promise<ChargeState | null> {
  const charge = await reads.charge(id);
  if (!charge) return null;
  const intent = charge.payment_intent;
  const claims = intent ? await reads.invoicePayments({ paymentIntent: intent }) : [];
  const onInvoice = charge.invoice !== null || claims.length > 0;
  const checkouts =
    intent && !onInvoice ? await reads.completedCheckouts({ payment_intent: intent }) : [];
  return { ...(await historyOf(charge, reads)), onInvoice, checkout: checkouts[0] ?? null };
}

/** A customer and the partner key they carry, asking further only while none has been found. */
export async function fetchCustomer(
  id: string,
  reads: StripeReads,
): Promise<{ customer: StripeCustomer; partnerKey: CarriedPartnerKey | null } | null> {
  const customer = await reads.customer(id);
  if (!customer) return null;
  if (customer.deleted) return { customer, partnerKey: null };
  const partnerKey =
    partnerKeyOfCustomer(customer) ??
    partnerKeyOfCheckouts(await reads.completedCheckouts({ customer: id })) ??
    partnerKeyOfSubscriptions(await reads.subscriptions(id));
  return { customer, partnerKey };
}

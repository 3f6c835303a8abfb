import type {
  BillingCustomer,
  BillingDocument,
  BillingSubscription,
  CarriedPartnerKey,
} from '../../events/billing.ts';
import type { DocumentRef, DocumentType } from '../../events/document.ts';
import { proportion } from '../../money.ts';
import { isoCurrency, isoMinor } from './currency.ts';
import { capturedAmount, type ChargeHistory, movementsOf, type Payment } from './movements.ts';
import type {
  StripeCheckoutSession,
  StripeCreditNote,
  StripeCustomer,
  StripeInvoice,
  StripeSubscription,
} from './schema.ts';

/** Names documents of one tenant, and when their truth was asked for (ms since 1970). */
export interface Frame {
  ref: (type: DocumentType, id: string) => DocumentRef;
  version: number;
}

export interface InvoiceState {
  invoice: StripeInvoice;
  payments: Payment[];
  creditNotes: StripeCreditNote[];
}

export interface ChargeState extends ChargeHistory {
  /** Attached to an invoice, whose document it then belongs to. */
  onInvoice: boolean;
  checkout: StripeCheckoutSession | null;
}

type Metadata = Readonly<Record<string, string>>;

function text(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' || trimmed.length > 255 ? null : trimmed;
}

function carried(
  value: string | null | undefined,
  source: CarriedPartnerKey['source'],
): CarriedPartnerKey | null {
  const key = text(value);
  return key === null ? null : { value: key, source };
}

/** The partner key in the customer's own metadata, under PartnerStack's name for it. */
export function partnerKeyOfCustomer(customer: StripeCustomer): CarriedPartnerKey | null {
  return customer.deleted ? null : carried(customer.metadata['partner_key'], 'customer metadata');
}

function earliest<T extends { id: string; created: Date }>(items: readonly T[]): T[] {
  return [...items].sort(
    (a, b) => a.created.getTime() - b.created.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/**
 * The earliest completed checkout that names a partner: first by explicit metadata, then by `client_reference_id`, which
 * many companies use for something else.
 */
export function partnerKeyOfCheckouts(
  checkouts: readonly StripeCheckoutSession[],
): CarriedPartnerKey | null {
  const sorted = earliest(checkouts);
  const candidates = [
    ...sorted.map(({ metadata }) => metadata['partner_key']),
    ...sorted.map(({ client_reference_id }) => client_reference_id),
  ];
  return carried(
    candidates.find((value) => text(value) !== null),
    'checkout session',
  );
}

/** The earliest subscription, ended ones included, whose metadata names a partner. */
export function partnerKeyOfSubscriptions(
  subscriptions: readonly StripeSubscription[],
): CarriedPartnerKey | null {
  const keys = earliest(subscriptions).map(({ metadata }) => metadata['partner_key']);
  return carried(
    keys.find((value) => text(value) !== null),
    'subscription metadata',
  );
}

/** Stripe keeps nothing of a deleted customer but the id: `createdAt` is then 1970 and means "unknown". */
export function normaliseCustomer(
  customer: StripeCustomer,
  partnerKey: CarriedPartnerKey | null,
  frame: Frame,
): BillingCustomer {
  const metadata: Metadata = customer.deleted ? {} : customer.metadata;
  return {
    type: 'customer',
    ref: frame.ref('customer', customer.id),
    version: frame.version,
    createdAt: customer.deleted ? new Date(0) : customer.created,
    name: customer.deleted ? null : customer.name,
    email: customer.deleted ? null : customer.email,
    deleted: customer.deleted,
    customerKey: text(metadata['customer_key']) ?? text(metadata['customer_id']),
    partnerKey,
  };
}

function productOf(subscription: StripeSubscription): string | null {
  for (const { price } of subscription.items.data) {
    const product = price?.product;
    const name = typeof product === 'object' ? (product?.name ?? null) : null;
    if (name ?? price?.nickname) return name ?? price?.nickname ?? null;
  }
  return null;
}

function periodEnd(subscription: StripeSubscription): Date | null {
  const ends = subscription.items.data.flatMap(({ current_period_end: end }) => end ?? []);
  const last = ends.sort((a, b) => b.getTime() - a.getTime())[0];
  return last ?? subscription.current_period_end;
}

/** `endsAt` is when it ended, else when it is set to end (a date, or the end of the paid period). */
export function normaliseSubscription(
  subscription: StripeSubscription,
  frame: Frame,
): BillingSubscription {
  const toEnd = subscription.cancel_at_period_end ? periodEnd(subscription) : null;
  return {
    type: 'subscription',
    ref: frame.ref('subscription', subscription.id),
    version: frame.version,
    customer: subscription.customer ? frame.ref('customer', subscription.customer) : null,
    state: subscription.status,
    product: productOf(subscription),
    endsAt: subscription.ended_at ?? subscription.cancel_at ?? toEnd,
  };
}

/** Without tax; the older shape may know only the tax itself. */
function withoutTax(invoice: StripeInvoice): number {
  if (invoice.total_excluding_tax !== null) return invoice.total_excluding_tax;
  const taxes = invoice.total_taxes ?? invoice.total_tax_amounts;
  const tax = taxes ? taxes.reduce((sum, { amount }) => sum + amount, 0) : (invoice.tax ?? 0);
  return invoice.total - tax;
}

/** Stripe describes a line as "2 × Pro (at $100.00 / month)"; the biggest line stands for the invoice. */
function productOnInvoice(invoice: StripeInvoice): string | null {
  const biggest = [...invoice.lines.data].sort((a, b) => b.amount - a.amount)[0];
  const description = biggest?.description?.trim();
  if (!description) return null;
  return /^\d+ [×x] (.+?)(?: \(at .+\))?$/.exec(description)?.[1] ?? description;
}

/** What was paid without any payment at Stripe: marked as paid by hand. */
function paidElsewhere({ invoice, payments }: InvoiceState): Payment[] {
  const rest = invoice.amount_paid - payments.reduce((sum, { amount }) => sum + amount, 0);
  if (invoice.status !== 'paid' || rest <= 0) return [];
  const paidAt = invoice.status_transitions?.paid_at ?? invoice.created;
  return [{ key: 'payment:other', amount: rest, paidAt, history: null }];
}

/** One invoice of either shape. An invoice below zero goes to the customer's balance and asks for nothing. */
export function normaliseInvoice(state: InvoiceState, frame: Frame): BillingDocument {
  const { invoice } = state;
  const total = Math.max(0, invoice.total);
  const commissionable = Math.min(total, Math.max(0, withoutTax(invoice)));
  const details = invoice.parent?.subscription_details ?? invoice.subscription_details;
  return {
    type: 'invoice',
    ref: frame.ref('invoice', invoice.id),
    version: frame.version,
    customer: invoice.customer ? frame.ref('customer', invoice.customer) : null,
    currency: isoCurrency(invoice.currency),
    totalMinor: isoMinor(total, invoice.currency),
    commissionableMinor: isoMinor(commissionable, invoice.currency),
    movements: movementsOf(
      [...state.payments, ...paidElsewhere(state)],
      state.creditNotes,
      invoice.currency,
    ),
    number: invoice.number,
    product: productOnInvoice(invoice),
    partnerKey: carried(details?.metadata['partner_key'], 'subscription metadata'),
  };
}

/** One charge that stands alone. Only the checkout it came from, if any, knows the tax in it. */
export function normaliseCharge(state: ChargeState, frame: Frame): BillingDocument {
  const { charge, checkout } = state;
  const captured = capturedAmount(charge);
  const total = captured === 0 ? charge.amount : captured;
  const tax = Math.min(charge.amount, checkout?.total_details?.amount_tax ?? 0);
  const commissionable =
    charge.amount === 0 ? 0 : proportion(total, charge.amount - tax, charge.amount);
  const payment: Payment = {
    key: `payment:${charge.id}`,
    amount: captured,
    paidAt: charge.created,
    history: state,
  };
  return {
    type: 'charge',
    ref: frame.ref('charge', charge.id),
    version: frame.version,
    customer: charge.customer ? frame.ref('customer', charge.customer) : null,
    currency: isoCurrency(charge.currency),
    totalMinor: isoMinor(total, charge.currency),
    commissionableMinor: isoMinor(commissionable, charge.currency),
    movements: captured === 0 || state.onInvoice ? [] : movementsOf([payment], [], charge.currency),
    number: charge.receipt_number,
    product: charge.description,
    partnerKey: checkout ? partnerKeyOfCheckouts([checkout]) : null,
  };
}

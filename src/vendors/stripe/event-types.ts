/** The object that an event is about, which decides how its documents are found (`read.ts`). */
export type EventSubject =
  | 'customer'
  | 'subscription'
  | 'checkout session'
  | 'invoice'
  | 'invoice payment'
  | 'charge'
  | 'payment intent'
  | 'refund'
  | 'dispute'
  | 'credit note';

/** One event type, or a family of them ("account.*"), with what it makes us look at or the reason why it does nothing. */
export type EventTypeRow =
  | { type: string; subject: EventSubject; why: string }
  | { type: string; subject: null; why: string };

const used = (subject: EventSubject, why: string, types: string): EventTypeRow[] =>
  types.split(' ').map((type) => ({ type, subject, why }));

const ignored = (why: string, types: string): EventTypeRow[] =>
  types.split(' ').map((type) => ({ type, subject: null, why }));

/** Money moved: the invoice behind the payment, or the charge when none stands behind it. */
const moneyEvents: EventTypeRow[] = [
  ...used(
    'invoice',
    'what was asked for or paid has changed',
    'invoice.paid invoice.payment_succeeded invoice.updated invoice.overpaid invoice.voided invoice.marked_uncollectible',
  ),
  ...used('invoice payment', 'one payment of possibly several', 'invoice_payment.paid'),
  ...used(
    'charge',
    'money came in or was given back',
    'charge.succeeded charge.captured charge.updated charge.refunded',
  ),
  ...used('payment intent', 'money came in', 'payment_intent.succeeded'),
  ...used(
    'refund',
    'money went back, or failed to and stays',
    'refund.created refund.updated refund.failed charge.refund.updated',
  ),
  ...used(
    'dispute',
    'the bank took money back, or returned it',
    'charge.dispute.created charge.dispute.updated charge.dispute.closed charge.dispute.funds_withdrawn charge.dispute.funds_reinstated',
  ),
  ...used(
    'credit note',
    'an invoice was corrected',
    'credit_note.created credit_note.updated credit_note.voided',
  ),
];

const customerEvents: EventTypeRow[] = [
  ...used(
    'customer',
    'who pays, and which partner key they carry',
    'customer.created customer.updated customer.deleted',
  ),
  ...used(
    'checkout session',
    'where a partner key meets the customer',
    'checkout.session.completed checkout.session.async_payment_succeeded',
  ),
  ...used(
    'subscription',
    'state, product, end; its metadata may carry the partner key',
    'customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused customer.subscription.resumed',
  ),
];

const ignoredNearby: EventTypeRow[] = [
  ...ignored(
    'no money has moved yet',
    'charge.pending payment_intent.created payment_intent.processing payment_intent.requires_action payment_intent.amount_capturable_updated invoice.created invoice.finalized invoice.sent invoice.upcoming invoice.will_be_due invoice.overdue invoice.payment_action_required invoice.payment_attempt_required',
  ),
  ...ignored(
    'no money moved and none will by this attempt',
    'charge.failed charge.expired payment_intent.payment_failed payment_intent.canceled invoice.payment_failed invoice.finalization_failed checkout.session.async_payment_failed checkout.session.expired',
  ),
  ...ignored('only a draft can be deleted, and a draft was never paid', 'invoice.deleted'),
  ...ignored(
    'the payment is complete with payment_intent.succeeded',
    'payment_intent.partially_funded',
  ),
  ...ignored(
    'the change itself arrives as customer.subscription.updated',
    'customer.subscription.trial_will_end customer.subscription.pending_update_applied customer.subscription.pending_update_expired subscription_schedule.*',
  ),
  ...ignored('shows in the invoice that it lowers', 'customer.discount.* coupon.*'),
  ...ignored('shows in the invoice that it is put on', 'invoiceitem.* quote.*'),
  ...ignored('how somebody pays is not our concern', 'customer.source.* customer.tax_id.*'),
  ...ignored(
    'counts when it pays an invoice',
    'customer_cash_balance_transaction.* cash_balance.*',
  ),
];

const ignoredElsewhere: EventTypeRow[] = [
  ...ignored(
    'the catalogue: read with the invoice or subscription that uses it',
    'plan.* price.* product.* promotion_code.* payment_link.* tax_rate.*',
  ),
  ...ignored(
    'how somebody pays is not our concern',
    'payment_method.* setup_intent.* mandate.* source.* three_d_secure.*',
  ),
  ...ignored(
    'your own Stripe account and what it does with its balance',
    'account.* application_fee.* apps.* balance.* balance_settings.* capability.* file.* person.* payout.* reserve.* sigma.* reporting.* tax.* topup.* transfer.*',
  ),
  ...ignored('another Stripe product; its invoices and charges arrive as such', 'billing.*'),
  ...ignored(
    'another Stripe product that moves no customer money to you',
    'billing_portal.* climate.* entitlements.* financial_connections.* identity.* issuing_authorization.* issuing_card.* issuing_cardholder.* issuing_dispute.* issuing_personalization_design.* issuing_token.* issuing_transaction.* terminal.* test_helpers.* treasury.* radar.*',
  ),
  ...ignored('a suspicion moves no money; a dispute or refund does', 'review.*'),
  ...ignored('about API v2 resources, which carry no customer money', 'v2.*'),
];

/** Every event type that Stripe documents; the README's table and a test against the SDK's own list hold it complete. */
export const eventTypeRows: readonly EventTypeRow[] = [
  ...customerEvents,
  ...moneyEvents,
  ...ignoredNearby,
  ...ignoredElsewhere,
];

const rowByType = new Map(eventTypeRows.map((row) => [row.type, row]));

/**
 * The row for an event type as Stripe writes it, thin ("v1.invoice.paid") or not; null when nobody has thought about it.
 * A row for the very type wins over its family, and a longer family over a shorter one.
 */
export function eventTypeRow(eventType: string): EventTypeRow | null {
  const type = eventType.replace(/^v1\./, '');
  const parts = type.split('.');
  const families = parts.map((_, index) =>
    [...parts.slice(0, parts.length - index), '*'].join('.'),
  );
  for (const candidate of [type, ...families]) {
    const row = rowByType.get(candidate);
    if (row) return row;
  }
  return null;
}

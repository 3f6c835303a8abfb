import type {
  Books,
  Charge,
  CreditNote,
  Customer,
  Dispute,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  Refund,
  Session,
  Subscription,
} from './books.ts';

export type Json = Record<string, unknown>;
/** Whether a path was asked for with `expand[]`. */
export type Wants = (path: string) => boolean;

const nothing: Wants = () => false;
const EMBEDDED = 10; // how many items Stripe puts into a list inside an object

function embedded(url: string, items: readonly Json[]): Json {
  return { object: 'list', data: items.slice(0, EMBEDDED), has_more: items.length > EMBEDDED, url };
}

/** Writes stored objects as Stripe does, in the shape that the books are set to. */
export function shapes(books: Books) {
  const base = (object: string, of: { id: string; created: number }): Json => ({
    id: of.id,
    object,
    created: of.created,
    livemode: books.livemode,
  });

  const customer = (of: Customer): Json =>
    of.deleted
      ? { id: of.id, object: 'customer', deleted: true }
      : {
          ...base('customer', of),
          name: of.name,
          email: of.email,
          metadata: of.metadata,
          balance: 0,
        };

  const session = (of: Session): Json => {
    const { amount_tax: tax, ...rest } = of;
    return {
      ...base('checkout.session', of),
      ...rest,
      mode: of.subscription ? 'subscription' : 'payment',
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: tax },
    };
  };

  const subscription = (of: Subscription, wants: Wants = nothing): Json => {
    const { product: name, current_period_end: periodEnd, ...rest } = of;
    const id = `prod_${name.replaceAll(/\W/g, '')}`;
    const product = wants('items.data.price.product') ? { id, object: 'product', name } : id;
    const price = { id: `price_${id}`, object: 'price', nickname: null, product };
    const legacy = books.shape === 'legacy';
    return {
      ...base('subscription', of),
      ...rest,
      ...(legacy && { current_period_end: periodEnd }),
      items: embedded(`/v1/subscription_items?subscription=${of.id}`, [
        {
          id: `si_${of.id}`,
          object: 'subscription_item',
          price,
          ...(!legacy && { current_period_end: periodEnd }),
        },
      ]),
    };
  };

  const invoicePayment = (of: InvoicePayment): Json => ({
    ...base('invoice_payment', of),
    invoice: of.invoice,
    amount_paid: of.amount_paid,
    amount_requested: of.amount_paid,
    currency: of.currency,
    is_default: of.is_default,
    payment: { type: 'payment_intent', payment_intent: of.payment_intent },
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: of.paid_at },
  });

  const refund = (of: Refund, expandFailure = false): Json => {
    const { failed_at: failedAt, ...rest } = of;
    const transaction = { id: `txn_${of.id}`, object: 'balance_transaction', created: failedAt };
    return {
      object: 'refund',
      ...rest,
      metadata: {},
      ...(failedAt !== null && {
        failure_reason: 'expired_or_canceled_card',
        failure_balance_transaction: expandFailure ? transaction : transaction.id,
      }),
    };
  };

  const charge = (of: Charge, wants: Wants = nothing): Json => {
    const legacy = books.shape === 'legacy';
    const refunds = books.refunds.list('charge', of.id).toReversed();
    const withRefunds = legacy || wants('refunds');
    const payment = books.invoicePayments.list('payment_intent', of.payment_intent)[0];
    return {
      ...base('charge', of),
      ...of,
      paid: of.status === 'succeeded',
      refunded: of.amount_refunded >= of.amount,
      metadata: {},
      receipt_number: null,
      failure_balance_transaction: null,
      ...(legacy && { invoice: payment?.invoice ?? null }),
      ...(withRefunds && {
        refunds: embedded(
          `/v1/charges/${of.id}/refunds`,
          refunds.map((one) => refund(one, wants('refunds.data.failure_balance_transaction'))),
        ),
      }),
    };
  };

  const paymentIntent = (of: PaymentIntent): Json => ({
    ...base('payment_intent', of),
    ...of,
    amount_received: of.amount,
    status: 'succeeded',
    metadata: {},
    ...(books.shape === 'legacy' && {
      invoice: books.invoicePayments.list('payment_intent', of.id)[0]?.invoice ?? null,
    }),
  });

  const dispute = (of: Dispute): Json => ({
    ...base('dispute', of),
    ...of,
    reason: 'fraudulent',
    metadata: {},
    balance_transactions: of.balance_transactions.map((transaction) => ({
      object: 'balance_transaction',
      type: 'adjustment',
      reporting_category: transaction.amount < 0 ? 'dispute' : 'dispute_reversal',
      ...transaction,
      source: of.id,
    })),
  });

  const creditNote = (of: CreditNote): Json => ({
    ...base('credit_note', of),
    ...of,
    total: of.amount,
    refunds: of.refunds,
    refund: of.refunds[0]?.refund ?? null,
    lines: embedded(`/v1/credit_notes/${of.id}/lines`, []),
  });

  const invoice = (of: Invoice, wants: Wants = nothing): Json => ({
    ...base('invoice', of),
    ...invoiceCore(of),
    ...(books.shape === 'legacy'
      ? legacyInvoice(books, of)
      : basilInvoice(
          books,
          of,
          wants('payments')
            ? books.invoicePayments.list('invoice', of.id).toReversed().map(invoicePayment)
            : null,
        )),
  });

  return {
    customer,
    session,
    subscription,
    invoice,
    invoicePayment,
    paymentIntent,
    charge,
    refund,
    dispute,
    creditNote,
  };
}

function invoiceCore(of: Invoice): Json {
  return {
    currency: of.currency,
    customer: of.customer,
    number: of.number,
    status: of.status,
    amount_due: of.amount_due,
    amount_paid: of.amount_paid,
    amount_remaining: Math.max(0, of.amount_due - of.amount_paid),
    starting_balance: of.starting_balance,
    subtotal: of.net,
    subtotal_excluding_tax: of.net,
    total: of.net + of.tax,
    total_excluding_tax: of.net,
    pre_payment_credit_notes_amount: of.pre_payment_credit_notes_amount,
    post_payment_credit_notes_amount: of.post_payment_credit_notes_amount,
    status_transitions: { finalized_at: of.created, paid_at: of.paid_at, voided_at: null },
    billing_reason: of.subscription ? 'subscription_cycle' : 'manual',
    metadata: {},
  };
}

function line(of: Invoice): Json {
  return {
    id: `il_${of.id}`,
    object: 'line_item',
    amount: of.net,
    currency: of.currency,
    description: `1 × ${of.product} (at ${of.net} / month)`,
    quantity: 1,
  };
}

function basilInvoice(books: Books, of: Invoice, payments: Json[] | null): Json {
  const metadata = of.subscription ? books.subscriptions.get(of.subscription)?.metadata : undefined;
  return {
    amount_overpaid: 0,
    total_taxes: of.tax === 0 ? [] : [{ amount: of.tax, tax_behavior: 'exclusive' }],
    parent: of.subscription
      ? {
          type: 'subscription_details',
          quote_details: null,
          subscription_details: { subscription: of.subscription, metadata: metadata ?? {} },
        }
      : null,
    lines: embedded(`/v1/invoices/${of.id}/lines`, [
      {
        ...line(of),
        pricing: { type: 'price_details', price_details: { price: 'price_1', product: 'prod_1' } },
      },
    ]),
    ...(payments && { payments: embedded('/v1/invoice_payments', payments) }),
  };
}

function legacyInvoice(books: Books, of: Invoice): Json {
  const metadata = of.subscription ? books.subscriptions.get(of.subscription)?.metadata : undefined;
  const payment = books.invoicePayments.list('invoice', of.id).at(-1);
  const intent = payment && books.paymentIntents.get(payment.payment_intent);
  return {
    paid: of.status === 'paid',
    paid_out_of_band: of.status === 'paid' && !payment && of.amount_paid > 0,
    charge: intent?.latest_charge ?? null,
    payment_intent: intent?.id ?? null,
    subscription: of.subscription,
    subscription_details: { metadata: metadata ?? null },
    tax: of.tax === 0 ? null : of.tax,
    total_tax_amounts: of.tax === 0 ? [] : [{ amount: of.tax, inclusive: false }],
    lines: embedded(`/v1/invoices/${of.id}/lines`, [
      { ...line(of), price: { id: 'price_1', object: 'price', nickname: null, product: 'prod_1' } },
    ]),
  };
}

export type Shapes = ReturnType<typeof shapes>;

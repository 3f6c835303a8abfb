import type { Books, Charge, Invoice, InvoicePayment, PaymentIntent } from './books.ts';
import { eventOf, type FakeEvent } from './events.ts';
import type { Happened } from './people.ts';
import type { Shapes } from './shapes.ts';

export interface NewInvoice {
  customer: string;
  /** Without tax, in Stripe's integers. */
  net: number;
  tax?: number;
  currency?: string;
  subscription?: string;
  product?: string;
  /** Negative: credit on the customer's balance that pays part of this invoice. */
  startingBalance?: number;
}

interface NewCharge {
  customer?: string | null;
  amount: number;
  currency?: string;
  description?: string;
  status?: Charge['status'];
  captured?: boolean;
}

/** An invoice that was paid, with the parts that other builders need; null where no payment went through Stripe. */
export interface PaidInvoice extends Happened<Invoice> {
  payment: InvoicePayment | null;
  charge: Charge | null;
}

/** Invoices, and the money that comes in on them or on its own. */
export function paymentBuilders(books: Books, shapes: Shapes) {
  function takeMoney(input: NewCharge): { intent: PaymentIntent; charge: Charge } {
    const captured = input.captured ?? true;
    const common = {
      created: books.seconds(),
      amount: input.amount,
      currency: input.currency ?? 'usd',
      customer: input.customer ?? null,
    };
    const intentId = books.id('pi');
    const charge = books.charges.add({
      ...common,
      id: books.id('ch'),
      amount_captured: captured ? input.amount : 0,
      amount_refunded: 0,
      captured,
      description: input.description ?? null,
      disputed: false,
      payment_intent: intentId,
      status: input.status ?? 'succeeded',
    });
    const intent = books.paymentIntents.add({
      ...common,
      id: intentId,
      latest_charge: charge.id,
    });
    return { intent, charge };
  }

  function chargeEvents(charge: Charge, intent: PaymentIntent): FakeEvent[] {
    if (charge.status !== 'succeeded' || !charge.captured) return [];
    return [
      eventOf(books, 'charge.succeeded', shapes.charge(charge)),
      eventOf(books, 'payment_intent.succeeded', shapes.paymentIntent(intent)),
    ];
  }

  /** Puts a payment on an invoice, and closes the invoice when nothing remains. */
  function settle(invoice: Invoice, amount: number, intent: PaymentIntent, isDefault: boolean) {
    const payment = books.invoicePayments.add({
      id: books.id('inpay'),
      created: books.seconds(),
      invoice: invoice.id,
      payment_intent: intent.id,
      amount_paid: amount,
      currency: invoice.currency,
      is_default: isDefault,
      paid_at: books.seconds(),
    });
    invoice.amount_paid += amount;
    return payment;
  }

  function paymentEvents(payment: InvoicePayment): FakeEvent[] {
    return books.shape === 'legacy'
      ? []
      : [eventOf(books, 'invoice_payment.paid', shapes.invoicePayment(payment))];
  }

  function closeIfPaid(invoice: Invoice, throughStripe: boolean): FakeEvent[] {
    if (invoice.amount_paid < invoice.amount_due) {
      return [eventOf(books, 'invoice.updated', shapes.invoice(invoice))];
    }
    invoice.status = 'paid';
    invoice.paid_at = books.seconds();
    const types = throughStripe ? ['invoice.paid', 'invoice.payment_succeeded'] : ['invoice.paid'];
    return types.map((type) => eventOf(books, type, shapes.invoice(invoice)));
  }

  function addInvoice(input: NewInvoice): Happened<Invoice> {
    const tax = input.tax ?? 0;
    const balance = input.startingBalance ?? 0;
    const invoice = books.invoices.add({
      id: books.id('in'),
      created: books.seconds(),
      currency: input.currency ?? 'usd',
      customer: input.customer,
      number: books.id('FAKE').replace('_', '-'),
      status: 'open',
      paid_at: null,
      amount_due: Math.max(0, input.net + tax + balance),
      amount_paid: 0,
      net: input.net,
      tax,
      starting_balance: balance,
      product: input.product ?? 'Pro',
      subscription: input.subscription ?? null,
      pre_payment_credit_notes_amount: 0,
      post_payment_credit_notes_amount: 0,
    });
    return {
      object: invoice,
      events: [eventOf(books, 'invoice.finalized', shapes.invoice(invoice))],
    };
  }

  /** Pays what remains, or `amount` of it. */
  function payOpenInvoice(id: string, amount?: number): PaidInvoice {
    const invoice = books.invoices.need(id);
    const paid = amount ?? invoice.amount_due - invoice.amount_paid;
    if (paid === 0) {
      return { object: invoice, events: closeIfPaid(invoice, true), payment: null, charge: null };
    }
    const { currency, customer } = invoice;
    const { intent, charge } = takeMoney({ customer, currency, amount: paid });
    const payment = settle(invoice, paid, intent, true);
    const events = [
      ...chargeEvents(charge, intent),
      ...paymentEvents(payment),
      ...closeIfPaid(invoice, true),
    ];
    return { object: invoice, events, payment, charge };
  }

  return {
    addInvoice,
    payOpenInvoice,

    /** A new invoice, paid at once: how a subscription's cycle usually looks. */
    payInvoice(input: NewInvoice): PaidInvoice {
      const { object } = addInvoice(input);
      return payOpenInvoice(object.id);
    },

    /** Marked as paid by hand: no charge, no payment at Stripe. */
    payOutOfBand(id: string): Happened<Invoice> {
      const invoice = books.invoices.need(id);
      invoice.amount_paid = invoice.amount_due;
      return { object: invoice, events: closeIfPaid(invoice, false) };
    },

    closeInvoice(id: string, status: 'void' | 'uncollectible'): Happened<Invoice> {
      const invoice = Object.assign(books.invoices.need(id), { status });
      const type = status === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible';
      return { object: invoice, events: [eventOf(books, type, shapes.invoice(invoice))] };
    },

    /** Money that no invoice asked for. */
    addCharge(input: NewCharge): Happened<Charge> & { paymentIntent: string } {
      const { intent, charge } = takeMoney(input);
      return { object: charge, events: chargeEvents(charge, intent), paymentIntent: intent.id };
    },

    /** An existing payment is put on an open invoice afterwards; it may be more or less than the invoice asks for. */
    attachPayment(invoiceId: string, paymentIntent: string, amount?: number): PaidInvoice {
      const invoice = books.invoices.need(invoiceId);
      const intent = books.paymentIntents.need(paymentIntent);
      const charge = books.charges.need(intent.latest_charge);
      const payment = settle(invoice, amount ?? intent.amount, intent, false);
      const events = [...paymentEvents(payment), ...closeIfPaid(invoice, true)];
      return { object: invoice, events, payment, charge };
    },
  };
}

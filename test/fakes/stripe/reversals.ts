import type { Books, Charge, CreditNote, Dispute, Refund } from './books.ts';
import { eventOf, type FakeEvent } from './events.ts';
import type { Happened } from './people.ts';
import type { Shapes } from './shapes.ts';

interface NewRefund {
  charge: string;
  amount?: number;
  status?: 'pending' | 'requires_action' | 'succeeded';
  reason?: string;
}

interface NewDispute {
  charge: string;
  amount?: number;
  /** Only a question by the bank: no money moves. */
  inquiry?: boolean;
  /** What left our balance, when that is kept in another currency. */
  settlement?: { amount: number; currency: string };
}

interface NewCreditNote {
  invoice: string;
  amount: number;
  /** How much of a note on a paid invoice was given back outside of Stripe, or by a refund; the rest is balance. */
  outOfBand?: number;
  refund?: number;
}

/** Money that goes back, or fails to. */
export function reversalBuilders(books: Books, shapes: Shapes) {
  const event = (type: string, object: ReturnType<Shapes['charge']>): FakeEvent =>
    eventOf(books, type, object);

  function setRefunded(charge: Charge, change: number): void {
    charge.amount_refunded += change;
    if (charge.amount_refunded > charge.amount) throw new Error('More refunded than was charged.');
  }

  function refund(input: NewRefund): Happened<Refund> {
    const charge = books.charges.need(input.charge);
    const amount = input.amount ?? charge.amount - charge.amount_refunded;
    setRefunded(charge, amount);
    const object = books.refunds.add({
      id: books.id('re'),
      created: books.seconds(),
      amount,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: charge.payment_intent,
      reason: input.reason ?? null,
      status: input.status ?? 'succeeded',
      failed_at: null,
    });
    return {
      object,
      events: [
        event('refund.created', shapes.refund(object)),
        event('charge.refunded', shapes.charge(charge)),
      ],
    };
  }

  function undoRefund(id: string, status: 'failed' | 'canceled'): Happened<Refund> {
    const object = books.refunds.need(id);
    setRefunded(books.charges.need(object.charge), -object.amount);
    object.status = status;
    object.failed_at = books.seconds();
    const types = status === 'failed' ? ['refund.failed', 'refund.updated'] : ['refund.updated'];
    return { object, events: types.map((type) => event(type, shapes.refund(object))) };
  }

  function moveDisputed(dispute: Dispute, amount: number, currency: string): void {
    const id = books.id('txn');
    dispute.balance_transactions.push({ id, created: books.seconds(), amount, currency });
  }

  function disputeEvents(object: Dispute, ...types: string[]): Happened<Dispute> {
    const events = types.map((type) => event(`charge.dispute.${type}`, shapes.dispute(object)));
    return { object, events };
  }

  return {
    refund,
    failRefund: (id: string): Happened<Refund> => undoRefund(id, 'failed'),
    cancelRefund: (id: string): Happened<Refund> => undoRefund(id, 'canceled'),

    completeRefund(id: string): Happened<Refund> {
      const object = Object.assign(books.refunds.need(id), { status: 'succeeded' });
      return { object, events: [event('refund.updated', shapes.refund(object))] };
    },

    openDispute(input: NewDispute): Happened<Dispute> {
      const charge = books.charges.need(input.charge);
      charge.disputed = true;
      const dispute = books.disputes.add({
        id: books.id('du'),
        created: books.seconds(),
        amount: input.amount ?? charge.amount,
        currency: charge.currency,
        charge: charge.id,
        payment_intent: charge.payment_intent,
        status: input.inquiry ? 'warning_needs_response' : 'needs_response',
        balance_transactions: [],
      });
      if (input.inquiry) return disputeEvents(dispute, 'created');
      const { amount, currency } = input.settlement ?? dispute;
      moveDisputed(dispute, -amount, currency);
      return disputeEvents(dispute, 'created', 'funds_withdrawn');
    },

    loseDispute(id: string): Happened<Dispute> {
      return disputeEvents(Object.assign(books.disputes.need(id), { status: 'lost' }), 'closed');
    },

    /** Also after it was lost, which happens. `amount` is what came back, in our balance's currency; all by default. */
    winDispute(id: string, amount?: number): Happened<Dispute> {
      const dispute = Object.assign(books.disputes.need(id), { status: 'won' });
      const taken = dispute.balance_transactions[0];
      if (!taken) throw new Error('Nothing was taken, so nothing can come back.');
      moveDisputed(dispute, amount ?? -taken.amount, taken.currency);
      return disputeEvents(dispute, 'closed', 'funds_reinstated');
    },

    closeInquiry(id: string): Happened<Dispute> {
      return disputeEvents(
        Object.assign(books.disputes.need(id), { status: 'warning_closed' }),
        'closed',
      );
    },

    /** On an open invoice it lowers what is due; on a paid one it gives back by refund, outside of Stripe, or as balance. */
    addCreditNote(input: NewCreditNote): Happened<CreditNote> {
      const invoice = books.invoices.need(input.invoice);
      const paid = invoice.status === 'paid';
      const payment = books.invoicePayments.list('invoice', invoice.id).at(-1);
      const charge = payment && books.paymentIntents.need(payment.payment_intent).latest_charge;
      const given = input.refund && charge ? refund({ charge, amount: input.refund }) : null;
      if (paid) invoice.post_payment_credit_notes_amount += input.amount;
      else {
        invoice.pre_payment_credit_notes_amount += input.amount;
        invoice.amount_due -= input.amount;
      }
      const object = books.creditNotes.add({
        id: books.id('cn'),
        created: books.seconds(),
        amount: input.amount,
        currency: invoice.currency,
        invoice: invoice.id,
        customer: invoice.customer,
        status: 'issued',
        type: paid ? 'post_payment' : 'pre_payment',
        out_of_band_amount: input.outOfBand ?? null,
        refunds: given
          ? [{ refund: given.object.id, amount_refunded: given.object.amount, type: 'refund' }]
          : [],
      });
      return {
        object,
        events: [...(given?.events ?? []), event('credit_note.created', shapes.creditNote(object))],
      };
    },

    /** Stripe allows this on open invoices only. */
    voidCreditNote(id: string): Happened<CreditNote> {
      const object = books.creditNotes.need(id);
      const invoice = books.invoices.need(object.invoice);
      if (invoice.status !== 'open') throw new Error('Only notes on open invoices can be voided.');
      invoice.pre_payment_credit_notes_amount -= object.amount;
      invoice.amount_due += object.amount;
      object.status = 'void';
      return { object, events: [event('credit_note.voided', shapes.creditNote(object))] };
    },
  };
}

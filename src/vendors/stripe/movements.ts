import { PoisonError } from '../../errors.ts';
import type { Movement } from '../../events/billing.ts';
import { proportion } from '../../money.ts';
import { isoMinor } from './currency.ts';
import type { StripeCharge, StripeCreditNote, StripeDispute, StripeRefund } from './schema.ts';

/** A charge with everything that happened to its money since. */
export interface ChargeHistory {
  charge: StripeCharge;
  refunds: StripeRefund[];
  disputes: StripeDispute[];
}

/** One payment on a document, in Stripe's integers. Without a history when the money did not come through Stripe. */
export interface Payment {
  key: string;
  amount: number;
  paidAt: Date;
  history: ChargeHistory | null;
}

/** Stripe writes these as refunds, but the money was never captured and so never came in. */
const RELEASES = ['expired_uncaptured_charge', 'partial_capture'];

/** What a charge brought in; 0 while it is only authorised, pending or has failed. */
export function capturedAmount(charge: StripeCharge): number {
  if (!charge.captured || charge.status !== 'succeeded') return 0;
  return charge.amount_captured ?? charge.amount;
}

/** The part of a charge that paid for this document, rounded down so that parts never add up to more than was paid. */
function shareOf(amount: number, payment: Payment, captured: number): number {
  if (captured === payment.amount || captured === 0) return amount;
  return Number((BigInt(amount) * BigInt(payment.amount)) / BigInt(captured));
}

function refundMovements(refund: StripeRefund, share: (amount: number) => number): Movement[] {
  if (refund.reason !== null && RELEASES.includes(refund.reason)) return [];
  const gross = share(refund.amount);
  const given: Movement = {
    key: `refund:${refund.id}`,
    kind: 'refund',
    grossMinor: -gross,
    occurredAt: refund.created,
  };
  if (refund.status !== 'failed' && refund.status !== 'canceled') return [given];
  const returned: Movement = {
    key: `refund-failed:${refund.id}`,
    kind: 'refund failed',
    grossMinor: gross,
    occurredAt: refund.failure_balance_transaction ?? refund.created,
  };
  return [given, returned];
}

type BalanceTransaction = StripeDispute['balance_transactions'][number];

/** In the order they happened; a withdrawal before the reinstatement of the same second. */
function byTime(a: BalanceTransaction, b: BalanceTransaction): number {
  return (
    a.created.getTime() - b.created.getTime() ||
    Math.sign(a.amount) - Math.sign(b.amount) ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * What the bank really took and gave back. The balance transactions are in our own balance's currency, so the first
 * withdrawal stands for the disputed amount and the others for their proportion of it. Inquiries (`warning_*`) have none.
 */
function disputeMovements(
  dispute: StripeDispute,
  limit: number,
  share: (amount: number) => number,
): Movement[] {
  const moved = [...dispute.balance_transactions].sort(byTime);
  const first = moved.find(({ amount }) => amount < 0);
  if (!first) return [];
  const movements: Movement[] = [];
  const used = new Set<string>();
  let outstanding = 0;
  for (const { id, amount, created } of moved) {
    const taken = amount < 0;
    const inProportion = proportion(
      Math.min(dispute.amount, limit),
      Math.abs(amount),
      -first.amount,
    );
    const gross = taken ? share(inProportion) : Math.min(share(inProportion), outstanding);
    if (gross === 0) continue;
    outstanding += taken ? gross : -gross;
    const plain = `${taken ? 'dispute' : 'dispute-reversal'}:${dispute.id}`;
    movements.push({
      key: used.has(plain) ? `${plain}:${id}` : plain,
      kind: taken ? 'dispute' : 'dispute reversal',
      grossMinor: taken ? -gross : gross,
      occurredAt: created,
    });
    used.add(plain);
  }
  return movements;
}

function paymentMovements(payment: Payment, currency: string): Movement[] {
  const paid: Movement = {
    key: payment.key,
    kind: 'payment',
    grossMinor: payment.amount,
    occurredAt: payment.paidAt,
  };
  if (!payment.history) return [paid];
  const { charge, refunds, disputes } = payment.history;
  for (const part of [charge, ...refunds, ...disputes]) requireCurrency(part, currency);
  const captured = capturedAmount(charge);
  const share = (amount: number): number => shareOf(amount, payment, captured);
  return [
    paid,
    ...refunds.flatMap((refund) => refundMovements(refund, share)),
    ...disputes.flatMap((dispute) => disputeMovements(dispute, captured, share)),
  ];
}

/**
 * Only what was given back outside of Stripe: its refunds come as refunds, and what went to the customer's balance lowers
 * what later invoices are paid. Notes on unpaid invoices lower what is paid in the first place.
 */
function creditNoteMovements(note: StripeCreditNote, currency: string): Movement[] {
  requireCurrency(note, currency);
  const recorded = (note.refunds ?? [])
    .filter(({ type }) => type === 'payment_record_refund')
    .reduce((sum, refund) => sum + refund.amount_refunded, 0);
  const gross = (note.out_of_band_amount ?? 0) + recorded;
  if (note.status === 'void' || gross === 0) return [];
  return [
    {
      key: `credit-note:${note.id}`,
      kind: 'credit note',
      grossMinor: -gross,
      occurredAt: note.created,
    },
  ];
}

function requireCurrency(part: { id: string; currency: string }, currency: string): void {
  if (part.currency.toLowerCase() === currency.toLowerCase()) return;
  throw new PoisonError({
    code: 'CURRENCY_MISMATCH',
    message: `${part.id} is in ${part.currency.toUpperCase()}, but its document is in ${currency.toUpperCase()}.`,
    action:
      'Book this document by hand and report the case: Stripe is not known to mix currencies here.',
  });
}

/**
 * Every movement of a document's money, in ISO minor units, oldest first. A function of the final truth alone: whether
 * states in between were seen makes no difference, and a movement's key, amount and time never change once it is there.
 */
export function movementsOf(
  payments: readonly Payment[],
  creditNotes: readonly StripeCreditNote[],
  currency: string,
): Movement[] {
  return [
    ...payments.flatMap((payment) => paymentMovements(payment, currency)),
    ...creditNotes.flatMap((note) => creditNoteMovements(note, currency)),
  ]
    .map((movement) => ({ ...movement, grossMinor: isoMinor(movement.grossMinor, currency) }))
    .filter(({ grossMinor }) => grossMinor !== 0)
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.key < b.key ? -1 : 1));
}

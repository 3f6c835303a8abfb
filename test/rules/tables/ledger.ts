import type { BillingDocument, Movement } from '../../../src/events/billing.ts';
import { newLedgerEntries, type LedgerEntry, type PostedEntry } from '../../../src/rules/ledger.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

export interface LedgerFacts {
  document: BillingDocument;
  posted: readonly PostedEntry[];
}
interface Outcome {
  entries: readonly LedgerEntry[];
}

export const second = (n: number): Date => new Date(Date.UTC(2026, 8, 21, 14, 0, n));

/** Invoice A-1: 119.00 with tax, 100.00 without. */
export function invoice(
  movements: Movement[],
  changes: Partial<BillingDocument> = {},
): BillingDocument {
  return {
    type: 'invoice',
    ref: { vendor: 'stripe', account: 'main', type: 'invoice', id: 'in_1' },
    version: 1,
    customer: { vendor: 'stripe', account: 'main', type: 'customer', id: 'cus_1' },
    currency: 'USD',
    totalMinor: 11_900,
    commissionableMinor: 10_000,
    movements,
    number: 'A-1',
    product: null,
    partnerKey: null,
    ...changes,
  };
}
export const move = (
  key: string,
  kind: Movement['kind'],
  grossMinor: number,
  at: number,
): Movement => ({ key, kind, grossMinor, occurredAt: second(at) });
export const paid = move('payment:p1', 'payment', 11_900, 0);
const half = move('payment:p1', 'payment', 5_950, 0);
const refund = move('refund:a', 'refund', -5_950, 1);
const allBack = move('refund:a', 'refund', -11_900, 1);
const dispute = move('dispute:d', 'dispute', -11_900, 1);

const documentKey = 'stripe:main:invoice:in_1';
const major = (minor: number): string => (minor / 100).toFixed(2);

/** The entry for a movement; `words` begin its reason. */
function entry(of: Movement, words: string, counts: number): LedgerEntry {
  return {
    key: `${documentKey}:${of.key}`,
    documentKey,
    kind: of.kind,
    commissionableMinor: counts,
    grossMinor: of.grossMinor,
    currency: 'USD',
    occurredAt: of.occurredAt,
    reason: `${words}: ${major(of.grossMinor)} USD on invoice A-1; without tax ${major(counts)} USD counts.`,
  };
}
const payment = entry(paid, 'Payment', 10_000);
function correction(number: number, at: number, by: number, to: number): LedgerEntry {
  return {
    key: `${documentKey}:correction:${number}`,
    documentKey,
    kind: 'correction',
    commissionableMinor: by,
    grossMinor: 0,
    currency: 'USD',
    occurredAt: second(at),
    reason: `The billing system changed invoice A-1 after it was posted: ${major(by)} USD brings it to ${major(to)} USD.`,
  };
}

function row(
  name: string,
  document: BillingDocument,
  entries: readonly LedgerEntry[],
  posted: readonly PostedEntry[] = [],
): RuleRow<LedgerFacts, Outcome> {
  return { name, facts: { document, posted }, outcome: { entries } };
}

const thirds = [
  move('refund:a', 'refund', -3_967, 1),
  move('refund:b', 'refund', -3_967, 2),
  move('refund:c', 'refund', -3_966, 3),
];
const [oneRefund, otherRefund] = [
  move('refund:a', 'refund', -3_967, 1),
  move('refund:b', 'refund', -3_968, 1),
];
const refundsOfOneSecond = [
  payment,
  entry(oneRefund, 'Refund', -3_334),
  entry(otherRefund, 'Refund', -3_334),
];
const parts = [
  move('payment:p1', 'payment', 3_967, 0),
  move('payment:p2', 'payment', 7_933, 1),
] as const;
const failed = move('refund-failed:a', 'refund failed', 5_950, 2);
const won = move('dispute-reversal:d', 'dispute reversal', 11_900, 2);
const creditNote = move('credit-note:n', 'credit note', -1_190, 1);
const lessRefund = move('refund:a', 'refund', -1_190, 5);
const over = move('payment:p1', 'payment', 20_000, 0);
const exact = move('payment:p1', 'payment', 11_901, 0);
const charge = { vendor: 'stripe', account: 'main', type: 'charge', id: 'ch_1' } as const;

export const ledgerTable: RuleTable<LedgerFacts, Outcome> = {
  rule: 'ledger',
  title: 'How payments, refunds and disputes are booked',
  about: `
Every movement of money on an invoice or a charge becomes one revenue entry, once. What counts for commissions is without tax: in proportion to what the document asks for, so half of the payment is half of the amount without tax. It is never less
than nothing, and never more than the document is worth: an overpayment is the customer's money. Each entry is the difference that its movement makes, so that no cent is lost in parts, and what is refunded in full comes to exactly nothing.

Movements are booked in the order in which money moved; within one second money comes in before it goes out, and a refund takes before its failure gives back. What is posted never changes. Where the billing system has changed the past (another
amount, or a payment that belongs to another document now), one correction closes the gap, dated by the latest entry.

All amounts are in USD; the times are seconds after 14:00:00 UTC.`,
  decide: ({ document, posted }) => ({ entries: newLedgerEntries(document, posted) }),
  columns: {
    'Asked for (without tax)': ({ facts: { document } }) =>
      `${major(document.totalMinor)} (${major(document.commissionableMinor)})`,
    'Money moved': ({ facts: { document } }) =>
      document.movements
        .map((one) => `${one.kind} ${major(one.grossMinor)} at ${one.occurredAt.getUTCSeconds()}`)
        .join(', ') || 'none',
    'Posted before': ({ facts: { posted } }) =>
      posted.map((one) => major(one.commissionableMinor)).join(', ') || 'nothing',
    'New entries': ({ outcome: { entries } }) =>
      entries?.map((one) => `${one.kind} ${major(one.commissionableMinor)}`).join(', ') || 'none',
    Why: ({ outcome: { entries } }) => entries?.map(({ reason }) => reason).join(' ') ?? '',
  },
  rows: [
    row('a payment counts without tax', invoice([paid]), [payment]),
    row('half of it is paid', invoice([half]), [entry(half, 'Payment', 5_000)]),
    row('two part payments', invoice([...parts]), [
      entry(parts[0], 'Payment', 3_334),
      entry(parts[1], 'Payment', 6_666),
    ]),
    row('a cent more than is asked for', invoice([exact]), [entry(exact, 'Payment', 10_000)]),
    row('an overpayment is the customer’s money', invoice([over]), [
      entry(over, 'Payment', 10_000),
    ]),
    row('three refunds of a third lose no cent', invoice([paid, ...thirds]), [
      payment,
      ...thirds.map((one, at) => entry(one, 'Refund', at === 0 ? -3_334 : -3_333)),
    ]),
    row('a refund that failed gives back what it took', invoice([paid, refund, failed]), [
      payment,
      entry(refund, 'Refund', -5_000),
      entry(failed, 'Refund failed, money kept', 5_000),
    ]),
    row('a dispute that was lost and then won', invoice([paid, dispute, won]), [
      payment,
      entry(dispute, 'Dispute, money withdrawn', -10_000),
      entry(won, 'Dispute won, money returned', 10_000),
    ]),
    row('a credit note that was paid out', invoice([paid, creditNote]), [
      payment,
      entry(creditNote, 'Credit note paid out', -1_000),
    ]),
    row('more went back than was paid: never below zero', invoice([paid, allBack, { ...dispute, occurredAt: second(2) }]), [
      payment,
      entry(allBack, 'Refund', -10_000),
      entry({ ...dispute, occurredAt: second(2) }, 'Dispute, money withdrawn', 0),
    ]), // prettier-ignore
    row(
      'within one second money comes in before it goes out',
      invoice([{ ...dispute, occurredAt: second(0) }, paid]),
      [payment, entry({ ...dispute, occurredAt: second(0) }, 'Dispute, money withdrawn', -10_000)],
    ),
    row(
      'within one second a refund takes before its failure gives back',
      invoice([paid, { ...failed, occurredAt: second(1) }, refund]),
      [
        payment,
        entry(refund, 'Refund', -5_000),
        entry({ ...failed, occurredAt: second(1) }, 'Refund failed, money kept', 5_000),
      ],
    ),
    row(
      'two refunds of one second stand in the order of their keys',
      invoice([oneRefund, otherRefund, paid]),
      refundsOfOneSecond,
    ),
    row(
      'whichever of the two came first',
      invoice([otherRefund, oneRefund, paid]),
      refundsOfOneSecond,
    ),
    row('no payment yet', invoice([]), []),
    row(
      'a charge without a number is called by its id',
      invoice([paid], { type: 'charge', number: null, ref: charge }),
      [
        {
          ...payment,
          key: 'stripe:main:charge:ch_1:payment:p1',
          documentKey: 'stripe:main:charge:ch_1',
          reason: 'Payment: 119.00 USD on charge ch_1; without tax 100.00 USD counts.',
        },
      ],
    ),
    row(
      'what is posted is not posted again',
      invoice([paid, refund]),
      [entry(refund, 'Refund', -5_000)],
      [payment],
    ),
    row('all is posted', invoice([paid, refund]), [], [payment, entry(refund, 'Refund', -5_000)]),
    row(
      'the amount without tax was changed afterwards',
      invoice([paid], { commissionableMinor: 9_000 }),
      [correction(1, 0, -1_000, 9_000)],
      [payment],
    ),
    row(
      'the same, once it is corrected',
      invoice([paid], { commissionableMinor: 9_000 }),
      [],
      [payment, correction(1, 0, -1_000, 9_000)],
    ),
    row(
      'it was changed after a refund: the correction is dated by the latest entry',
      invoice([paid, lessRefund], { commissionableMinor: 5_000 }),
      [correction(1, 5, -4_500, 4_500)],
      [payment, entry(lessRefund, 'Refund', -1_000)],
    ),
    row(
      'it was changed back: one more correction',
      invoice([paid, lessRefund]),
      [correction(2, 5, 4_500, 9_000)],
      [payment, entry(lessRefund, 'Refund', -1_000), correction(1, 5, -4_500, 4_500)],
    ),
    row(
      'the payment belongs to another document now: it is taken back here',
      invoice([]),
      [correction(1, 0, -10_000, 0)],
      [payment],
    ),
    row(
      'the same, once it is taken back',
      invoice([]),
      [],
      [payment, correction(1, 0, -10_000, 0)],
    ),
  ],
};

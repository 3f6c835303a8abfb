import fc from 'fast-check';
import type { BillingDocument, Movement } from '../../src/events/billing.ts';
import { netCommissionable, newLedgerEntries } from '../../src/rules/ledger.ts';

const second = (n: number): Date => new Date(Date.UTC(2026, 8, 21, 14, 0, n));

function invoice(movements: Movement[], changes: Partial<BillingDocument> = {}): BillingDocument {
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

const move = (key: string, kind: Movement['kind'], grossMinor: number, at: number): Movement => ({
  key,
  kind,
  grossMinor,
  occurredAt: second(at),
});
const paid = move('payment:p1', 'payment', 11_900, 0);

describe('the ledger of one billing document', () => {
  test.each<[string, Movement[], number[]]>([
    ['a payment counts without tax', [paid], [10_000]],
    ['half of it is paid', [move('payment:p1', 'payment', 5950, 0)], [5000]],
    [
      'two part payments',
      [move('payment:p1', 'payment', 3967, 0), move('payment:p2', 'payment', 7933, 1)],
      [3334, 6666],
    ],
    [
      'three refunds of a third lose no cent',
      [
        paid,
        move('refund:a', 'refund', -3967, 1),
        move('refund:b', 'refund', -3967, 2),
        move('refund:c', 'refund', -3966, 3),
      ],
      [10_000, -3334, -3333, -3333],
    ],
    [
      'a refund that failed gives back what it took',
      [
        paid,
        move('refund:a', 'refund', -5950, 1),
        move('refund-failed:a', 'refund failed', 5950, 2),
      ],
      [10_000, -5000, 5000],
    ],
    [
      'a dispute that was lost and then won',
      [
        paid,
        move('dispute:d', 'dispute', -11_900, 1),
        move('dispute-reversal:d', 'dispute reversal', 11_900, 2),
      ],
      [10_000, -10_000, 10_000],
    ],
    [
      'more went back than was paid: never below zero',
      [paid, move('refund:a', 'refund', -11_900, 1), move('dispute:d', 'dispute', -11_900, 2)],
      [10_000, -10_000, 0],
    ],
    [
      'an overpayment is the customer’s money',
      [move('payment:p1', 'payment', 20_000, 0)],
      [10_000],
    ],
    [
      'within one second money comes in before it goes out',
      [move('dispute:d', 'dispute', -11_900, 0), paid],
      [10_000, -10_000],
    ],
  ])('%s', (_name, movements, amounts) => {
    const entries = newLedgerEntries(invoice(movements), []);
    expect(entries.map((entry) => entry.commissionableMinor)).toEqual(amounts);
  });

  test('every entry has its own key for ever and says why in words', () => {
    const [entry] = newLedgerEntries(invoice([paid]), []);
    expect(entry).toMatchObject({
      key: 'stripe:main:invoice:in_1:payment:p1',
      documentKey: 'stripe:main:invoice:in_1',
      reason: 'Payment: 119.00 USD on invoice A-1; without tax 100.00 USD counts.',
    });
  });

  test('what is posted is never posted again', () => {
    const document = invoice([paid, move('refund:a', 'refund', -5950, 1)]);
    const posted = newLedgerEntries(invoice([paid]), []);
    expect(newLedgerEntries(document, posted).map((entry) => entry.key)).toEqual([
      'stripe:main:invoice:in_1:refund:a',
    ]);
    expect(newLedgerEntries(document, newLedgerEntries(document, []))).toEqual([]);
  });

  test('a past that the vendor changed is corrected by one more entry, once', () => {
    const posted = newLedgerEntries(invoice([paid]), []);
    const changed = invoice([paid], { commissionableMinor: 9_000 });
    const [correction, ...rest] = newLedgerEntries(changed, posted);
    expect(rest).toEqual([]);
    expect(correction).toMatchObject({
      kind: 'correction',
      commissionableMinor: -1000,
      key: 'stripe:main:invoice:in_1:correction:1',
    });
    expect(newLedgerEntries(changed, [...posted, ...(correction ? [correction] : [])])).toEqual([]);
  });

  test('a payment that moved to another document is taken back here, once', () => {
    const posted = newLedgerEntries(invoice([paid]), []);
    const [correction, ...rest] = newLedgerEntries(invoice([]), posted);
    expect(rest).toEqual([]);
    expect(correction).toMatchObject({
      kind: 'correction',
      commissionableMinor: -10_000,
      occurredAt: second(0),
    });
    expect(newLedgerEntries(invoice([]), [...posted, ...(correction ? [correction] : [])])).toEqual(
      [],
    );
  });

  test('a document that asks for nothing has nothing to commission', () => {
    expect(netCommissionable(invoice([], { totalMinor: 0, commissionableMinor: 0 }), 500)).toBe(0);
  });

  const histories = fc
    .array(
      fc.record({
        part: fc.integer({ min: 1, max: 4000 }),
        fails: fc.boolean(),
        at: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength: 8 },
    )
    .map((refunds) => [
      paid,
      ...refunds.flatMap((refund, index) => [
        move(`refund:r${index}`, 'refund', -refund.part, refund.at),
        ...(refund.fails
          ? [move(`refund-failed:r${index}`, 'refund failed', refund.part, refund.at + 1)]
          : []),
      ]),
    ]);

  test('I4: however the history was seen, in one look or in many, the sum is the net commissionable amount', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 }),
        (movements, looks) => {
          const inTime = [...movements].sort(
            (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime(),
          );
          const posted = looks
            .sort((a, b) => a - b)
            .reduce(
              (ledger, look) => [
                ...ledger,
                ...newLedgerEntries(invoice(inTime.slice(0, look)), ledger),
              ],
              newLedgerEntries(invoice([]), []),
            );
          const all = [...posted, ...newLedgerEntries(invoice(movements), posted)];
          const gross = movements.reduce((sum, movement) => sum + movement.grossMinor, 0);
          expect(all.reduce((sum, entry) => sum + entry.commissionableMinor, 0)).toBe(
            netCommissionable(invoice(movements), gross),
          );
          expect(new Set(all.map((entry) => entry.key)).size).toBe(all.length);
          expect(newLedgerEntries(invoice(movements), all)).toEqual([]);
        },
      ),
    );
  });
});

test.each<[Movement['kind'], string]>([
  ['payment', 'Payment'],
  ['refund', 'Refund'],
  ['refund failed', 'Refund failed, money kept'],
  ['dispute', 'Dispute, money withdrawn'],
  ['dispute reversal', 'Dispute won, money returned'],
  ['credit note', 'Credit note paid out'],
])('an entry for a %s begins with "%s"', (kind, words) => {
  const [entry] = newLedgerEntries(invoice([move('m', kind, 1_190, 0)]), []);
  expect(entry?.reason).toBe(`${words}: 11.90 USD on invoice A-1; without tax 10.00 USD counts.`);
});

test('two refunds of one second stand in the order of their keys, whatever came first', () => {
  const [a, b] = [move('refund:a', 'refund', -3_967, 1), move('refund:b', 'refund', -3_968, 1)];
  for (const refunds of [
    [a, b],
    [b, a],
  ])
    expect(
      newLedgerEntries(invoice([...refunds, paid]), []).map((entry) => [
        entry.key,
        entry.commissionableMinor,
      ]),
    ).toEqual([
      ['stripe:main:invoice:in_1:payment:p1', 10_000],
      ['stripe:main:invoice:in_1:refund:a', -3_334],
      ['stripe:main:invoice:in_1:refund:b', -3_334],
    ]);
});

test('a correction is dated by the latest entry, numbered, and says what it does', () => {
  const refund = move('refund:a', 'refund', -1_190, 5);
  const posted = newLedgerEntries(invoice([paid, refund]), []);
  const changed = invoice([paid, refund], { commissionableMinor: 5_000 });
  const [correction] = newLedgerEntries(changed, posted);
  expect(correction).toMatchObject({
    occurredAt: second(5),
    grossMinor: 0,
    commissionableMinor: -4_500,
    reason:
      'The billing system changed invoice A-1 after it was posted: -45.00 USD brings it to 45.00 USD.',
  });
  const both = [...posted, ...(correction ? [correction] : [])];
  expect(newLedgerEntries(invoice([paid, refund]), both)).toMatchObject([
    { key: 'stripe:main:invoice:in_1:correction:2', commissionableMinor: 4_500 },
  ]);
});

test('nothing posted and nothing moved needs no correction', () => {
  expect(newLedgerEntries(invoice([]), [])).toEqual([]);
});

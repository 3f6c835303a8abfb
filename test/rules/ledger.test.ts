import fc from 'fast-check';
import { netCommissionable, newLedgerEntries } from '../../src/rules/ledger.ts';
import { invoice, ledgerTable, move, paid } from './tables/ledger.ts';
import { provesTable } from './tables/rule-table.ts';

describe('the ledger of one billing document', () => {
  provesTable(ledgerTable);

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

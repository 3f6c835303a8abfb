import fc from 'fast-check';
import { compareRewards } from '../../src/rules/reward-comparison.ts';
import { ours, rewardComparisonTable, theirs } from './tables/reward-comparison.ts';
import { provesTable } from './tables/rule-table.ts';

describe('why our computation and the rewards of the PRM differ', () =>
  provesTable(rewardComparisonTable));

test('a declined reward alone, and two sides that have nothing', () => {
  expect(compareRewards([], [theirs({ status: 'declined' })])).toMatchObject([
    {
      outcome: 'same',
      oursMinor: 0,
      theirsMinor: 0,
      why: 'The PRM declined it: it gives no reason.',
    },
  ]);
  expect(compareRewards([ours({ amountMinor: 0 })], [])).toEqual([]);
});

test('largest difference first', () => {
  const all = compareRewards(
    [ours(), ours({ customerKey: 'initech', customerName: 'Initech', amountMinor: 5_000 })],
    [],
  );
  expect(all.map((one) => one.customerName)).toEqual(['Initech', 'Globex']);
});

const some = fc.record({
  amountMinor: fc.integer({ min: -5_000, max: 5_000 }),
  customerKey: fc.constantFrom('globex', 'initech', null),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  day: fc.constantFrom('2026-08-31', '2026-09-01', '2026-09-30'),
});

test('no cent of either side is lost, everything has a reason, and order changes nothing', () => {
  fc.assert(
    fc.property(fc.array(some), fc.array(some), (left, right) => {
      const [our, their] = [left.map((one) => ours(one)), right.map((one) => theirs(one))];
      const all = compareRewards(our, their);
      const total = (of: readonly number[]): number => of.reduce((sum, minor) => sum + minor, 0);
      expect(total(all.map((one) => one.oursMinor))).toBe(total(our.map((one) => one.amountMinor)));
      expect(total(all.map((one) => one.theirsMinor))).toBe(
        total(their.map((one) => one.amountMinor)),
      );
      for (const one of all) expect(one.why).not.toBe('');
      const again = compareRewards([...our].reverse(), [...their].reverse());
      expect(again.map((one) => one.differenceMinor)).toEqual(
        all.map((one) => one.differenceMinor),
      );
    }),
  );
});

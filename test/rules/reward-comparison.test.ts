import fc from 'fast-check';
import { compareRewards, type RewardComparison } from '../../src/rules/reward-comparison.ts';
import { ours, theirs } from './reward-builders.ts';
import { rewardComparisonTable } from './tables/reward-comparison.ts';
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

test('of equal differences by partnership, customer, month and currency, a name before all that begin with it', () => {
  const euro = { partnershipKey: 'acme-europe', partnershipName: 'Acme Europe' };
  const abacus = { customerKey: 'abacus', customerName: 'Abacus' };
  const all = compareRewards(
    [
      ours({ ...euro, ...abacus }),
      ours({ day: '2026-10-01' }),
      ours(),
      ours({ currency: 'EUR' }),
      ours(abacus),
    ],
    [],
  );
  expect(
    all.map((one) => [one.partnershipName, one.customerName, one.month, one.currency].join(' / ')),
  ).toEqual([
    'Acme / Abacus / 2026-09 / USD',
    'Acme / Globex / 2026-09 / EUR',
    'Acme / Globex / 2026-09 / USD',
    'Acme / Globex / 2026-10 / USD',
    'Acme Europe / Abacus / 2026-09 / USD',
  ]);
});

test('rewards of a customer and month are summed up, and the difference is theirs less ours', () => {
  expect(
    compareRewards(
      [ours({ amountMinor: 1_500, day: '2026-09-01' }), ours({ amountMinor: 500 })],
      [theirs({ amountMinor: 400 }), theirs({ amountMinor: 600, day: '2026-09-30' })],
    ),
  ).toEqual([
    {
      partnershipName: 'Acme',
      customerName: 'Globex',
      month: '2026-09',
      currency: 'USD',
      oursMinor: 2_000,
      theirsMinor: 1_000,
      differenceMinor: -1_000,
      outcome: 'amount differs',
      why: 'Both count payments of 200.00 USD, but the terms differ: 5 % there, 10 % here.',
    },
  ]);
});

test('a partnership and a customer whose keys read alike when written in one are kept apart', () => {
  const all = compareRewards(
    [ours({ partnershipKey: 'acme1', customerKey: '2', customerName: 'Second' })],
    [theirs({ partnershipKey: 'acme', customerKey: '12', customerName: 'Twelfth' })],
  );
  expect(all.map((one) => [one.customerName, one.outcome])).toEqual([
    ['Second', 'only ours'],
    ['Twelfth', 'only theirs'],
  ]);
});

/** What is in October when September has 20.00 USD of one side only: almost the same money, but not quite. */
const notTheSameMoney = [
  ['another partnership', { partnershipKey: 'apex', partnershipName: 'Apex' }],
  ['another customer', { customerKey: 'initech', customerName: 'Initech' }],
  ['another currency', { currency: 'EUR' }],
  ['another amount', { amountMinor: 1_999 }],
] as const;

describe.each(notTheSameMoney)('money of %s in another month', (_name, changes) => {
  const september = { day: '2026-09-30' };
  const october = { day: '2026-10-01', ...changes };
  test.each([
    ['the PRM', compareRewards([ours(september)], [theirs(october)]), 'only ours', 'only theirs'],
    ['us', compareRewards([ours(october)], [theirs(september)]), 'only theirs', 'only ours'],
  ])('explains nothing when it is counted by %s', (_who, all, inSeptember, inOctober) => {
    expect(all.map((one) => [one.month, one.outcome]).sort()).toEqual([
      ['2026-09', inSeptember],
      ['2026-10', inOctober],
    ]);
  });
});

test.each([
  ['ours', [ours({ day: '2026-09-30' })], [theirs({ day: '2026-10-01' })], 'only ours'],
  ['theirs', [ours({ day: '2026-10-01' })], [theirs({ day: '2026-09-30' })], 'only theirs'],
])(
  'the same amount in October explains what is %s in September, unless both sides have something in October',
  (_name, our, their, unexplained) => {
    const september = (all: readonly RewardComparison[]): string | undefined =>
      all.find((one) => one.month === '2026-09')?.outcome;
    expect(september(compareRewards(our, their))).toBe('other month');
    const more = { amountMinor: 500, day: '2026-10-02' };
    const both = compareRewards(
      unexplained === 'only ours' ? [...our, ours(more)] : our,
      unexplained === 'only theirs' ? [...their, theirs(more)] : their,
    );
    expect(september(both)).toBe(unexplained);
  },
);

// A customer has its own name: of equal differences of customers with one name, that which was given first comes first.
const some = fc
  .record({
    amountMinor: fc.integer({ min: -5_000, max: 5_000 }),
    customerKey: fc.constantFrom('globex', 'initech', null),
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
    day: fc.constantFrom('2026-08-31', '2026-09-01', '2026-09-30'),
  })
  .map((one) => ({ ...one, customerName: one.customerKey ?? 'no customer' }));

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

import { carriedShares, type CustomerShare } from '../../src/rules/renewal-credit.ts';

const share = (id: string, changes: Partial<CustomerShare> = {}): CustomerShare => ({
  id,
  role: 'Sourced',
  creditShare: 10_000,
  payableSplit: 4_000,
  touchedAt: new Date('2026-01-01T00:00:00Z'),
  ...changes,
});
const later = { touchedAt: new Date('2026-01-02T00:00:00Z') };

test.each([
  ['one credit keeps its shares', [share('a')], [['a', 10_000, 4_000]]],
  ['no share is no share', [share('a', { creditShare: null, payableSplit: null })], [['a', 0, 0]]],
  [
    'the oldest touch comes first, and sourcing is given once',
    [share('a', later), share('b')],
    [
      ['b', 10_000, 4_000],
      ['a', 0, 4_000],
    ],
  ],
  [
    'the lower id comes first at one moment',
    [share('b', { creditShare: 6_000 }), share('a', { creditShare: 6_000 })],
    [
      ['a', 6_000, 4_000],
      ['b', 4_000, 4_000],
    ],
  ],
  [
    'influence is free, but all are paid from one whole',
    [
      share('a', { role: 'Influenced', payableSplit: 7_000 }),
      share('b', { payableSplit: 2_000 }),
      share('c', { role: 'Resold', payableSplit: 3_000 }),
    ],
    [
      ['a', 10_000, 7_000],
      ['b', 10_000, 2_000],
      ['c', 10_000, 1_000],
    ],
  ],
  ['nothing is carried where there is nothing', [], []],
])('%s', (_name, credits, expected) => {
  expect(
    carriedShares(credits).map(({ id, creditShare, payableSplit }) => [
      id,
      creditShare,
      payableSplit,
    ]),
  ).toEqual(expected);
});

import { percent, stepsOf, type CommissionLine } from '../../src/rules/commission-line.ts';
import { noCaps, type CommissionTiers } from '../../src/rules/commission-terms.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { fact, flat, partner, payment, rule } from './commission-builders.ts';

const acme = partner('Acme');
const compute = (facts: Partial<Parameters<typeof commissionLines>[0]>): CommissionLine[] =>
  commissionLines({ entries: [payment], credited: [acme], rules: [rule()], posted: [], ...facts })
    .lines;
const rest =
  ', for invoice A-1 without tax, by rule "Referral 20 %" version 1. Acme is credited: It brought the customer.';

test.each([
  ['a payment and a refund', [payment, fact('r', 'refund', -3_000, 1)], [[10_000, 10_000], [7_000, 10_000]]],
  ['two payments', [payment, fact('p', 'payment', 500, 1)], [[10_000, 10_000], [10_500, 10_500]]],
  [
    'a payment after a refund',
    [payment, fact('r', 'refund', -3_000, 1), fact('p', 'payment', 500, 2)],
    [[10_000, 10_000], [7_000, 10_000], [7_500, 10_500]],
  ],
  ['a refund of what is not known yet', [fact('r', 'refund', -500, 0), payment], [[0, 0], [9_500, 10_000]]],
  ['a correction upwards', [payment, fact('c', 'correction', 700, 1)], [[10_000, 10_000], [10_700, 10_700]]],
  ['a payment of less than nothing', [fact('p', 'payment', -700, 1)], [[0, 0]]],
])('what stands and what was paid: %s', (_name, entries, expected) => {
  expect(stepsOf(entries).map(({ standing, paid }) => [standing, paid])).toEqual(expected);
}); // prettier-ignore

test.each([
  [0, '0 %'],
  [200_000, '20 %'],
  [125_000, '12.5 %'],
  [125_050, '12.505 %'],
  [1_000_000, '100 %'],
  [33, '0.0033 %'],
])('%i millionths read %s', (millionths, text) => {
  expect(percent(millionths)).toBe(text);
});

const steps = [
  { from: 5_000, rate: 250_000, flatMinor: null },
  { from: 20_000, rate: 300_000, flatMinor: null },
];
const marginal: CommissionTiers = { mode: 'Marginal', basis: 'Payment Amount', steps };
const usd = { currency: 'USD' };

test.each([
  ['a part', rule(), 'PERCENT_OF_PAYMENT', '20 % of 100.00 USD = 20.00 USD'],
  ['a flat amount', flat(700), 'FLAT_PER_PAYMENT', 'Flat 7.00 USD per payment = 7.00 USD'],
  [
    'below the minimum',
    rule({ ...usd, minimumMinor: 2_001 }),
    'BELOW_MINIMUM',
    '20 % of 100.00 USD, below the minimum of 20.01 USD = 0.00 USD',
  ],
  [
    'above the cap of the document',
    rule({ ...usd, capMinor: 1_500 }),
    'CAPPED',
    '20 % of 100.00 USD, capped at 15.00 USD = 15.00 USD',
  ],
  [
    'above another cap',
    rule({ ...usd, caps: { ...noCaps, customer: 300 } }),
    'CAPPED',
    '20 % of 100.00 USD, of which the caps leave 3.00 USD = 3.00 USD',
  ],
  [
    'above two caps, of which the other is tighter',
    rule({ ...usd, capMinor: 1_500, caps: { ...noCaps, customer: 300 } }),
    'CAPPED',
    '20 % of 100.00 USD, of which the caps leave 3.00 USD = 3.00 USD',
  ],
  [
    'in steps',
    rule({ ...usd, tiers: marginal }),
    'TIER_REACHED',
    '20 % of 50.00 USD and 25 % of 50.00 USD = 22.50 USD',
  ],
] as const)('a payment earns %s: its reason', (_name, terms, reasonCode, words) => {
  expect(compute({ rules: [terms] })).toMatchObject([
    { kind: 'Accrual', reasonCode, reason: `${words}${rest.replace('Referral 20 %', terms.name)}` },
  ]);
});

test('a part of the credit is said as a part of the payment', () => {
  const [line] = compute({ credited: [partner('Acme', { split: 3_333 })] });
  expect(line?.reason).toBe(`20 % of 33.33 USD (33.33 % of the payment) = 6.67 USD${rest}`);
});

test('what goes back is a reversal in proportion, what comes back restores it', () => {
  const entries = [payment, fact('r', 'refund', -500, 1), fact('f', 'refund failed', 500, 2)];
  const [, back, again] = compute({ entries });
  expect(back).toMatchObject({ kind: 'Reversal', reasonCode: 'REVERSED_IN_PROPORTION' });
  expect(back?.reason).toContain('so 1.00 USD is taken back in proportion');
  expect(again).toMatchObject({ kind: 'Reversal', reasonCode: 'RESTORED_IN_PROPORTION' });
  expect(again?.reason).toBe(
    'Refund failed: of 100.00 USD paid on invoice A-1, 100.00 USD stands (before: 95.00 USD), so 1.00 USD is given back in proportion, by rule "Referral 20 %" version 1.',
  );
});

test('a refund too small to take a cent back still moves the base, and gives back nothing', () => {
  const entries = [payment, fact('r', 'refund', -1, 1)];
  const [, line] = compute({ entries });
  expect(line).toMatchObject({
    amountMinor: 0,
    baseMinor: -1,
    reasonCode: 'RESTORED_IN_PROPORTION',
  });
  expect(line?.reason).toContain('so 0.00 USD is given back');
});

test('an entry that moves nothing has no line', () => {
  expect(compute({ entries: [payment, fact('c', 'credit note', 0, 1)] })).toHaveLength(1);
});

test.each([
  [null, 0, null],
  [null, 30, '2026-10-21'],
  [10, 30, '2026-10-01'],
  [0, 30, null],
  [1, 0, '2026-09-22'],
])('a rule that holds %p days in a program of %i: until %p', (holdDays, programHoldDays, day) => {
  const credited = [partner('Acme', { programHoldDays })];
  expect(compute({ credited, rules: [rule({ holdDays })] })[0]?.holdUntil).toBe(day);
});

test('the shares that are stored with a line are those of its partnership', () => {
  const credited = [partner('Acme', { split: 6_667 }), partner('Ajax', { split: 3_333 })];
  const entries = [payment, fact('p', 'payment', 5_000, 1)];
  expect(compute({ entries, credited }).map((line) => [line.baseMinor, line.inputs])).toMatchObject(
    [
      [
        6_667,
        {
          shareOfPaidMinor: 6_667,
          shareOfPaidBeforeMinor: 0,
          standingBeforeMinor: 0,
          currency: 'USD',
        },
      ],
      [3_333, { shareOfPaidMinor: 3_333, shareOfPaidBeforeMinor: 0 }],
      [
        3_334,
        { shareOfPaidMinor: 10_001, shareOfPaidBeforeMinor: 6_667, standingBeforeMinor: 10_000 },
      ],
      [1_666, { shareOfPaidMinor: 4_999, shareOfPaidBeforeMinor: 3_333 }],
    ],
  );
});

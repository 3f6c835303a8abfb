import fc from 'fast-check';
import {
  conversionOn,
  converted,
  convertedWithin,
  rateNumber,
  rateWords,
  reversed,
  ruleIn,
} from '../../src/rules/exchange-rate.ts';
import { flat } from './commission-builders.ts';
import { exchangeRateTable } from './tables/exchange-rate.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which exchange rate counts', () => provesTable(exchangeRateTable));

const yen = { from: 'USD', to: 'JPY', rate: 14_950_000_000, effectiveFrom: '2026-09-01' };
const toYen = conversionOn([yen], 'USD', 'JPY', '2026-09-21');
const toDollars = conversionOn([yen], 'JPY', 'USD', '2026-09-21');

test('a line stores one unit in the other currency, and its words say what was entered', () => {
  expect(toYen && rateNumber(toYen)).toBe(149.5);
  expect(toDollars && rateNumber(toDollars)).toBe(0.006688963211);
  expect(toDollars && rateWords(toDollars)).toBe('149.5 JPY for 1 USD, the rate of 2026-09-01');
  const small = { from: 'IDR', to: 'USD', rate: 6_154, effectiveFrom: '2026-09-01' };
  expect(rateWords({ from: 'IDR', to: 'USD', entry: small })).toContain('0.00006154 USD for 1 IDR');
  const round = { ...yen, rate: 15_000_000_000 };
  expect(rateWords({ from: 'USD', to: 'JPY', entry: round })).toContain('150 JPY for 1 USD');
});

test('a rule in another currency: what bears on one payment is converted, what is counted over several is not', () => {
  const rule = flat(1_000, {
    capMinor: 2_000,
    minimumMinor: 100,
    milestoneMinor: 500,
    tiers: {
      mode: 'Whole',
      basis: 'Period Revenue',
      steps: [{ from: 10_000, rate: null, flatMinor: 300 }],
    },
  });
  expect(ruleIn(rule, toYen)).toEqual({
    ...rule,
    flatMinor: 1_495,
    capMinor: 2_990,
    minimumMinor: 150,
    tiers: {
      mode: 'Whole',
      basis: 'Period Revenue',
      steps: [{ from: 14_950, rate: null, flatMinor: 449 }],
    },
  });
  expect(ruleIn(rule, null)).toBe(rule);
  const steps = [{ from: 2, rate: null, flatMinor: 300 }];
  const byCustomers = flat(1_000, { tiers: { mode: 'Whole', basis: 'Customer Count', steps } });
  expect(ruleIn(byCustomers, toYen).tiers?.steps).toEqual([
    { from: 2, rate: null, flatMinor: 449 },
  ]);
});

test('there and back again is off by at most one unit, a cap is never exceeded, and signs are symmetric', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.integer({ min: 1, max: 1_000_000_000_000 }),
      fc.constantFrom('JPY', 'EUR', 'KWD'),
      (minor, rate, to) => {
        const there = conversionOn([{ ...yen, to, rate }], 'USD', to, '2026-09-21');
        const within = convertedWithin(minor, there);
        expect(converted(within, reversed(there))).toBeLessThanOrEqual(minor);
        expect(converted(minor, there) - within).toBeLessThanOrEqual(1);
        expect(converted(-minor, there)).toBe(-converted(minor, there) + 0);
      },
    ),
  );
});

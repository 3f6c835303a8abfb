import { orgChange, type Booked } from '../../src/rules/booked-amount.ts';
import type { Conversion } from '../../src/rules/exchange-rate.ts';

/** From euros to dollars, at `worth` dollars for a euro. */
function at(worth: number): Conversion {
  const entry = { from: 'EUR', to: 'USD', rate: worth * 100_000_000, effectiveFrom: '2026-09-01' };
  return { from: 'EUR', to: 'USD', entry };
}
const hundred: Booked = { minor: 10_000, orgMinor: 9_500 };
const nothing: Booked = { minor: 0, orgMinor: 0 };

test.each<[string, Parameters<typeof orgChange>, number | null]>([
  ['a first line counts at the rate', [10_000, 0, nothing, at(0.95)], 9_500],
  ['a line in the org’s own currency is as it is', [-300, 1_000, nothing, null], -300],
  ['without a rate nobody knows', [10_000, 0, nothing, undefined], null],
  ['a take-back at the rate that was booked', [-5_000, 10_000, hundred, at(0.95)], -4_750],
  ['by that rate both sides are rounded', [-1, 4, { minor: 4, orgMinor: 2 }, at(0.5)], 0],
  ['a take-back at another rate is its share', [-5_000, 10_000, hundred, at(2)], -4_750],
  ['a full one at another rate leaves nothing', [-10_000, 10_000, hundred, at(2)], -9_500],
  ['more than stands takes no more than was booked', [-12_000, 10_000, hundred, at(2)], -9_500],
  ['without a rate it is its share as well', [-2_500, 10_000, hundred, undefined], -2_375],
  ['an increase counts at the rate of now', [5_000, 10_000, hundred, at(2)], 10_000],
  ['an increase without a rate is not known', [5_000, 10_000, hundred, undefined], null],
  ['nothing is nothing', [0, 10_000, hundred, undefined], null],
  ['a take-back of nothing booked counts at the rate', [-5_000, 0, nothing, at(2)], -10_000],
  ['one below nothing does too', [-500, -500, { minor: -500, orgMinor: -475 }, at(2)], -1_000],
  ['what is not known to be booked counts at the rate', [-5_000, 10_000, null, at(2)], -10_000],
])('%s', (_name, given, expected) => {
  expect(orgChange(...given)).toBe(expected);
});

test('take-backs one after the other leave nothing, however they are cut', () => {
  const booked = { minor: 10_003, orgMinor: 6_691 };
  for (const part of [-3_334, -3_335, -3_334]) {
    const change = orgChange(part, booked.minor, booked, at(2)) ?? 0;
    booked.minor += part;
    booked.orgMinor += change;
  }
  expect(booked).toEqual({ minor: 0, orgMinor: 0 });
});

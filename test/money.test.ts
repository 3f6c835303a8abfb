import fc from 'fast-check';
import {
  allocate,
  formatMoney,
  fromMajor,
  minorUnitDigits,
  proportion,
  scaled,
  toMajor,
} from '../src/money.ts';

describe('money is integer minor units', () => {
  test.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['ISK', 0],
    ['MGA', 2],
  ])('%s has %i digits', (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });

  test.each([
    [10_000, 1, 3, 3333],
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [0, 1, 2, 0],
    [11_900, 10_000, 11_900, 10_000],
    [9_007_199_254_740_991, 1, 1, 9_007_199_254_740_991],
  ])('%i × %i / %i is rounded once, half away from zero, to %i', (minor, part, whole, expected) => {
    expect(proportion(minor, part, whole)).toBe(expected);
  });

  test('a share of nothing is refused, and so is an amount beyond exact integers', () => {
    expect(() => proportion(1, 1, 0)).toThrow('A share of nothing');
    expect(() => proportion(9_007_199_254_740_991, 2, 1)).toThrow('does not fit');
  });

  test.each([
    [1050, 'USD', '10.50'],
    [-5, 'USD', '-0.05'],
    [500, 'JPY', '500'],
    [1, 'KWD', '0.001'],
    [0, 'USD', '0.00'],
  ])('%i minor units of %s read "%s" and come back', (minor, currency, text) => {
    expect(toMajor({ minor, currency })).toBe(text);
    expect(fromMajor(text, currency)).toEqual({ minor, currency });
    expect(formatMoney({ minor, currency })).toBe(`${text} ${currency}`);
  });

  test.each(['1.001', 'abc', '', '1e3', '1,5'])('"%s" is no amount of USD', (text) => {
    expect(() => fromMajor(text, 'USD')).toThrow('is not a number with at most 2 decimals');
  });

  test.each([
    [0.1 + 0.2, 2, 30],
    [33.33, 2, 3333],
    [20, 4, 200_000],
    ['12.5000', 2, 1250],
  ])('%p from Salesforce with %i decimals is exactly %i', (value, digits, expected) => {
    expect(scaled(value, digits)).toBe(expected);
  });
});

describe('allocate', () => {
  test.each([
    [10_000, [3334, 3333, 3333], 10_000, [3334, 3333, 3333]],
    [100, [3333, 3333, 3334], 10_000, [33, 33, 34]],
    [1, [5000, 5000], 10_000, [1, 0]],
    [-1, [5000, 5000], 10_000, [-1, 0]],
    [100, [], 10_000, []],
    [999, [6000, 4000], 10_000, [599, 400]],
  ])('%i by %j of %i is %j', (minor, weights, whole, expected) => {
    expect(allocate(minor, weights, whole)).toEqual(expected);
  });

  test('loses no minor unit: the parts sum to the whole, and none is off by more than one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10_000_000, max: 10_000_000 }),
        fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 4 }),
        (minor, weights) => {
          const shares = allocate(minor, weights, 10_000);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(
            proportion(minor, total, 10_000),
          );
          shares.forEach((share, index) => {
            expect(Math.abs(share - (minor * (weights[index] ?? 0)) / 10_000)).toBeLessThan(
              1.000001,
            );
          });
        },
      ),
    );
  });
});

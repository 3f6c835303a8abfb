import { minorUnitDigits } from '../../../src/money.ts';
import { isoCurrency, isoMinor } from '../../../src/vendors/stripe/currency.ts';

describe('amounts in ISO minor units', () => {
  test.each([
    ['usd', 1999, 1999],
    ['eur', -1, -1],
    ['jpy', 500, 500],
    ['krw', 12000, 12000],
    ['clp', 990, 990],
    ['huf', 1200, 1200],
    ['twd', 80000, 80000],
    ['kwd', 5120, 5120],
    ['tnd', 10, 10],
    ['mga', 500, 50000],
    ['mga', -3, -300],
    ['isk', 50000, 500],
    ['isk', -100, -1],
    ['ugx', 370000, 3700],
    ['usd', 0, 0],
  ])('%s %d is %d', (currency, amount, expected) => {
    expect(isoMinor(amount, currency)).toBe(expected);
  });

  test.each('bif clp djf gnf jpy kmf krw pyg rwf vnd vuv xaf xof xpf'.split(' '))(
    '%s has no decimals at Stripe nor in ISO 4217',
    (currency) => {
      expect(isoMinor(7, currency)).toBe(7);
      expect(minorUnitDigits(isoCurrency(currency))).toBe(0);
    },
  );
});

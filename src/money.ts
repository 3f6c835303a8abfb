import { PoisonError } from './errors.ts';

/** An exact amount: integer minor units of an ISO 4217 currency (upper case). `-150, 'USD'` is minus $1.50. */
export interface Money {
  minor: number;
  currency: string;
}

/** ISO 4217 minor-unit digits where they are not two. A vendor's own deviations live in that vendor's folder. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0,
  XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

/** Digits after the decimal point in `currency`: 0 for JPY, 2 for USD, 3 for KWD. */
export function minorUnitDigits(currency: string): number {
  return DIGITS[currency] ?? 2;
}

function safe(value: bigint, what: string): number {
  const result = Number(value);
  if (!Number.isSafeInteger(result)) {
    throw new PoisonError({
      code: 'AMOUNT_TOO_LARGE',
      message: `${what} does not fit into exact minor units.`,
    });
  }
  return result;
}

/** `numerator / denominator`, half away from zero: the rounding that invoices use, and symmetric for refunds. */
function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/**
 * `minor × part / whole`, rounded once, half away from zero. All inputs are integers (minor units, or a rate scaled to
 * an integer), so no float ever touches money. Throws PoisonError when `whole` is 0.
 */
export function proportion(minor: number, part: number, whole: number): number {
  if (whole === 0) {
    throw new PoisonError({
      code: 'DIVISION_BY_ZERO',
      message: 'A share of nothing was asked for.',
    });
  }
  return safe(divideHalfUp(BigInt(minor) * BigInt(part), BigInt(whole)), 'The share');
}

/** A decimal number from Salesforce or a person ("12.5", 0.1) as an integer scaled by 10^digits; exact or PoisonError. */
export function scaled(decimal: string | number, digits: number): number {
  const text = typeof decimal === 'number' ? decimal.toFixed(Math.max(digits, 6)) : decimal.trim();
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  const fraction = (match?.[3] ?? '').replace(/0+$/, '');
  if (!match || fraction.length > digits) {
    throw new PoisonError({
      code: 'NOT_AN_AMOUNT',
      message: `"${text}" is not a number with at most ${digits} decimals.`,
    });
  }
  const value = BigInt(`${match[2] ?? '0'}${fraction.padEnd(digits, '0')}`);
  return safe(match[1] ? -value : value, 'The amount');
}

/** Major units as Salesforce stores them: 1050 USD → "10.50", 500 JPY → "500". A string, so nothing is lost on the way. */
export function toMajor(money: Money): string {
  const digits = minorUnitDigits(money.currency);
  const sign = money.minor < 0 ? '-' : '';
  const text = Math.abs(money.minor)
    .toString()
    .padStart(digits + 1, '0');
  return digits === 0
    ? `${sign}${text}`
    : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The reverse of `toMajor`, for amounts read back from Salesforce. */
export function fromMajor(major: string | number, currency: string): Money {
  return { minor: scaled(major, minorUnitDigits(currency)), currency };
}

/** "$" free and unambiguous, for reasons that a rep reads: "100.00 USD". */
export function formatMoney(money: Money): string {
  return `${toMajor(money)} ${money.currency}`;
}

/**
 * Splits `minor` by integer weights so that the parts sum to it exactly (largest remainder; ties go to the earlier part).
 * Weights may sum to less than `whole`: the rest stays with nobody. Order of `weights` is the order of the result.
 */
export function allocate(minor: number, weights: readonly number[], whole: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const target = proportion(minor, total, whole);
  const exact = weights.map((weight) => ({
    floor: Math.trunc(Number((BigInt(minor) * BigInt(weight)) / BigInt(whole))),
    rest: (BigInt(minor) * BigInt(weight)) % BigInt(whole),
  }));
  const shares = exact.map((part) => part.floor);
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  const order = exact
    .map((part, index) => ({ index, rest: magnitude(part.rest) }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  let missing = target - shares.reduce((sum, share) => sum + share, 0);
  for (const { index } of order) {
    if (missing === 0) break;
    shares[index] = (shares[index] ?? 0) + Math.sign(missing);
    missing -= Math.sign(missing);
  }
  return shares;
}

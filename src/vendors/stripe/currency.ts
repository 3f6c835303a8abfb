import { minorUnitDigits, proportion } from '../../money.ts';

/**
 * Digits after the decimal point in Stripe's own integers, where they are not two. MGA has none here though ISO 4217 gives
 * it two; ISK and UGX have two here (the last two always 00) though ISO gives them none.
 * Source: docs.stripe.com/currencies (zero-decimal, special cases; three-decimal as printed there until 2022).
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, JPY: 0, KMF: 0, KRW: 0, MGA: 0, PYG: 0, RWF: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0,
  XPF: 0, BHD: 3, JOD: 3, KWD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

/** Stripe's lower-case currency as ISO 4217 writes it. */
export function isoCurrency(currency: string): string {
  return currency.toUpperCase();
}

/** Stripe's integer `amount` in ISO minor units of the same currency: 500 'mga' → 50000, 50000 'isk' → 500. */
export function isoMinor(amount: number, currency: string): number {
  const iso = isoCurrency(currency);
  const stripeDigits = STRIPE_DIGITS[iso] ?? 2;
  return proportion(amount, 10 ** minorUnitDigits(iso), 10 ** stripeDigits);
}

import Stripe from 'stripe';
import type { Delivery, Verification } from '../contract.ts';

/** Stripe's recommendation for how old a delivery may be; we hold the future to it as well. */
const TOLERANCE_SECONDS = 300;

/** The SDK's own age check is off (0): it reads the wall clock and lets future timestamps pass. */
const NO_AGE_CHECK = 0;

function matches(body: Buffer, header: string, secret: string): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, NO_AGE_CHECK) ?? false;
  } catch {
    return false; // The SDK says "no" by throwing; the reason never leaves this file.
  }
}

function part(header: string, name: string): string | undefined {
  const found = header.split(',').find((item) => item.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/**
 * Checks `Stripe-Signature` (t=seconds, one or more v1; v0 is a fake scheme of test events and counts for nothing) on the
 * raw bytes against every active secret. Pure and total: whatever arrives, the answer is a reason and never a throw.
 * Source: docs.stripe.com/webhooks (signatures), SDK `Webhooks.js`.
 */
export function verifySignature(
  delivery: Delivery,
  secrets: readonly string[],
  now: Date,
): Verification {
  const header: unknown = delivery.headers['stripe-signature'];
  if (header === undefined || header === '') return { ok: false, reason: 'missing' };
  if (typeof header !== 'string') return { ok: false, reason: 'malformed' };
  const timestamp = part(header, 't');
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || part(header, 'v1') === undefined) {
    return { ok: false, reason: 'malformed' };
  }
  if (!secrets.some((secret) => matches(delivery.body, header, secret))) {
    return { ok: false, reason: 'mismatch' };
  }
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  return Math.abs(ageSeconds) > TOLERANCE_SECONDS ? { ok: false, reason: 'too old' } : { ok: true };
}

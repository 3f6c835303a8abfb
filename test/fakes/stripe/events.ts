import { createHmac } from 'node:crypto';
import type { Books } from './books.ts';
import type { Json } from './shapes.ts';

/** A webhook body as Stripe would post it: a snapshot of the object, or (thin) only where to look. */
export interface FakeEvent extends Json {
  id: string;
  type: string;
}

const urls: Readonly<Record<string, string>> = {
  customer: 'customers',
  'checkout.session': 'checkout/sessions',
  subscription: 'subscriptions',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  charge: 'charges',
  payment_intent: 'payment_intents',
  refund: 'refunds',
  dispute: 'disputes',
  credit_note: 'credit_notes',
};

/** The event that says `type` about an object that `shapes.ts` wrote; the object is as it is at this moment. */
export function eventOf(books: Books, type: string, object: Json): FakeEvent {
  const id = books.id('evt');
  if (books.eventStyle === 'thin') {
    const kind = String(object['object']);
    return {
      id,
      object: 'v2.core.event',
      type: `v1.${type}`,
      livemode: books.livemode,
      context: null,
      created: books.now.toISOString(),
      reason: null,
      related_object: {
        id: object['id'],
        type: kind,
        url: `/v1/${urls[kind] ?? kind}/${String(object['id'])}`,
      },
    };
  }
  return {
    id,
    object: 'event',
    api_version: books.shape === 'legacy' ? '2024-06-20' : '2026-10-28.endive',
    created: books.seconds(),
    data: { object: structuredClone(object) },
    livemode: books.livemode,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

/** The `Stripe-Signature` header for a body, written from Stripe's documentation and not with the SDK that checks it. */
export function sign(body: string | Buffer, secret: string, now: Date): string {
  const timestamp = Math.floor(now.getTime() / 1000);
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
  return `t=${timestamp},v1=${hmac.digest('hex')}`;
}

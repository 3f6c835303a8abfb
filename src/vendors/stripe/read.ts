import { z } from 'zod';
import { type DocumentRef, type DocumentType, externalKey } from '../../events/document.ts';
import type { Notice, Reading, SkipCode } from '../contract.ts';
import type { StripeReads } from './client.ts';
import { type EventSubject, eventTypeRow } from './event-types.ts';
import { eventSchema, type Pointers, pointersSchema, type StripeEvent } from './schema.ts';

/** What naming documents needs to know of its tenant. */
export interface ReadContext {
  reads: StripeReads;
  mode: 'live' | 'test';
  ref: (type: DocumentType, id: string) => DocumentRef;
}

const PING = 'v2.core.event_destination.ping';

function noticeOf(event: StripeEvent): Notice {
  return { eventType: event.type, eventId: event.id, occurredAt: event.created };
}

function skip(notice: Notice, code: SkipCode, detail: string): Reading {
  return { kind: 'skip', notice, code, detail };
}

/** A body that is no event may still tell its type, for the counters. */
function unreadable(body: unknown): Reading {
  const type = z.object({ type: z.string().min(1) }).safeParse(body);
  const eventType = type.success ? type.data.type : 'unknown';
  return skip(
    { eventType, eventId: null, occurredAt: null },
    'NOTHING_TO_ACT_ON',
    'The body is JSON but neither a snapshot event ("event") nor a thin one ("v2.core.event").',
  );
}

/** Names the documents that a verified body is about (see README for the table); asks Stripe only where the body cannot tell. */
export async function readEvent(body: unknown, context: ReadContext): Promise<Reading> {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return unreadable(body);
  const event = parsed.data;
  const notice = noticeOf(event);
  if (event.livemode !== (context.mode === 'live')) {
    return skip(
      notice,
      'TEST_MODE',
      `The event is from ${event.livemode ? 'live' : 'test'} mode, and this account is set up for ${context.mode}.`,
    );
  }
  if (event.type === PING) return skip(notice, 'NOTHING_TO_ACT_ON', 'A ping.');
  const row = eventTypeRow(event.type);
  if (!row) {
    return skip(notice, 'EVENT_TYPE_UNKNOWN', `Nobody has decided yet what ${event.type} means.`);
  }
  if (!row.subject) return skip(notice, 'EVENT_TYPE_IGNORED', row.why);
  const pointers = await pointersOf(event, row.subject, context);
  if (!pointers) {
    return skip(notice, 'NOTHING_TO_ACT_ON', `Stripe has no such ${row.subject} (any more).`);
  }
  const documents = distinct(await documentsOf(row.subject, pointers, context));
  return documents.length > 0
    ? { kind: 'documents', notice, documents }
    : skip(
        notice,
        'NOTHING_TO_ACT_ON',
        `No customer, invoice or charge can be found behind the ${row.subject} ${pointers.id}.`,
      );
}

/** Subjects whose id names their document already, so that a thin event about them needs no question. */
const namedById: readonly EventSubject[] = ['customer', 'invoice'];

async function pointersOf(
  event: StripeEvent,
  subject: EventSubject,
  context: ReadContext,
): Promise<Pointers | null> {
  if (event.object === 'event') {
    const carried = pointersSchema.safeParse(event.data.object);
    return carried.success ? carried.data : null;
  }
  const id = event.related_object?.id;
  if (!id) return null;
  return namedById.includes(subject)
    ? pointersSchema.parse({ id })
    : context.reads.pointers(subject, id);
}

async function documentsOf(
  subject: EventSubject,
  pointers: Pointers,
  context: ReadContext,
): Promise<DocumentRef[]> {
  const customer = pointers.customer ? [context.ref('customer', pointers.customer)] : [];
  switch (subject) {
    case 'customer':
      return [context.ref('customer', pointers.id)];
    case 'subscription':
      return [context.ref('subscription', pointers.id), ...customer];
    case 'checkout session':
      return pointers.payment_status === 'paid'
        ? [...customer, ...(await moneyBehind(pointers, context))]
        : customer;
    case 'invoice':
      return [context.ref('invoice', pointers.id)];
    case 'credit note':
      return pointers.invoice ? [context.ref('invoice', pointers.invoice)] : [];
    case 'invoice payment':
      return invoiceOfPayment(pointers, context);
    case 'charge':
      return moneyBehind({ ...pointers, charge: pointers.id }, context);
    case 'payment intent':
      return moneyBehind({ ...pointers, payment_intent: pointers.id }, context);
    case 'refund':
    case 'dispute':
      return moneyBehindReversal(pointers, context);
  }
}

/** The invoices that a payment went to, or the charge when it went to none. */
async function moneyBehind(pointers: Pointers, context: ReadContext): Promise<DocumentRef[]> {
  if (pointers.invoice) return [context.ref('invoice', pointers.invoice)];
  const invoices = await invoicesPaidBy(pointers.payment_intent, context);
  if (invoices.length > 0) return invoices;
  const charge = pointers.charge ?? pointers.latest_charge;
  if (charge) return [context.ref('charge', charge)];
  if (!pointers.payment_intent) return [];
  const intent = await context.reads.pointers('payment intent', pointers.payment_intent);
  if (intent?.invoice) return [context.ref('invoice', intent.invoice)];
  return intent?.latest_charge ? [context.ref('charge', intent.latest_charge)] : [];
}

/** Refunds and disputes know a charge and its payment intent; the charge itself must exist before it becomes a document. */
async function moneyBehindReversal(
  pointers: Pointers,
  context: ReadContext,
): Promise<DocumentRef[]> {
  const invoices = await invoicesPaidBy(pointers.payment_intent, context);
  if (invoices.length > 0) return invoices;
  if (!pointers.charge) return moneyBehind(pointers, context);
  const charge = await context.reads.pointers('charge', pointers.charge);
  if (!charge) return [];
  const known = pointers.payment_intent !== null; // then its invoices were looked for above
  return moneyBehind(
    { ...charge, charge: charge.id, payment_intent: known ? null : charge.payment_intent },
    context,
  );
}

async function invoicesPaidBy(
  paymentIntent: string | null,
  context: ReadContext,
): Promise<DocumentRef[]> {
  if (!paymentIntent) return [];
  const payments = await context.reads.invoicePayments({ paymentIntent });
  return payments.flatMap(({ invoice }) => (invoice ? [context.ref('invoice', invoice)] : []));
}

/**
 * The invoice, and for a payment that was attached by hand (not the invoice's own) the charge as well: it may have been
 * booked as standing alone before it was attached.
 */
async function invoiceOfPayment(pointers: Pointers, context: ReadContext): Promise<DocumentRef[]> {
  if (!pointers.invoice) return [];
  const invoice = context.ref('invoice', pointers.invoice);
  const attached = pointers.is_default === false ? pointers.payment?.payment_intent : null;
  if (!attached) return [invoice];
  const intent = await context.reads.pointers('payment intent', attached);
  return intent?.latest_charge ? [invoice, context.ref('charge', intent.latest_charge)] : [invoice];
}

function distinct(documents: DocumentRef[]): DocumentRef[] {
  return [...new Map(documents.map((ref) => [externalKey(ref), ref])).values()];
}

import http from 'node:http';
import https from 'node:https';
import Stripe from 'stripe';
import type { z } from 'zod';
import { PoisonError } from '../../errors.ts';
import type { VendorSettings } from '../contract.ts';
import type { EventSubject } from './event-types.ts';
import {
  chargeSchema,
  checkoutSessionSchema,
  creditNoteSchema,
  customerSchema,
  disputeSchema,
  invoicePaymentSchema,
  invoiceSchema,
  pointersSchema,
  refundSchema,
  subscriptionSchema,
} from './schema.ts';
import { isMissing, toVerdict } from './verdicts.ts';

const PAGE = 100; // the most that Stripe gives at once
const FAILURE = 'failure_balance_transaction'; // the only place that tells when a refund failed

/**
 * Requests of one tenant at a time, however many jobs run at once: Stripe refuses by requests in flight as well as by rate
 * (docs.stripe.com/rate-limits).
 */
const AT_ONCE = 25;

/** One retry bridges a dropped connection; the queue does the patient retrying. */
function connect(settings: VendorSettings): Stripe {
  const base = settings.apiBase === null ? null : new URL(settings.apiBase);
  const { Agent } = base?.protocol === 'http:' ? http : https;
  return new Stripe(settings.apiKey, {
    httpClient: Stripe.createNodeHttpClient(new Agent({ keepAlive: true, maxSockets: AT_ONCE })),
    telemetry: false,
    maxNetworkRetries: 1,
    timeout: 20_000,
    ...(base && {
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      host: base.hostname,
      port: base.port || (base.protocol === 'http:' ? 80 : 443),
    }),
  });
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, question: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => issue.path.join('.') || '(top)').join(', ');
  throw new PoisonError({
    code: 'STRIPE_UNEXPECTED_SHAPE',
    message: `Stripe's answer for ${question} is not what we know at: ${where}.`,
    action: 'Report this with the Stripe API version of the account; replay after an update.',
  });
}

/** Asking one Stripe account: every answer parsed, every list followed to its end, every failure a verdict. */
export type StripeReads = ReturnType<typeof createStripeReads>;

/**
 * Reads for one account. The SDK pins the API version, so answers normally have the newest shape; the schemas accept the
 * older one too. Objects that do not exist are null, lists about them empty.
 */
export function createStripeReads(settings: VendorSettings) {
  const stripe = connect(settings);

  async function one<T extends z.ZodType>(
    question: string,
    schema: T,
    ask: () => Promise<unknown>,
  ): Promise<z.infer<T> | null> {
    try {
      return parsed(schema, await ask(), question);
    } catch (error) {
      if (isMissing(error)) return null;
      throw toVerdict(error, question, settings.account);
    }
  }

  async function all<T extends z.ZodType>(
    question: string,
    schema: T,
    ask: () => AsyncIterable<unknown>,
  ): Promise<z.infer<T>[]> {
    try {
      const found: z.infer<T>[] = [];
      for await (const item of ask()) found.push(parsed(schema, item, question));
      return found;
    } catch (error) {
      if (isMissing(error)) return [];
      throw toVerdict(error, question, settings.account);
    }
  }

  return {
    ...documentReads(stripe, one, all),
    ...partReads(stripe, all),
    ...pointerReads(stripe, one),
  };
}

type One = <T extends z.ZodType>(
  question: string,
  schema: T,
  ask: () => Promise<unknown>,
) => Promise<z.infer<T> | null>;
type All = <T extends z.ZodType>(
  question: string,
  schema: T,
  ask: () => AsyncIterable<unknown>,
) => Promise<z.infer<T>[]>;

function documentReads(stripe: Stripe, one: One, all: All) {
  return {
    customer: (id: string) =>
      one(`the customer ${id}`, customerSchema, () => stripe.customers.retrieve(id)),
    completedCheckouts: (of: { customer: string } | { payment_intent: string }) =>
      all('checkout sessions', checkoutSessionSchema, () =>
        stripe.checkout.sessions.list({ ...of, status: 'complete', limit: PAGE }),
      ),
    subscription: (id: string) =>
      one(`the subscription ${id}`, subscriptionSchema, () =>
        stripe.subscriptions.retrieve(id, { expand: ['items.data.price.product'] }),
      ),
    subscriptions: (customer: string) =>
      all(`subscriptions of ${customer}`, subscriptionSchema, () =>
        stripe.subscriptions.list({ customer, status: 'all', limit: PAGE }),
      ),
    invoice: (id: string) =>
      one(`the invoice ${id}`, invoiceSchema, () =>
        stripe.invoices.retrieve(id, { expand: ['payments'] }),
      ),
    charge: (id: string) =>
      one(`the charge ${id}`, chargeSchema, () =>
        stripe.charges.retrieve(id, { expand: ['refunds', `refunds.data.${FAILURE}`] }),
      ),
  };
}

/** The parts that a document's state is put together from. */
function partReads(stripe: Stripe, all: All) {
  return {
    chargesOf: (paymentIntent: string) =>
      all(`charges of ${paymentIntent}`, chargeSchema, () =>
        stripe.charges.list({
          payment_intent: paymentIntent,
          limit: PAGE,
          expand: ['data.refunds', `data.refunds.data.${FAILURE}`],
        }),
      ),
    invoicePayments: (of: { invoice: string } | { paymentIntent: string }) =>
      all('invoice payments', invoicePaymentSchema, () =>
        stripe.invoicePayments.list(
          'invoice' in of
            ? { invoice: of.invoice, limit: PAGE }
            : {
                payment: { type: 'payment_intent', payment_intent: of.paymentIntent },
                limit: PAGE,
              },
        ),
      ),
    refunds: (charge: string) =>
      all(`refunds of ${charge}`, refundSchema, () =>
        stripe.refunds.list({ charge, limit: PAGE, expand: [`data.${FAILURE}`] }),
      ),
    disputes: (charge: string) =>
      all(`disputes of ${charge}`, disputeSchema, () =>
        stripe.disputes.list({ charge, limit: PAGE }),
      ),
    creditNotes: (invoice: string) =>
      all(`credit notes of ${invoice}`, creditNoteSchema, () =>
        stripe.creditNotes.list({ invoice, limit: PAGE }),
      ),
  };
}

/** Any event's object, when the event itself does not carry it (thin) or not enough of it. */
function pointerReads(stripe: Stripe, one: One) {
  const retrieve: Record<EventSubject, (id: string) => Promise<unknown>> = {
    customer: (id) => stripe.customers.retrieve(id),
    subscription: (id) => stripe.subscriptions.retrieve(id),
    'checkout session': (id) => stripe.checkout.sessions.retrieve(id),
    invoice: (id) => stripe.invoices.retrieve(id),
    'invoice payment': (id) => stripe.invoicePayments.retrieve(id),
    charge: (id) => stripe.charges.retrieve(id),
    'payment intent': (id) => stripe.paymentIntents.retrieve(id),
    refund: (id) => stripe.refunds.retrieve(id),
    dispute: (id) => stripe.disputes.retrieve(id),
    'credit note': (id) => stripe.creditNotes.retrieve(id),
  };
  return {
    pointers: (subject: EventSubject, id: string) =>
      one(`the ${subject} ${id}`, pointersSchema, () => retrieve[subject](id)),
  };
}

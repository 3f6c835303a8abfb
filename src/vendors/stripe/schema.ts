import { z } from 'zod';

/**
 * What we read of Stripe's objects, in its own words, and nothing more. Fields of both shapes are here side by side: the
 * one since API 2025-03-31 ("basil") and the one before, each optional where the other shape lacks it.
 */
const reference = z
  .union([z.string(), z.object({ id: z.string() })])
  .nullish()
  .transform((value) => (typeof value === 'string' ? value : (value?.id ?? null)));

const amount = z.number().int();
const optionalAmount = amount.nullish().transform((value) => value ?? null);
const seconds = z
  .number()
  .int()
  .transform((value) => new Date(value * 1000));
const optionalSeconds = seconds.nullish().transform((value) => value ?? null);
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const currency = z.string().regex(/^[a-zA-Z]{3}$/);
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), has_more: z.boolean().default(false) });

export const customerSchema = z.union([
  z.object({ id: z.string(), deleted: z.literal(true) }),
  z.object({
    id: z.string(),
    deleted: z.literal(false).default(false),
    created: seconds,
    name: optionalText,
    email: optionalText,
    metadata,
  }),
]);
export type StripeCustomer = z.infer<typeof customerSchema>;

export const checkoutSessionSchema = z.object({
  id: z.string(),
  created: seconds,
  client_reference_id: optionalText,
  metadata,
  total_details: z.object({ amount_tax: amount }).nullish(),
});
export type StripeCheckoutSession = z.infer<typeof checkoutSessionSchema>;

const productSchema = z.union([z.string(), z.object({ id: z.string(), name: optionalText })]);

export const subscriptionSchema = z.object({
  id: z.string(),
  customer: reference,
  status: z.string(),
  created: seconds,
  metadata,
  ended_at: optionalSeconds,
  cancel_at: optionalSeconds,
  cancel_at_period_end: z.boolean().default(false),
  /** Before basil; since then each item has its own. */
  current_period_end: optionalSeconds,
  items: listOf(
    z.object({
      current_period_end: optionalSeconds,
      price: z.object({ nickname: optionalText, product: productSchema.nullish() }).nullish(),
    }),
  ),
});
export type StripeSubscription = z.infer<typeof subscriptionSchema>;

export const invoicePaymentSchema = z.object({
  id: z.string(),
  invoice: reference,
  amount_paid: optionalAmount,
  created: seconds,
  status: z.string(),
  status_transitions: z.object({ paid_at: optionalSeconds }).nullish(),
  payment: z.object({ charge: reference, payment_intent: reference }),
});
export type StripeInvoicePayment = z.infer<typeof invoicePaymentSchema>;

const taxAmounts = z.array(z.object({ amount })).nullish();
const subscriptionDetails = z.object({ metadata }).nullish();

export const invoiceSchema = z.object({
  id: z.string(),
  created: seconds,
  currency,
  customer: reference,
  number: optionalText,
  status: optionalText,
  status_transitions: z.object({ paid_at: optionalSeconds }).nullish(),
  amount_paid: amount,
  total: amount,
  total_excluding_tax: optionalAmount,
  post_payment_credit_notes_amount: optionalAmount,
  lines: z.object({ data: z.array(z.object({ amount, description: optionalText })) }),
  total_taxes: taxAmounts,
  parent: z.object({ subscription_details: subscriptionDetails }).nullish(),
  payments: listOf(invoicePaymentSchema).nullish(),
  // Before basil:
  tax: optionalAmount,
  total_tax_amounts: taxAmounts,
  subscription_details: subscriptionDetails,
  charge: reference,
  payment_intent: reference,
});
export type StripeInvoice = z.infer<typeof invoiceSchema>;

export const refundSchema = z.object({
  id: z.string(),
  amount,
  currency,
  created: seconds,
  status: optionalText,
  reason: optionalText,
  failure_balance_transaction: z
    .union([z.string(), z.object({ created: seconds })])
    .nullish()
    .transform((value) => (typeof value === 'object' ? (value?.created ?? null) : null)),
});
export type StripeRefund = z.infer<typeof refundSchema>;

export const chargeSchema = z.object({
  id: z.string(),
  amount,
  amount_captured: optionalAmount,
  captured: z.boolean(),
  created: seconds,
  currency,
  customer: reference,
  description: optionalText,
  disputed: z.boolean().default(false),
  payment_intent: reference,
  receipt_number: optionalText,
  refunds: listOf(refundSchema).nullish(),
  status: z.string(),
  /** Before basil. */
  invoice: reference,
});
export type StripeCharge = z.infer<typeof chargeSchema>;

export const disputeSchema = z.object({
  id: z.string(),
  amount,
  currency,
  /** In the currency of our own balance, which need not be the charge's: only their proportions count. */
  balance_transactions: z.array(z.object({ id: z.string(), amount, created: seconds })),
});
export type StripeDispute = z.infer<typeof disputeSchema>;

export const creditNoteSchema = z.object({
  id: z.string(),
  created: seconds,
  currency,
  status: z.string(),
  out_of_band_amount: optionalAmount,
  refunds: z.array(z.object({ amount_refunded: amount, type: optionalText })).nullish(),
});
export type StripeCreditNote = z.infer<typeof creditNoteSchema>;

/** What any object may point to: enough to name documents, whichever kind of object and whichever API version wrote it. */
export const pointersSchema = z.object({
  id: z.string(),
  customer: reference,
  invoice: reference,
  charge: reference,
  latest_charge: reference,
  payment_intent: reference,
  payment: z.object({ payment_intent: reference, charge: reference }).nullish(),
  payment_status: optionalText,
  is_default: z.boolean().nullish(),
});
export type Pointers = z.infer<typeof pointersSchema>;

const snapshotEventSchema = z.object({
  id: z.string(),
  object: z.literal('event'),
  type: z.string().min(1),
  livemode: z.boolean(),
  created: seconds,
  data: z.object({ object: z.unknown() }),
});

/** Thin events carry no data, only where to look. Source: docs.stripe.com/event-destinations. */
const thinEventSchema = z.object({
  id: z.string(),
  object: z.literal('v2.core.event'),
  type: z.string().min(1),
  livemode: z.boolean(),
  created: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
  related_object: z.object({ id: z.string() }).nullish(),
});

export const eventSchema = z.discriminatedUnion('object', [snapshotEventSchema, thinEventSchema]);
export type StripeEvent = z.infer<typeof eventSchema>;

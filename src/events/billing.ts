import { z } from 'zod';
import { documentRefSchema } from './document.ts';

/** Where a partner key was found on the billing side; the order is the precedence. */
export const partnerKeySources = [
  'customer metadata',
  'checkout session',
  'subscription metadata',
] as const;

export const carriedPartnerKeySchema = z.object({
  value: z.string().min(1).max(255),
  source: z.enum(partnerKeySources),
});
export type CarriedPartnerKey = z.infer<typeof carriedPartnerKeySchema>;

/** Who pays, as the billing system knows them now. */
export const billingCustomerSchema = z.object({
  type: z.literal('customer'),
  ref: documentRefSchema,
  /** Monotonic per document: the vendor's own version, or the moment the truth was asked for (ms since 1970). */
  version: z.number().int(),
  createdAt: z.date(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  deleted: z.boolean(),
  /** The company's own id for this customer (`metadata.customer_key`), which a PRM may know it by. */
  customerKey: z.string().nullable(),
  /** The partner key that this customer carries, if any, by precedence of its source. */
  partnerKey: carriedPartnerKeySchema.nullable(),
});
export type BillingCustomer = z.infer<typeof billingCustomerSchema>;

export const billingSubscriptionSchema = z.object({
  type: z.literal('subscription'),
  ref: documentRefSchema,
  version: z.number().int(),
  customer: documentRefSchema.nullable(),
  /** The vendor's own word: 'active', 'canceled', … */
  state: z.string(),
  product: z.string().nullable(),
  /** Set when the subscription has ended or is to end. */
  endsAt: z.date().nullable(),
});
export type BillingSubscription = z.infer<typeof billingSubscriptionSchema>;

/** Why money moved. 'refund failed' and 'dispute reversal' give back what 'refund' and 'dispute' took. */
export const movementKinds = [
  'payment',
  'refund',
  'refund failed',
  'dispute',
  'dispute reversal',
  'credit note',
] as const;

/** One movement of money on a billing document, immutable once it has happened at the vendor. */
export const movementSchema = z.object({
  /** Unique within the document and for ever the same: "payment:inpay_1", "refund:re_1", "refund-failed:re_1". */
  key: z.string(),
  kind: z.enum(movementKinds),
  /** Signed minor units, tax and all: what the customer paid (+) or got back (-). */
  grossMinor: z.number().int(),
  occurredAt: z.date(),
});
export type Movement = z.infer<typeof movementSchema>;

/** An invoice, or a charge that stands alone: the document whose ledger entries must add up. */
export const billingDocumentSchema = z.object({
  type: z.enum(['invoice', 'charge']),
  ref: documentRefSchema,
  version: z.number().int(),
  customer: documentRefSchema.nullable(),
  /** ISO 4217, upper case. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** What the document asks for, with tax (minor units). */
  totalMinor: z.number().int().nonnegative(),
  /** The part of it that commissions are based on: without tax. */
  commissionableMinor: z.number().int().nonnegative(),
  /** Oldest first; ties by key. */
  movements: z.array(movementSchema),
  /** What people call it: "7FE1103-0002". */
  number: z.string().nullable(),
  product: z.string().nullable(),
  /** A subscription's own partner key, when the vendor repeats it on the invoice. */
  partnerKey: carriedPartnerKeySchema.nullable(),
});
export type BillingDocument = z.infer<typeof billingDocumentSchema>;

import { z } from 'zod';
import { documentRefSchema } from './document.ts';

/** A program that partners are in (PartnerStack: group). */
export const prmProgramSchema = z.object({
  type: z.literal('program'),
  ref: documentRefSchema,
  /** The vendor's updated-at in ms where it has one, else the moment the truth was asked for. */
  version: z.number().int(),
  name: z.string().min(1),
  archived: z.boolean(),
  leadsEnabled: z.boolean(),
  dealsEnabled: z.boolean(),
});
export type PrmProgram = z.infer<typeof prmProgramSchema>;

/** One partner in one program. */
export const prmPartnershipSchema = z.object({
  type: z.literal('partnership'),
  ref: documentRefSchema,
  version: z.number().int(),
  /** The slug that links, forms and billing metadata carry. */
  partnerKey: z.string().min(1).max(180),
  /** The company behind it, when the vendor knows one; partnerships of one team are one partner account. */
  team: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  contact: z.object({
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    email: z.string().nullable(),
  }),
  /** The program, embedded so that a partnership never waits for its program's own event. */
  program: prmProgramSchema.nullable(),
  joinedAt: z.date().nullable(),
  archived: z.boolean(),
});
export type PrmPartnership = z.infer<typeof prmPartnershipSchema>;

/** Which partnership a PRM record belongs to: by id, by partner key, or by both. */
export const partnershipPointerSchema = z.object({
  id: z.string().nullable(),
  partnerKey: z.string().nullable(),
});
export type PartnershipPointer = z.infer<typeof partnershipPointerSchema>;

/** A customer that a partner brought, as the PRM knows it. */
export const prmCustomerSchema = z.object({
  type: z.literal('customer'),
  ref: documentRefSchema,
  version: z.number().int(),
  createdAt: z.date(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** The billing system's id of the same customer ("cus_…" at Stripe), when the PRM was told. */
  providerKey: z.string().nullable(),
  customerKey: z.string().nullable(),
  partnership: partnershipPointerSchema,
  archived: z.boolean(),
});
export type PrmCustomer = z.infer<typeof prmCustomerSchema>;

const personSchema = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

/** A lead that a partner submitted. */
export const prmLeadSchema = z.object({
  type: z.literal('lead'),
  ref: documentRefSchema,
  version: z.number().int(),
  createdAt: z.date(),
  company: z.string().nullable(),
  person: personSchema,
  /** The PRM's own status word. */
  status: z.string().nullable(),
  approved: z.boolean().nullable(),
  amountMinor: z.number().int().nullable(),
  partnership: partnershipPointerSchema,
  archived: z.boolean(),
});
export type PrmLead = z.infer<typeof prmLeadSchema>;

/** A deal that a partner registered. */
export const prmDealSchema = z.object({
  type: z.literal('deal'),
  ref: documentRefSchema,
  version: z.number().int(),
  createdAt: z.date(),
  accountName: z.string().nullable(),
  contact: personSchema,
  /** Cents; PartnerStack gives no currency, so the program's or the org's currency applies. */
  amountMinor: z.number().int().nullable(),
  /** Calendar date "YYYY-MM-DD". */
  closeDate: z.string().nullable(),
  stage: z.string().nullable(),
  lostReason: z.string().nullable(),
  /** 'partner' registered it, or we ('vendor') passed it on. */
  source: z.enum(['partner', 'vendor']),
  customerKey: z.string().nullable(),
  partnership: partnershipPointerSchema,
  archived: z.boolean(),
});
export type PrmDeal = z.infer<typeof prmDealSchema>;

/** A stage of the PRM's sales cycle for deals. */
export interface PrmStage {
  /** As deals carry it. */
  word: string;
  outcome: 'open' | 'won' | 'lost';
}

/** What the PRM pays a partner by its own rules. Never written to Salesforce: read to be compared. */
export const prmRewardSchema = z.object({
  id: z.string(),
  /** The PRM's id of the partnership. */
  partnershipId: z.string().nullable(),
  customer: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** When what earned it happened; of the reward itself where that is not told. */
  earnedAt: z.date(),
  currency: z.string(),
  amountMinor: z.number().int(),
  transaction: z
    .object({ amountMinor: z.number().int().nullable(), currency: z.string().nullable() })
    .nullable(),
  /** The PRM's own word. */
  status: z.string(),
  declineReason: z.string().nullable(),
  /** What kind of thing earned it, by the PRM's own word. */
  source: z.string().nullable(),
  /** The lead or deal that earned it, where the PRM names one. */
  record: z.object({ type: z.enum(['lead', 'deal']), id: z.string() }).nullable(),
});
export type PrmReward = z.infer<typeof prmRewardSchema>;

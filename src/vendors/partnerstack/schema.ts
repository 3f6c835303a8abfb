import { z } from 'zod';

/**
 * PartnerStack's objects as its read API (v2) gives them: only what we use, and as forgiving as its customers have had to
 * be. Fields may be missing, null, of another type than documented, or deprecated copies of form answers. Only `key` is
 * relied on. Sources: docs.partnerstack.com/reference, the vendor's TypeScript SDK, Airbyte's and Dub's connectors.
 */

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

const labelled = z.object({
  name: z.unknown().optional(),
  label: z.unknown().optional(),
  value: z.unknown().optional(),
  api_name: z.unknown().optional(),
});

/** A text, a number, or an object that carries its text as name, label, value or api_name (stages, picklists, accounts). */
export function looseText(value: unknown): string | null {
  const direct = textOf(value);
  if (direct !== null) return direct;
  const parsed = labelled.safeParse(value);
  if (!parsed.success) return null;
  const { name, label, value: inner, api_name: apiName } = parsed.data;
  return textOf(name) ?? textOf(label) ?? textOf(inner) ?? textOf(apiName);
}

/** `archived: "false"` was seen as a string (docs v1.0): null where it says neither. */
export function looseBoolean(value: unknown): boolean | null {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === true || text === 'true') return true;
  return text === false || text === 'false' ? false : null;
}

/** The last moment that a JavaScript date can hold. */
const LAST_MOMENT_MS = 8_640_000_000_000_000;

/** PartnerStack's times are milliseconds since 1970; digits in a string and ISO 8601 are understood too. */
function looseMillis(value: unknown): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const candidate = text === '' ? value : /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  const usable =
    typeof candidate === 'number' && candidate > 0 && Math.trunc(candidate) <= LAST_MOMENT_MS;
  return usable ? Math.trunc(candidate) : null;
}

/** Whole cents, as a number or as digits. A fraction of a cent is no amount: null rather than a guess. */
function looseCents(value: unknown): number | null {
  const candidate =
    typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof candidate === 'number' && Number.isSafeInteger(candidate) ? candidate : null;
}

const anything = z.unknown().optional();
const text = anything.transform(textOf);
const named = anything.transform(looseText);
const flag = anything.transform(looseBoolean);
export const millis = anything.transform(looseMillis);
const cents = anything.transform(looseCents);

const key = z.string().trim().min(1);

const base = z.object({ key, created_at: millis, updated_at: millis, archived: flag, test: flag });

/** Where form answers are kept: `fields` is PartnerStack's source of truth, the other two are its deprecated forms. */
const answers = z.object({ fields: anything, field_data: anything, meta: anything });

const keyed = z.object({ key: text, partner_key: text, name: text }).nullable().catch(null);

export const groupSchema = base.extend({
  name: text,
  slug: text,
  features: z.object({ leads_enabled: flag, deals_enabled: flag }).nullable().catch(null),
});
export type Group = z.infer<typeof groupSchema>;

export const partnershipSchema = base.extend({
  ...answers.shape,
  partner_key: text,
  email: text,
  first_name: text,
  last_name: text,
  joined_at: millis,
  team: keyed,
  /** As embedded in a partnership: complete, or (version 1) only a name and a slug. */
  group: groupSchema.extend({ key: text }).nullable().catch(null),
});
export type PartnershipRecord = z.infer<typeof partnershipSchema>;

const pointer = z.object({ partnership_key: text, partner_key: text, partnership: keyed });
export type PointerRecord = z.infer<typeof pointer>;

export const customerSchema = base.extend({
  ...answers.shape,
  ...pointer.shape,
  name: text,
  email: text,
  customer_name: text,
  customer_email: text,
  customer_key: text,
  provider_key: text,
});
export type CustomerRecord = z.infer<typeof customerSchema>;

export const leadSchema = base.extend({
  ...answers.shape,
  ...pointer.shape,
  status: named,
  approved: flag,
  amount: cents,
  first_name: text,
  last_name: text,
  email: text,
  phone: text,
  company_name: text,
});
export type LeadRecord = z.infer<typeof leadSchema>;

export const dealSchema = base.extend({
  ...answers.shape,
  ...pointer.shape,
  account_name: named,
  amount: cents,
  close_date: anything,
  contact_first_name: text,
  contact_last_name: text,
  contact_email: text,
  contact_phone: text,
  customer_key: text,
  source: text,
  stage: named,
  lost_reason: named,
});
export type DealRecord = z.infer<typeof dealSchema>;

/** Seen in captures of postbacks and of the partner API; every field but `key` may be missing. */
export const rewardSchema = base.extend({
  partnership_key: text,
  partnership: keyed,
  customer: z.object({ key: text, name: text, email: text }).nullable().catch(null),
  amount: cents,
  currency: text,
  reward_status: text,
  decline_reason: text,
  source: z.object({ type: text, key: text }).nullable().catch(null),
  transaction: z
    .object({ amount: cents, currency: text, created_at: millis })
    .nullable()
    .catch(null),
});
export type RewardRecord = z.infer<typeof rewardSchema>;

/** A stage of a sales cycle (Fivetran's connector schema; `internal_status` tells how it ends). */
export const salesStageSchema = z.object({ api_name: text, name: text, internal_status: text });
export type SalesStage = z.infer<typeof salesStageSchema>;

/** `{"data": {…}, "message": "…", "status": 200}` around one object. */
export function oneOf<Item>(item: z.ZodType<Item>): z.ZodType<{ data: Item }> {
  return z.object({ data: item });
}

/** The same around a page: `has_more` and the items are inside `data`. */
export function pageOf<Item>(
  item: z.ZodType<Item>,
): z.ZodType<{ data: { items: Item[]; has_more: boolean } }> {
  return z.object({ data: z.object({ items: z.array(item), has_more: z.boolean() }) });
}

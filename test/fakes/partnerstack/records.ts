/** PartnerStack's objects as its vendor API (v2) gives them, made from what a test or the demo wants to say. */

export interface Stored {
  key: string;
  created_at: number;
  updated_at: number;
  archived: boolean;
  test: boolean;
  [field: string]: unknown;
}

/** What PartnerStack posts to a webhook target (v2 envelope). */
export interface Webhook {
  event: string;
  data: Stored;
  test: boolean;
}

export interface GroupInput {
  name?: string;
  slug?: string;
  leadsEnabled?: boolean;
  dealsEnabled?: boolean;
}

export interface PartnershipInput {
  partnerKey: string;
  /** Key of a group made with addGroup. */
  group: string;
  team?: { key: string; name: string } | null;
  email?: string;
  firstName?: string | null;
  lastName?: string | null;
  test?: boolean;
}

export interface CustomerInput {
  /** Partner key of a partnership made with addPartnership. */
  partnerKey: string;
  name?: string | null;
  email?: string | null;
  /** The billing system's id ('cus_…' at Stripe). */
  providerKey?: string | null;
  customerKey?: string | null;
  test?: boolean;
}

export interface LeadInput {
  partnerKey: string;
  company?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  status?: string;
  approved?: boolean | null;
  amountCents?: number | null;
  test?: boolean;
}

export interface DealInput {
  partnerKey: string;
  accountName?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  amountCents?: number | null;
  /** 'YYYY-MM-DD' */
  closeDate?: string | null;
  stage?: string;
  source?: 'partner' | 'vendor';
  customerKey?: string | null;
  externalKey?: string | null;
  test?: boolean;
}

export interface RewardInput {
  partnerKey: string;
  /** Key of a customer made with addCustomer; null: for no customer. */
  customer: string | null;
  amountCents: number;
  currency?: string;
  status?: string;
  declineReason?: string | null;
  /** Of its transaction; null: the reward has none. */
  paidCents: number | null;
  paidAt: Date;
  source?: string;
  /** Key of what earned it: a lead made with addLead, say. */
  sourceKey?: string;
}

type Wire = Record<string, unknown>;

function formField(name: string, apiName: string, type: string, position: number, value: unknown) {
  const dressing = { description: null, help_text: null, required: position < 2, options: {} };
  return { name, api_name: apiName, type, position, value, read_only: false, ...dressing };
}

export function groupRecord(input: GroupInput, key: string): Wire {
  const name = input.name ?? 'Referral Partners';
  return {
    name,
    slug: input.slug ?? name.toLowerCase().replace(/[^a-z0-9]+/g, ''),
    default: key.endsWith('1'),
    features: {
      application_enabled: true,
      deals_enabled: input.dealsEnabled ?? true,
      disable_link_create: false,
      leads_enabled: input.leadsEnabled ?? true,
    },
  };
}

/** `group` holds the key only; the server replaces it by the group as it is when somebody asks. */
export function partnershipRecord(input: PartnershipInput, now: number): Wire {
  const team = input.team ?? null;
  return {
    partner_key: input.partnerKey,
    email: input.email ?? `${input.partnerKey}@partner.example`,
    first_name: input.firstName === undefined ? 'Pat' : input.firstName,
    last_name: input.lastName === undefined ? 'Partner' : input.lastName,
    group: input.group,
    team: team && { ...team, created_at: now, updated_at: now },
    manager: null,
    tags: [],
    joined_at: now,
    stats: { CUSTOMER_COUNT: 0 },
    address: { country: 'Hong Kong' },
    claimed: true,
    fields: [],
  };
}

export function customerRecord(input: CustomerInput, partnershipKey: string): Wire {
  const name = input.name === undefined ? 'Example Customer Ltd' : input.name;
  const email = input.email === undefined ? 'billing@customer.example' : input.email;
  return {
    customer_name: name,
    customer_email: email,
    customer_key: input.customerKey ?? null,
    provider_key: input.providerKey ?? null,
    partner_key: input.partnerKey,
    partnership_key: partnershipKey,
    has_paid: false,
    source_type: 'link',
    source_key: null,
    sub_ids: [],
    fields: [
      formField('Customer Name', 'name', 'input', 0, name),
      formField('Email', 'email', 'email', 1, email),
      formField('Country', 'country_iso', 'country', 8, 'Hong Kong'),
    ],
  };
}

export function leadRecord(input: LeadInput, partnershipKey: string): Wire {
  return {
    status: input.status ?? 'Submitted',
    approved: input.approved ?? null,
    amount: input.amountCents ?? null,
    external_key: null,
    partner_key: input.partnerKey,
    partnership_key: partnershipKey,
    mold_key: 'mold_00000000000001',
    fields: [
      formField('First Name', 'first_name', 'input', 0, input.firstName ?? null),
      formField('Last Name', 'last_name', 'input', 1, input.lastName ?? null),
      formField('Email', 'email', 'email', 2, input.email ?? null),
      formField('Phone Number', 'phone', 'phone', 3, input.phone ?? null),
      formField('Company Name', 'company_name', 'input', 4, input.company ?? null),
    ],
  };
}

export function dealRecord(input: DealInput, partnershipKey: string): Wire {
  return {
    account_name: input.accountName === undefined ? 'Example Customer Ltd' : input.accountName,
    amount: input.amountCents ?? null,
    close_date: input.closeDate ?? null,
    contact_first_name: input.firstName ?? null,
    contact_last_name: input.lastName ?? null,
    customer_key: input.customerKey ?? null,
    external_key: input.externalKey ?? null,
    partner_key: input.partnerKey,
    partnership_key: partnershipKey,
    source: input.source ?? 'partner',
    stage: input.stage ?? 'Submitted',
    lost_reason: null,
    mold_key: 'mold_00000000000002',
    fields: [formField('Email', 'email', 'email', 0, input.email ?? null)],
  };
}

/**
 * The same message as version 1 of the API sends it: flat, underscored, `archived` as a string, and a partnership without
 * its key (docs.partnerstack.com/v1.0/reference/webhook-payloads).
 */
export function asVersion1({ event, data }: Webhook): Wire {
  const { key, group, archived, ...rest } = data;
  const flat = { ...rest, archived: String(archived), event: event.replaceAll('.', '_') };
  if (!event.startsWith('partnership')) return { ...flat, key, group };
  const { name, slug } = Object(group) as Wire; // an embedded group is always an object here
  return { ...flat, id: 123, group: { id: 22, name, slug } };
}

/** As in captures of `reward.created` and of the list of rewards. */
export function rewardRecord(input: RewardInput, partnershipKey: string): Wire {
  const currency = input.currency ?? 'USD';
  const moment = input.paidAt.getTime();
  return {
    partnership_key: partnershipKey,
    customer: input.customer && { key: input.customer, name: null, email: null, sub_ids: [] },
    amount: input.amountCents,
    currency,
    description: 'Earn 20% on every customer transaction',
    reward_status: input.status ?? 'pending',
    decline_reason: input.declineReason ?? null,
    source: { type: input.source ?? 'transaction', key: input.sourceKey ?? 'ch_1' },
    transaction:
      input.paidCents === null
        ? null
        : { amount: input.paidCents, amount_usd: input.paidCents, currency, created_at: moment },
  };
}

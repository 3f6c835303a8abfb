import type { z } from 'zod';
import { PoisonError } from '../../errors.ts';
import type { DocumentRef, DocumentType } from '../../events/document.ts';
import {
  prmCustomerSchema,
  prmDealSchema,
  prmLeadSchema,
  prmPartnershipSchema,
  prmProgramSchema,
} from '../../events/partner.ts';
import type {
  PartnershipPointer,
  PrmCustomer,
  PrmDeal,
  PrmLead,
  PrmPartnership,
  PrmProgram,
} from '../../events/partner.ts';
import { answerTo } from './answers.ts';
import type { FormAnswers } from './answers.ts';
import type { Fetched } from './client.ts';
import type {
  CustomerRecord,
  DealRecord,
  Group,
  LeadRecord,
  PartnershipRecord,
  PointerRecord,
} from './schema.ts';

/** PartnerStack's words into ours. Pure; each throws PoisonError when a record breaks our own limits (a key too long). */

const EMAIL = ['email', 'e_mail', 'email_address', 'contact_email', 'customer_email'];
const PHONE = ['phone', 'phone_number', 'contact_phone', 'mobile_phone'];
const FIRST_NAME = ['first_name', 'contact_first_name'];
const LAST_NAME = ['last_name', 'contact_last_name'];
const FULL_NAME = ['full_name', 'contact_name', 'name'];
const COMPANY = ['company_name', 'company', 'business_name', 'account_name', 'organization'];

/** Names a document of one PartnerStack tenant. */
export function refOf(account: string, type: DocumentType, id: string): DocumentRef {
  return { vendor: 'partnerstack', account, type, id };
}

interface Dated {
  created_at: number | null;
  updated_at: number | null;
}

function versionOf({ record, askedAt }: Fetched<Dated>): number {
  return record.updated_at ?? askedAt.getTime();
}

function createdAt({ record, askedAt }: Fetched<Dated>): Date {
  return new Date(record.created_at ?? record.updated_at ?? askedAt.getTime());
}

function usable<Output>(schema: z.ZodType<Output>, candidate: Output): Output {
  const parsed = schema.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new PoisonError({
    code: 'VENDOR_RECORD_UNUSABLE',
    message: `A PartnerStack record cannot be used: its "${place}" is longer than allowed or malformed.`,
    action: 'Shorten or correct it in PartnerStack; the next change of the record is then taken.',
  });
}

interface Person {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
}

/** What the record says itself comes first; a form that asks for one name is split at its last space. */
function personOf(record: FormAnswers, own: Person): Person {
  const firstName = own.firstName ?? answerTo(record, FIRST_NAME);
  const lastName = own.lastName ?? answerTo(record, LAST_NAME);
  const contact = {
    email: own.email ?? answerTo(record, EMAIL),
    phone: own.phone ?? answerTo(record, PHONE),
  };
  if (firstName !== null || lastName !== null) return { firstName, lastName, ...contact };
  const fullName = answerTo(record, FULL_NAME) ?? '';
  const space = fullName.lastIndexOf(' ');
  return {
    firstName: fullName.slice(0, Math.max(space, 0)).trim() || null,
    lastName: fullName.slice(space + 1) || null,
    ...contact,
  };
}

function pointerOf(record: PointerRecord): PartnershipPointer {
  return {
    id: record.partnership_key ?? record.partnership?.key ?? null,
    partnerKey: record.partner_key ?? record.partnership?.partner_key ?? null,
  };
}

/** A PartnerStack group is what we call a program. Features that are not mentioned are off. */
export function toProgram(account: string, fetched: Fetched<Group>): PrmProgram {
  const group = fetched.record;
  return usable(prmProgramSchema, {
    type: 'program',
    ref: refOf(account, 'program', group.key),
    version: versionOf(fetched),
    name: group.name ?? group.slug ?? group.key,
    archived: group.archived ?? false,
    leadsEnabled: group.features?.leads_enabled ?? false,
    dealsEnabled: group.features?.deals_enabled ?? false,
  });
}

/** One partner in one program. `program` is resolved by the caller, because the embedded group may be incomplete. */
export function toPartnership(
  account: string,
  fetched: Fetched<PartnershipRecord>,
  program: PrmProgram | null,
): PrmPartnership {
  const record = fetched.record;
  const { firstName, lastName, email } = personOf(record, {
    firstName: record.first_name,
    lastName: record.last_name,
    email: record.email,
    phone: null,
  });
  const team = record.team?.key ? { id: record.team.key, name: record.team.name } : null;
  return usable(prmPartnershipSchema, {
    type: 'partnership',
    ref: refOf(account, 'partnership', record.key),
    version: versionOf(fetched),
    partnerKey: record.partner_key ?? record.key,
    team,
    contact: { firstName, lastName, email },
    program,
    joinedAt: record.joined_at === null ? null : new Date(record.joined_at),
    archived: record.archived ?? false,
  });
}

/** A customer that a partner brought. */
export function toCustomer(account: string, fetched: Fetched<CustomerRecord>): PrmCustomer {
  const record = fetched.record;
  return usable(prmCustomerSchema, {
    type: 'customer',
    ref: refOf(account, 'customer', record.key),
    version: versionOf(fetched),
    createdAt: createdAt(fetched),
    name:
      record.customer_name ??
      record.name ??
      answerTo(record, ['name', 'customer_name', ...COMPANY]),
    email: record.customer_email ?? record.email ?? answerTo(record, EMAIL),
    providerKey: record.provider_key,
    customerKey: record.customer_key,
    partnership: pointerOf(record),
    archived: record.archived ?? false,
  });
}

/** A lead that a partner submitted: nearly all of it is in the answers to the company's own form. */
export function toLead(account: string, fetched: Fetched<LeadRecord>): PrmLead {
  const record = fetched.record;
  return usable(prmLeadSchema, {
    type: 'lead',
    ref: refOf(account, 'lead', record.key),
    version: versionOf(fetched),
    createdAt: createdAt(fetched),
    company: record.company_name ?? answerTo(record, COMPANY),
    person: personOf(record, {
      firstName: record.first_name,
      lastName: record.last_name,
      email: record.email,
      phone: record.phone,
    }),
    status: record.status,
    approved: record.approved,
    amountMinor: record.amount,
    partnership: pointerOf(record),
    archived: record.archived ?? false,
  });
}

/** 'YYYY-MM-DD' of a documented date, of ISO 8601 or of milliseconds; null for what no calendar has. */
export function closeDateOf(value: unknown): string | null {
  const text = typeof value === 'number' ? isoOf(value) : typeof value === 'string' ? value : '';
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T| )/.exec(text.trim())?.[0] ?? null;
  return day !== null && isoOf(Date.parse(day)).startsWith(day) ? day : null;
}

function isoOf(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** A deal that a partner registered, or that we passed on. PartnerStack gives its amount in cents without a currency. */
export function toDeal(account: string, fetched: Fetched<DealRecord>): PrmDeal {
  const record = fetched.record;
  return usable(prmDealSchema, {
    type: 'deal',
    ref: refOf(account, 'deal', record.key),
    version: versionOf(fetched),
    createdAt: createdAt(fetched),
    accountName: record.account_name ?? answerTo(record, COMPANY),
    contact: personOf(record, {
      firstName: record.contact_first_name,
      lastName: record.contact_last_name,
      email: record.contact_email,
      phone: record.contact_phone,
    }),
    amountMinor: record.amount,
    closeDate: closeDateOf(record.close_date),
    stage: record.stage,
    lostReason: record.lost_reason,
    source: record.source === 'vendor' ? 'vendor' : 'partner',
    customerKey: record.customer_key,
    partnership: pointerOf(record),
    archived: record.archived ?? false,
  });
}

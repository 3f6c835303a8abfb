import type { BillingCustomer, BillingDocument, BillingSubscription } from '../events/billing.ts';
import type { DocumentRef } from '../events/document.ts';
import type { PrmStage } from '../events/partner.ts';
import type {
  PrmCustomer,
  PrmDeal,
  PrmLead,
  PrmPartnership,
  PrmProgram,
  PrmReward,
} from '../events/partner.ts';

/** What arrived at the door, before anybody trusts it. Header names are lower case. */
export interface Delivery {
  body: Buffer;
  headers: Readonly<Record<string, string | undefined>>;
  /** The unguessable last part of the path, for vendors that do not sign. */
  pathSecret: string | null;
  receivedAt: Date;
}

/** Verified or not; the reason is for counters, the sender only ever sees 401. */
export type Verification =
  { ok: true } | { ok: false; reason: 'missing' | 'malformed' | 'mismatch' | 'too old' };

/** A parsed delivery in common terms. */
export interface Notice {
  /** The vendor's event type as it writes it, 'unknown' where there is none. */
  eventType: string;
  /** The vendor's id of the event, where it has one. */
  eventId: string | null;
  occurredAt: Date | null;
}

/**
 * What a delivery asks us to look at. Either documents, or a coded reason why there is nothing to do (I5): a skip is
 * counted under its code and never an error.
 */
export type Reading =
  | { kind: 'documents'; notice: Notice; documents: DocumentRef[] }
  | { kind: 'skip'; notice: Notice; code: SkipCode; detail: string };

export const skipCodes = [
  'EVENT_TYPE_IGNORED', // known, listed in the vendor's README with its reason
  'EVENT_TYPE_UNKNOWN', // never seen before: accepted, counted, listed
  'NOTHING_TO_ACT_ON', // a ping, a test, or a payload that names no document
  'TEST_MODE', // I8: test data never reaches a live set-up, nor the reverse
] as const;
export type SkipCode = (typeof skipCodes)[number];

/**
 * Everything that knows one vendor's words, for one configured tenant. In: proving a delivery, naming documents, fetching
 * the truth of one. Out: Salesforce, the queue, rules. All methods throw verdicts only (`errors.ts`).
 */
export interface Vendor {
  readonly name: string;
  readonly account: string;
  readonly kind: 'billing' | 'prm';
  /** Pure: on the raw bytes, against every active secret. `now` decides the age of a signature. */
  verify(delivery: Delivery, now: Date): Verification;
  /** Which documents this (verified) JSON body is about. May ask the vendor, for a refund's invoice say. */
  read(body: unknown): Promise<Reading>;
}

/** A billing system. Each `fetch…` returns the current truth, or null where the vendor no longer has the document. */
export interface BillingVendor extends Vendor {
  readonly kind: 'billing';
  fetchCustomer(id: string): Promise<BillingCustomer | null>;
  fetchSubscription(id: string): Promise<BillingSubscription | null>;
  fetchBillingDocument(ref: DocumentRef): Promise<BillingDocument | null>;
}

/** A partner relationship management system. */
export interface PrmVendor extends Vendor {
  readonly kind: 'prm';
  fetchProgram(id: string): Promise<PrmProgram | null>;
  /** By id or by partner key: PRMs accept either. */
  fetchPartnership(idOrPartnerKey: string): Promise<PrmPartnership | null>;
  fetchCustomer(id: string): Promise<PrmCustomer | null>;
  fetchLead(id: string): Promise<PrmLead | null>;
  fetchDeal(id: string): Promise<PrmDeal | null>;
  /** What it pays partners by its own rules for what happened in a time, the end exclusive; archived ones left out. */
  rewards(from: Date, until: Date): Promise<PrmReward[]>;
  /** The stages that a deal, or the statuses that a lead, can have there; none where the PRM has no such list. */
  stages(of: 'deal' | 'lead'): Promise<readonly PrmStage[]>;
  /** Makes a deal agree with `changes`, and gives it back as it is then. Null where the deal is gone. Idempotent. */
  changeDeal(id: string, changes: PrmDealChanges): Promise<PrmDeal | null>;
  /** The same for a lead. */
  changeLead(id: string, changes: PrmLeadChanges): Promise<PrmLead | null>;
}

/** What is pushed of a deal; what is left out stays as it is. */
export interface PrmDealChanges {
  stage?: string;
  /** Cents of the currency in which the org reports: PartnerStack's deals have none of their own. */
  amountMinor?: number | null;
  /** "YYYY-MM-DD". */
  closeDate?: string | null;
  /** Why it was lost, in the rep's words. */
  lostReason?: string;
}

/** What is pushed of a lead. */
export interface PrmLeadChanges {
  /** One of the PRM's own words. */
  status: string;
}

export type AnyVendor = BillingVendor | PrmVendor;

/** What `config.ts` hands to a vendor's factory, per tenant. */
export interface VendorSettings {
  account: string;
  /** Several while a secret is rotated. For unsigned vendors: the unguessable path parts. */
  webhookSecrets: readonly string[];
  apiKey: string;
  /** Set to point the vendor at loopback; otherwise the vendor's own address is used. */
  apiBase: string | null;
  /** Which of the vendor's modes this tenant serves; null: the vendor's key tells. */
  mode: 'live' | 'test' | null;
}

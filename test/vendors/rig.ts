import type { fixedClock } from '../../src/clock.ts';
import { externalKey } from '../../src/events/document.ts';
import type { DocumentRef } from '../../src/events/document.ts';
import type { AnyVendor, Delivery, VendorSettings } from '../../src/vendors/contract.ts';
import type { Failure } from './failing-server.ts';

/** One running fake and the vendor that reads it. */
export interface VendorRig {
  vendor: AnyVendor;
  settings: VendorSettings;
  clock: ReturnType<typeof fixedClock>;
  vendorWith: (changes: Partial<VendorSettings>) => AnyVendor;
  /** The delivery that the vendor would make with `secret` at the clock's time. */
  deliver(body: unknown, secret: string): Delivery;
  /** The same delivery with another proof: undefined for none at all. */
  withProof(genuine: Delivery, proof: string | undefined): Delivery;
  /** What a forger could make of a genuine delivery: each must be refused. */
  forgeries(genuine: Delivery): Delivery[];
  /** Bodies about things that the fake has: together they name every type of document of this vendor. */
  bodies: readonly unknown[];
  close(): Promise<void>;
}

export interface VendorHarness {
  start(): Promise<VendorRig>;
  /** Every event type (or family, 'deal.*') that the vendor's table knows. */
  eventTypes: readonly string[];
  /** The README, which lists them in the first column of tables that are headed "event". */
  readme: string;
  /** How old a genuine delivery may be, or why none can be too old. */
  age: { toleranceMs: number } | { never: string };
  /** Failures that cannot be tried here, each with the reason. */
  untried?: Partial<Record<Failure, string>>;
}

/** The truth of any document that a vendor names; a type that its kind has no fetch for is a fault of the vendor. */
export async function fetchDocument(vendor: AnyVendor, ref: DocumentRef) {
  const wrong = new Error(`A ${vendor.kind} vendor named a ${ref.type}, which it cannot fetch.`);
  if (vendor.kind === 'billing') {
    if (ref.type === 'customer') return vendor.fetchCustomer(ref.id);
    if (ref.type === 'subscription') return vendor.fetchSubscription(ref.id);
    if (ref.type === 'invoice' || ref.type === 'charge') return vendor.fetchBillingDocument(ref);
    throw wrong;
  }
  if (ref.type === 'program') return vendor.fetchProgram(ref.id);
  if (ref.type === 'partnership') return vendor.fetchPartnership(ref.id);
  if (ref.type === 'customer') return vendor.fetchCustomer(ref.id);
  if (ref.type === 'lead') return vendor.fetchLead(ref.id);
  if (ref.type === 'deal') return vendor.fetchDeal(ref.id);
  throw wrong;
}

/** What the rig's own bodies name, in the vendor's reading; each document once. */
export async function documentsOf(rig: VendorRig): Promise<DocumentRef[]> {
  const readings = await Promise.all(rig.bodies.map((body) => rig.vendor.read(body)));
  const refs = readings.flatMap((reading) =>
    reading.kind === 'documents' ? reading.documents : [],
  );
  return [...new Map(refs.map((ref) => [externalKey(ref), ref])).values()];
}

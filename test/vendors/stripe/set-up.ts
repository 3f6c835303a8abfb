import { readFileSync } from 'node:fs';
import { fixedClock } from '../../../src/clock.ts';
import type { BillingDocument } from '../../../src/events/billing.ts';
import type { DocumentRef, DocumentType } from '../../../src/events/document.ts';
import type { BillingVendor, VendorSettings } from '../../../src/vendors/contract.ts';
import { createStripe } from '../../../src/vendors/stripe/index.ts';
import type { Shape } from '../../fakes/stripe/books.ts';
import {
  startStripeFake,
  type StripeFake,
  type StripeFakeOptions,
} from '../../fakes/stripe/stripe-fake.ts';

export interface SetUp {
  fake: StripeFake;
  stripe: BillingVendor;
  clock: ReturnType<typeof fixedClock>;
}

export const SECRET = 'whsec_test_of_ours';

const started: StripeFake[] = [];
afterAll(() => Promise.all(started.map((fake) => fake.stop())));

/** The vendor as `createStripe` makes it, against a fake account of its own, which ends with the test file. */
export async function setUp(
  options: StripeFakeOptions = {},
  settings: Partial<VendorSettings> = {},
): Promise<SetUp> {
  const fake = await startStripeFake(options);
  started.push(fake);
  const clock = fixedClock(new Date('2026-11-05T12:00:00.123Z'));
  const stripe = createStripe(
    {
      account: 'main',
      webhookSecrets: [SECRET],
      apiKey: fake.apiKey,
      apiBase: fake.url,
      mode: null,
      ...settings,
    },
    { clock },
  );
  return { fake, stripe, clock };
}

export function refOf(type: DocumentType, id: string): DocumentRef {
  return { vendor: 'stripe', account: 'main', type, id };
}

/** A document that must be there. */
export async function fetched(
  stripe: BillingVendor,
  type: 'invoice' | 'charge',
  id: string,
): Promise<BillingDocument> {
  const document = await stripe.fetchBillingDocument(refOf(type, id));
  if (!document) throw new Error(`${type} ${id} was not found.`);
  return document;
}

/** "refund:re_1 -30": the two things most tests look at. */
export function lines(document: BillingDocument): string[] {
  return document.movements.map(({ key, grossMinor }) => `${key} ${grossMinor}`);
}

export function net(document: BillingDocument): number {
  return document.movements.reduce((sum, { grossMinor }) => sum + grossMinor, 0);
}

export function fixture(name: string): unknown {
  const url = new URL(`../../fixtures/stripe/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

/** Tells a story to a fresh account and reads its invoice. */
export async function after(
  story: (fake: StripeFake, customer: string) => string,
  shape: Shape = 'basil',
): Promise<BillingDocument> {
  const { fake, stripe } = await setUp({ shape });
  const id = story(fake, fake.addCustomer({ name: 'Globex Ltd' }).object.id);
  return fetched(stripe, 'invoice', id);
}

/** The charge behind an invoice that was paid through Stripe. */
export function chargeOf({ charge }: ReturnType<StripeFake['payInvoice']>): string {
  if (!charge) throw new Error('Nothing was charged.');
  return charge.id;
}

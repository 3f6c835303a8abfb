import { readdirSync } from 'node:fs';
import type { DocumentRef } from '../../../src/events/document.ts';
import type { BillingVendor, Reading } from '../../../src/vendors/contract.ts';
import { eventTypeRows } from '../../../src/vendors/stripe/event-types.ts';
import { fixture, refOf, setUp, type SetUp } from './set-up.ts';

/** The account that the fixtures are about: a taxed invoice paid through Stripe, and a charge that stands alone. */
function fill({ fake }: SetUp): void {
  fake.addCustomer({ name: 'Globex Ltd', metadata: { partner_key: 'acme-partner' } });
  fake.addSubscription({ customer: 'cus_000001', metadata: { partner_key: 'acme-partner' } });
  fake.payInvoice({
    customer: 'cus_000001',
    net: 10000,
    tax: 1900,
    subscription: 'sub_000001',
  });
  fake.completeCheckout({ customer: 'cus_000001', invoice: 'in_000001' });
  fake.addCharge({ customer: 'cus_000001', amount: 5000 });
  fake.refund({ charge: 'ch_000001', amount: 3000 });
  fake.openDispute({ charge: 'ch_000001', amount: 1000 });
  fake.addCreditNote({ invoice: 'in_000001', amount: 2000, outOfBand: 2000 });
}

function fetchAny(stripe: BillingVendor, ref: DocumentRef): Promise<{ ref: DocumentRef } | null> {
  if (ref.type === 'customer') return stripe.fetchCustomer(ref.id);
  if (ref.type === 'subscription') return stripe.fetchSubscription(ref.id);
  return stripe.fetchBillingDocument(ref);
}

const customer = refOf('customer', 'cus_000001');
const subscription = refOf('subscription', 'sub_000001');
const invoice = refOf('invoice', 'in_000001');
const alone = refOf('charge', 'ch_000002');

const documents: [string, unknown[]][] = [
  ['customer.created', [customer]],
  ['customer.updated', [customer]],
  ['customer.deleted', [customer]],
  ['checkout.session.completed', [customer, invoice]],
  ['checkout.session.completed.unpaid', [customer]],
  ['checkout.session.async-payment-succeeded', [customer, alone]],
  ['subscription.created', [subscription, customer]],
  ['subscription.updated.ends-with-period', [subscription, customer]],
  ['subscription.deleted', [subscription, customer]],
  ['invoice.paid', [invoice]],
  ['invoice.payment-succeeded', [invoice]],
  ['invoice.updated', [invoice]],
  ['invoice.overpaid', [invoice]],
  ['invoice.voided', [invoice]],
  ['invoice.marked-uncollectible', [invoice]],
  ['invoice.paid.before-basil', [invoice]],
  ['invoice-payment.paid', [invoice]],
  ['charge.succeeded', [invoice]],
  ['charge.succeeded.before-basil', [invoice]],
  ['charge.captured', [invoice]],
  ['charge.updated', [invoice]],
  ['charge.refunded', [invoice]],
  ['charge.succeeded.alone', [alone]],
  ['payment-intent.succeeded', [invoice]],
  ['payment-intent.succeeded.alone', [alone]],
  ['refund.created', [invoice]],
  ['refund.updated', [invoice]],
  ['charge.refund.updated', [invoice]],
  ['refund.failed', [invoice]],
  ['refund.created.alone', [alone]],
  ['dispute.created', [invoice]],
  ['dispute.updated', [invoice]],
  ['dispute.funds-withdrawn', [invoice]],
  ['dispute.funds-reinstated', [invoice]],
  ['dispute.closed.lost', [invoice]],
  ['dispute.closed.won', [invoice]],
  ['credit-note.created', [invoice]],
  ['credit-note.updated', [invoice]],
  ['credit-note.voided', [invoice]],
  ['thin.invoice.paid', [invoice]],
  ['thin.customer.created', [customer]],
  ['thin.charge.succeeded', [invoice]],
  ['thin.subscription.updated', [subscription, customer]],
  ['thin.refund.created', [invoice]],
  ['thin.dispute.closed', [invoice]],
  ['thin.credit-note.created', [invoice]],
  ['thin.invoice-payment.paid', [invoice]],
  ['thin.checkout.session.completed', [customer, invoice]],
  ['thin.payment-intent.succeeded', [invoice]],
];

const skips: [string, string, RegExp][] = [
  ['refund.created.of-balance', 'NOTHING_TO_ACT_ON', /behind the refund re_000009/],
  ['refund.created.charge-unknown', 'NOTHING_TO_ACT_ON', /behind the refund re_000010/],
  ['thin.refund.gone', 'NOTHING_TO_ACT_ON', /no such refund/],
  ['thin.without-object', 'NOTHING_TO_ACT_ON', /no such invoice/],
  ['thin.ping', 'NOTHING_TO_ACT_ON', /ping/],
  ['thin.meter-report', 'EVENT_TYPE_IGNORED', /another Stripe product/],
  ['ignored.product.updated', 'EVENT_TYPE_IGNORED', /catalogue/],
  ['unknown.type', 'EVENT_TYPE_UNKNOWN', /moon\.landed/],
  ['live.invoice.paid', 'TEST_MODE', /from live mode.*set up for test/],
  ['not-an-event', 'NOTHING_TO_ACT_ON', /neither a snapshot event/],
];

describe('what an event makes us look at', () => {
  let account: SetUp;
  beforeAll(async () => {
    account = await setUp();
    fill(account);
  });

  test.each(documents)('%s names its documents, and Stripe has them', async (name, expected) => {
    const reading = await account.stripe.read(fixture(name));
    expect(reading).toMatchObject({ kind: 'documents', documents: expected });
    for (const ref of reading.kind === 'documents' ? reading.documents : []) {
      const found = await fetchAny(account.stripe, ref);
      expect(found?.ref).toEqual(ref);
    }
  });

  test.each(skips)('%s is skipped as %s, with the reason', async (name, code, detail) => {
    const reading = await account.stripe.read(fixture(name));
    expect(reading).toMatchObject({ kind: 'skip', code, detail: expect.stringMatching(detail) });
  });

  test('every fixture is in one of the two tables', () => {
    const folder = new URL('../../fixtures/stripe/', import.meta.url);
    const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...documents, ...skips].map(([name]) => name).sort());
  });

  test('every event type that is used has a fixture, but for those that differ in name only', () => {
    const types = documents.map(([name]) => Object(fixture(name)).type);
    const missing = eventTypeRows.filter(({ subject, type }) => subject && !types.includes(type));
    expect(missing.map(({ type }) => type)).toEqual([
      'customer.subscription.paused',
      'customer.subscription.resumed',
    ]);
  });

  test.each([null, 5, 'text', [], {}, { object: 'event' }, { object: 'event', type: 7 }])(
    'a body like %j is no event, and no failure',
    async (body) => {
      const reading = await account.stripe.read(body);
      expect(reading).toMatchObject({ kind: 'skip', code: 'NOTHING_TO_ACT_ON' });
      expect(reading.notice.eventType).toBe('unknown');
    },
  );

  test('the notice tells type, id and time as Stripe wrote them', async () => {
    const snapshot = await account.stripe.read(fixture('invoice.paid'));
    expect(snapshot.notice).toEqual({
      eventType: 'invoice.paid',
      eventId: expect.stringMatching(/^evt_/),
      occurredAt: new Date(1793610000 * 1000),
    });
    const thin = await account.stripe.read(fixture('thin.invoice.paid'));
    expect(thin.notice.eventType).toBe('v1.invoice.paid');
    expect(thin.notice.occurredAt).toEqual(new Date('2026-11-02T09:00:00.250Z'));
  });

  test('an event that carries enough costs no question', async () => {
    const before = account.fake.requestCount();
    for (const name of [
      'customer.created',
      'subscription.created',
      'invoice.paid',
      'refund.created.of-balance',
      'charge.succeeded.before-basil',
      'thin.invoice.paid',
    ]) {
      await account.stripe.read(fixture(name));
    }
    expect(account.fake.requestCount()).toBe(before);
  });
});

describe('test is not live', () => {
  const invoiceEvent = (livemode: boolean): Record<string, unknown> => ({
    ...Object(fixture('invoice.paid')),
    livemode,
  });
  test.each([
    ['a test key', 'sk_test_1', null, 'test'],
    ['a live key', 'sk_live_1', null, 'live'],
    ['a restricted live key', 'rk_live_1', null, 'live'],
    ['a key without a mode', 'key-of-a-proxy', null, 'test'],
    ['a setting against the key', 'sk_test_1', 'live' as const, 'live'],
  ])('%s decides which events count', async (_, apiKey, mode, expected) => {
    const { stripe } = await setUp({}, { apiKey, mode });
    const kinds = async (livemode: boolean): Promise<Reading['kind']> =>
      (await stripe.read(invoiceEvent(livemode))).kind;
    expect(await kinds(expected === 'live')).toBe('documents');
    expect(await kinds(expected !== 'live')).toBe('skip');
  });
});

describe('events of the older shape, from an account that answers in it', () => {
  test('a refund and a dispute find the invoice through the charge, where there is one', async () => {
    const account = await setUp({ shape: 'legacy' });
    fill(account);
    for (const name of ['refund.created', 'dispute.created', 'thin.refund.created']) {
      expect(await account.stripe.read(fixture(name))).toMatchObject({ documents: [invoice] });
    }
    expect(await account.stripe.read(fixture('refund.created.alone'))).toMatchObject({
      documents: [alone],
    });
  });
});

describe('a payment that is attached to an invoice afterwards', () => {
  test('names the charge too, which then has no money of its own any more', async () => {
    const { fake, stripe } = await setUp();
    const { object: who } = fake.addCustomer();
    const { object: charge, paymentIntent } = fake.addCharge({ customer: who.id, amount: 900 });
    const { object: open } = fake.addInvoice({ customer: who.id, net: 900 });
    const ref = refOf('charge', charge.id);
    expect((await stripe.fetchBillingDocument(ref))?.movements).toHaveLength(1);
    const { events } = fake.attachPayment(open.id, paymentIntent);
    expect(await stripe.read(events[0])).toMatchObject({
      documents: [refOf('invoice', open.id), ref],
    });
    expect((await stripe.fetchBillingDocument(ref))?.movements).toEqual([]);
    const onInvoice = await stripe.fetchBillingDocument(refOf('invoice', open.id));
    expect(onInvoice?.movements).toMatchObject([{ grossMinor: 900 }]);
  });
});

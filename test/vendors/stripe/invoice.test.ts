import type { BillingDocument } from '../../../src/events/billing.ts';
import type { StripeFake } from '../../fakes/stripe/stripe-fake.ts';
import { after, chargeOf, lines, net, refOf, setUp } from './set-up.ts';

const MINUTE = 60;

/** The shapes name a payment differently: by invoice payment, or by charge. */
function withoutPaymentIds(document: BillingDocument): unknown {
  const movements = document.movements.map((movement) => ({
    ...movement,
    key: movement.key.replace(/^payment:(inpay|ch)_/, 'payment:x_'),
  }));
  return { ...document, movements };
}

const stories: Record<string, (fake: StripeFake, customer: string) => string> = {
  'a taxed subscription invoice': (fake, customer) => {
    const { object } = fake.addSubscription({ customer, metadata: { partner_key: 'acme' } });
    const subscription = object.id;
    return fake.payInvoice({ customer, net: 10000, tax: 1900, subscription }).object.id;
  },
  'a zero-decimal currency': (fake, customer) =>
    fake.payInvoice({ customer, net: 1000, tax: 100, currency: 'jpy' }).object.id,
  'a currency that Stripe writes unlike ISO': (fake, customer) =>
    fake.payInvoice({ customer, net: 1000, tax: 200, currency: 'mga' }).object.id,
  'an invoice of nothing': (fake, customer) => fake.payInvoice({ customer, net: 0 }).object.id,
  'an open invoice': (fake, customer) => fake.addInvoice({ customer, net: 500 }).object.id,
  'an invoice paid by hand': (fake, customer) => {
    const { object } = fake.addInvoice({ customer, net: 700 });
    return fake.payOutOfBand(object.id).object.id;
  },
  'a refund that fails, and a dispute that is won': (fake, customer) => {
    const paid = fake.payInvoice({ customer, net: 10000, tax: 1900 });
    fake.advance(MINUTE);
    const refund = fake.refund({ charge: chargeOf(paid), amount: 3000 });
    fake.advance(MINUTE);
    fake.failRefund(refund.object.id);
    fake.advance(MINUTE);
    const dispute = fake.openDispute({ charge: chargeOf(paid) });
    fake.advance(MINUTE);
    fake.winDispute(dispute.object.id);
    return paid.object.id;
  },
};

describe('both shapes of the API', () => {
  test.each(Object.entries(stories))('give the same document for %s', async (_, story) => {
    const [basil, legacy] = [await after(story), await after(story, 'legacy')];
    expect(withoutPaymentIds(legacy)).toEqual(withoutPaymentIds(basil));
  });
});

describe('a paid invoice', () => {
  test('is put into our words, taxes excluded', async () => {
    const { fake, stripe, clock } = await setUp();
    const id = stories['a taxed subscription invoice']?.(fake, fake.addCustomer().object.id) ?? '';
    expect(await stripe.fetchBillingDocument(refOf('invoice', id))).toEqual({
      type: 'invoice',
      ref: refOf('invoice', id),
      version: clock.now().getTime(),
      customer: refOf('customer', 'cus_000001'),
      currency: 'USD',
      totalMinor: 11900,
      commissionableMinor: 10000,
      movements: [
        {
          key: 'payment:inpay_000001',
          kind: 'payment',
          grossMinor: 11900,
          occurredAt: fake.books.now,
        },
      ],
      number: 'FAKE-000001',
      product: 'Pro',
      partnerKey: { value: 'acme', source: 'subscription metadata' },
    });
    expect(Object.fromEntries(fake.requests)).toEqual({
      'GET /v1/invoices/:id': 1,
      'GET /v1/charges': 1,
    });
  });

  test.each([
    ['jpy', 1000, 100, 'JPY', 1100, 1000],
    ['kwd', 5120, 510, 'KWD', 5630, 5120],
    ['mga', 50, 10, 'MGA', 6000, 5000],
    ['isk', 50000, 12000, 'ISK', 620, 500],
    ['ugx', 370000, 0, 'UGX', 3700, 3700],
  ])('in %s counts ISO minor units', async (currency, base, tax, iso, total, commissionable) => {
    const document = await after(
      (fake, customer) => fake.payInvoice({ customer, net: base, tax, currency }).object.id,
    );
    expect(document).toMatchObject({
      currency: iso,
      totalMinor: total,
      commissionableMinor: commissionable,
    });
    expect(net(document)).toBe(total);
  });

  test('has one movement per payment, oldest first, with those of different charges', async () => {
    const document = await after((fake, customer) => {
      const { object } = fake.addInvoice({ customer, net: 1000 });
      const first = fake.payOpenInvoice(object.id, 400);
      fake.advance(MINUTE);
      fake.payOpenInvoice(object.id);
      fake.advance(MINUTE);
      fake.refund({ charge: chargeOf(first), amount: 150 });
      return object.id;
    });
    expect(lines(document)).toEqual([
      'payment:inpay_000001 400',
      'payment:inpay_000002 600',
      'refund:re_000001 -150',
    ]);
  });

  test('that is only partly paid shows what came in', async () => {
    const document = await after((fake, customer) => {
      const { object } = fake.addInvoice({ customer, net: 1000 });
      return fake.payOpenInvoice(object.id, 250).object.id;
    });
    expect(lines(document)).toEqual(['payment:inpay_000001 250']);
    expect(document.totalMinor).toBe(1000);
  });

  test('that credit paid in part counts only the money', async () => {
    const document = await after(
      (fake, customer) => fake.payInvoice({ customer, net: 1000, startingBalance: -300 }).object.id,
    );
    expect(lines(document)).toEqual(['payment:inpay_000001 700']);
  });

  test('beyond its payments was paid by hand', async () => {
    const document = await after((fake, customer) => {
      const { object } = fake.addInvoice({ customer, net: 1000 });
      fake.payOpenInvoice(object.id, 250);
      return fake.payOutOfBand(object.id).object.id;
    });
    expect(lines(document)).toEqual(['payment:inpay_000001 250', 'payment:other 750']);
  });

  test('below zero asks for nothing', async () => {
    const document = await after(
      (fake, customer) => fake.payInvoice({ customer, net: -500 }).object.id,
    );
    expect(document).toMatchObject({ totalMinor: 0, commissionableMinor: 0, movements: [] });
  });

  test('is null where Stripe has none', async () => {
    const { stripe } = await setUp();
    expect(await stripe.fetchBillingDocument(refOf('invoice', 'in_none'))).toBeNull();
  });
});

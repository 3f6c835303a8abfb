import { fetched, lines, refOf, setUp } from './set-up.ts';

describe('a charge that stands alone', () => {
  test('is a document of its own; the checkout it came from knows its tax and its partner', async () => {
    const { fake, stripe } = await setUp();
    const customer = fake.addCustomer().object.id;
    const { object, paymentIntent } = fake.addCharge({
      customer,
      amount: 11900,
      currency: 'eur',
      description: 'Setup fee',
    });
    fake.completeCheckout({ customer, paymentIntent, tax: 1900, clientReferenceId: 'acme' });
    fake.advance(60);
    fake.refund({ charge: object.id, amount: 900 });
    const document = await fetched(stripe, 'charge', object.id);
    expect(lines(document)).toEqual(['payment:ch_000001 11900', 'refund:re_000001 -900']);
    expect(document).toMatchObject({
      type: 'charge',
      ref: refOf('charge', object.id),
      customer: refOf('customer', customer),
      currency: 'EUR',
      totalMinor: 11900,
      commissionableMinor: 10000,
      product: 'Setup fee',
      partnerKey: { value: 'acme', source: 'checkout session' },
    });
  });

  test.each([
    ['is only authorised', { captured: false }],
    ['is still pending', { status: 'pending' as const }],
    ['has failed', { status: 'failed' as const }],
  ])('has no movements while it %s', async (_, state) => {
    const { fake, stripe } = await setUp();
    const { object } = fake.addCharge({ amount: 500, ...state });
    const document = await fetched(stripe, 'charge', object.id);
    expect(document).toMatchObject({ movements: [], customer: null, totalMinor: 500 });
  });

  test('is null where Stripe has none', async () => {
    const { stripe } = await setUp();
    expect(await stripe.fetchBillingDocument(refOf('charge', 'ch_none'))).toBeNull();
  });
});

describe('a customer', () => {
  test('is put into our words, with one question when their metadata names the partner', async () => {
    const { fake, stripe, clock } = await setUp();
    const metadata = { partner_key: ' acme ', customer_id: 'crm-1' };
    const { object } = fake.addCustomer({ name: 'Globex', email: 'a@globex.example', metadata });
    expect(await stripe.fetchCustomer(object.id)).toEqual({
      type: 'customer',
      ref: refOf('customer', object.id),
      version: clock.now().getTime(),
      createdAt: fake.books.now,
      name: 'Globex',
      email: 'a@globex.example',
      deleted: false,
      customerKey: 'crm-1',
      partnerKey: { value: 'acme', source: 'customer metadata' },
    });
    expect(fake.requestCount()).toBe(1);
  });

  test('takes the partner key from where it ranks highest', async () => {
    const { fake, stripe } = await setUp();
    const customer = fake.addCustomer({ metadata: { customer_key: 'k', customer_id: 'i' } }).object
      .id;
    const keyed = async (): Promise<unknown> => (await stripe.fetchCustomer(customer))?.partnerKey;
    expect(await keyed()).toBeNull();
    const first = fake.addSubscription({ customer, metadata: { partner_key: 'by-subscription' } });
    fake.endSubscription(first.object.id);
    fake.advance(1);
    fake.addSubscription({ customer, metadata: { partner_key: 'by-later-subscription' } });
    expect(await keyed()).toEqual({ value: 'by-subscription', source: 'subscription metadata' });
    fake.completeCheckout({ customer, clientReferenceId: 'by-reference' });
    expect(await keyed()).toEqual({ value: 'by-reference', source: 'checkout session' });
    fake.advance(1);
    fake.completeCheckout({ customer, metadata: { partner_key: 'by-checkout' } });
    fake.advance(1);
    fake.completeCheckout({ customer, metadata: { partner_key: 'by-later-checkout' } });
    expect(await keyed()).toEqual({ value: 'by-checkout', source: 'checkout session' });
    fake.updateCustomer(customer, { metadata: { partner_key: 'by-customer' } });
    expect(await keyed()).toEqual({ value: 'by-customer', source: 'customer metadata' });
    expect((await stripe.fetchCustomer(customer))?.customerKey).toBe('k');
  });

  test('finds the earliest checkout behind every page', async () => {
    const { fake, stripe } = await setUp();
    const customer = fake.addCustomer().object.id;
    for (let i = 1; i <= 150; i += 1) {
      fake.completeCheckout({ customer, clientReferenceId: `partner-${i}` });
      fake.advance(1);
    }
    expect((await stripe.fetchCustomer(customer))?.partnerKey?.value).toBe('partner-1');
  });

  test('that was deleted keeps only the id', async () => {
    const { fake, stripe } = await setUp();
    const customer = fake.addCustomer({ name: 'Gone', metadata: { partner_key: 'p' } }).object.id;
    fake.deleteCustomer(customer);
    expect(await stripe.fetchCustomer(customer)).toMatchObject({
      deleted: true,
      name: null,
      email: null,
      partnerKey: null,
      customerKey: null,
    });
    expect(await stripe.fetchCustomer('cus_none')).toBeNull();
  });
});

describe('a subscription', () => {
  test.each(['basil', 'legacy'] as const)('has state, product and end (%s)', async (shape) => {
    const { fake, stripe } = await setUp({ shape });
    const customer = fake.addCustomer().object.id;
    const { object } = fake.addSubscription({ customer, product: 'Team plan' });
    const read = () => stripe.fetchSubscription(object.id);
    expect(await read()).toMatchObject({
      type: 'subscription',
      ref: refOf('subscription', object.id),
      customer: refOf('customer', customer),
      state: 'active',
      product: 'Team plan',
      endsAt: null,
    });
    fake.updateSubscription(object.id, { cancel_at_period_end: true });
    const periodEnd = new Date(object.current_period_end * 1000);
    expect((await read())?.endsAt).toEqual(periodEnd);
    fake.updateSubscription(object.id, { cancel_at: 1800000000 });
    expect((await read())?.endsAt).toEqual(new Date(1800000000 * 1000));
    fake.endSubscription(object.id);
    expect(await read()).toMatchObject({ state: 'canceled', endsAt: fake.books.now });
    expect(await stripe.fetchSubscription('sub_none')).toBeNull();
  });
});

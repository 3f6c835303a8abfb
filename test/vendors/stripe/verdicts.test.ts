import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  TransientError,
  Verdict,
} from '../../../src/errors.ts';
import { fixture, setUp } from './set-up.ts';

async function verdictOf(work: Promise<unknown>): Promise<Verdict> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Verdict) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe("what Stripe's refusals mean", () => {
  // The SDK retries once where that may help, so two failures reach us.
  test.each([
    [500, TransientError, 'STRIPE_FAILED', 2],
    [503, TransientError, 'STRIPE_FAILED', 2],
    [409, TransientError, 'STRIPE_FAILED', 2],
    [0, TransientError, 'STRIPE_UNREACHABLE', 2],
    [429, RateLimitedError, 'STRIPE_RATE_LIMITED', 1],
    [401, HumanNeededError, 'STRIPE_KEY_REFUSED', 1],
    [403, HumanNeededError, 'STRIPE_PERMISSION_MISSING', 1],
    [400, PoisonError, 'STRIPE_REQUEST_REFUSED', 1],
    [402, PoisonError, 'STRIPE_REQUEST_REFUSED', 1],
  ])('%d, on reading one object', async (status, kind, code, times) => {
    const { fake, stripe } = await setUp();
    const { object } = fake.addCustomer();
    fake.failNext(times, status);
    const verdict = await verdictOf(stripe.fetchCustomer(object.id));
    expect(verdict).toBeInstanceOf(kind);
    expect(verdict).toMatchObject({ code, message: expect.stringContaining(object.id) });
    expect(await stripe.fetchCustomer(object.id)).not.toBeNull();
  });

  test('429, on following a list while reading an event', async () => {
    const { fake, stripe } = await setUp();
    fake.failNext(1, 429, 7);
    const verdict = await verdictOf(stripe.read(fixture('refund.created')));
    expect(verdict).toBeInstanceOf(RateLimitedError);
    expect(verdict).toMatchObject({ retryAfterMs: 7000 });
  });

  test('429 without a time, which then is a second', async () => {
    const { fake, stripe } = await setUp();
    fake.failNext(1, 429);
    expect(await verdictOf(stripe.fetchCustomer('cus_1'))).toMatchObject({ retryAfterMs: 1000 });
  });

  test('a wrong key pauses this account only, and is not repeated in the text', async () => {
    const { stripe } = await setUp({}, { apiKey: 'sk_test_very-secret', account: 'second' });
    const verdict = await verdictOf(stripe.fetchCustomer('cus_1'));
    expect(verdict).toMatchObject({
      scope: 'stripe:second',
      action: expect.stringContaining('STRIPE_API_KEY'),
    });
    expect(`${verdict.message} ${verdict.action}`).not.toContain('very-secret');
  });

  test('one failure is bridged without anybody noticing', async () => {
    const { fake, stripe } = await setUp();
    const { object } = fake.addCustomer({ metadata: { partner_key: 'p' } });
    fake.failNext(1, 500);
    expect((await stripe.fetchCustomer(object.id))?.partnerKey?.value).toBe('p');
  });

  test('nobody there is transient', async () => {
    const { fake, stripe } = await setUp();
    await fake.stop();
    expect(await verdictOf(stripe.fetchCustomer('cus_1'))).toMatchObject({
      code: 'STRIPE_UNREACHABLE',
    });
  });

  test('an answer that is not what we know is poison, and names the place without the data', async () => {
    const { fake, stripe } = await setUp();
    const { object } = fake.addCustomer({ email: 'private@person.example' });
    Reflect.set(object, 'created', 'yesterday');
    const verdict = await verdictOf(stripe.fetchCustomer(object.id));
    expect(verdict).toBeInstanceOf(PoisonError);
    expect(verdict).toMatchObject({ code: 'STRIPE_UNEXPECTED_SHAPE' });
    expect(verdict.message).not.toContain('private@person.example');
  });

  test('amounts in a currency that is not the document’s are never added up', async () => {
    const { fake, stripe } = await setUp();
    const paid = fake.payInvoice({ customer: fake.addCustomer().object.id, net: 1000 });
    const refund = fake.refund({ charge: paid.charge?.id ?? '' });
    refund.object.currency = 'eur';
    const ref = { vendor: 'stripe', account: 'main', type: 'invoice' as const, id: paid.object.id };
    expect(await verdictOf(stripe.fetchBillingDocument(ref))).toMatchObject({
      code: 'CURRENCY_MISMATCH',
    });
  });
});

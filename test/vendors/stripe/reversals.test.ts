import type { BillingDocument } from '../../../src/events/billing.ts';
import type { StripeFake } from '../../fakes/stripe/stripe-fake.ts';
import { after, chargeOf, fetched, lines, net, setUp } from './set-up.ts';

const MINUTE = 60;

describe('refunds', () => {
  test('count from the moment they exist and are given back when they fail or are cancelled', async () => {
    const { fake, stripe } = await setUp();
    const paid = fake.payInvoice({ customer: fake.addCustomer().object.id, net: 1000 });
    const read = async (): Promise<string[]> =>
      lines(await fetched(stripe, 'invoice', paid.object.id));
    fake.advance(MINUTE);
    const first = fake.refund({ charge: chargeOf(paid), amount: 300, status: 'pending' });
    const pending = await read();
    expect(pending).toEqual(['payment:inpay_000001 1000', 'refund:re_000001 -300']);
    fake.completeRefund(first.object.id);
    expect(await read()).toEqual(pending);
    fake.advance(MINUTE);
    fake.failRefund(first.object.id);
    expect(await read()).toEqual([...pending, 'refund-failed:re_000001 300']);
    fake.advance(MINUTE);
    const second = fake.refund({ charge: chargeOf(paid), amount: 200, status: 'requires_action' });
    fake.advance(MINUTE);
    fake.cancelRefund(second.object.id);
    expect((await read()).slice(3)).toEqual([
      'refund:re_000002 -200',
      'refund-failed:re_000002 200',
    ]);
  });

  test('that fail are dated by the failure, not by the refund', async () => {
    const document = await after((fake, customer) => {
      const paid = fake.payInvoice({ customer, net: 1000 });
      const refund = fake.refund({ charge: chargeOf(paid), amount: 300 });
      fake.advance(MINUTE);
      fake.failRefund(refund.object.id);
      return paid.object.id;
    });
    const at = (key: string): number =>
      document.movements.find((movement) => movement.key === key)?.occurredAt.getTime() ?? 0;
    expect(at('refund-failed:re_000001') - at('refund:re_000001')).toBe(MINUTE * 1000);
  });

  test('beyond those inside the charge are followed to the last page', async () => {
    const { fake, stripe } = await setUp();
    const paid = fake.payInvoice({ customer: fake.addCustomer().object.id, net: 1000 });
    for (let i = 0; i < 205; i += 1) fake.refund({ charge: chargeOf(paid), amount: 2 });
    const document = await fetched(stripe, 'invoice', paid.object.id);
    expect(document.movements).toHaveLength(206);
    expect(net(document)).toBe(1000 - 410);
    expect(fake.requests.get('GET /v1/refunds')).toBe(3);
  });

  test('of money that was never captured are not counted', async () => {
    const document = await after((fake, customer) => {
      const paid = fake.payInvoice({ customer, net: 1000 });
      fake.refund({ charge: chargeOf(paid), amount: 100, reason: 'partial_capture' });
      return paid.object.id;
    });
    expect(lines(document)).toEqual(['payment:inpay_000001 1000']);
  });

  test('of a payment that paid for several things count in proportion, never more than was paid here', async () => {
    const document = await after((fake, customer) => {
      const { object, paymentIntent } = fake.addCharge({ customer, amount: 1000 });
      const { object: open } = fake.addInvoice({ customer, net: 333 });
      fake.attachPayment(open.id, paymentIntent, 333);
      for (const amount of [500, 499, 1]) fake.refund({ charge: object.id, amount });
      return open.id;
    });
    expect(lines(document)).toEqual([
      'payment:inpay_000001 333',
      'refund:re_000001 -166',
      'refund:re_000002 -166',
    ]);
  });

  test('of many payments on one invoice are found behind every page of payments', async () => {
    const { fake, stripe } = await setUp();
    const { object } = fake.addInvoice({ customer: fake.addCustomer().object.id, net: 1200 });
    for (let i = 0; i < 12; i += 1) fake.payOpenInvoice(object.id, 100);
    const document = await fetched(stripe, 'invoice', object.id);
    expect(net(document)).toBe(1200);
    expect(document.movements).toHaveLength(12);
  });
});

describe('disputes', () => {
  const dispute = (story: (fake: StripeFake, charge: string) => void): Promise<BillingDocument> =>
    after((fake, customer) => {
      const paid = fake.payInvoice({ customer, net: 1000 });
      fake.advance(MINUTE);
      story(fake, chargeOf(paid));
      return paid.object.id;
    });
  const win = (fake: StripeFake, id: string, amount?: number): void => {
    fake.advance(MINUTE);
    fake.winDispute(id, amount);
  };

  test('that are lost keep the money, and the inquiry before them moves none', async () => {
    const document = await dispute((fake, charge) => {
      fake.closeInquiry(fake.openDispute({ charge, inquiry: true }).object.id);
      fake.loseDispute(fake.openDispute({ charge }).object.id);
    });
    expect(lines(document).slice(1)).toEqual(['dispute:du_000002 -1000']);
  });

  test('that are won late give it back', async () => {
    const document = await dispute((fake, charge) => {
      const { object } = fake.openDispute({ charge, amount: 600 });
      fake.loseDispute(object.id);
      win(fake, object.id);
    });
    expect(lines(document).slice(1)).toEqual([
      'dispute:du_000001 -600',
      'dispute-reversal:du_000001 600',
    ]);
  });

  test('settled in another currency count by proportion, and never give back more than they took', async () => {
    const settlement = { amount: 913, currency: 'eur' };
    const half = await dispute((fake, charge) =>
      win(fake, fake.openDispute({ charge, settlement }).object.id, 456),
    );
    expect(lines(half).slice(1)).toEqual([
      'dispute:du_000001 -1000',
      'dispute-reversal:du_000001 499',
    ]);
    const gain = await dispute((fake, charge) =>
      win(fake, fake.openDispute({ charge, settlement }).object.id, 950),
    );
    expect(net(gain)).toBe(1000);
  });

  test('that come back in two parts have a key for each', async () => {
    const document = await dispute((fake, charge) => {
      const { object } = fake.openDispute({ charge });
      win(fake, object.id, 400);
      win(fake, object.id, 600);
    });
    expect(lines(document).slice(1)).toEqual([
      'dispute:du_000001 -1000',
      'dispute-reversal:du_000001 400',
      'dispute-reversal:du_000001:txn_000003 600',
    ]);
  });
});

describe('credit notes', () => {
  test('on a paid invoice count only what was given back outside of Stripe; refunds count once', async () => {
    const document = await after((fake, customer) => {
      const { object } = fake.payInvoice({ customer, net: 1000 });
      fake.advance(MINUTE);
      fake.addCreditNote({ invoice: object.id, amount: 500, refund: 200, outOfBand: 100 });
      return object.id;
    });
    expect(lines(document).slice(1)).toEqual([
      'credit-note:cn_000001 -100',
      'refund:re_000001 -200',
    ]);
  });

  test('given as balance count when the next invoice is paid with it', async () => {
    const { fake, stripe } = await setUp();
    const customer = fake.addCustomer().object.id;
    const { object } = fake.payInvoice({ customer, net: 1000 });
    fake.addCreditNote({ invoice: object.id, amount: 400 });
    const next = fake.payInvoice({ customer, net: 1000, startingBalance: -400 });
    expect(net(await fetched(stripe, 'invoice', object.id))).toBe(1000);
    expect(net(await fetched(stripe, 'invoice', next.object.id))).toBe(600);
  });

  test('on an open invoice lower what is paid; a void one does nothing', async () => {
    const document = await after((fake, customer) => {
      const { object } = fake.addInvoice({ customer, net: 1000 });
      fake.addCreditNote({ invoice: object.id, amount: 300 });
      const mistaken = fake.addCreditNote({ invoice: object.id, amount: 200 });
      fake.voidCreditNote(mistaken.object.id);
      return fake.payOpenInvoice(object.id).object.id;
    });
    expect(lines(document)).toEqual(['payment:inpay_000001 700']);
  });
});

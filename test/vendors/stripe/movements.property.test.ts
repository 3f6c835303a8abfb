import fc from 'fast-check';
import type { Movement } from '../../../src/events/billing.ts';
import type { StripeFake } from '../../fakes/stripe/stripe-fake.ts';
import { fetched, setUp, type SetUp } from './set-up.ts';

/** One thing that may happen to a paid charge; `size` is a share of what is left to take, in percent. */
const stepArbitrary = fc.record({
  what: fc.constantFrom('refund', 'fail', 'cancel', 'dispute', 'lose', 'win', 'inquiry'),
  size: fc.integer({ min: 1, max: 100 }),
  pause: fc.integer({ min: 0, max: 3 }),
});
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

const historyArbitrary = fc.record({
  net: fc.integer({ min: 1, max: 5_000_000 }),
  tax: fc.integer({ min: 0, max: 900_000 }),
  currency: fc.constantFrom('usd', 'jpy', 'mga', 'kwd'),
  rate: fc.integer({ min: 50, max: 200 }),
  steps: fc.array(stepArbitrary, { maxLength: 14 }),
});

/** Plays steps that a bank and Stripe would allow: nobody takes back more than is still there. */
class Charge {
  private readonly fake: StripeFake;
  private readonly charge: string;
  private readonly rate: number;
  private left: number;
  private readonly refunds: { id: string; amount: number }[] = [];
  private readonly disputes: { id: string; amount: number; lost: boolean }[] = [];

  constructor(fake: StripeFake, charge: string, amount: number, rate: number) {
    this.fake = fake;
    this.charge = charge;
    this.left = amount;
    this.rate = rate;
  }

  play({ what, size, pause }: Step): void {
    this.fake.advance(pause);
    const amount = Math.ceil((this.left * size) / 100);
    if (what === 'refund' && amount > 0) {
      this.refunds.push({
        id: this.fake.refund({ charge: this.charge, amount }).object.id,
        amount,
      });
      this.left -= amount;
    }
    if (what === 'fail' || what === 'cancel') {
      const refund = this.refunds.pop();
      if (!refund) return;
      if (what === 'fail') this.fake.failRefund(refund.id);
      else this.fake.cancelRefund(refund.id);
      this.left += refund.amount;
    }
    if (what === 'inquiry') this.fake.openDispute({ charge: this.charge, inquiry: true });
    if (what === 'dispute' && amount > 0) this.open(amount);
    if (what === 'lose') {
      const open = this.disputes.find(({ lost }) => !lost);
      if (open) this.fake.loseDispute(Object.assign(open, { lost: true }).id);
    }
    if (what === 'win') {
      const dispute = this.disputes.pop();
      if (!dispute) return;
      this.fake.winDispute(dispute.id);
      this.left += dispute.amount;
    }
  }

  private open(amount: number): void {
    const settlement = { amount: Math.ceil((amount * this.rate) / 100), currency: 'eur' };
    const { object } = this.fake.openDispute({ charge: this.charge, amount, settlement });
    this.disputes.push({ id: object.id, amount, lost: false });
    this.left -= amount;
  }

  remaining(): number {
    return this.left;
  }
}

const isPart = (part: readonly Movement[], whole: readonly Movement[]): boolean =>
  part.every((one) => whole.some((other) => JSON.stringify(one) === JSON.stringify(other)));

describe('for any coherent history of refunds, failures and disputes', () => {
  let account: SetUp;
  beforeAll(async () => {
    account = await setUp();
  });

  test('the movements add up to what is left of the payment, and what was once there stays', async () => {
    const factor: Record<string, number> = { mga: 100 };
    await fc.assert(
      fc.asyncProperty(historyArbitrary, async ({ net, tax, currency, rate, steps }) => {
        const { fake, stripe } = account;
        const customer = fake.addCustomer().object.id;
        const paid = fake.payInvoice({ customer, net, tax, currency });
        const charge = new Charge(fake, paid.charge?.id ?? '', net + tax, rate);
        let seen: readonly Movement[] = [];
        for (const step of steps) {
          charge.play(step);
          const { movements, totalMinor } = await fetched(stripe, 'invoice', paid.object.id);
          const sum = movements.reduce((total, { grossMinor }) => total + grossMinor, 0);
          expect(sum).toBe(charge.remaining() * (factor[currency] ?? 1));
          expect(sum).toBeGreaterThanOrEqual(0);
          expect(sum).toBeLessThanOrEqual(totalMinor);
          expect(isPart(seen, movements)).toBe(true);
          expect(new Set(movements.map(({ key }) => key)).size).toBe(movements.length);
          seen = movements;
        }
      }),
      { numRuns: 60 },
    );
  });
});

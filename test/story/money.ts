import type { StripeFake } from '../fakes/stripe/stripe-fake.ts';
import { fromStripe, recall, remember, type StoryStep } from './step.ts';

function pay(
  stripe: StripeFake,
  name: string,
  who: string,
  net: number,
  tax: number,
  currency = 'usd',
): { events: object[] } {
  const paid = stripe.payInvoice({ customer: recall(stripe, who), net, tax, currency });
  remember(stripe, `${name} charge`, paid.charge?.id ?? '');
  return paid;
}

/** Money comes, goes, and comes back. */
export function moneySteps(stripe: StripeFake): StoryStep[] {
  const made = (
    name: string,
    happened: { object: { id: string }; events: object[] },
  ): { events: object[] } => {
    remember(stripe, name, happened.object.id);
    return happened;
  };
  return [
    {
      title: 'Globex pays 119.00 USD (19.00 tax)',
      act: () => fromStripe(pay(stripe, 'first', 'Globex', 10_000, 1_900)),
    },
    {
      title: 'Globex pays again: 238.00 USD',
      act: () => fromStripe(pay(stripe, 'second', 'Globex', 20_000, 3_800)),
    },
    {
      title: 'Globex gets 39.67 USD of the first payment back',
      act: () =>
        fromStripe(stripe.refund({ charge: recall(stripe, 'first charge'), amount: 3_967 })),
    },
    {
      title: 'Globex disputes the second payment: the money is gone for now',
      act: () =>
        fromStripe(
          made('dispute', stripe.openDispute({ charge: recall(stripe, 'second charge') })),
        ),
    },
    {
      title: 'We win the dispute: the money and the commission come back',
      act: () => fromStripe(stripe.winDispute(recall(stripe, 'dispute'))),
    },
    {
      title: 'Umbrella KK pays ¥11,000 (1,000 tax), Stark pays 90.00 USD',
      act: () =>
        fromStripe(
          pay(stripe, 'yen', 'Umbrella KK', 10_000, 1_000, 'jpy'),
          pay(stripe, 'stark', 'Stark', 9_000, 0),
        ),
    },
    {
      title: 'Stark is refunded in full, but the refund fails',
      act: () =>
        fromStripe(
          made('refund', stripe.refund({ charge: recall(stripe, 'stark charge'), amount: 9_000 })),
          stripe.failRefund(recall(stripe, 'refund')),
        ),
    },
    {
      title: 'Hooli and Soylent pay 100.00 USD each',
      act: () =>
        fromStripe(
          pay(stripe, 'hooli', 'Hooli', 10_000, 0),
          pay(stripe, 'soylent', 'Soylent', 10_000, 0),
        ),
    },
  ];
}

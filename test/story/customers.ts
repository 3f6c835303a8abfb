import type { PartnerStackFake } from '../fakes/partnerstack/fake.ts';
import type { StripeFake } from '../fakes/stripe/stripe-fake.ts';
import { fromPartnerStack, fromStripe, recall, remember, type StoryStep } from './step.ts';

function customer(
  stripe: StripeFake,
  name: string,
  metadata: Record<string, string> = {},
): { events: object[] } {
  const email = `billing@${name.toLowerCase().replace(/\W+/g, '-')}.example`;
  const made = stripe.addCustomer({ name, email, metadata });
  remember(stripe, name, made.object.id);
  return made;
}

/** Customers sign up, each with another kind of trace of the partner who brought them, or none. */
export function customerSteps(stripe: StripeFake, partnerstack: PartnerStackFake): StoryStep[] {
  return [
    {
      title: 'Globex signs up and carries Acme’s partner key; the PRM knows the customer too',
      act: () => [
        ...fromStripe(customer(stripe, 'Globex', { partner_key: 'acme' })),
        ...fromPartnerStack(
          partnerstack.addCustomer({
            partnerKey: 'acme',
            name: 'Globex',
            email: 'billing@globex.example',
            providerKey: recall(stripe, 'Globex'),
          }),
        ),
      ],
    },
    {
      title:
        'Umbrella KK buys through Acme’s reseller checkout link; Stark’s subscription carries it',
      act: () => {
        const umbrella = customer(stripe, 'Umbrella KK');
        const stark = customer(stripe, 'Stark');
        const session = stripe.completeCheckout({
          customer: recall(stripe, 'Umbrella KK'),
          clientReferenceId: 'acme-reseller',
        });
        const subscription = stripe.addSubscription({
          customer: recall(stripe, 'Stark'),
          metadata: { partner_key: 'acme-reseller' },
        });
        return fromStripe(umbrella, session, stark, subscription);
      },
    },
    {
      title: 'Hooli carries a partner key that nobody has; Soylent comes by itself',
      act: () =>
        fromStripe(
          customer(stripe, 'Hooli', { partner_key: 'nobody-we-know' }),
          customer(stripe, 'Soylent'),
        ),
    },
    {
      title: 'Initech pays 595.00 USD before anybody knows that Ajax brought it',
      act: () => {
        const made = customer(stripe, 'Initech');
        return fromStripe(
          made,
          stripe.payInvoice({ customer: recall(stripe, 'Initech'), net: 50_000, tax: 9_500 }),
        );
      },
    },
    {
      title: 'Now the PRM says so: the credit comes late and is paid all the same',
      act: () =>
        fromPartnerStack(
          partnerstack.addCustomer({
            partnerKey: 'ajax',
            name: 'Initech',
            email: 'billing@initech.example',
            providerKey: recall(stripe, 'Initech'),
          }),
        ),
    },
  ];
}

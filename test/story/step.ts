import type { StripeFake } from '../fakes/stripe/stripe-fake.ts';

/** A webhook as its vendor would post it. */
export interface StoryDelivery {
  vendor: 'stripe' | 'partnerstack';
  body: string;
}

/** One thing that happens outside, and the deliveries that tell of it. */
export interface StoryStep {
  title: string;
  act: () => StoryDelivery[];
}

export const fromPartnerStack = (...webhooks: object[]): StoryDelivery[] =>
  webhooks.map((webhook) => ({ vendor: 'partnerstack', body: JSON.stringify(webhook) }));
export const fromStripe = (...happened: { events: object[] }[]): StoryDelivery[] =>
  happened.flatMap(({ events }) =>
    events.map((event) => ({ vendor: 'stripe' as const, body: JSON.stringify(event) })),
  );

const ids = new WeakMap<StripeFake, Map<string, string>>();

/** Ids of what the story has made so far, by its own names. */
export function remember(stripe: StripeFake, name: string, id: string): void {
  const known = ids.get(stripe) ?? new Map<string, string>();
  known.set(name, id);
  ids.set(stripe, known);
}

export function recall(stripe: StripeFake, name: string): string {
  const id = ids.get(stripe)?.get(name);
  if (id === undefined) throw new Error(`The story has not made ${name} yet.`);
  return id;
}

import type { StoryDelivery } from '../../test/story/step.ts';

/** mulberry32: a small seeded generator, so that a run can be told again exactly. Between 0 and 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a careless network does to deliveries: some come twice, some come late, none come in order. */
export function createNetwork(random: () => number): {
  /** What arrives now; `late` counts what is still on its way. */
  send: (deliveries: readonly StoryDelivery[]) => { arriving: StoryDelivery[]; late: number };
  /** Everything that is still on its way. */
  rest: () => StoryDelivery[];
} {
  let late: StoryDelivery[] = [];
  const shuffled = (deliveries: readonly StoryDelivery[]): StoryDelivery[] =>
    deliveries
      .map((delivery) => ({ delivery, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ delivery }) => delivery);
  return {
    send(deliveries) {
      const due = late.filter(() => random() < 0.5);
      late = late.filter((delivery) => !due.includes(delivery));
      const twice = deliveries.filter(() => random() < 0.4);
      const all = shuffled([...deliveries, ...twice, ...due]);
      const held = all.filter(() => random() < 0.2);
      late.push(...held);
      return { arriving: all.filter((delivery) => !held.includes(delivery)), late: held.length };
    },
    rest() {
      const all = shuffled(late);
      late = [];
      return all;
    },
  };
}

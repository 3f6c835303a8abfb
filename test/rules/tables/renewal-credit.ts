import {
  carriedShares,
  type CarriedShare,
  type CustomerShare,
} from '../../../src/rules/renewal-credit.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  credits: readonly CustomerShare[];
}
interface Outcome {
  carried: readonly CarriedShare[];
}

const share = (id: string, changes: Partial<CustomerShare> = {}): CustomerShare => ({
  id,
  role: 'Sourced',
  creditShare: 10_000,
  payableSplit: 4_000,
  touchedAt: new Date('2026-01-01T00:00:00Z'),
  ...changes,
});
const later = { touchedAt: new Date('2026-01-02T00:00:00Z') };
const carried = (id: string, creditShare: number, payableSplit: number): CarriedShare => ({ id, creditShare, payableSplit }); // prettier-ignore
const row = (
  name: string,
  credits: readonly CustomerShare[],
  shares: readonly CarriedShare[],
): RuleRow<Facts, Outcome> => ({ name, facts: { credits }, outcome: { carried: shares } });

const percent = (basisPoints: number | null): string =>
  basisPoints === null ? 'none' : `${basisPoints / 100} %`;

export const renewalCreditTable: RuleTable<Facts, Outcome> = {
  rule: 'renewal-credit',
  title: 'How the credit of a customer is carried over to its renewal',
  about: `
An opportunity that renews a customer gets the credit that partners have for the customer, once; then it is the rep's. On an opportunity the credit of those who sourced it, and the payable splits of all, are never more than 100 % together; those of a
customer may be. So the oldest touch comes first (at the same moment, the lower id), and later ones get what is left. Influence is free: who only helped keeps its credit, and only its payable split is limited.`,
  decide: ({ credits }) => ({ carried: carriedShares(credits) }),
  columns: {
    'Credits of the customer': ({ facts }) =>
      facts.credits
        .map(
          (one) =>
            `${one.id}: ${one.role}, ${one.touchedAt.toISOString().slice(0, 10)}, credit ${percent(one.creditShare)}, payable ${percent(one.payableSplit)}`,
        ) // prettier-ignore
        .join('; ') || 'none',
    'On the renewal': ({ outcome }) =>
      outcome.carried
        ?.map(
          (one) =>
            `${one.id}: credit ${percent(one.creditShare)}, payable ${percent(one.payableSplit)}`,
        ) // prettier-ignore
        .join('; ') || 'none',
  },
  rows: [
    row('one credit keeps its shares', [share('A')], [carried('A', 10_000, 4_000)]),
    row(
      'no share is no share',
      [share('A', { creditShare: null, payableSplit: null })],
      [carried('A', 0, 0)],
    ),
    row(
      'the oldest touch comes first, and sourcing is given once',
      [share('A', later), share('B')],
      [carried('B', 10_000, 4_000), carried('A', 0, 4_000)],
    ),
    row(
      'at the same moment the lower id comes first',
      [share('B', { creditShare: 6_000 }), share('A', { creditShare: 6_000 })],
      [carried('A', 6_000, 4_000), carried('B', 4_000, 4_000)],
    ),
    row(
      'two that fit exactly',
      [share('A', { creditShare: 5_000, payableSplit: 5_000 }), share('B', { creditShare: 5_000, payableSplit: 5_000 })], // prettier-ignore
      [carried('A', 5_000, 5_000), carried('B', 5_000, 5_000)],
    ),
    row(
      'a hundredth of a percent too much',
      [share('A', { creditShare: 5_000, payableSplit: 5_000 }), share('B', { creditShare: 5_001, payableSplit: 5_001 })], // prettier-ignore
      [carried('A', 5_000, 5_000), carried('B', 5_000, 5_000)],
    ),
    row(
      'influence is free, but all are paid from one whole',
      [
        share('A', { role: 'Influenced', payableSplit: 7_000 }),
        share('B', { payableSplit: 2_000 }),
        share('C', { role: 'Resold', payableSplit: 3_000 }),
      ],
      [carried('A', 10_000, 7_000), carried('B', 10_000, 2_000), carried('C', 10_000, 1_000)],
    ),
    row('nothing is carried where there is nothing', [], []),
  ],
};

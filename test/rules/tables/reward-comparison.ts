import { formatMoney } from '../../../src/money.ts';
import {
  compareRewards,
  type OurReward,
  type RewardComparison,
  type TheirReward,
} from '../../../src/rules/reward-comparison.ts';
import { ours, theirs } from '../reward-builders.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Ledgers {
  ours: readonly OurReward[];
  theirs: readonly TheirReward[];
}

type Row = RuleRow<Ledgers, RewardComparison>;
const row = (
  name: string,
  facts: Ledgers,
  outcome: RewardComparison['outcome'],
  why: string,
): Row => ({ name, facts, outcome: { outcome, why } });

const noReward =
  'The PRM has no reward for it. Either the payment never reached it as a transaction, or none of its triggers covers it.';
const nothingOwed =
  'By our rules nothing is owed: no payment of the customer is in the ledger, the partnership is not credited for it, or no rule was in force.';
const amounts = (all: readonly { amountMinor: number; currency: string; day: string }[]): string =>
  all
    .map(({ amountMinor: minor, currency, day }) => `${formatMoney({ minor, currency })} on ${day}`)
    .join(', ');

export const rewardComparisonTable: RuleTable<Ledgers, RewardComparison> = {
  rule: 'reward-comparison',
  title: 'Why our computation and the PRM’s rewards differ',
  about: `
\`partnerverse compare-rewards --from 2026-07-01 --until 2026-10-01\` puts two ledgers side by side, by partnership, customer, month and currency: what the commission rules in Salesforce give for the payments, leads and deals of that time, and
what the PRM pays for them by its own rules. It computes partnerships whose program leaves commissions to the PRM as if it did not, and looks at others where the PRM rewards them as well. It writes nothing.
A payment's month is that of the payment on both sides, not of the reward. Rewards for leads and deals are compared where the PRM names the lead or the deal; others (actions, bonuses, submissions) are shown and not compared. Salesforce keeps no day on which a lead
was accepted: until it is converted it counts on the day of its reward. Rewards that the PRM declined are no money, and archived ones are left out. Each difference is given its likely cause; the first row below that fits, does.`,
  decide: ({ ours: our, theirs: their }) => {
    const [first] = compareRewards(our, their);
    if (first) return first;
    throw new Error('There is nothing to compare.');
  },
  columns: {
    Ours: ({ facts }) => amounts(facts.ours),
    Theirs: ({ facts }) =>
      facts.theirs
        .map((one) => `${amounts([one])}${one.status === 'pending' ? '' : ` (${one.status})`}`)
        .join(', '),
    Outcome: ({ outcome }) => outcome.outcome ?? '',
    Why: ({ outcome }) => outcome.why ?? '',
  },
  rows: [
    row('is the same', { ours: [ours()], theirs: [theirs()] }, 'same', 'Both say the same.'),
    row(
      'is the same, though theirs cannot be paid out yet',
      { ours: [ours()], theirs: [theirs({ status: 'scheduled' })] },
      'same',
      'Both say the same. Of theirs 20.00 USD is scheduled: not payable there yet.',
    ),
    row(
      'is the same, though theirs is waiting for two reasons',
      {
        ours: [ours()],
        theirs: [
          theirs({ amountMinor: 1_500, status: 'hold' }),
          theirs({ amountMinor: 500, status: 'scheduled' }),
        ],
      },
      'same',
      'Both say the same. Of theirs 15.00 USD is hold and 5.00 USD is scheduled: not payable there yet.',
    ),
    row(
      'was given and taken back there',
      { ours: [], theirs: [theirs(), theirs({ amountMinor: -2_000 })] },
      'same',
      'Neither side has anything.',
    ),
    row(
      'was given, taken back and declined there',
      {
        ours: [],
        theirs: [
          theirs(),
          theirs({ amountMinor: -2_000 }),
          theirs({ status: 'declined', declineReason: 'own purchase' }),
        ],
      },
      'same',
      'The PRM declined it: own purchase.',
    ),
    row(
      'is in a currency without cents',
      { ours: [ours({ currency: 'JPY' })], theirs: [theirs({ currency: 'JPY' })] },
      'cannot be compared',
      'The PRM does not say in which unit it counts JPY, which has no cents; its figure is shown as it came.',
    ),
    row(
      'is in a currency without cents, and only ours',
      { ours: [ours({ currency: 'JPY' })], theirs: [] },
      'only ours',
      noReward,
    ),
    row(
      'is counted in another month',
      { ours: [ours({ day: '2026-09-30' })], theirs: [theirs({ day: '2026-10-01' })] },
      'other month',
      'Theirs is in 2026-10: the same amount, counted on another day.',
    ),
    row(
      'is counted in a later month here',
      { ours: [ours({ day: '2026-10-01' })], theirs: [theirs({ day: '2026-09-30' })] },
      'other month',
      'Ours is in 2026-10: the same amount, counted on another day.',
    ),
    row(
      'was declined by the PRM',
      { ours: [ours()], theirs: [theirs({ status: 'declined', declineReason: 'own purchase' })] },
      'only ours',
      'The PRM declined it: own purchase.',
    ),
    row(
      'was declined several times; each reason is given once',
      {
        ours: [ours()],
        theirs: ['own purchase', 'too late', 'own purchase'].map((declineReason) =>
          theirs({ status: 'declined', declineReason }),
        ),
      },
      'only ours',
      'The PRM declined it: own purchase; too late.',
    ),
    row('has no reward', { ours: [ours()], theirs: [] }, 'only ours', noReward),
    row(
      'has no reward, and is paid by us',
      { ours: [ours({ commissionSource: 'Partnerverse' })], theirs: [] },
      'only ours',
      noReward,
    ),
    row(
      'is of a partnership that nobody knows here',
      { ours: [], theirs: [theirs({ isPartnershipKnown: false })] },
      'only theirs',
      "No partnership in Salesforce is known by the PRM's acme.",
    ),
    row(
      'is for no customer',
      { ours: [], theirs: [theirs({ customerKey: null, source: 'bonus' })] },
      'only theirs',
      'The reward names no customer: given by hand or for something else than a payment.',
    ),
    row(
      'is for a deal',
      { ours: [], theirs: [theirs({ source: 'deal' })] },
      'only theirs',
      'The reward is for a deal, and only payments are compared.',
    ),
    row(
      'is for a deal that nobody knows here',
      { ours: [], theirs: [theirs({ source: 'deal', isRecordKnown: false })] },
      'only theirs',
      'The deal that it is for is not known in Salesforce.',
    ),
    row(
      'is for a lead that earns nothing here',
      { ours: [], theirs: [theirs({ source: 'lead', isRecordKnown: true, customerKey: '00Q' })] },
      'only theirs',
      'By our rules nothing is owed for this lead: it has not earned anything, the partnership is not credited for it, or no rule was in force.',
    ),
    row(
      'is for a lead on both sides',
      {
        ours: [ours({ source: 'lead' })],
        theirs: [theirs({ source: 'lead', isRecordKnown: true })],
      },
      'same',
      'Both say the same.',
    ),
    row(
      'is for a deal here alone',
      { ours: [ours({ source: 'deal' })], theirs: [] },
      'only ours',
      'The PRM has no reward for it: it does not know of it, or none of its triggers covers it.',
    ),
    row(
      'is for a deal and a payment here alone',
      { ours: [ours({ source: 'deal' }), ours()], theirs: [] },
      'only ours',
      noReward,
    ),
    row(
      'is of a customer that nobody knows here',
      { ours: [], theirs: [theirs({ isCustomerKnown: false })] },
      'only theirs',
      'The customer is not known in Salesforce, so no payment of it is.',
    ),
    row('is nothing by our rules', { ours: [], theirs: [theirs()] }, 'only theirs', nothingOwed),
    row(
      'is nothing by our rules, and the PRM does not say what earned it',
      { ours: [], theirs: [theirs({ source: null })] },
      'only theirs',
      nothingOwed,
    ),
    row(
      'was refunded',
      { ours: [ours(), ours({ amountMinor: -500, baseMinor: -2_500 })], theirs: [theirs()] },
      'amount differs',
      'We take 5.00 USD back for money that went back to the customer; the PRM does not.',
    ),
    row(
      'was refunded, and the terms differ too',
      {
        ours: [ours(), ours({ amountMinor: -500, baseMinor: -2_500 })],
        theirs: [theirs({ amountMinor: 1_000 })],
      },
      'amount differs',
      'Both count payments of 100.00 USD, but the terms differ: 10 % there, 20 % here.',
    ),
    row(
      'is of payments with tax there',
      { ours: [ours()], theirs: [theirs({ amountMinor: 2_380, baseMinor: 11_900 })] },
      'amount differs',
      'The PRM counts payments of 119.00 USD, we count 100.00 USD without tax, both at 20 %.',
    ),
    row(
      'is of other payments by other terms',
      { ours: [ours()], theirs: [theirs({ amountMinor: 1_190, baseMinor: 11_900 })] },
      'amount differs',
      'The PRM counts payments of 119.00 USD, we count 100.00 USD without tax, and the terms differ too: 10 % there, 20 % here.',
    ),
    row(
      'is by other terms',
      { ours: [ours()], theirs: [theirs({ amountMinor: 1_550, status: 'hold' })] },
      'amount differs',
      'Both count payments of 100.00 USD, but the terms differ: 15.5 % there, 20 % here. Of theirs 15.50 USD is hold: not payable there yet.',
    ),
    row(
      'has no payment to compare with',
      { ours: [ours()], theirs: [theirs({ amountMinor: 100, baseMinor: null })] },
      'amount differs',
      'The PRM counts 1 reward, we count 1 line.',
    ),
    row(
      'has payments to compare with for some rewards only',
      {
        ours: [ours(), ours({ amountMinor: 100 }), ours({ amountMinor: 100 })],
        theirs: [theirs(), theirs({ amountMinor: 100, baseMinor: null })],
      },
      'amount differs',
      'The PRM counts 2 rewards, we count 3 lines.',
    ),
    row(
      'is for a payment of nothing there',
      { ours: [ours()], theirs: [theirs({ amountMinor: 100, baseMinor: 0 })] },
      'amount differs',
      'The PRM counts 1 reward, we count 1 line.',
    ),
    row(
      'is for a payment of nothing here',
      { ours: [ours({ baseMinor: 0 })], theirs: [theirs({ amountMinor: 100 })] },
      'amount differs',
      'The PRM counts 1 reward, we count 1 line.',
    ),
    row(
      'is for a payment in another currency there',
      { ours: [ours()], theirs: [theirs({ amountMinor: 1_000, baseCurrency: 'EUR' })] },
      'amount differs',
      'The PRM counts 1 reward, we count 1 line.',
    ),
    row(
      'is paid by both',
      { ours: [ours({ commissionSource: 'Partnerverse' })], theirs: [theirs()] },
      'same',
      'Both say the same. Both systems pay it: the program says that its commissions are computed here.',
    ),
  ],
};

import {
  amountOf,
  type AmountInputs,
  type AmountResult,
} from '../../../src/rules/commission-amount.ts';
import type { CommissionTiers } from '../../../src/rules/commission-terms.ts';
import type { RuleTable } from './rule-table.ts';

/** 100.00 paid, all of it this partnership's, at 20 %. */
const first: AmountInputs = {
  type: 'Percent',
  rate: 200_000,
  flatMinor: null,
  splitBasisPoints: 10_000,
  capMinor: null,
  minimumMinor: null,
  tiers: null,
  tierBasis: 0,
  paidMinor: 10_000,
  paidBeforeMinor: 0,
  standingMinor: 10_000,
  shareOfPaidMinor: 10_000,
  shareOfPaidBeforeMinor: 0,
  fullBeforeMinor: 0,
  grantedBeforeMinor: 0,
  standsBeforeMinor: 0,
  roomMinor: null,
};
/** The same payment later, when 20.00 of commission stood. */
const later: AmountInputs = {
  ...first,
  paidBeforeMinor: 10_000,
  shareOfPaidBeforeMinor: 10_000,
  fullBeforeMinor: 2_000,
  grantedBeforeMinor: 2_000,
  standsBeforeMinor: 2_000,
};
const steps = [
  { from: 5_000, rate: 250_000, flatMinor: null },
  { from: 20_000, rate: 300_000, flatMinor: null },
];
const marginal: CommissionTiers = { mode: 'Marginal', basis: 'Period Revenue', steps };
const whole: CommissionTiers = { mode: 'Whole', basis: 'Period Revenue', steps };
const perCustomer: CommissionTiers = {
  mode: 'Whole',
  basis: 'Customer Count',
  steps: [{ from: 3, rate: 300_000, flatMinor: null }],
};
const flat = { type: 'Flat', rate: null, flatMinor: 5_000 } as const;
const flatSteps: CommissionTiers = {
  mode: 'Whole',
  basis: 'Payment Amount',
  steps: [{ from: 10_000, rate: null, flatMinor: 9_000 }],
};
const major = (minor: number | null): string =>
  minor === null ? 'none' : (minor / 100).toFixed(2);

export const commissionAmountTable: RuleTable<AmountInputs, AmountResult> = {
  rule: 'commission-amount',
  title: 'What a payment earns, and what is taken back',
  about: `
What the terms give for a partnership's part of a payment is limited, in this order, by the cap on one billing document, by the minimum (what is less is not paid at all) and by the room that the caps per
customer, partnership and period leave. When money goes back, the commission that stands goes down in proportion to what of the payment stands; when it comes back, it goes up again, never above
a cap. Every line holds the difference.

Tiers count what the partnership has reached in the calendar period of the cap (or month) before the payment. _Marginal_: each part of the payment is paid at the rate of its
step. _Whole_: the whole payment is paid at the rate that is reached with it. Payments before keep their rate, and a refund takes back at the rate at which it was paid. Payments
are looked at in the order in which money moved, whatever became known first.`,
  decide: amountOf,
  columns: {
    Terms: ({ facts }) =>
      `${facts.type === 'Percent' ? `${(facts.rate ?? 0) / 10_000} %` : major(facts.flatMinor)}${facts.tiers ? `, ${facts.tiers.mode.toLowerCase()} tiers after ${facts.tiers.basis === 'Customer Count' ? facts.tierBasis : major(facts.tierBasis)}` : ''}`,
    'Part paid': ({ facts }) => major(facts.shareOfPaidMinor),
    'Stands of the payment': ({ facts }) =>
      `${major(facts.standingMinor)} of ${major(facts.paidMinor)}`,
    'Document cap, minimum, room': ({ facts }) =>
      [facts.capMinor, facts.minimumMinor, facts.roomMinor].map(major).join(', '),
    'Stood before': ({ facts }) => major(facts.standsBeforeMinor),
    Line: ({ outcome }) => major(outcome.amountMinor ?? null),
  },
  rows: [
    { name: 'a part of a payment', facts: first, outcome: { amountMinor: 2_000, limitedBy: null } },
    {
      name: 'half a cent is rounded up',
      facts: { ...first, rate: 125_000, shareOfPaidMinor: 10_004 },
      outcome: { amountMinor: 1_251 },
    },
    { name: 'a flat amount', facts: { ...first, ...flat }, outcome: { amountMinor: 5_000 } },
    {
      name: 'a flat amount for a third of the credit',
      facts: { ...first, ...flat, splitBasisPoints: 3_333, shareOfPaidMinor: 3_333 },
      outcome: { amountMinor: 1_667 },
    },
    {
      name: 'a flat amount for nothing',
      facts: { ...first, ...flat, shareOfPaidMinor: 0 },
      outcome: { amountMinor: 0 },
    },
    {
      name: 'exactly the document cap',
      facts: { ...first, capMinor: 2_000 },
      outcome: { amountMinor: 2_000, limitedBy: null },
    },
    {
      name: 'above the document cap',
      facts: { ...first, capMinor: 1_999 },
      outcome: { amountMinor: 1_999, limitedBy: 'cap' },
    },
    {
      name: 'exactly the minimum',
      facts: { ...first, minimumMinor: 2_000 },
      outcome: { amountMinor: 2_000, limitedBy: null },
    },
    {
      name: 'below the minimum',
      facts: { ...first, minimumMinor: 2_001 },
      outcome: { amountMinor: 0, limitedBy: 'minimum' },
    },
    {
      name: 'exactly the room that is left',
      facts: { ...first, roomMinor: 2_000 },
      outcome: { amountMinor: 2_000, limitedBy: null },
    },
    {
      name: 'more than the room that is left',
      facts: { ...first, roomMinor: 300 },
      outcome: { amountMinor: 300, limitedBy: 'cap' },
    },
    {
      name: 'no room at all',
      facts: { ...first, roomMinor: 0 },
      outcome: { amountMinor: 0, limitedBy: 'cap' },
    },
    {
      name: 'a third goes back',
      facts: { ...later, standingMinor: 6_666 },
      outcome: { amountMinor: -667, standsMinor: 1_333 },
    },
    {
      name: 'all goes back',
      facts: { ...later, standingMinor: 0 },
      outcome: { amountMinor: -2_000, standsMinor: 0 },
    },
    {
      name: 'half of a capped commission goes back: half of the cap',
      facts: {
        ...later,
        capMinor: 1_000,
        grantedBeforeMinor: 1_000,
        standsBeforeMinor: 1_000,
        standingMinor: 5_000,
      },
      outcome: { amountMinor: -500 },
    },
    {
      name: 'all comes back',
      facts: { ...later, standsBeforeMinor: 0 },
      outcome: { amountMinor: 2_000, standsMinor: 2_000 },
    },
    {
      name: 'all comes back, but others have used the room',
      facts: { ...later, standsBeforeMinor: 0, roomMinor: 1_500 },
      outcome: { amountMinor: 1_500, limitedBy: 'cap' },
    },
    {
      name: 'a second part payment of the document is added',
      facts: { ...later, paidMinor: 15_000, standingMinor: 15_000, shareOfPaidMinor: 15_000 },
      outcome: { amountMinor: 1_000, standsMinor: 3_000 },
    },
    {
      name: 'marginal tiers, from nothing: each part at its rate',
      facts: { ...first, tiers: marginal },
      outcome: { amountMinor: 1_000 + 1_250 },
    },
    {
      name: 'marginal tiers, up to a step exactly',
      facts: { ...first, tiers: marginal, shareOfPaidMinor: 5_000 },
      outcome: { amountMinor: 1_000 },
    },
    {
      name: 'marginal tiers, over two steps',
      facts: { ...first, tiers: marginal, tierBasis: 4_000, shareOfPaidMinor: 20_000 },
      outcome: { amountMinor: 200 + 3_750 + 1_200 },
    },
    {
      name: 'whole tiers: the payment that reaches a step is paid by it',
      facts: { ...first, tiers: whole, tierBasis: 10_000 },
      outcome: { amountMinor: 3_000 },
    },
    {
      name: 'whole tiers, a cent short of the step',
      facts: { ...first, tiers: whole, tierBasis: 9_999 },
      outcome: { amountMinor: 2_500 },
    },
    {
      name: 'the third customer of the period',
      facts: { ...first, tiers: perCustomer, tierBasis: 3 },
      outcome: { amountMinor: 3_000 },
    },
    {
      name: 'the second customer of the period',
      facts: { ...first, tiers: perCustomer, tierBasis: 2 },
      outcome: { amountMinor: 2_000 },
    },
    {
      name: 'a flat amount by the size of the payment',
      facts: { ...first, ...flat, tiers: flatSteps },
      outcome: { amountMinor: 9_000 },
    },
    {
      name: 'a flat amount below the first step',
      facts: { ...first, ...flat, tiers: flatSteps, shareOfPaidMinor: 9_999 },
      outcome: { amountMinor: 5_000 },
    },
    {
      name: 'a refund takes back at the rate at which it was paid, whatever tier is reached now',
      facts: {
        ...later,
        tiers: whole,
        tierBasis: 50_000,
        standingMinor: 5_000,
      },
      outcome: { amountMinor: -1_000 },
    },
    {
      name: 'nothing at all is not below the minimum',
      facts: { ...first, shareOfPaidMinor: 0, minimumMinor: 100 },
      outcome: { amountMinor: 0, limitedBy: null },
    },
    {
      name: 'nothing was paid at all',
      facts: { ...first, paidMinor: 0, standingMinor: 0, shareOfPaidMinor: 0 },
      outcome: { amountMinor: 0, limitedBy: null },
    },
    {
      name: 'half goes back of what a cap cut: half of what was granted, though the cap has room again',
      facts: {
        ...later,
        grantedBeforeMinor: 300,
        standsBeforeMinor: 300,
        standingMinor: 5_000,
        roomMinor: 1_000,
      },
      outcome: { amountMinor: -150, grantedMinor: 300 },
    },
    {
      name: 'marginal tiers, a second part payment: only what is new is put into steps',
      facts: {
        ...later,
        tiers: marginal,
        tierBasis: 10_000,
        paidMinor: 15_000,
        standingMinor: 15_000,
        shareOfPaidMinor: 15_000,
      },
      outcome: { amountMinor: 1_250 },
    },
    {
      name: 'a flat amount by the size of the payment, paid once though the payment came in parts',
      facts: {
        ...later,
        ...flat,
        tiers: flatSteps,
        fullBeforeMinor: 9_000,
        grantedBeforeMinor: 9_000,
        standsBeforeMinor: 9_000,
        paidMinor: 15_000,
        standingMinor: 15_000,
        shareOfPaidMinor: 15_000,
      },
      outcome: { amountMinor: 0, fullMinor: 9_000 },
    },
    {
      name: 'a flat amount by the size of the payment, whatever the mode of its tiers',
      facts: { ...first, ...flat, tiers: { ...flatSteps, mode: 'Marginal' } },
      outcome: { amountMinor: 9_000 },
    },
    {
      name: 'a flat amount with tiers for no part of the payment',
      facts: { ...first, ...flat, tiers: flatSteps, shareOfPaidMinor: 0 },
      outcome: { amountMinor: 0 },
    },
  ],
};

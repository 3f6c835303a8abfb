import { explainedAmount } from '../../src/rules/explain.ts';

const text = JSON.stringify;

const record = {
  trigger: 'Lead Converted',
  earned: 1,
  rate: null,
  flatMinor: 100_000,
  splitBasisPoints: 5_000,
  baseMinor: 0,
  roomMinor: null,
  postedMinor: 0,
};
const payment = {
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
const step = { from: 0, rate: 300_000, flatMinor: null };

test.each<[string, object, number | null]>([
  ['a part of a payment', payment, 2_000],
  ['a flat amount for a payment', { ...payment, type: 'Flat', rate: null, flatMinor: 700 }, 700],
  [
    'marginal tiers by revenue',
    { ...payment, tiers: { mode: 'Marginal', basis: 'Period Revenue', steps: [step] } },
    3_000,
  ],
  [
    'whole tiers by the amount of the payment',
    { ...payment, tiers: { mode: 'Whole', basis: 'Payment Amount', steps: [step] } },
    3_000,
  ],
  [
    'tiers by customers',
    { ...payment, tiers: { mode: 'Whole', basis: 'Customer Count', steps: [step] } },
    3_000,
  ],
  ['half of a flat amount for a lead', record, 50_000],
  ['an accepted lead', { ...record, trigger: 'Lead Accepted' }, 50_000],
  [
    'a part of a deal',
    { ...record, trigger: 'Opportunity Won', rate: 200_000, flatMinor: null, baseMinor: 10_000 },
    2_000,
  ],
  ['a rule without an amount', { ...record, flatMinor: null }, 0],
  ['a lead that a cap cuts', { ...record, roomMinor: 300 }, 300],
  ['a lead that a cap leaves whole', { ...record, roomMinor: 50_001 }, 50_000],
  ['a cap that leaves nothing', { ...record, roomMinor: 0 }, 0],
  ['a lead of which a part was posted', { ...record, postedMinor: 20_000 }, 30_000],
  ['a lead that is not earned any more', { ...record, earned: 0, postedMinor: 50_000 }, -50_000],
  ['a correction', { owedMinor: 500, postedMinor: 200 }, 300],
  ['half a cent is not of this version', { owedMinor: 0.5, postedMinor: 0 }, null],
  ['half a correction', { owedMinor: 500 }, null],
  ['an unknown trigger', { ...record, trigger: 'Lead Seen' }, null],
  ['something that is earned twice', { ...record, earned: 2 }, null],
  ['nothing', {}, null],
])('%s', (_name, inputs, amount) => {
  expect(explainedAmount(text(inputs))).toBe(amount);
});

test.each(['', 'not JSON', 'null', '[]', '5'])('"%s" explains nothing', (inputs) => {
  expect(explainedAmount(inputs)).toBeNull();
});

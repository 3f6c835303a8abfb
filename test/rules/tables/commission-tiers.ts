import type { CommissionTiers } from '../../../src/rules/commission-terms.ts';
import {
  tierAmount,
  tierParts,
  type TieredTerms,
  type TierPart,
} from '../../../src/rules/commission-tiers.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  tiers: CommissionTiers;
  terms: TieredTerms;
  /** Reached before the payment, minor units; with the payment, customers. */
  basis: number;
  baseMinor: number;
}
interface Outcome {
  parts: readonly TierPart[];
  amountMinor: number;
}
type Row = RuleRow<Facts, Outcome>;

const percent: TieredTerms = { type: 'Percent', rate: 200_000, flatMinor: null, splitBasisPoints: 10_000 }; // prettier-ignore
const flat: TieredTerms = { type: 'Flat', rate: null, flatMinor: 5_000, splitBasisPoints: 10_000 };
const steps = [
  { from: 5_000, rate: 250_000, flatMinor: null },
  { from: 20_000, rate: 300_000, flatMinor: null },
];
const marginal: CommissionTiers = { mode: 'Marginal', basis: 'Period Revenue', steps };
const whole: CommissionTiers = { mode: 'Whole', basis: 'Period Revenue', steps };
const byPayment: CommissionTiers = { mode: 'Whole', basis: 'Payment Amount', steps };
const byCustomers = (mode: CommissionTiers['mode']): CommissionTiers => ({
  mode,
  basis: 'Customer Count',
  steps: [{ from: 3, rate: 300_000, flatMinor: null }],
});
const flatSteps = (mode: CommissionTiers['mode']): CommissionTiers => ({
  mode,
  basis: 'Payment Amount',
  steps: [{ from: 10_000, rate: null, flatMinor: 9_000 }],
});
const unfilled: CommissionTiers = { ...whole, steps: [{ from: 5_000, rate: null, flatMinor: null }] }; // prettier-ignore

const at = (baseMinor: number, rate: number | null): TierPart => ({ baseMinor, rate, flatMinor: null }); // prettier-ignore
const fixed = (baseMinor: number, flatMinor: number | null): TierPart => ({ baseMinor, rate: null, flatMinor }); // prettier-ignore
const given = (
  tiers: CommissionTiers,
  basis: number,
  baseMinor: number,
  terms: TieredTerms = percent,
): Facts => ({ tiers, terms, basis, baseMinor });
const row = (name: string, facts: Facts, parts: readonly TierPart[], amountMinor: number): Row => ({
  name,
  facts,
  outcome: { parts, amountMinor },
});

const major = (minor: number | null): string => ((minor ?? 0) / 100).toFixed(2);
const pays = ({ rate, flatMinor }: Pick<TierPart, 'rate' | 'flatMinor'>): string =>
  rate === null ? major(flatMinor) : `${rate / 10_000} %`;

export const commissionTiersTable: RuleTable<Facts, Outcome> = {
  rule: 'commission-tiers',
  title: 'Which tier a payment is paid at',
  about: `
A commission rule can pay more from a step on. Below the first step its own rate or amount counts. What is measured is the revenue of the calendar period (payments before this one, and this one), the amount of the payment itself, or the number
of customers who have paid in the period, this one included.

- **Whole**: the whole payment is paid at the step that is reached with it. A step that is reached exactly is reached.
- **Marginal**: each part of the payment is paid at the rate of the step that it falls into. Each part is rounded once, half a cent up.

Flat amounts, and tiers by the number of customers, cannot be divided: they are paid as a whole. A partner with a part of the credit gets that part of a flat amount. A step that names no rate and no amount pays nothing. What is paid beyond that,
and what caps leave of it, is [another rule](commission-amount.md).`,
  decide: ({ tiers, terms, basis, baseMinor }) => {
    const parts = tierParts(tiers, terms, basis, baseMinor);
    return { parts, amountMinor: tierAmount(parts, terms) };
  },
  columns: {
    Tiers: ({ facts: { tiers, terms } }) =>
      `${tiers.mode} by ${tiers.basis.toLowerCase()}: ${[pays(terms), ...tiers.steps.map((step) => `from ${tiers.basis === 'Customer Count' ? step.from : major(step.from)} ${pays(step)}`)].join(', ')}`, // prettier-ignore
    'Part of the credit': ({ facts: { terms } }) => `${terms.splitBasisPoints / 100} %`,
    Reached: ({ facts: { tiers, basis } }) =>
      tiers.basis === 'Customer Count' ? `${basis} customers` : major(basis),
    Payment: ({ facts: { baseMinor } }) => major(baseMinor),
    Parts: ({ outcome: { parts } }) =>
      parts?.map((part) => `${major(part.baseMinor)} at ${pays(part)}`).join(', ') || 'none',
    Pays: ({ outcome: { amountMinor } }) => major(amountMinor ?? null),
  },
  rows: [
    row('below the first step', given(marginal, 0, 4_999), [at(4_999, 200_000)], 1_000),
    row('up to the first step', given(marginal, 0, 5_000), [at(5_000, 200_000)], 1_000),
    row('two cents into the first step: half a cent is rounded up', given(marginal, 0, 5_002), [at(5_000, 200_000), at(2, 250_000)], 1_001), // prettier-ignore
    row('through all steps', given(marginal, 0, 30_000), [at(5_000, 200_000), at(15_000, 250_000), at(10_000, 300_000)], 7_750), // prettier-ignore
    row('from one step into the next', given(marginal, 10_000, 20_000), [at(10_000, 250_000), at(10_000, 300_000)], 5_500), // prettier-ignore
    row('the step was reached exactly before', given(marginal, 5_000, 100), [at(100, 250_000)], 25),
    row('the last step was reached before', given(marginal, 20_000, 10_000), [at(10_000, 300_000)], 3_000), // prettier-ignore
    row('nothing is paid', given(marginal, 6_000, 0), [], 0),
    row('as a whole, a cent below the first step', given(whole, 0, 4_999), [at(4_999, 200_000)], 1_000), // prettier-ignore
    row('as a whole, exactly to the first step', given(whole, 0, 5_000), [at(5_000, 250_000)], 1_250), // prettier-ignore
    row('as a whole, exactly to the last step with what was before', given(whole, 10_000, 10_000), [at(10_000, 300_000)], 3_000), // prettier-ignore
    row('as a whole, a cent less', given(whole, 9_999, 10_000), [at(10_000, 250_000)], 2_500),
    row('as a whole, nothing is paid', given(whole, 0, 0), [at(0, 200_000)], 0),
    row('by the amount of the payment', given(byPayment, 0, 20_000), [at(20_000, 300_000)], 6_000),
    row('by the amount of the payment, a cent less', given(byPayment, 0, 19_999), [at(19_999, 250_000)], 5_000), // prettier-ignore
    row('one customer too few', given(byCustomers('Whole'), 2, 10_000), [at(10_000, 200_000)], 2_000), // prettier-ignore
    row('enough customers', given(byCustomers('Whole'), 3, 10_000), [at(10_000, 300_000)], 3_000),
    row('customers cannot be divided', given(byCustomers('Marginal'), 3, 10_000), [at(10_000, 300_000)], 3_000), // prettier-ignore
    row('a flat amount, a cent below the step', given(flatSteps('Whole'), 0, 9_999, flat), [fixed(9_999, 5_000)], 5_000), // prettier-ignore
    row('a flat amount, exactly to the step', given(flatSteps('Whole'), 0, 10_000, flat), [fixed(10_000, 9_000)], 9_000), // prettier-ignore
    row('a flat amount cannot be divided', given(flatSteps('Marginal'), 0, 20_000, flat), [fixed(20_000, 9_000)], 9_000), // prettier-ignore
    row(
      'a flat amount for a third of the credit: half a cent is rounded up',
      given(flatSteps('Whole'), 0, 3_333, { ...flat, splitBasisPoints: 3_333 }),
      [fixed(3_333, 5_000)],
      1_667,
    ),
    row('a flat amount for nothing', given(flatSteps('Whole'), 0, 0, flat), [fixed(0, 5_000)], 0),
    row('a step without a rate', given(unfilled, 0, 5_000), [at(5_000, null)], 0),
    row('a step without an amount', given(unfilled, 0, 5_000, flat), [fixed(5_000, null)], 0),
  ],
};

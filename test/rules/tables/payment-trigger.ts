import type { CommissionRule } from '../../../src/rules/commission-terms.ts';
import { earningDocuments, type PaidDocument } from '../../../src/rules/payment-trigger.ts';
import { rule } from '../commission-builders.ts';
import type { RuleTable } from './rule-table.ts';

interface Facts {
  rule: CommissionRule;
  documents: readonly PaidDocument[];
}
interface Outcome {
  earning: string[];
}

const paid = (key: string, day: number, changes: Partial<PaidDocument> = {}): PaidDocument => ({
  key,
  paidAt: new Date(Date.UTC(2026, 8, day)),
  product: 'Base',
  currency: 'USD',
  standingMinor: 10_000,
  ...changes,
});
const milestone = rule({ trigger: 'Milestone', milestoneMinor: 20_000, currency: 'USD' });

export const paymentTriggerTable: RuleTable<Facts, Outcome> = {
  rule: 'payment-trigger',
  title: 'Which payments earn',
  about: `
A rule may pay for every payment of a customer, for the first one, for renewals (payments for a product that the customer has paid for before), or once, for the payment with which what stands
of all payments reaches a milestone. A renewal that we did pays nothing where the program of the partner says so (**Commission on Renewal**), and waits for a person where it is not settled who renewed. A product filter leaves the other products out before anything else is looked at. The oldest payment comes first, ties go by key;
if an older one becomes known late, the lines that are already posted are corrected.`,
  decide: ({ rule: terms, documents }) => ({
    earning: [...earningDocuments(terms, documents)],
  }),
  columns: {
    Trigger: ({ facts }) => facts.rule.trigger,
    Products: ({ facts }) => facts.rule.products.join(', ') || 'all',
    Payments: ({ facts }) =>
      facts.documents
        .map(
          ({ key, paidAt, product, standingMinor, currency }) =>
            `${key}: ${paidAt.toISOString().slice(0, 10)} ${product ?? 'no product'} ${standingMinor / 100} ${currency}`,
        )
        .join('; '),
    Earning: ({ outcome }) => outcome.earning?.join(', ') || 'none',
  },
  rows: [
    {
      name: 'every payment',
      facts: { rule: rule(), documents: [paid('b', 2), paid('a', 1)] },
      outcome: { earning: ['a', 'b'] },
    },
    {
      name: 'the first payment, though it became known last',
      facts: {
        rule: rule({ trigger: 'First Payment' }),
        documents: [paid('b', 2), paid('a', 3), paid('c', 1)],
      },
      outcome: { earning: ['c'] },
    },
    {
      name: 'two payments of one moment: the smaller key is first',
      facts: { rule: rule({ trigger: 'First Payment' }), documents: [paid('b', 1), paid('a', 1)] },
      outcome: { earning: ['a'] },
    },
    {
      name: 'the first payment for a product',
      facts: {
        rule: rule({ trigger: 'First Payment', products: ['pro'] }),
        documents: [
          paid('a', 1),
          paid('b', 2, { product: ' Pro' }),
          paid('c', 3, { product: 'pro' }),
        ],
      },
      outcome: { earning: ['b'] },
    },
    {
      name: 'a renewal, and a new product that is none',
      facts: {
        rule: rule({ trigger: 'Renewal' }),
        documents: [paid('a', 1), paid('b', 2, { product: 'Pro' }), paid('c', 3)],
      },
      outcome: { earning: ['c'] },
    },
    {
      name: 'a payment without a product does not pass a product filter',
      facts: { rule: rule({ products: ['base'] }), documents: [paid('a', 1, { product: null })] },
      outcome: { earning: [] },
    },
    {
      name: 'the payment that reaches the milestone exactly, and none after it',
      facts: { rule: milestone, documents: [paid('a', 1), paid('b', 2), paid('c', 3)] },
      outcome: { earning: ['b'] },
    },
    {
      name: 'a cent below the milestone',
      facts: { rule: milestone, documents: [paid('a', 1), paid('b', 2, { standingMinor: 9_999 })] },
      outcome: { earning: [] },
    },
    {
      name: 'a refund moves the milestone to a later payment',
      facts: {
        rule: milestone,
        documents: [paid('a', 1, { standingMinor: 0 }), paid('b', 2), paid('c', 3)],
      },
      outcome: { earning: ['c'] },
    },
    {
      name: 'payments in another currency do not count towards the milestone',
      facts: {
        rule: milestone,
        documents: [paid('a', 1), paid('b', 2, { currency: 'JPY' }), paid('c', 3)],
      },
      outcome: { earning: ['c'] },
    },
    {
      name: 'a rule for won deals',
      facts: { rule: rule({ trigger: 'Opportunity Won' }), documents: [paid('a', 1)] },
      outcome: { earning: [] },
    },
    {
      name: 'pays for the oldest, whatever became known first',
      facts: {
        rule: rule({ trigger: 'First Payment' }),
        documents: [paid('a', 3), paid('b', 2), paid('c', 4)],
      },
      outcome: { earning: ['b'] },
    },
    {
      name: 'pays for the lower key of one moment',
      facts: { rule: rule({ trigger: 'First Payment' }), documents: [paid('b', 2), paid('a', 2)] },
      outcome: { earning: ['a'] },
    },
    {
      name: 'pays for the lower key of one moment also when it is known first',
      facts: { rule: rule({ trigger: 'First Payment' }), documents: [paid('a', 2), paid('b', 2)] },
      outcome: { earning: ['a'] },
    },
    {
      name: 'never pays for payments by a trigger of leads',
      facts: { rule: rule({ trigger: 'Lead Accepted' }), documents: [paid('a', 2)] },
      outcome: { earning: [] },
    },
    {
      name: 'never pays for payments by a trigger of converted leads',
      facts: { rule: rule({ trigger: 'Lead Converted' }), documents: [paid('a', 2)] },
      outcome: { earning: [] },
    },
    {
      name: 'never pays for payments by a trigger of deals',
      facts: { rule: rule({ trigger: 'Opportunity Won' }), documents: [paid('a', 2)] },
      outcome: { earning: [] },
    },
    {
      name: 'pays nothing for a milestone without an amount',
      facts: {
        rule: rule({ trigger: 'Milestone', milestoneMinor: null, currency: 'USD' }),
        documents: [paid('a', 2)],
      },
      outcome: { earning: [] },
    },
  ],
};

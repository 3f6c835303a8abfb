import type { CreditModel } from '../../../src/rules/credit-model.ts';
import {
  creditOfDeal,
  type DealCredit,
  type DealCreditOutcome,
} from '../../../src/rules/deal-credit.ts';
import type { Touch } from '../../../src/rules/sourcing.ts';
import type { RuleTable } from './rule-table.ts';

export interface DealCreditFacts {
  model: CreditModel;
  credits: readonly DealCredit[];
  /** Touches besides the credits themselves. */
  others: readonly Touch[];
  amount: number | null;
}

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

function touch(partner: string, kind: Touch['kind'], day: string, windowDays = 365): Touch {
  return {
    key: `${partner} ${kind}`,
    partnershipId: partner,
    partnershipName: partner,
    kind,
    at: at(day),
    windowDays,
    until: null,
  };
}

function credit(
  partner: string,
  day: string,
  share: number,
  more: Partial<DealCredit> = {},
): DealCredit {
  return {
    id: partner,
    touch: touch(partner, 'Lead Submission', day),
    role: 'Sourced',
    share,
    reason: 'Registered.',
    creditAmount: null,
    isOurs: true,
    ...more,
  };
}

const acme = credit('Acme', '2026-01-10', 10_000);
const ajax = credit('Ajax', '2026-02-10', 10_000, { role: 'Influenced' });

export const dealCreditTable: RuleTable<
  DealCreditFacts,
  { shares: Readonly<Record<string, number>>; conflict: DealCreditOutcome['conflict'] }
> = {
  rule: 'deal-credit',
  title: 'How the credit of a won deal is divided',
  about: `
When a deal is won, all touches of partners are gathered: credits on the opportunity, on the lead that it came from and on the customer, and registrations. [Who sourced it](sourcing.md) is decided by precedence; the
program of that partnership says [how the credit is divided](credit-model.md) among all who are credited on the opportunity. Only credit that the service or a flow made (carried over from a lead, or from a registered deal), and that nobody has changed since, is written: a person's word stands, so shares
may then sum to more than 100 %; only the credit for sourcing stays within 100 % of a deal. Credit is recognition; the payable split, which decides what is paid, is never changed by this rule. Where more than one partnership touched the deal in time, a Sync Issue says who came first and why.`,
  decide: ({ model, credits, others, amount }) => {
    const outcome = creditOfDeal({
      id: 'deal',
      name: 'Initech',
      amount,
      wonAt: at('2026-03-31'),
      touches: [...credits.map((one) => one.touch), ...others],
      credits,
      models: new Map(
        [...credits.map((one) => one.touch), ...others].map((one) => [one.partnershipId, model]),
      ),
    });
    return {
      shares: Object.fromEntries(outcome.changes.map(({ id, share }) => [id, share])),
      conflict: outcome.conflict,
    };
  },
  columns: {
    Model: ({ facts }) => facts.model,
    'Credits before': ({ facts }) =>
      facts.credits
        .map(
          ({ id, share, isOurs }) =>
            `${id} ${(share ?? 0) / 100} %${isOurs ? '' : ' (by a person)'}`,
        )
        .join(', ') || 'none',
    'Other touches': ({ facts }) =>
      facts.others.map(({ partnershipName, kind }) => `${partnershipName}: ${kind}`).join(', ') ||
      'none',
    'Credits written': ({ outcome }) =>
      Object.entries(outcome.shares ?? {})
        .map(([id, share]) => `${id} ${share / 100} %`)
        .join(', ') || 'none',
    'A person is told': ({ outcome }) => outcome.conflict ?? 'nothing',
  },
  rows: [
    {
      name: 'one partner keeps it all',
      facts: { model: 'First', credits: [acme], others: [], amount: null },
      outcome: { shares: { Acme: 10_000 }, conflict: null },
    },
    {
      name: 'two partners, all to the first touch',
      facts: { model: 'First', credits: [acme, ajax], others: [], amount: null },
      outcome: {
        shares: { Acme: 10_000, Ajax: 0 },
        conflict:
          'Initech was touched by more than one partnership. Sourced by Acme (lead submission of 2026-01-10), by rule 6. It beats Ajax (lead submission of 2026-02-10): the earlier of two of a kind.',
      },
    },
    {
      name: 'two partners, the same to each',
      facts: { model: 'Linear', credits: [acme, ajax], others: [], amount: null },
      outcome: { shares: { Acme: 5_000, Ajax: 5_000 } },
    },
    {
      name: 'two partners by role',
      facts: { model: 'Role Weighted', credits: [acme, ajax], others: [], amount: null },
      outcome: { shares: { Acme: 8_000, Ajax: 2_000 } },
    },
    {
      name: 'what a person made stands beside it',
      facts: {
        model: 'Linear',
        credits: [acme, { ...ajax, share: 7_000, isOurs: false }],
        others: [],
        amount: null,
      },
      outcome: { shares: { Acme: 5_000 } },
    },
    {
      name: 'what a person gave for sourcing leaves less of it',
      facts: {
        model: 'Linear',
        credits: [acme, { ...ajax, role: 'Sourced', share: 7_000, isOurs: false }],
        others: [],
        amount: null,
      },
      outcome: { shares: { Acme: 3_000 } },
    },
    {
      name: 'people gave all of the sourcing',
      facts: {
        model: 'Linear',
        credits: [acme, { ...ajax, role: 'Sourced', isOurs: false }],
        others: [],
        amount: null,
      },
      outcome: { shares: { Acme: 0 } },
    },
    {
      name: 'the custom model leaves every share to people',
      facts: { model: 'Custom', credits: [acme, ajax], others: [], amount: null },
      outcome: { shares: {} },
    },
    {
      name: 'a registration of another partner is told, and gets no credit by itself',
      facts: {
        model: 'First',
        credits: [acme],
        others: [touch('Apex', 'Approved Registration', '2026-02-01')],
        amount: null,
      },
      outcome: {
        shares: { Acme: 10_000 },
        conflict:
          'Initech was touched by more than one partnership. Sourced by Apex (approved registration of 2026-02-01), by rule 2. It beats Acme (lead submission of 2026-01-10): rule 2, approved registration, comes before rule 6, lead submission.',
      },
    },
    {
      name: 'touches whose window is over change nothing',
      facts: {
        model: 'First',
        credits: [{ ...acme, touch: touch('Acme', 'Lead Submission', '2026-01-10', 30) }],
        others: [],
        amount: null,
      },
      outcome: { shares: {}, conflict: null },
    },
    {
      name: 'nobody is credited',
      facts: { model: 'First', credits: [], others: [], amount: 100 },
      outcome: { shares: {}, conflict: null },
    },
  ],
};

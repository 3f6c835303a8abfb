import {
  creditShares,
  type CreditModel,
  type CreditShare,
  type CreditTouch,
} from '../../../src/rules/credit-model.ts';
import type { RuleTable } from './rule-table.ts';

function touch(
  name: string,
  day: number,
  role = 'Influenced',
  customShare: number | null = null,
): CreditTouch {
  return {
    key: name,
    partnershipName: name,
    at: new Date(Date.UTC(2026, 2, day)),
    role,
    customShare,
  };
}

export interface CreditModelFacts {
  model: CreditModel;
  touches: readonly CreditTouch[];
}

const acme = touch('Acme', 1, 'Sourced');
const ajax = touch('Ajax', 5, 'Delivered');
const apex = touch('Apex', 9, 'Influenced');
const bolt = touch('Bolt', 12, 'Co-Sold');

const row = (
  name: string,
  model: CreditModel,
  touches: readonly CreditTouch[],
  shares: readonly number[],
) => ({ name, facts: { model, touches }, outcome: { shares } });

export const creditModelTable: RuleTable<
  CreditModelFacts,
  { shares: readonly number[]; details: readonly CreditShare[] }
> = {
  rule: 'credit-model',
  title: 'How credit is divided',
  about: `
Each program says how it divides the credit of a deal among the partnerships that touched it. Credit is for reports: it says who helped. What is *paid* is another number, the payable split.

| model         | who gets what                                                                                                                                         |
| ------------- | ----------------------------------------------------------------------------------------------------------------------------------------------------- |
| First         | all to the first                                                                                                                                      |
| Last          | all to the last                                                                                                                                       |
| Linear        | the same to each                                                                                                                                      |
| Position      | 40 % to the first, 40 % to the last, 20 % to all between together; two share evenly                                                                  |
| Role Weighted | by role: sourced 4, resold 3, co-sold 2, delivered 2, influenced 1                                                                                    |
| Custom        | what a person set; the earlier touch keeps its share, and what is left over belongs to nobody                                                         |

Shares sum to exactly 100 %. Where they do not divide evenly, the parts with the largest remainder get a hundredth of a percent more, the earlier touch first.`,
  decide: ({ model, touches }) => {
    const details = creditShares(model, touches);
    return { shares: details.map(({ share }) => share), details };
  },
  columns: {
    Model: ({ facts }) => facts.model,
    Touches: ({ facts }) =>
      facts.touches
        .map(({ partnershipName, role, customShare }) =>
          customShare === null
            ? `${partnershipName} (${role})`
            : `${partnershipName} (set to ${customShare / 100} %)`,
        )
        .join(', ') || 'none',
    Shares: ({ outcome }) => (outcome.shares ?? []).map((share) => `${share / 100} %`).join(', '),
  },
  rows: [
    row('no touch, no share', 'Linear', [], []),
    row('the only touch gets it all', 'Position', [acme], [10_000]),
    row('first of three', 'First', [acme, ajax, apex], [10_000, 0, 0]),
    row('last of three', 'Last', [acme, ajax, apex], [0, 0, 10_000]),
    row('three equal parts lose nothing', 'Linear', [acme, ajax, apex], [3_334, 3_333, 3_333]),
    row('two share evenly by position', 'Position', [acme, ajax], [5_000, 5_000]),
    row('40, 20, 40', 'Position', [acme, ajax, apex], [4_000, 2_000, 4_000]),
    row('40, 10, 10, 40', 'Position', [acme, ajax, apex, bolt], [4_000, 1_000, 1_000, 4_000]),
    row('by role', 'Role Weighted', [acme, ajax, apex, bolt], [4_445, 2_222, 1_111, 2_222]),
    row(
      'custom, less than all',
      'Custom',
      [touch('Acme', 1, 'Sourced', 2_000), touch('Ajax', 2, 'Delivered', 3_000)],
      [2_000, 3_000],
    ),
    row(
      'custom, more than all: the earlier keeps its share',
      'Custom',
      [touch('Acme', 1, 'Sourced', 7_000), touch('Ajax', 2, 'Delivered', 5_000)],
      [7_000, 3_000],
    ),
    row('custom, not set', 'Custom', [acme], [0]),
    row('custom, below zero counts as nothing', 'Custom', [touch('Acme', 1, 'Sourced', -1)], [0]),
  ],
};

import { owedBesideVoid } from '../../../src/rules/void-lines.ts';
import type { RuleTable } from './rule-table.ts';

export interface VoidFacts {
  wanted: readonly number[];
  voided: readonly number[];
  standing: number;
}

const amounts = (list: readonly number[]): string => list.join(', ') || 'none';
const total = ({ outcome: { owed = 0 } }: { outcome: Partial<{ owed: number }> }): number => owed;

export const voidLinesTable: RuleTable<VoidFacts, { owed: number }> = {
  rule: 'void-lines',
  title: 'What is owed beside void lines',
  about: `
A commission approver may make a line Void, with a reason, until its statement is approved. It then counts nowhere: not in the totals of its statement, not in what is owed, not in goals, reviews and reports. When the customer's commission is
computed again, the void line is neither paid a second time nor taken back: later payments earn as ever, and a refund takes back only the share that still stands. A void take-back leaves the partner what it would have taken. A line that is set
back from Void counts again. The void part still uses up the caps of its rule. _Reversed_ counts as Void. Amounts are in cents; _missing_ is what will be posted.`,
  decide: ({ wanted, voided, standing }) => ({ owed: owedBesideVoid(wanted, voided, standing) }),
  columns: {
    'What the rules say': ({ facts }) => amounts(facts.wanted),
    Void: ({ facts }) => amounts(facts.voided),
    'Other posted lines': ({ facts }) => String(facts.standing),
    Owed: (row) => String(total(row)),
    Missing: (row) => String(total(row) - row.facts.standing),
  },
  rows: [
    { name: 'nothing is void', facts: { wanted: [2_000, -500], voided: [], standing: 2_000 }, outcome: { owed: 1_500 } },
    { name: 'the only line is void', facts: { wanted: [2_000], voided: [2_000], standing: 0 }, outcome: { owed: 0 } },
    { name: 'it is void, and half of the payment is refunded', facts: { wanted: [2_000, -1_000], voided: [2_000], standing: 0 }, outcome: { owed: 0 } },
    { name: 'it is void, and all of the payment is refunded', facts: { wanted: [2_000, -2_000], voided: [2_000], standing: 0 }, outcome: { owed: 0 } },
    { name: 'a second payment after a void line', facts: { wanted: [2_000, 1_000], voided: [2_000], standing: 0 }, outcome: { owed: 1_000 } },
    { name: 'one of two lines is void', facts: { wanted: [2_000, 2_000], voided: [2_000], standing: 2_000 }, outcome: { owed: 2_000 } },
    { name: 'one of two is void, and half is refunded', facts: { wanted: [2_000, 2_000, -2_000], voided: [2_000], standing: 2_000 }, outcome: { owed: 1_000 } },
    { name: 'one of two is void, and all is refunded', facts: { wanted: [2_000, 2_000, -4_000], voided: [2_000], standing: 2_000 }, outcome: { owed: 0 } },
    { name: 'the credit moved to another partner', facts: { wanted: [], voided: [2_000], standing: 500 }, outcome: { owed: 0 } },
    { name: 'more is void than would be owed by now', facts: { wanted: [1_000], voided: [2_000], standing: 0 }, outcome: { owed: 0 } },
    { name: 'a take-back is void', facts: { wanted: [2_000, -2_000], voided: [-2_000], standing: 2_000 }, outcome: { owed: 2_000 } },
    { name: 'a part of a take-back is void', facts: { wanted: [2_000, -2_000], voided: [-500], standing: 2_000 }, outcome: { owed: 500 } },
    { name: 'a take-back is void, and the dispute is won', facts: { wanted: [2_000, -2_000, 2_000], voided: [-2_000], standing: 2_000 }, outcome: { owed: 2_000 } },
    { name: 'a correction downwards is void', facts: { wanted: [2_000], voided: [-500], standing: 2_500 }, outcome: { owed: 2_500 } },
    { name: 'a payment and its take-back are void', facts: { wanted: [2_000, -2_000], voided: [2_000, -2_000], standing: 0 }, outcome: { owed: 0 } },
    { name: 'a third is void and rounding is fair', facts: { wanted: [100, -50], voided: [33], standing: 67 }, outcome: { owed: 34 } },
  ], // prettier-ignore
};

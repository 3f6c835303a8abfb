import {
  mergedGoal,
  type MergeableGoal,
  type MergedGoalOutcome,
} from '../../../src/rules/merged-goal.ts';
import type { RuleTable } from './rule-table.ts';

export interface MergedGoalFacts {
  goal: MergeableGoal;
  others: readonly Pick<MergeableGoal, 'metric' | 'periodStart' | 'periodEnd'>[];
  today: string;
}

const goal: MergeableGoal = {
  metric: 'New Leads',
  target: 10,
  reached: 6,
  periodStart: '2026-04-01',
  periodEnd: '2026-06-30',
};
const third = { ...goal, periodStart: '2026-07-01', periodEnd: '2026-09-30' };
const today = '2026-06-10';

export const mergedGoalTable: RuleTable<MergedGoalFacts, MergedGoalOutcome> = {
  rule: 'merged-goal',
  title: 'What becomes of the goals of a merged partner',
  about: `
When Acme is merged into Ajax, each goal of Acme whose period is not over goes on at Ajax as it is: the same record with its metric, target, period, owner and renewal. From then on it is measured by what Ajax is credited for, the open leads
and deals that it has taken over included; what Acme had finished before stays Acme's, and the goal's description says how much that was, so that the partner manager can lower the target. Where Ajax has a goal for the same metric in the same
days, that one stays as it was agreed; Acme's stays with Acme, and a Sync Issue asks a person whether the target should be raised. Goals whose period is over stay where they were reached or missed.`,
  decide: ({ goal: given, others, today: day }) =>
    mergedGoal(given, others, { from: 'Acme', to: 'Ajax' }, day),
  columns: {
    'Goal of Acme': ({ facts }) =>
      `${facts.goal.metric}, ${facts.goal.periodStart} to ${facts.goal.periodEnd}`,
    'Goals of Ajax': ({ facts }) =>
      facts.others
        .map((one) => `${one.metric}, ${one.periodStart} to ${one.periodEnd}`)
        .join('; ') || 'none',
    Today: ({ facts }) => facts.today,
    Outcome: ({ outcome }) => outcome.state ?? '',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'its period runs',
      facts: { goal, others: [], today },
      outcome: {
        state: 'Goes On',
        reason: 'Taken over on 2026-06-10: Acme was merged into Ajax. Acme had reached 6 of 10.',
      },
    },
    {
      name: 'its period has not begun',
      facts: { goal: third, others: [], today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'its last day',
      facts: { goal, others: [], today: '2026-06-30' },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'the day after its last',
      facts: { goal, others: [], today: '2026-07-01' },
      outcome: {
        state: 'Over',
        reason: 'Its period ended on 2026-06-30: what Acme reached stays its own.',
      },
    },
    {
      name: 'the other has the same goal',
      facts: { goal, others: [goal], today },
      outcome: {
        state: 'Both Have One',
        reason:
          'Acme was merged into Ajax. Both have a goal for New Leads between 2026-04-01 and 2026-06-30; that of Ajax is as it was, that of Acme (target 10) stays behind and is not renewed.',
      },
    },
    {
      name: 'the other has one for another metric',
      facts: { goal, others: [{ ...goal, metric: 'Won Revenue' }], today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'the other has one for the next quarter',
      facts: { goal, others: [third], today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'the other had one that ended the day before this one began',
      facts: { goal, others: [{ ...goal, periodStart: '2026-01-01', periodEnd: '2026-03-31' }], today }, // prettier-ignore
      outcome: { state: 'Goes On' },
    },
    {
      name: 'the other has one that begins on its last day',
      facts: { goal, others: [{ ...third, periodStart: '2026-06-30' }], today },
      outcome: { state: 'Both Have One' },
    },
    {
      name: 'the other has one that ends on its first day',
      facts: { goal, others: [{ ...goal, periodStart: '2026-01-01', periodEnd: '2026-04-01' }], today }, // prettier-ignore
      outcome: { state: 'Both Have One' },
    },
  ],
};

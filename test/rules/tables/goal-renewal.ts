import { nextGoal, type EndedGoal, type NextGoal } from '../../../src/rules/goal-renewal.ts';
import type { RuleTable } from './rule-table.ts';

const quarter: EndedGoal = {
  metric: 'New Leads',
  target: 5,
  growthPercent: null,
  periodStart: '2026-07-01',
  periodEnd: '2026-09-30',
};

export const goalRenewalTable: RuleTable<EndedGoal, NextGoal> = {
  rule: 'goal-renewal',
  title: 'How a goal is renewed',
  about: `
A goal that renews itself gets a successor on the day after it ended. The next period is as long as the last: as many calendar months where the period was made of
whole months, else as many days. The target is the same, or higher or lower by the growth that was agreed. What is counted (leads, opportunities, customers, registrations,
certifications) is rounded to whole numbers, money to hundredths: up where the goal grows, down where it shrinks, and never to zero.`,
  decide: nextGoal,
  columns: {
    'Ended goal': ({ facts }) =>
      `${facts.metric}: ${facts.target}, ${facts.periodStart} to ${facts.periodEnd}`,
    Growth: ({ facts }) => (facts.growthPercent === null ? 'none' : `${facts.growthPercent} %`),
    'Next goal': ({ outcome }) =>
      `${outcome.target ?? ''}, ${outcome.periodStart ?? ''} to ${outcome.periodEnd ?? ''}`,
  },
  rows: [
    {
      name: 'the same again for the next quarter',
      facts: quarter,
      outcome: {
        target: 5,
        periodStart: '2026-10-01',
        periodEnd: '2026-12-31',
        reason: 'Renewed from the goal of 2026-07-01 to 2026-09-30: the same target, 5.',
      },
    },
    {
      name: 'a tenth more leads is one lead more',
      facts: { ...quarter, growthPercent: 10 },
      outcome: {
        target: 6,
        periodStart: '2026-10-01',
        periodEnd: '2026-12-31',
        reason: 'Renewed from the goal of 2026-07-01 to 2026-09-30: 6, 10 % more than 5.',
      },
    },
    {
      name: 'a tenth more revenue is exact',
      facts: { ...quarter, metric: 'Won Revenue', target: 10_000, growthPercent: 10 },
      outcome: { target: 11_000, periodStart: '2026-10-01', periodEnd: '2026-12-31' },
    },
    {
      name: 'a third of a percent more revenue is rounded up to the cent',
      facts: { ...quarter, metric: 'Won Revenue', target: 99.99, growthPercent: 0.33 },
      outcome: { target: 100.32, periodStart: '2026-10-01', periodEnd: '2026-12-31' },
    },
    {
      name: 'less is rounded down',
      facts: { ...quarter, growthPercent: -10 },
      outcome: {
        target: 4,
        periodStart: '2026-10-01',
        periodEnd: '2026-12-31',
        reason: 'Renewed from the goal of 2026-07-01 to 2026-09-30: 4, 10 % less than 5.',
      },
    },
    {
      name: 'but never to nothing',
      facts: { ...quarter, target: 1, growthPercent: -90 },
      outcome: { target: 1, periodStart: '2026-10-01', periodEnd: '2026-12-31' },
    },
    {
      name: 'over the turn of the year',
      facts: { ...quarter, periodStart: '2026-10-01', periodEnd: '2026-12-31' },
      outcome: { target: 5, periodStart: '2027-01-01', periodEnd: '2027-03-31' },
    },
    {
      name: 'a month that ends in February',
      facts: { ...quarter, periodStart: '2027-01-01', periodEnd: '2027-01-31' },
      outcome: { target: 5, periodStart: '2027-02-01', periodEnd: '2027-02-28' },
    },
    {
      name: 'a year',
      facts: { ...quarter, periodStart: '2026-01-01', periodEnd: '2026-12-31' },
      outcome: { target: 5, periodStart: '2027-01-01', periodEnd: '2027-12-31' },
    },
    {
      name: 'two weeks',
      facts: { ...quarter, periodStart: '2026-09-07', periodEnd: '2026-09-20' },
      outcome: { target: 5, periodStart: '2026-09-21', periodEnd: '2026-10-04' },
    },
    {
      name: 'from the first, but not to the end of a month',
      facts: { ...quarter, periodStart: '2026-09-01', periodEnd: '2026-09-29' },
      outcome: { target: 5, periodStart: '2026-09-30', periodEnd: '2026-10-28' },
    },
  ],
};

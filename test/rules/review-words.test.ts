import {
  amountText,
  changeText,
  countText,
  goalStanding,
  goalWords,
  metricText,
} from '../../src/rules/review-words.ts';

test.each([
  [0, '0 USD'],
  [12_500, '12,500 USD'],
  [12_500.5, '12,500.50 USD'],
  [-99.99, '-99.99 USD'],
])('the amount %d reads %s', (amount, text) => {
  expect(amountText(amount, 'USD')).toBe(text);
});

test.each([
  [0, 'no deals'],
  [1, '1 deal'],
  [1_200, '1,200 deals'],
])('%d deals read %s', (count, text) => {
  expect(countText(count, 'deal')).toBe(text);
});

test.each([
  [0, 0, null],
  [5, 5, 'same as the period before'],
  [5, 0, 'nothing in the period before'],
  [120, 100, '20 % more than the period before'],
  [80, 100, '20 % less than the period before'],
  [1_001, 1_000, 'about the same as the period before'],
  [10, -5, null],
])('%d after %d: %s', (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

test.each([
  ['New Leads', 1, '1 lead'],
  ['New Leads', 2, '2 leads'],
  ['New Opportunities', 1, '1 opportunity'],
  ['New Opportunities', 1_200, '1,200 opportunities'],
  ['New Customers', 1, '1 customer'],
  ['New Customers', 0, '0 customers'],
  ['Approved Registrations', 1, '1 approved registration'],
  ['Approved Registrations', 2, '2 approved registrations'],
  ['Certifications', 1, '1 certification'],
  ['Certifications', 2, '2 certifications'],
  ['Sourced Pipeline', 1, '1 USD of pipeline'],
  ['Sourced Pipeline', 10_000, '10,000 USD of pipeline'],
  ['Won Revenue', 1, '1 USD of won revenue'],
  ['Won Revenue', 1_500, '1,500 USD of won revenue'],
  ['Retained Revenue', 1, '1 USD of retained revenue'],
  ['Retained Revenue', 0.5, '0.50 USD of retained revenue'],
  ['Commission Earned', 1, '1 USD of commission'],
  ['Commission Earned', -5, '-5 USD of commission'],
  ['Something of yours', 3, '3 of Something of yours'],
])('%s of %d reads %s', (metric, value, text) => {
  expect(metricText(metric, value, 'USD')).toBe(text);
});

/** A goal of 92 leads in the 92 days of a quarter: one a day. */
const goal = { metric: 'New Leads', target: 92, start: '2026-07-01', end: '2026-09-30' };

test.each([
  [92, '2026-07-01', 'Reached', 'Reached.'],
  [1, '2026-07-01', 'On Track', 'On track: 91 leads to go by 2026-09-30.'],
  [0, '2026-07-01', 'Behind', 'Behind: 92 leads to go by 2026-09-30.'],
  [90, '2026-09-29', 'Behind', 'Behind: 2 leads to go by 2026-09-30.'],
  [91, '2026-09-29', 'On Track', 'On track: 1 lead to go by 2026-09-30.'],
  [91, '2026-09-30', 'Missed', 'Missed: 1 lead short.'],
  [92, '2026-12-31', 'Reached', 'Reached.'],
])('a goal at %d on %s is %s', (result, asOf, standing, words) => {
  expect(goalStanding({ ...goal, result }, asOf)).toBe(standing);
  expect(goalWords({ ...goal, result }, asOf, 'USD')).toBe(words);
});

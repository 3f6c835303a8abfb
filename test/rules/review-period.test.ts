import { monthsOf, quarterBefore, quarterOf, quarterWith } from '../../src/rules/review-period.ts';

test.each([
  ['2026-Q1', '2026-01-01', '2026-03-31'],
  ['2026-Q2', '2026-04-01', '2026-06-30'],
  ['2026-Q3', '2026-07-01', '2026-09-30'],
  ['2026-Q4', '2026-10-01', '2026-12-31'],
])('%s is from %s to %s', (label, start, end) => {
  expect(quarterOf(label)).toEqual({ label, start, end });
  expect(quarterWith(start)).toEqual({ label, start, end });
  expect(quarterWith(end)).toEqual({ label, start, end });
});

test.each([
  '2026-Q0',
  '2026-Q5',
  '2026',
  'Q3',
  '2026-q3',
  '2026-Q34',
  '12026-Q3',
  'in 2026-Q3',
  '2026-Q3 and Q4',
  '',
])('"%s" is no quarter, and the refusal says what one looks like', (label) => {
  let refusal: unknown = null;
  try {
    quarterOf(label);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({
    name: 'PoisonError',
    code: 'PERIOD_UNKNOWN',
    message: `"${label}" is not a quarter.`,
    action: 'Name the period as a year and a quarter: 2026-Q3.',
  });
});

test('the quarter before the first of a year is the last of the one before', () => {
  expect(quarterBefore(quarterOf('2026-Q1'))).toEqual(quarterOf('2025-Q4'));
});

test('a quarter has three whole months, February in a leap year too', () => {
  expect(monthsOf(quarterOf('2028-Q1'))).toEqual([
    { month: '2028-01', start: '2028-01-01', end: '2028-01-31' },
    { month: '2028-02', start: '2028-02-01', end: '2028-02-29' },
    { month: '2028-03', start: '2028-03-01', end: '2028-03-31' },
  ]);
});

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

test.each(['2026-Q0', '2026-Q5', '2026', 'Q3', '2026-q3', ''])('"%s" is no quarter', (label) => {
  expect(() => quarterOf(label)).toThrow(`"${label}" is not a quarter.`);
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

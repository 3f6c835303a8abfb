import { addDays, addMonths, dayOf, isWithin, monthOf } from '../../src/rules/calendar.ts';

describe('calendar dates are UTC days', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', 12, '2027-03-31'],
    ['2026-05-31', -3, '2026-02-28'],
  ])('%s plus %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('%s plus %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });

  test.each([
    ['2026-01-01', '2026-01-01', '2026-02-01', true],
    ['2026-01-31', '2026-01-01', '2026-02-01', true],
    ['2026-02-01', '2026-01-01', '2026-02-01', false],
    ['2025-12-31', '2026-01-01', null, false],
    ['2025-12-31', null, null, true],
  ])('%s within [%s, %s) is %p', (date, from, until, expected) => {
    expect(isWithin(date, from, until)).toBe(expected);
  });

  test('the last millisecond of a UTC day still belongs to it, and a month has its first and last day', () => {
    expect(dayOf(new Date('2026-02-28T23:59:59.999Z'))).toBe('2026-02-28');
    expect(monthOf('2026-02-28')).toEqual({
      period: '2026-02',
      start: '2026-02-01',
      end: '2026-02-28',
    });
  });
});

import { lastProtectedDay } from '../../src/rules/registration-expiry.ts';
import { registrationExpiryTable } from './tables/registration-expiry.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how long a registered deal is protected', () => provesTable(registrationExpiryTable));

test.each([
  ['2026-01-31', 30, '2026-03-02'],
  ['2028-02-01', 28, '2028-02-29'],
  ['2026-06-30', 0, '2026-06-30'],
  ['2026-06-30', null, null],
])('approved on %s for %p days: the last day is %p', (approvedOn, term, day) => {
  expect(lastProtectedDay(approvedOn, term)).toBe(day);
});

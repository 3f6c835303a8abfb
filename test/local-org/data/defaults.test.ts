import { autoNumber } from '../../../src/local-org/data/defaults.ts';

test.each([
  ['PS-{0000}', 7, 'PS-0007'],
  ['PS-{0000}', 12345, 'PS-12345'],
  ['{0}', 1, '1'],
  ['INV-{YYYY}{MM}{DD}-{000}', 9, 'INV-20261122-009'],
  ['{YY}/{00}', 10, '26/10'],
])('the auto-number %s of %p is %s', (format, sequence, expected) => {
  expect(autoNumber(format, sequence, new Date('2026-11-22T23:59:59Z'))).toBe(expected);
});

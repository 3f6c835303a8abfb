import { creditPolicy, renewalPay } from '../../src/rules/renewal.ts';
import { provesTable } from './tables/rule-table.ts';
import { renewalTable } from './tables/renewal.ts';

describe('who renews, and from which day', () => provesTable(renewalTable));

test.each([
  [null, 'We Renew', 'We Renew'],
  [null, null, null],
  ['Us', 'Partner Renews', 'We Renew'],
  ['Partner', 'We Renew', 'Partner Renews'],
  ['Either', 'We Renew', 'Either'],
] as const)('by the credit %s and the program %s renews: %s', (exception, policy, expected) => {
  expect(creditPolicy({ exception, policy })).toBe(expected);
});

test.each([
  [
    'We Renew',
    true,
    { pays: true, isUnclear: false, reason: 'Resale pays commission on renewals.' },
  ],
  [null, true, { pays: true, isUnclear: false, reason: 'Resale pays commission on renewals.' }],
  [
    'Partner Renews',
    false,
    {
      pays: true,
      isUnclear: false,
      reason: 'Resale pays no commission on renewals that we do, and the partner renews.',
    },
  ],
  [
    'We Renew',
    false,
    {
      pays: false,
      isUnclear: false,
      reason: 'Resale pays no commission on renewals that we do, and we renew.',
    },
  ],
  [
    'Either',
    false,
    {
      pays: false,
      isUnclear: true,
      reason: 'Resale pays no commission on renewals that we do, and it is not settled who renews.',
    },
  ],
  [
    null,
    false,
    {
      pays: false,
      isUnclear: true,
      reason: 'Resale pays no commission on renewals that we do, and it is not settled who renews.',
    },
  ],
] as const)(
  'a renewal that is done by %s, with commission on renewals %s',
  (owner, on, expected) => {
    expect(renewalPay(owner, on, 'Resale')).toEqual(expected);
  },
);

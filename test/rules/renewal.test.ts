import { creditPolicy, enteredByHand, renewalPay, writtenByUs } from '../../src/rules/renewal.ts';
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

const ours = { owner: 'We Renew', opensOn: '2026-09-01' } as const;
const nobody = { owner: null, opensOn: null };

test.each([
  ['nothing was written, nothing stands there', nobody, null, nobody],
  ['nothing was written, and a person entered both', ours, null, ours],
  ['what was written stands there', ours, 'We Renew|2026-09-01', nobody],
  ['a person emptied what was written', nobody, 'We Renew|2026-09-01', nobody],
  ['a person changed who renews', ours, 'Either|2026-09-01', { ...ours, opensOn: null }],
  ['a person changed the day', ours, 'We Renew|', { ...ours, owner: null }],
  ['a person had entered both before', ours, '|', ours],
] as const)('tells what a person entered: %s', (_name, stands, written, entered) => {
  expect(enteredByHand(stands, written)).toEqual(entered);
});

test.each([
  ['nothing', nobody, 'We Renew|2026-09-01'],
  ['who renews', { ...nobody, owner: 'We Renew' }, '|2026-09-01'],
  ['the day', { ...nobody, opensOn: '2026-09-01' }, 'We Renew|'],
] as const)('remembers as its own what a person did not enter: %s', (_name, entered, written) => {
  expect(writtenByUs(ours, entered)).toBe(written);
});

test('remembers nothing where nothing was decided', () => {
  expect(writtenByUs(nobody, nobody)).toBe('|');
});

import {
  protectionOf,
  type ProtectedRegistration,
  type ProtectionOutcome,
} from '../../../src/rules/registration-expiry.ts';
import type { RuleTable } from './rule-table.ts';

export interface ExpiryFacts {
  registration: ProtectedRegistration;
  today: string;
}

const registration: ProtectedRegistration = {
  status: 'Approved',
  expiresOn: '2026-06-30',
  extensions: 0,
  extensionsAllowed: null,
};

export const registrationExpiryTable: RuleTable<ExpiryFacts, ProtectionOutcome> = {
  rule: 'registration-expiry',
  title: 'How long a registered deal is protected',
  about: `
An approved registration protects its partner from the day of approval to its last day, included. The last day is the day of approval plus the term of the program (or the days
that were agreed for this deal), so a deal that was entered or decided late is protected for as long as any other. From 14 days before the last day on, a reminder is open under
Sync Issues. On the day after, the registration expires. A registration that became an opportunity is over in another way: it is converted, and its credit stays. All days are UTC.`,
  decide: ({ registration: given, today }) => protectionOf(given, today),
  columns: {
    Status: ({ facts }) => facts.registration.status,
    'Last day': ({ facts }) => facts.registration.expiresOn ?? 'none',
    Today: ({ facts }) => facts.today,
    Outcome: ({ outcome }) => outcome.state ?? '',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'in the middle of its term',
      facts: { registration, today: '2026-05-01' },
      outcome: { state: 'Protected', reason: 'Protected until 2026-06-30.' },
    },
    {
      name: 'the day before the reminder',
      facts: { registration, today: '2026-06-15' },
      outcome: { state: 'Protected' },
    },
    {
      name: 'the day of the reminder',
      facts: { registration, today: '2026-06-16' },
      outcome: {
        state: 'Ends Soon',
        reason:
          'Its protection ends soon: its last day is 2026-06-30. It was not extended yet; a partner manager may extend it.',
      },
    },
    {
      name: 'its last day',
      facts: { registration, today: '2026-06-30' },
      outcome: {
        state: 'Ends Soon',
        reason:
          'Its protection ends soon: today is its last day. It was not extended yet; a partner manager may extend it.',
      },
    },
    {
      name: 'the day after',
      facts: { registration, today: '2026-07-01' },
      outcome: {
        state: 'Expired',
        reason: 'Its protection ended with 2026-06-30, and it has not become an opportunity.',
      },
    },
    {
      name: 'approved with a last day that had gone by (entered late)',
      facts: { registration: { ...registration, expiresOn: '2025-12-31' }, today: '2026-07-01' },
      outcome: { state: 'Expired' },
    },
    {
      name: 'extended once of twice',
      facts: {
        registration: { ...registration, extensions: 1, extensionsAllowed: 2 },
        today: '2026-06-20',
      },
      outcome: {
        state: 'Ends Soon',
        reason:
          'Its protection ends soon: its last day is 2026-06-30. It was extended once; its program allows 1 more.',
      },
    },
    {
      name: 'extended as often as the program allows',
      facts: {
        registration: { ...registration, extensions: 2, extensionsAllowed: 2 },
        today: '2026-06-20',
      },
      outcome: {
        state: 'Ends Soon',
        reason:
          'Its protection ends soon: its last day is 2026-06-30. It was extended 2 times, and its program allows no further extension.',
      },
    },
    {
      name: 'extended more often than the program allows now',
      facts: {
        registration: { ...registration, extensions: 3, extensionsAllowed: 2 },
        today: '2026-06-20',
      },
      outcome: {
        state: 'Ends Soon',
        reason:
          'Its protection ends soon: its last day is 2026-06-30. It was extended 3 times, and its program allows no further extension.',
      },
    },
    {
      name: 'a program without a term',
      facts: { registration: { ...registration, expiresOn: null }, today: '2026-07-01' },
      outcome: {
        state: 'Protected',
        reason: 'Protected without an end: its program sets no term.',
      },
    },
    ...['Submitted', 'In Review', 'Rejected', 'Converted', 'Expired', 'Withdrawn'].map(
      (status) => ({
        name: `a registration that is ${status.toLowerCase()}`,
        facts: { registration: { ...registration, status }, today: '2026-07-01' },
        outcome: {
          state: 'Not Protected' as const,
          reason: `Only an approved registration protects; this one is ${status.toLowerCase()}.`,
        },
      }),
    ),
  ],
};

import {
  mergedRegistration,
  type MergedRegistrationOutcome,
} from '../../../src/rules/merged-registration.ts';
import type { RuleTable } from './rule-table.ts';

export interface MergedRegistrationFacts {
  status: string;
  expiresOn: string | null;
  today: string;
}

const today = '2026-06-10';

export const mergedRegistrationTable: RuleTable<
  MergedRegistrationFacts,
  MergedRegistrationOutcome
> = {
  rule: 'merged-registration',
  title: 'What becomes of the deal registrations of a merged partner',
  about: `
When Acme is merged into Ajax, the registrations of Acme that wait for an answer, and the approved ones that still protect their deal, go on at Ajax: the same record, with its number, the moment of its submission and its last day, so that no
place in the order of claims is won or lost. The reason is added to the end of its description. What is decided and over (rejected, withdrawn, expired, converted) stays with Acme. Where both had registered one company, the check for conflicts
says so on the undecided one, and a person decides.`,
  decide: ({ today: day, ...registration }) =>
    mergedRegistration(registration, { from: 'Acme', to: 'Ajax' }, day),
  columns: {
    Status: ({ facts }) => facts.status,
    'Last day': ({ facts }) => facts.expiresOn ?? 'none',
    Today: ({ facts }) => facts.today,
    Outcome: ({ outcome }) => outcome.state ?? '',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'nobody has looked at it',
      facts: { status: 'Submitted', expiresOn: null, today },
      outcome: {
        state: 'Goes On',
        reason: 'Taken over on 2026-06-10: Acme, who registered this deal, was merged into Ajax.',
      },
    },
    {
      name: 'it is being looked at',
      facts: { status: 'In Review', expiresOn: null, today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'it protects without an end',
      facts: { status: 'Approved', expiresOn: null, today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'its last day of protection',
      facts: { status: 'Approved', expiresOn: '2026-06-10', today },
      outcome: { state: 'Goes On' },
    },
    {
      name: 'the day after its last day',
      facts: { status: 'Approved', expiresOn: '2026-06-09', today },
      outcome: {
        state: 'Stays',
        reason: 'It stays with Acme: its protection ended on 2026-06-09.',
      },
    },
    ...['Rejected', 'Withdrawn', 'Expired', 'Converted'].map((status) => ({
      name: `it is ${status.toLowerCase()}`,
      facts: { status, expiresOn: '2026-12-31', today },
      outcome: { state: 'Stays', reason: `It stays with Acme: it is ${status}.` } as const,
    })),
  ],
};

import {
  registrationConflictOf,
  type RegistrationClaim,
  type RegistrationConflict,
} from '../../../src/rules/registration-conflict.ts';
import type { RuleTable } from './rule-table.ts';

export interface ConflictFacts {
  claim: RegistrationClaim;
  other: RegistrationClaim;
}

const claim: RegistrationClaim = {
  id: 'B',
  name: 'DR-2',
  partnershipId: 'acme',
  company: 'Initech, Inc.',
  domain: 'initech.com',
  matchKey: 'initech.com',
  status: 'Submitted',
  submittedAt: new Date('2026-06-02T09:00:00Z'),
};
const other: RegistrationClaim = {
  ...claim,
  id: 'A',
  name: 'DR-1',
  partnershipId: 'ajax',
  submittedAt: new Date('2026-06-01T09:00:00Z'),
};
const later = { ...other, submittedAt: new Date('2026-06-02T09:00:01Z') };
const none = { code: null, beforeId: null };
const another = { code: 'REGISTERED_BY_ANOTHER_PARTNER', beforeId: 'A' } as const;

const minutes = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

export const registrationConflictTable: RuleTable<ConflictFacts, RegistrationConflict> = {
  rule: 'registration-conflict',
  title: 'Two partners register one company',
  about: `
A registration that was submitted on 2026-06-02 at 09:00 UTC is compared with another. Companies are the same when their domains are, or their names without legal form, or the match key of the org. Who submitted first is
first, in whatever order the two reached Salesforce; of two in the same moment both are in conflict; an approved or converted registration is always first. A flow makes the same comparison, by match key alone, the moment a registration is
saved, and compares with accounts and open opportunities too; the service goes through all undecided registrations once an hour. A conflict that a person has overridden stays overridden, and none is approved with an open conflict.`,
  decide: ({ claim: one, other: before }) => registrationConflictOf(one, [before, one]),
  columns: {
    'The other was submitted': ({ facts }) => minutes(facts.other.submittedAt),
    'by': ({ facts }) => (facts.other.partnershipId === facts.claim.partnershipId ? 'the same partnership' : 'another'), // prettier-ignore
    Status: ({ facts }) => facts.other.status,
    Company: ({ facts }) => facts.other.company,
    Domain: ({ facts }) => facts.other.domain ?? 'none',
    Outcome: ({ outcome }) => outcome.code ?? 'no conflict',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'another partner, a day earlier',
      facts: { claim, other },
      outcome: {
        ...another,
        reason:
          'Another partnership registered this company as DR-1 on 2026-06-01; known by the domain initech.com.',
      },
    },
    {
      name: 'the same partner, a day earlier',
      facts: { claim, other: { ...other, partnershipId: 'acme' } },
      outcome: {
        code: 'REGISTERED_BY_SAME_PARTNER',
        beforeId: 'A',
        reason:
          'The same partnership registered this company as DR-1 on 2026-06-01; known by the domain initech.com.',
      },
    },
    {
      name: 'another partner, a second later',
      facts: { claim, other: later },
      outcome: {
        ...none,
        reason: 'No other registration of this company was submitted before, or is approved.',
      },
    },
    {
      name: 'in the same moment: a person decides',
      facts: { claim, other: { ...other, submittedAt: claim.submittedAt } },
      outcome: another,
    },
    {
      name: 'in the same moment, and the other is the newer record: a person decides',
      facts: { claim, other: { ...other, id: 'C', submittedAt: claim.submittedAt } },
      outcome: { ...another, beforeId: 'C' },
    },
    {
      name: 'later, but approved already',
      facts: { claim, other: { ...later, status: 'Approved' } },
      outcome: {
        ...another,
        reason:
          'Another partnership registered this company as DR-1, which is approved, on 2026-06-02; known by the domain initech.com.',
      },
    },
    {
      name: 'later, but converted',
      facts: { claim, other: { ...later, status: 'Converted' } },
      outcome: another,
    },
    {
      name: 'earlier, in review',
      facts: { claim, other: { ...other, status: 'In Review' } },
      outcome: another,
    },
    ...['Rejected', 'Expired', 'Withdrawn'].map((status) => ({
      name: `earlier, but ${status.toLowerCase()}`,
      facts: { claim, other: { ...other, status } },
      outcome: none,
    })),
    {
      name: 'the same company at another domain',
      facts: { claim, other: { ...other, company: 'INITECH GmbH', domain: 'initech.io', matchKey: 'initech.io' } }, // prettier-ignore
      outcome: {
        ...another,
        reason:
          'Another partnership registered this company as DR-1 on 2026-06-01; known by the name "Initech, Inc.", though at initech.io.',
      },
    },
    {
      name: 'the same name without a domain',
      facts: { claim, other: { ...other, company: 'Initech', domain: null, matchKey: 'initech' } },
      outcome: {
        ...another,
        reason:
          'Another partnership registered this company as DR-1 on 2026-06-01; known by the name "Initech, Inc.".',
      },
    },
    {
      name: 'another name at the same domain',
      facts: { claim, other: { ...other, company: 'Initech Labs', domain: 'WWW.initech.com' } },
      outcome: another,
    },
    {
      name: 'two people of a public mail provider',
      facts: {
        claim: { ...claim, domain: 'gmail.com', matchKey: null },
        other: { ...other, company: 'Hooli', domain: 'gmail.com', matchKey: null },
      },
      outcome: none,
    },
    {
      name: 'the match key of the org is the same, and nothing else',
      facts: {
        claim: { ...claim, company: '!!', domain: 'gmail.com', matchKey: 'gmail.com' },
        other: { ...other, company: '??', domain: 'gmail.com', matchKey: 'gmail.com' },
      },
      outcome: {
        ...another,
        reason:
          'Another partnership registered this company as DR-1 on 2026-06-01; known by the match key gmail.com.',
      },
    },
    {
      name: 'another company',
      facts: { claim, other: { ...other, company: 'Hooli', domain: 'hooli.com', matchKey: 'hooli.com' } }, // prettier-ignore
      outcome: none,
    },
  ],
};

import { sourcingOf, type SourcingOutcome, type Touch } from '../../../src/rules/sourcing.ts';
import type { RuleTable } from './rule-table.ts';

const at = (text: string): Date => new Date(text.length === 10 ? `${text}T00:00:00Z` : text);

function touch(name: string, kind: Touch['kind'], when: string, more: Partial<Touch> = {}): Touch {
  const key = `${name}:${kind}`.toLowerCase().replaceAll(' ', '-');
  return {
    key,
    partnershipId: name,
    partnershipName: name,
    kind,
    at: at(when),
    windowDays: 90,
    until: null,
    ...more,
  };
}

export interface SourcingFacts {
  touches: readonly Touch[];
  convertedAt: Date;
}

const short = (moment: Date): string =>
  moment.toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');

function described({ partnershipName, kind, at: when, windowDays, until }: Touch): string {
  const end = until
    ? `until ${short(until)}`
    : windowDays === null
      ? 'no end'
      : `${windowDays} days`;
  return `${partnershipName}: ${kind}, ${short(when)}, ${end}`;
}

const converted = at('2026-04-01');

export const sourcingTable: RuleTable<
  SourcingFacts,
  Omit<SourcingOutcome, 'winner'> & { partner: string | null }
> = {
  rule: 'sourcing',
  title: 'Who sourced a deal',
  about: `
All touches of partners with a prospect are kept. When the deal converts, those that still count are put in order, and the first one sourced it:

1. **Manual**: a person said so in Salesforce.
2. **Approved registration**: the partner registered the deal, and it was approved.
3. **Accepted lead**: the partner submitted the lead, and it was accepted.
4. **Partner key**: the billing customer carries the partner's key.
5. **PRM customer**: the PRM names the partner of the customer.
6. **Lead submission** that nobody has accepted yet.
7. **Link touch**: a click on the partner's link.

Of two of a kind the earlier one wins; at the same moment, the lower key. A touch counts from its own moment until its window is over: the program's window in whole
days of 24 hours, in UTC, the end excluded. A registration counts until it expires.`,
  decide: ({ touches, convertedAt }) => {
    const { winner, ...rest } = sourcingOf(touches, convertedAt);
    return { partner: winner?.partnershipName ?? null, ...rest };
  },
  columns: {
    Touches: ({ facts }) => facts.touches.map(described).join('; ') || 'none',
    'Converts at': ({ facts }) => short(facts.convertedAt),
    'Sourced by': ({ outcome }) => outcome.partner ?? 'nobody (direct)',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'nobody touched it',
      facts: { touches: [], convertedAt: converted },
      outcome: {
        partner: null,
        code: 'DIRECT',
        reason: 'Direct: no partner had touched it by 2026-04-01.',
      },
    },
    {
      name: 'one touch in its window',
      facts: { touches: [touch('Acme', 'Link Touch', '2026-03-01')], convertedAt: converted },
      outcome: {
        partner: 'Acme',
        code: 'SOURCED',
        reason: 'Sourced by Acme (link touch of 2026-03-01), by rule 7.',
      },
    },
    {
      name: 'a registration beats an earlier link',
      facts: {
        touches: [
          touch('Ajax', 'Link Touch', '2026-03-01'),
          touch('Acme', 'Approved Registration', '2026-03-03'),
        ],
        convertedAt: converted,
      },
      outcome: {
        partner: 'Acme',
        reason:
          'Sourced by Acme (approved registration of 2026-03-03), by rule 2. It beats Ajax (link touch of 2026-03-01): rule 2, approved registration, comes before rule 7, link touch.',
      },
    },
    {
      name: 'a person beats a registration',
      facts: {
        touches: [
          touch('Acme', 'Approved Registration', '2026-03-03'),
          touch('Ajax', 'Manual', '2026-03-20', { windowDays: null }),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Ajax' },
    },
    {
      name: 'an accepted lead beats a partner key',
      facts: {
        touches: [
          touch('Acme', 'Partner Key', '2026-01-10'),
          touch('Ajax', 'Accepted Lead', '2026-02-10'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Ajax' },
    },
    {
      name: 'a partner key beats what the PRM says',
      facts: {
        touches: [
          touch('Acme', 'PRM Customer', '2026-01-10'),
          touch('Ajax', 'Partner Key', '2026-02-10'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Ajax' },
    },
    {
      name: 'a lead that nobody accepted beats a link only',
      facts: {
        touches: [
          touch('Acme', 'Link Touch', '2026-01-10'),
          touch('Ajax', 'Lead Submission', '2026-02-10'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Ajax' },
    },
    {
      name: 'the earlier of two links',
      facts: {
        touches: [
          touch('Ajax', 'Link Touch', '2026-03-02'),
          touch('Acme', 'Link Touch', '2026-03-01'),
        ],
        convertedAt: converted,
      },
      outcome: {
        partner: 'Acme',
        reason:
          'Sourced by Acme (link touch of 2026-03-01), by rule 7. It beats Ajax (link touch of 2026-03-02): the earlier of two of a kind.',
      },
    },
    {
      name: 'two links at one moment: the lower key',
      facts: {
        touches: [
          touch('Ajax', 'Link Touch', '2026-03-01'),
          touch('Acme', 'Link Touch', '2026-03-01'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Acme' },
    },
    {
      name: 'the last second of a window counts',
      facts: {
        touches: [touch('Acme', 'Link Touch', '2026-03-01', { windowDays: 31 })],
        convertedAt: at('2026-03-31T23:59:59Z'),
      },
      outcome: { partner: 'Acme' },
    },
    {
      name: 'the end of a window does not',
      facts: {
        touches: [touch('Acme', 'Link Touch', '2026-03-01', { windowDays: 31 })],
        convertedAt: converted,
      },
      outcome: {
        partner: null,
        code: 'WINDOW_OVER',
        reason:
          'Direct: the latest touch, Acme (link touch of 2026-03-01), counted until 2026-03-31, and it converted on 2026-04-01.',
      },
    },
    {
      name: 'an expired registration leaves the field to the link',
      facts: {
        touches: [
          touch('Acme', 'Approved Registration', '2026-01-01', { until: at('2026-03-31') }),
          touch('Ajax', 'Link Touch', '2026-03-15'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Ajax' },
    },
    {
      name: 'an extended registration counts beyond its term',
      facts: {
        touches: [
          touch('Acme', 'Approved Registration', '2026-01-01', { until: at('2026-05-01') }),
          touch('Ajax', 'Link Touch', '2026-03-15'),
        ],
        convertedAt: converted,
      },
      outcome: { partner: 'Acme' },
    },
    {
      name: 'a touch after the conversion does not count',
      facts: {
        touches: [touch('Acme', 'Approved Registration', '2026-04-02')],
        convertedAt: converted,
      },
      outcome: { partner: null, code: 'DIRECT' },
    },
    {
      name: 'a touch at the very moment of conversion counts',
      facts: { touches: [touch('Acme', 'Link Touch', '2026-04-01')], convertedAt: converted },
      outcome: { partner: 'Acme' },
    },
    {
      name: 'another touch of the same partner is no rival',
      facts: {
        touches: [
          touch('Acme', 'Link Touch', '2026-03-01'),
          touch('Acme', 'Accepted Lead', '2026-03-05'),
        ],
        convertedAt: converted,
      },
      outcome: {
        partner: 'Acme',
        rivals: [],
        reason: 'Sourced by Acme (accepted lead of 2026-03-05), by rule 3.',
      },
    },
    {
      name: 'of two of a kind at one moment, the lower key',
      facts: {
        touches: [
          touch('Ajax', 'Link Touch', '2026-03-01'),
          touch('Acme', 'Link Touch', '2026-03-01'),
        ],
        convertedAt: converted,
      },
      outcome: {
        partner: 'Acme',
        reason:
          'Sourced by Acme (link touch of 2026-03-01), by rule 7. It beats Ajax (link touch of 2026-03-01): the same kind at the same moment, so the lower key decides.',
      },
    },
    {
      name: 'a touch that ends when it begins, at the moment of conversion, is over and leaves no rival',
      facts: {
        touches: [touch('Acme', 'Link Touch', '2026-04-01', { windowDays: 0 })],
        convertedAt: converted,
      },
      outcome: {
        partner: null,
        code: 'WINDOW_OVER',
        rivals: [],
        reason:
          'Direct: the latest touch, Acme (link touch of 2026-04-01), counted until 2026-03-31, and it converted on 2026-04-01.',
      },
    },
    {
      name: 'a touch that ended within a day counted on that day',
      facts: {
        touches: [
          touch('Acme', 'Approved Registration', '2026-01-01', {
            until: at('2026-03-01T12:00:00Z'),
          }),
        ],
        convertedAt: converted,
      },
      outcome: {
        code: 'WINDOW_OVER',
        reason:
          'Direct: the latest touch, Acme (approved registration of 2026-01-01), counted until 2026-03-01, and it converted on 2026-04-01.',
      },
    },
    {
      name: 'nobody touched it',
      facts: { touches: [], convertedAt: converted },
      outcome: {
        partner: null,
        code: 'DIRECT',
        rivals: [],
        reason: 'Direct: no partner had touched it by 2026-04-01.',
      },
    },
  ],
};

import { survivorOf, type MergeOutcome } from '../../../src/rules/partner-merge.ts';
import type { RuleTable } from './rule-table.ts';

export interface MergeFacts {
  partnership: string;
  /** "A into B" */
  merges: readonly (readonly [string, string])[];
}

export const partnerMergeTable: RuleTable<MergeFacts, MergeOutcome> = {
  rule: 'partner-merge',
  title: 'Which partnership goes on after a merge',
  about: `
A partner manager fills _Merged Into_ on a partnership that goes on in another one. Within minutes its active credit for customers, open deals and open leads ends, and the partnership that goes on gets the same credit from that
day on, by its own terms. What the merged one has earned and is not yet paid moves there line by line, each with a link to the original; what finance has closed, approved or paid stays. So do later take-backs: a refund of an old payment is
computed where the payment was, and moves as well. New customers who come with the key of the merged partner are credited to the one that goes on. Merges in a ring have nobody who goes on: nothing moves, and a Sync Issue says so.`,
  decide: ({ partnership, merges }) => survivorOf(partnership, new Map(merges)),
  columns: {
    Partnership: ({ facts }) => facts.partnership,
    Merges: ({ facts }) => facts.merges.map((pair) => pair.join(' into ')).join(', ') || 'none',
    Outcome: ({ outcome }) => outcome.state ?? '',
    'Goes on': ({ outcome }) => outcome.survivorId ?? 'nobody: a person decides',
  },
  rows: [
    {
      name: 'no merge',
      facts: { partnership: 'Acme', merges: [] },
      outcome: { state: 'Not Merged', survivorId: 'Acme' },
    },
    {
      name: 'another was merged',
      facts: { partnership: 'Acme', merges: [['Bolt', 'Acme']] },
      outcome: { state: 'Not Merged', survivorId: 'Acme' },
    },
    {
      name: 'merged into another',
      facts: { partnership: 'Acme', merges: [['Acme', 'Ajax']] },
      outcome: { state: 'Merged', survivorId: 'Ajax' },
    },
    {
      name: 'merged into one that was merged itself',
      facts: { partnership: 'Acme', merges: [['Ajax', 'Bolt'], ['Acme', 'Ajax']] }, // prettier-ignore
      outcome: { state: 'Merged', survivorId: 'Bolt' },
    },
    {
      name: 'merged into itself',
      facts: { partnership: 'Acme', merges: [['Acme', 'Acme']] },
      outcome: { state: 'Ring', survivorId: null },
    },
    {
      name: 'two merged into each other',
      facts: { partnership: 'Acme', merges: [['Acme', 'Ajax'], ['Ajax', 'Acme']] }, // prettier-ignore
      outcome: { state: 'Ring', survivorId: null },
    },
    {
      name: 'merged into a ring of others',
      facts: { partnership: 'Acme', merges: [['Acme', 'Ajax'], ['Ajax', 'Bolt'], ['Bolt', 'Ajax']] }, // prettier-ignore
      outcome: { state: 'Ring', survivorId: null },
    },
  ],
};

import {
  plainReference,
  planCommissions,
  type CommissionImportLine,
  type CommissionTarget,
} from '../../../src/rules/commission-import.ts';
import type { ImportFacts } from '../../../src/rules/import-plan.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  lines: readonly CommissionImportLine[];
  /** References of Acme that were brought in before. */
  before: readonly string[];
}
interface Plan {
  line: number;
  outcome: 'make' | 'exists' | 'unclear';
  reason: string;
  target: CommissionTarget | null;
}
interface Outcome {
  plans: readonly Plan[];
}

const org: ImportFacts = {
  companies: [
    { id: '001A', name: 'Acme', domain: null },
    { id: '001B', name: 'Bolt', domain: null },
    { id: '001G', name: 'Globex', domain: null },
    { id: '001H', name: 'Hooli', domain: null },
    { id: '001I', name: 'Hooli Inc.', domain: null },
  ],
  programs: [{ id: 'P1', name: 'Referral' }],
  partnerships: [
    { id: 'S1', key: 'acme', partnerId: '001A', programId: 'P1' },
    { id: 'S2', key: 'bolt', partnerId: '001B', programId: 'P1' },
  ],
  credits: [
    { id: 'C1', accountId: '001G', partnershipId: 'S1', role: 'Sourced' },
    { id: 'C2', accountId: '001B', partnershipId: 'S1', role: 'Sourced' },
    { id: 'C3', accountId: '001B', partnershipId: 'S2', role: 'Sourced' },
  ],
  givenSplit: new Map(),
};
const today = '2026-03-31';

const line = (more: Partial<CommissionImportLine> = {}): CommissionImportLine => ({
  line: 2,
  customer: 'Globex',
  partner: 'Acme',
  program: 'Referral',
  reference: 'INV-7',
  amountMinor: 12_050,
  currency: 'USD',
  earned: '2026-03-31',
  holdUntil: null,
  reason: '20 % of invoice 7',
  ...more,
});
const target = (attributionId: string): CommissionTarget => ({
  partnershipId: 'S1',
  partnershipKey: 'acme',
  attributionId,
});
const makes = (reason: string, number = 2, to = target('C1')): Plan => ({
  line: number,
  outcome: 'make',
  reason,
  target: to,
});
const leaves = (outcome: 'exists' | 'unclear', reason: string, number = 2): Plan => ({
  line: number,
  outcome,
  reason,
  target: null,
});
const row = (
  name: string,
  lines: readonly CommissionImportLine[],
  plans: readonly Plan[],
  before: readonly string[] = [],
): RuleRow<Facts, Outcome> => ({ name, facts: { lines, before }, outcome: { plans } });

const owedNow = '120.50 USD is owed to Acme for Globex (001G), payable now.';
const ofBolt = '120.50 USD is owed to Acme for Bolt (001B), payable now.';

export const commissionImportTable: RuleTable<Facts, Outcome> = {
  rule: 'commission-import',
  title: 'Which open commissions of the old system are brought in',
  about: `
\`partnerverse import --commissions\` brings in what was earned before Partnerverse and is not paid yet, so that no partner is forgotten and none is paid twice. A line stands on the [credit](attribution.md) that the partner has for the customer: without
it nothing is brought in. Its reference (what the old system calls it) tells one from another: the same reference of the same partnership is brought in once, from whatever file; capitals and spaces around it make no other reference. What is earned
after today is not owed yet. What is unclear is not paid, and the reason says what to do. Companies are named as in [other files](import-plan.md).

Here today is 2026-03-31. Acme and Bolt are partners in Referral; Acme is credited for Globex and Bolt, Bolt for itself; two accounts are called Hooli.`,
  decide: ({ lines, before }) => ({
    plans: planCommissions(
      lines,
      org,
      (partnershipId, reference) =>
        partnershipId === 'S1' && before.map(plainReference).includes(plainReference(reference)),
      today,
    ).map(({ line: { line: number }, ...plan }) => ({ line: number, ...plan })),
  }),
  columns: {
    Lines: ({ facts }) =>
      facts.lines
        .map(
          (one) =>
            `${one.line}: ${(one.amountMinor / 100).toFixed(2)} ${one.currency} to ${one.partner} for ${one.customer}, \`${one.reference}\`, earned ${one.earned}`,
        ) // prettier-ignore
        .join('; '),
    'Held until': ({ facts }) =>
      facts.lines.map(({ holdUntil }) => holdUntil ?? 'not held').join(', '),
    'Acme’s brought in before': ({ facts }) => facts.before.join(', ') || 'none',
    Outcome: ({ outcome }) =>
      outcome.plans?.map((plan) => `${plan.line}: ${plan.outcome}`).join(', ') ?? '',
    Why: ({ outcome }) => outcome.plans?.map(({ reason }) => reason).join(' ') ?? '',
  },
  rows: [
    row('earned today, payable now', [line()], [makes(owedNow)]),
    row(
      'held until a day',
      [line({ holdUntil: '2026-05-01' })],
      [makes('120.50 USD is owed to Acme for Globex (001G), held until 2026-05-01.')],
    ),
    row(
      'what the partner owes back',
      [line({ amountMinor: -1 })],
      [makes('-0.01 USD is owed to Acme for Globex (001G), payable now.')],
    ),
    row(
      'earned tomorrow',
      [line({ earned: '2026-04-01' })],
      [leaves('unclear', 'It is earned on 2026-04-01, which is not over yet.')],
    ),
    row(
      'a customer that is no account',
      [line({ customer: 'Nobody' })],
      [leaves('unclear', 'No account is "Nobody".')],
    ),
    row(
      'a name that several accounts have',
      [line({ customer: 'Hooli' })],
      [
        leaves(
          'unclear',
          '2 accounts may be "Hooli": Hooli (001H), Hooli Inc. (001I). Write the record id of the right one into the file, or merge them.',
        ),
      ],
    ),
    row(
      'a customer for whom nobody is credited',
      [line({ customer: 'Acme' })],
      [leaves('unclear', 'Acme is not credited for Acme. Import the attributions first.')],
    ),
    row(
      'a customer for whom another partner is credited',
      [line({ partner: 'Bolt' })],
      [leaves('unclear', 'Bolt is not credited for Globex. Import the attributions first.')],
    ),
    row(
      'a partner without a partnership',
      [line({ partner: 'Hooli' })],
      [leaves('unclear', '"Hooli" has no partnership in Referral. Import the partners first.')],
    ),
    row(
      'brought in before',
      [line()],
      [leaves('exists', 'INV-7 of Acme was brought in before.')],
      ['INV-7'],
    ),
    row('another was brought in before', [line()], [makes(owedNow)], ['INV-6']),
    row(
      'the same reference twice in a file, though with another amount',
      [line(), line({ line: 3, reference: ' inv-7', amountMinor: 1 })],
      [
        makes(owedNow),
        leaves(
          'unclear',
          'Line 2 has the same reference. Take one of the two out, or give it another reference.',
          3,
        ),
      ],
    ),
    row(
      'another reference, and the same one of another partner',
      [
        line({ customer: 'Bolt' }),
        line({ line: 3, customer: 'Bolt', reference: 'INV-8' }),
        line({ line: 4, customer: 'Bolt', partner: 'Bolt' }),
      ],
      [
        makes(ofBolt, 2, target('C2')),
        makes(ofBolt, 3, target('C2')),
        makes('120.50 USD is owed to Bolt for Bolt (001B), payable now.', 4, {
          partnershipId: 'S2',
          partnershipKey: 'bolt',
          attributionId: 'C3',
        }),
      ],
    ),
  ],
};

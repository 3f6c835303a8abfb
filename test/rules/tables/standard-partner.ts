import {
  readStandardPartners,
  type StandardPartner,
  type StandardPartnerFinding,
} from '../../../src/rules/standard-partner.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  records: readonly StandardPartner[];
}
interface Outcome {
  findings: readonly StandardPartnerFinding[];
}

const partnerships = ['A', 'B'].map((partnerId) => ({ id: `S-${partnerId}`, key: `s-${partnerId}`, partnerId, programId: 'P' })); // prettier-ignore

const record = (changes: Partial<StandardPartner> = {}): StandardPartner => ({
  id: 'R1',
  opportunityId: null,
  fromId: 'G',
  fromName: 'Globex',
  toId: 'A',
  toName: 'Acme',
  role: null,
  ...changes,
});
const reverse = record({ id: 'R2', fromId: 'A', fromName: 'Acme', toId: 'G', toName: 'Globex' });
const ofDeal = (changes: Partial<StandardPartner> = {}): StandardPartner =>
  record({ opportunityId: 'D1', fromId: null, fromName: null, ...changes });

const match = (partnerId: string, reason: string, id = 'R1'): StandardPartnerFinding => ({ id, outcome: 'match', partnerId, reason }); // prettier-ignore
const unclear = (reason: string): StandardPartnerFinding => ({ id: 'R1', outcome: 'unclear', partnerId: null, reason }); // prettier-ignore
const row = (
  name: string,
  records: readonly StandardPartner[],
  findings: readonly StandardPartnerFinding[],
): RuleRow<Facts, Outcome> => ({ name, facts: { records }, outcome: { findings } });

function described({
  opportunityId,
  fromId,
  fromName,
  toId,
  toName,
  role,
}: StandardPartner): string {
  const from = opportunityId === null ? `${fromName ?? ''} (${fromId ?? ''})` : `deal ${opportunityId}`; // prettier-ignore
  return `${from} to ${toName} (${toId})${role === null ? '' : ` as ${role}`}`;
}

export const standardPartnerTable: RuleTable<Facts, Outcome> = {
  rule: 'standard-partner',
  title: 'What Salesforce’s own partner records say',
  about: `
Orgs that used Salesforce's own Partners (of opportunities and of accounts) have knowledge in them; \`partnerverse scan\` reads it and writes nothing. In a deal the partner is the account that the record points to. Between two accounts Salesforce
keeps one record for each direction, and neither says which of the two is the partner: it is the one that has a partnership. If both have one, or neither, a person has to say. The two records of one pair are told once.

Here the accounts with the ids A and B have a partnership, others have none.`,
  decide: ({ records }) => ({ findings: readStandardPartners(records, { partnerships }) }),
  columns: {
    'Records from … to …': ({ facts }) => facts.records.map(described).join('; '),
    'The partner is': ({ outcome }) =>
      outcome.findings?.map(({ partnerId }) => partnerId ?? 'unclear').join('; ') ?? '',
    Why: ({ outcome }) => outcome.findings?.map(({ reason }) => reason).join(' ') ?? '',
  },
  rows: [
    row('a partner in a deal', [ofDeal()], [match('A', 'Acme (A) is a partner in this deal.')]),
    row(
      'a partner in a deal, with a role',
      [ofDeal({ role: 'Dealer' })],
      [match('A', 'Acme (A) is a partner in this deal as Dealer.')],
    ),
    row(
      'in a deal, an account without a partnership',
      [ofDeal({ toId: 'X' })],
      [unclear('Acme (X) has no partnership yet. Import the partner first.')],
    ),
    row(
      'two deals of one partner are two',
      [ofDeal(), ofDeal({ id: 'R2', opportunityId: 'D2' })],
      [
        match('A', 'Acme (A) is a partner in this deal.'),
        match('A', 'Acme (A) is a partner in this deal.', 'R2'),
      ],
    ),
    row(
      'a partner of an account',
      [record()],
      [match('A', 'Acme (A) is a partner of Globex (G).')],
    ),
    row(
      'a partner of an account, with a role',
      [record({ role: 'Dealer' })],
      [match('A', 'Acme (A) is a partner of Globex (G) as Dealer.')],
    ),
    row(
      'the one that the record comes from is the partner: the role is not its own',
      [record({ fromId: 'B', toId: 'X', role: 'Customer' })],
      [match('B', 'Globex (B) is a partner of Acme (X).')],
    ),
    row(
      'the two directions of one pair are told once',
      [record(), reverse],
      [match('A', 'Acme (A) is a partner of Globex (G).')],
    ),
    row(
      'in whatever order they are read',
      [reverse, record()],
      [match('A', 'Acme (A) is a partner of Globex (G).', 'R2')],
    ),
    row(
      'another account has the same partner',
      [record(), record({ id: 'R3', fromId: 'H', fromName: 'Hooli' })],
      [
        match('A', 'Acme (A) is a partner of Globex (G).'),
        match('A', 'Acme (A) is a partner of Hooli (H).', 'R3'),
      ],
    ),
    row(
      'both have a partnership',
      [record({ fromId: 'B' })],
      [
        unclear(
          'Globex (B) and Acme (A) are partners of each other, and both have a partnership: say who is credited for whom.',
        ),
      ],
    ),
    row(
      'neither has a partnership',
      [record({ toId: 'X' })],
      [
        unclear(
          'Of Globex (G) and Acme (X) neither has a partnership yet. Import the partner first.',
        ),
      ],
    ),
  ],
};

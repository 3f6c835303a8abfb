import { readStandardPartners, type StandardPartner } from '../../src/rules/standard-partner.ts';

const facts = { partnerships: [{ id: 'S1', key: 's1', partnerId: 'A', programId: 'P' }, { id: 'S2', key: 's2', partnerId: 'B', programId: 'P' }] }; // prettier-ignore
const record = (more: Partial<StandardPartner>): StandardPartner => ({
  id: 'R1',
  opportunityId: null,
  fromId: 'G',
  fromName: 'Globex',
  toId: 'A',
  toName: 'Acme',
  role: null,
  ...more,
});
const ofDeal = { opportunityId: 'D', fromId: null, fromName: null };

describe("what Salesforce's own partner records say", () => {
  test.each([
    [{ ...ofDeal }, 'A', 'Acme (A) is a partner in this deal.'],
    [{ ...ofDeal, role: 'Dealer' }, 'A', 'Acme (A) is a partner in this deal as Dealer.'],
    [{ ...ofDeal, toId: 'X' }, null, 'Acme (X) has no partnership yet. Import the partner first.'],
    [{ role: 'Dealer' }, 'A', 'Acme (A) is a partner of Globex (G) as Dealer.'],
    [{ fromId: 'B', toId: 'X' }, 'B', 'Globex (B) is a partner of Acme (X).'],
    [
      { fromId: 'B' },
      null,
      'Globex (B) and Acme (A) are partners of each other, and both have a partnership: say who is credited for whom.',
    ],
    [
      { toId: 'X' },
      null,
      'Of Globex (G) and Acme (X) neither has a partnership yet. Import the partner first.',
    ],
  ] as const)('%j: %s, %s', (given, partnerId, reason) => {
    expect(readStandardPartners([record(given)], facts)).toEqual([
      { id: 'R1', outcome: partnerId === null ? 'unclear' : 'match', partnerId, reason },
    ]);
  });

  test('the two directions of one pair of accounts are told once, two deals are two', () => {
    const reverse = record({
      id: 'R2',
      fromId: 'A',
      fromName: 'Acme',
      toId: 'G',
      toName: 'Globex',
    });
    const other = record({ id: 'R3', fromId: 'H', fromName: 'Hooli' });
    expect(readStandardPartners([record({}), reverse, other], facts).map(({ id }) => id)).toEqual([
      'R1',
      'R3',
    ]);
    const deals = [record(ofDeal), record({ ...ofDeal, id: 'R2' })];
    expect(readStandardPartners(deals, facts)).toHaveLength(2);
  });
});

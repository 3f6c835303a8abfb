import {
  plainReference,
  planCommissions,
  type CommissionImportLine,
} from '../../src/rules/commission-import.ts';
import type { ImportFacts } from '../../src/rules/import-plan.ts';

const facts: ImportFacts = {
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

const line = (more: Partial<CommissionImportLine>): CommissionImportLine => ({
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

const plan = (
  lines: readonly CommissionImportLine[],
  before: string[] = [],
): ReturnType<typeof planCommissions> =>
  planCommissions(
    lines,
    facts,
    (partnershipId, reference) => before.includes(`${partnershipId} ${reference}`),
    '2026-03-31',
  );

describe('a line about an open commission', () => {
  test.each([
    [{}, 'make', '120.50 USD is owed to Acme for Globex (001G), payable now.'],
    [
      { holdUntil: '2026-05-01' },
      'make',
      '120.50 USD is owed to Acme for Globex (001G), held until 2026-05-01.',
    ],
    [{ earned: '2026-04-01' }, 'unclear', 'It is earned on 2026-04-01, which is not over yet.'],
    [{ customer: 'Nobody' }, 'unclear', 'No account is "Nobody".'],
    [
      { customer: 'Hooli' },
      'unclear',
      '2 accounts may be "Hooli": Hooli (001H), Hooli Inc. (001I). Write the record id of the right one into the file, or merge them.',
    ],
    [
      { customer: 'Acme' },
      'unclear',
      'Acme is not credited for Acme. Import the attributions first.',
    ],
    [
      { partner: 'Bolt' },
      'unclear',
      'Bolt is not credited for Globex. Import the attributions first.',
    ],
    [
      { partner: 'Hooli' },
      'unclear',
      '"Hooli" has no partnership in Referral. Import the partners first.',
    ],
  ] as const)('%j: %s', (given, outcome, reason) => {
    expect(plan([line(given)])).toMatchObject([{ outcome, reason }]);
  });

  test('stands on the credit that the partner has for the customer', () => {
    expect(plan([line({})])).toMatchObject([
      { target: { partnershipId: 'S1', partnershipKey: 'acme', attributionId: 'C1' } },
    ]);
  });

  test('is brought in once, whatever file it comes in', () => {
    expect(plan([line({})], ['S1 INV-7'])).toMatchObject([
      { outcome: 'exists', reason: 'INV-7 of Acme was brought in before.', target: null },
    ]);
    expect(plan([line({}), line({ line: 3, reference: ' inv-7', amountMinor: 1 })])).toMatchObject([
      { outcome: 'make' },
      {
        outcome: 'unclear',
        reason:
          'Line 2 has the same reference. Take one of the two out, or give it another reference.',
        target: null,
      },
    ]);
  });

  test('is another one with another reference, or of another partner', () => {
    const lines = [
      line({ customer: 'Bolt' }),
      line({ line: 3, customer: 'Bolt', reference: 'INV-8' }),
      line({ line: 4, customer: 'Bolt', partner: 'Bolt' }),
    ];
    const target = { partnershipId: 'S1', partnershipKey: 'acme', attributionId: 'C2' };
    expect(plan(lines).map((one) => [one.outcome, one.target])).toEqual([
      ['make', target],
      ['make', target],
      ['make', { partnershipId: 'S2', partnershipKey: 'bolt', attributionId: 'C3' }],
    ]);
    expect(plainReference(' INV-7 ')).toBe('inv-7');
  });
});

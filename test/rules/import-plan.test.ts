import {
  companiesNamed,
  planAttributions,
  planPartners,
  type AttributionLine,
  type ImportFacts,
  type PartnerLine,
} from '../../src/rules/import-plan.ts';

const facts: ImportFacts = {
  companies: [
    { id: '001A', name: 'Acme, Inc.', domain: 'acme.com' },
    { id: '001B', name: 'Ajax', domain: null },
    { id: '001C', name: 'AJAX GmbH', domain: 'ajax.de' },
    { id: '001D', name: 'Globex', domain: null },
    { id: '001E', name: '---', domain: null },
  ],
  programs: [
    { id: 'P1', name: 'Referral' },
    { id: 'P2', name: 'Twice' },
    { id: 'P3', name: 'twice' },
    { id: 'P4', name: ' Alliance ' },
  ],
  partnerships: [
    { id: 'S1', key: 'acme', partnerId: '001A', programId: 'P1' },
    { id: 'S2', key: 'globex', partnerId: '001D', programId: 'P4' },
    { id: 'S3', key: 'ajax', partnerId: '001C', programId: 'P1' },
  ],
  credits: [{ id: 'C1', accountId: '001D', partnershipId: 'S1', role: 'Influenced' }],
  givenSplit: new Map([['001D', 4_000]]),
};

const partner = (more: Partial<PartnerLine>): PartnerLine => ({
  line: 2,
  partner: 'Bolt',
  program: 'Referral',
  start: null,
  ...more,
});

describe('a company in a file', () => {
  test.each([
    ['001B', ['001B']],
    [' 001B ', ['001B']],
    ['https://www.acme.com/', ['001A']],
    ['jane@acme.com', ['001A']],
    ['acme', ['001A']],
    ['ajax', ['001B', '001C']],
    ['ajax.de', ['001C']],
    ['Bolt', []],
    ['!', []],
  ])('%s is %j', (text, ids) => {
    expect(companiesNamed(text, facts.companies).map(({ id }) => id)).toEqual(ids);
  });
});

describe('a line about a partner', () => {
  test.each([
    [
      {},
      'make',
      'No account has this name: a partner account Bolt is made, with a partnership in Referral.',
    ],
    [
      { partner: 'ajax.de', program: 'Alliance' },
      'make',
      'The account AJAX GmbH (001C) gets a partnership in Alliance.',
    ],
    [
      { partner: ' Bolt ', program: 'alliance' },
      'make',
      'No account has this name: a partner account Bolt is made, with a partnership in alliance.',
    ],
    [{ partner: '001E' }, 'make', 'The account --- (001E) gets a partnership in Referral.'],
    [
      { partner: 'Acme', program: 'Alliance' },
      'make',
      'The account Acme, Inc. (001A) gets a partnership in Alliance.',
    ],
    [{ partner: 'ACME Inc' }, 'exists', 'Acme, Inc. is in Referral already.'],
    [
      { partner: 'Ajax' },
      'unclear',
      '2 accounts may be "Ajax": AJAX GmbH (001C), Ajax (001B). Write the record id of the right one into the file, or merge them.',
    ],
    [{ partner: '...' }, 'unclear', 'The partner has no name. Fill in the column partner.'],
    [
      { program: 'Reseller' },
      'unclear',
      'No partner program is named "Reseller". Make it, or correct the name.',
    ],
    [
      { program: ' TWICE' },
      'unclear',
      '2 partner programs are named " TWICE". Rename all but one.',
    ],
  ] as const)('%j: %s', (given, outcome, reason) => {
    expect(planPartners([partner(given)], facts)).toMatchObject([{ outcome, reason }]);
  });

  test('that comes twice is made once, and the second is said', () => {
    const plans = planPartners([partner({}), partner({ line: 3, partner: 'BOLT Ltd.' })], facts);
    expect(plans).toMatchObject([
      { outcome: 'make', target: { accountId: null, programId: 'P1' } },
      {
        outcome: 'unclear',
        reason: 'Line 2 says the same. Take one of the two out.',
        target: null,
      },
    ]);
  });
});

test('lines about two partners, and about one in two programs, are all made; two names of one account are one', () => {
  const plans = planPartners(
    [
      partner({}),
      partner({ line: 3, partner: 'Hooli' }),
      partner({ line: 4, program: 'Alliance' }),
      partner({ line: 5, partner: 'ajax.de', program: 'Alliance' }),
      partner({ line: 6, partner: '001C', program: 'Alliance' }),
    ],
    facts,
  );
  expect(plans.map(({ line, outcome, target }) => [line.line, outcome, target])).toEqual([
    [2, 'make', { accountId: null, programId: 'P1' }],
    [3, 'make', { accountId: null, programId: 'P1' }],
    [4, 'make', { accountId: null, programId: 'P4' }],
    [5, 'make', { accountId: '001C', programId: 'P4' }],
    [6, 'unclear', null],
  ]);
  expect(plans[4]?.reason).toBe('Line 5 says the same. Take one of the two out.');
});

describe('a line about a customer', () => {
  const line = (more: Partial<AttributionLine>): AttributionLine => ({
    ...partner({ partner: 'Acme' }),
    customer: 'Globex',
    role: 'Sourced',
    end: null,
    split: 6_000,
    ...more,
  });

  test.each([
    [{}, 'make', 'Acme is credited for Globex (001D) as Sourced, with 60 % of the commission.'],
    [
      { split: 6_001 },
      'unclear',
      'The payable splits of Globex would be 100.01 %. Lower this one, or those that are there.',
    ],
    [
      { partner: 'ajax.de', role: 'Influenced' },
      'make',
      'ajax.de is credited for Globex (001D) as Influenced, with 60 % of the commission.',
    ],
    [
      { customer: 'ajax.de', role: 'Influenced' },
      'make',
      'Acme is credited for AJAX GmbH (001C) as Influenced, with 60 % of the commission.',
    ],
    [
      { partner: 'Globex', customer: 'Acme' },
      'unclear',
      '"Globex" has no partnership in Referral. Import the partners first.',
    ],
    [{ role: 'Influenced' }, 'exists', 'Acme is credited for Globex as Influenced already.'],
    [
      { customer: 'Nobody' },
      'unclear',
      'No account is "Nobody". Make it, or write its record id into the file.',
    ],
    [
      { customer: 'ajax' },
      'unclear',
      '2 accounts may be "ajax": AJAX GmbH (001C), Ajax (001B). Write the record id of the right one into the file, or merge them.',
    ],
    [
      { partner: 'Bolt' },
      'unclear',
      '"Bolt" has no partnership in Referral. Import the partners first.',
    ],
    [
      { program: 'Reseller' },
      'unclear',
      'No partner program is named "Reseller". Make it, or correct the name.',
    ],
  ] as const)('%j: %s', (given, outcome, reason) => {
    expect(planAttributions([line(given)], facts)).toMatchObject([{ outcome, reason }]);
  });

  test('the splits of one file are summed, and nobody is credited twice for the same', () => {
    const plans = planAttributions(
      [
        line({ split: 5_000 }),
        line({ line: 3, split: 1_000, role: 'Delivered' }),
        line({ line: 4, split: 1, role: 'Resold' }),
        line({ line: 5, split: 0 }),
      ],
      facts,
    );
    expect(plans.map(({ outcome }) => outcome)).toEqual(['make', 'make', 'unclear', 'exists']);
  });

  test('two partnerships that may be meant are unclear', () => {
    const both = {
      ...facts,
      partnerships: ['001B', '001C'].map((partnerId) => ({
        id: partnerId,
        key: partnerId,
        partnerId,
        programId: 'P1',
      })),
    };
    expect(planAttributions([line({ partner: 'Ajax' })], both)).toMatchObject([
      { outcome: 'unclear', reason: expect.stringContaining('may be 2 partnerships') },
    ]);
  });
});

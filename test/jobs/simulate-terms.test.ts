import { fixedClock } from '../../src/clock.ts';
import { simulateTerms, type SimulationRequest } from '../../src/jobs/simulate-terms.ts';
import { termsFileSchema } from '../../src/jobs/terms-file.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { credit, customerRows, entryRows, partnerRows, ruleRow } from '../support/paid-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let reading: Org & OrgAdmin;
const clock = fixedClock(new Date('2026-10-05T12:00:00Z'));
const refuse = (): Promise<never> => Promise.reject(new Error('A simulation writes nothing.'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  port = await connectOrg({ kind: 'token', ...org }, { clock });
  reading = {
    find: (query) => port.find(query),
    query: (soql) => port.query(soql),
    queryAll: (soql) => port.queryAll(soql),
    deleted: refuse,
    describe: refuse,
    apiCalls: () => port.apiCalls(),
    usage: () => null,
    create: refuse,
    upsert: refuse,
    save: refuse,
    close: refuse,
  };
  await port.save([
    ...partnerRows('Acme'),
    ...partnerRows('Ajax'),
    ...customerRows('Globex', [
      ['Acme', 60],
      ['Ajax', 40],
    ]),
    ...customerRows('Initech', [['Acme', 100]]),
    ruleRow('now', { RatePercent__c: 20 }),
    ...entryRows([
      { key: 'a', customer: 'Globex', amount: 100, at: '2026-07-01T00:00:00Z' },
      { key: 'a.r', customer: 'Globex', kind: 'Refund', amount: -50, at: '2026-09-30T23:59:59Z' },
      { key: 'b', customer: 'Initech', amount: 500, at: '2026-08-01T00:00:00Z' },
      { key: 'c', customer: 'Initech', amount: 999, at: '2026-10-01T00:00:00Z' },
    ]),
  ]);
  await credit({ org: port, clock }, ['Globex', 'Initech']);
}, 120_000);
afterAll(async () => {
  await port.close();
  await org.close();
});

const of = (request: SimulationRequest): ReturnType<typeof simulateTerms> =>
  simulateTerms({ org: reading, orgCurrency: 'USD' }, request);
const quarter = { from: '2026-07-01', until: '2026-10-01' };
const acme = { partnershipName: 'Acme', currency: 'USD', nowMinor: 10_600 };
const ajax = { partnershipName: 'Ajax', currency: 'USD', nowMinor: 400 };

test('last quarter under 10 % and at most 45.00 a partnership: the difference by partnership, and nothing is written', async () => {
  const stamps = 'SELECT Id, SystemModstamp FROM Commission__c ORDER BY Id';
  const before = await port.query(stamps);
  const terms = termsFileSchema.parse([
    { program: 'program', name: 'Less', ratePercent: 10, capPerPartnership: 45, currency: 'USD' },
  ]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [
      { ...acme, thenMinor: 4_200, differenceMinor: -6_400 },
      { ...ajax, thenMinor: 200, differenceMinor: -200 },
    ],
    unclear: [],
  });
  expect(await port.query(stamps)).toEqual(before);
});

test('the same terms make no difference', async () => {
  const terms = termsFileSchema.parse([{ program: 'program', name: 'Same', ratePercent: 20 }]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [{ differenceMinor: 0 }, { differenceMinor: 0 }],
  });
});

test('draft rules of a program are tried before they are in force', async () => {
  const drafts = { terms: { draftsOf: 'program' }, ...quarter };
  await expect(of(drafts)).rejects.toThrow('has no draft commission rules');
  await port.save([ruleRow('draft', { RatePercent__c: 30, Status__c: 'Draft' })]);
  expect(await of(drafts)).toMatchObject({
    differences: [
      { ...acme, thenMinor: 15_900, differenceMinor: 5_300 },
      { ...ajax, thenMinor: 600 },
    ],
  });
});

test.each([
  [{ program: 'nobody', name: 'x', ratePercent: 1 }, 'no program "nobody"'],
  [{ program: 'program', name: 'x' }, 'has no ratePercent'],
  [{ program: 'program', name: 'x', ratePercent: 1, capAmount: 5 }, 'amounts without a currency'],
])('%j is refused in words', async (rule, words) => {
  const terms = { rules: termsFileSchema.parse([rule]) };
  await expect(of({ terms, ...quarter })).rejects.toThrow(words);
});

test('won deals are tried too, within the caps of the new terms; an accepted lead of an unknown day is named', async () => {
  const [partnership] = await port.query("SELECT Id FROM Partnership__c WHERE Name = 'Acme'");
  const credited = { Partnership__c: String(partnership?.['Id']), Role__c: 'Sourced' };
  const won = { Name: 'Globex', StageName: 'Closed Won', CloseDate: '2026-09-30', Amount: 10_000 };
  const [deal = ''] = await port.create('Opportunity', [won]);
  await port.create('OpportunityAttribution__c', [
    { ...credited, Opportunity__c: deal, CreditPercent__c: 100, PayableSplitPercent__c: 50 },
  ]);
  const [lead = ''] = await port.create('Lead', [
    { LastName: 'Lead', Company: 'Initech', SourceStatus__c: 'accepted' },
  ]);
  await port.create('LeadAttribution__c', [{ ...credited, Lead__c: lead }]);
  const terms = termsFileSchema.parse([
    {
      program: 'program',
      name: 'Deals',
      trigger: 'Opportunity Won',
      ratePercent: 10,
      capPerDeal: 400,
      currency: 'USD',
    },
    { program: 'program', name: 'L', trigger: 'Lead Accepted', type: 'Flat', flatAmount: 5, currency: 'USD' },
  ]); // prettier-ignore
  const { differences, unclear } = await of({ terms: { rules: terms }, ...quarter });
  expect(differences).toMatchObject([
    { partnershipName: 'Acme', thenMinor: 50_600 },
    { differenceMinor: 0 },
  ]);
  expect(unclear).toEqual([expect.stringContaining('are not counted (1)')]);
});

test('steps of a file are those of a draft', async () => {
  const tiers = {
    mode: 'Whole',
    basis: 'Period Revenue',
    steps: [
      { from: 100, ratePercent: 15 },
      { from: 50, ratePercent: 12 },
    ],
  };
  const terms = termsFileSchema.parse([
    { program: 'program', name: 'T', ratePercent: 10, currency: 'USD', tiers },
  ]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [{ ...acme, thenMinor: 7_860 }, { thenMinor: 200 }],
  });
});

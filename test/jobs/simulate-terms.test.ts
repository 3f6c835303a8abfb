import { fixedClock } from '../../src/clock.ts';
import { simulateTerms, termsFileSchema } from '../../src/jobs/simulate-terms.ts';
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
    answers: () => port.answers(),
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

const quarter = { from: '2026-07-01', until: '2026-10-01' };
const acme = { partnershipName: 'Acme', currency: 'USD', nowMinor: 10_600 };
const ajax = { partnershipName: 'Ajax', currency: 'USD', nowMinor: 400 };

test('last quarter under 10 % and at most 45.00 a partnership: the difference by partnership, and nothing is written', async () => {
  const stamps = 'SELECT Id, SystemModstamp FROM Commission__c ORDER BY Id';
  const before = await port.query(stamps);
  const terms = termsFileSchema.parse([
    { program: 'program', name: 'Less', ratePercent: 10, capPerPartnership: 45, currency: 'USD' },
  ]);
  expect(await simulateTerms(reading, { terms: { rules: terms }, ...quarter })).toEqual([
    { ...acme, thenMinor: 4_200, differenceMinor: -6_400 },
    { ...ajax, thenMinor: 200, differenceMinor: -200 },
  ]);
  expect(await port.query(stamps)).toEqual(before);
});

test('the same terms make no difference', async () => {
  const terms = termsFileSchema.parse([{ program: 'program', name: 'Same', ratePercent: 20 }]);
  expect(await simulateTerms(reading, { terms: { rules: terms }, ...quarter })).toMatchObject([
    { differenceMinor: 0 },
    { differenceMinor: 0 },
  ]);
});

test('draft rules of a program are tried before they are in force', async () => {
  const drafts = { terms: { draftsOf: 'program' }, ...quarter };
  await expect(simulateTerms(reading, drafts)).rejects.toThrow('has no draft commission rules');
  await port.save([ruleRow('draft', { RatePercent__c: 30, Status__c: 'Draft' })]);
  expect(await simulateTerms(reading, drafts)).toMatchObject([
    { ...acme, thenMinor: 15_900, differenceMinor: 5_300 },
    { ...ajax, thenMinor: 600 },
  ]);
});

test.each([
  [{ program: 'nobody', name: 'x', ratePercent: 1 }, 'no program "nobody"'],
  [{ program: 'program', name: 'x' }, 'has no ratePercent'],
  [{ program: 'program', name: 'x', ratePercent: 1, capAmount: 5 }, 'amounts without a currency'],
])('%j is refused in words', async (rule, words) => {
  const terms = { rules: termsFileSchema.parse([rule]) };
  await expect(simulateTerms(reading, { terms, ...quarter })).rejects.toThrow(words);
});

import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { makeReviews, sweepReviews } from '../../src/jobs/make-reviews.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { quarterOf } from '../../src/rules/review-period.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let rep: jsforce.Connection;
const clock = fixedClock(new Date('2026-10-01T02:00:00Z'));
const period = quarterOf('2026-Q3');

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
  port = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
}, 120_000);

beforeEach(() => {
  org.reset();
  clock.set(new Date('2026-10-01T02:00:00Z'));
});

afterAll(async () => {
  await port.close();
  await org.close();
});

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const seen = async (soql: string) => (await rep.query(soql)).records;

async function partnership(name: string, status = 'Active'): Promise<string> {
  const partner = await made('Account', { Name: name });
  const program = await made('PartnerProgram__c', { Name: `${name} program`, Type__c: 'Referral' });
  return made('Partnership__c', {
    Name: `${name} – Referral`,
    ExternalKey__c: `key-of-${name}`,
    Partner__c: partner,
    Program__c: program,
    Status__c: status,
  });
}

async function deal(
  partnershipId: string,
  fields: Record<string, unknown>,
  amount: number,
): Promise<string> {
  const opportunity = await made('Opportunity', {
    Name: 'A deal',
    CloseDate: '2026-08-10',
    StageName: 'Prospecting',
    ...fields,
  });
  await made('OpportunityAttribution__c', {
    Opportunity__c: opportunity,
    Partnership__c: partnershipId,
    Role__c: 'Sourced',
    Status__c: 'Active',
    Origin__c: 'Manual',
    CreditPercent__c: 100,
    CreditAmount__c: amount,
  });
  return opportunity;
}

const make = (partnershipKey: string | null = null, onProgress?: (done: number, all: number) => void) =>
  makeReviews(
    { org: port, clock, orgCurrency: 'USD' },
    { period, partnership: partnershipKey, ...(onProgress && { onProgress }) },
  ); // prettier-ignore

const snapshot = () =>
  seen(
    'SELECT ExternalKey__c, Partnership__c, Status__c, WonCount__c, LostCount__c, WonAmount__c, PipelineAmount__c, GoalCount__c, Summary__c, DocumentId__c, CapturedAt__c FROM BusinessReview__c ORDER BY ExternalKey__c',
  );

async function bytesOf(extension: string): Promise<string> {
  const [version] = await seen(`SELECT Id, VersionData FROM ContentVersion WHERE FileExtension = '${extension}' AND IsLatest = true`); // prettier-ignore
  const answer = await fetch(`${org.instanceUrl}${String(version?.['VersionData'])}`, {
    headers: { authorization: `Bearer ${org.accessToken}` },
  });
  return answer.text();
}

test('a quarter becomes a snapshot with its numbers, and a document on review and partnership', async () => {
  const acme = await partnership('Acme');
  await partnership('Gone', 'Ended');
  await deal(acme, { Name: 'Big one', StageName: 'Closed Won', CloseReason__c: 'Price' }, 6_000);
  await deal(acme, { Name: 'Other one', StageName: 'Closed Lost' }, 2_000);
  await deal(acme, { Name: 'Late one', StageName: 'Closed Won', CloseDate: '2026-10-01' }, 500);
  expect(await make()).toMatchObject([{ partnership: 'Acme – Referral', outcome: 'made' }]);
  const [review] = await snapshot();
  expect(review).toMatchObject({
    ExternalKey__c: 'key-of-Acme:2026-07-01:2026-09-30',
    Partnership__c: acme,
    Status__c: 'Ready',
    WonCount__c: 1,
    LostCount__c: 1,
    WonAmount__c: 6_000,
    GoalCount__c: 0,
    Summary__c: expect.stringContaining('Acme won 1 deal worth 6,000 USD in 2026-Q3'),
    DocumentId__c: expect.stringMatching(/^069/),
  });
  const page = await bytesOf('html');
  for (const words of ['Big one', 'Price', 'Other one', 'No reason recorded'])
    expect(page).toContain(words);
  expect(page).not.toContain('Late one');
  expect((await bytesOf('pdf')).slice(0, 5)).toBe('%PDF-');
  const links = await seen(`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '${acme}'`);
  expect(links).toHaveLength(2);
});

test('again: nothing is written; when a fact is new, a version of the same document replaces it', async () => {
  const acme = await partnership('Acme');
  await make();
  const before = await snapshot();
  clock.set(new Date('2026-10-02T02:00:00Z'));
  expect(await make()).toMatchObject([{ outcome: 'unchanged' }]);
  expect(await snapshot()).toEqual(before);
  expect(await seen('SELECT Id FROM ContentVersion')).toHaveLength(2);
  await deal(acme, { StageName: 'Closed Won' }, 1_000);
  expect(await make()).toMatchObject([{ outcome: 'changed' }]);
  expect(await snapshot()).toMatchObject([
    { WonAmount__c: 1_000, DocumentId__c: before[0]?.['DocumentId__c'] },
  ]);
  expect(await seen('SELECT Id FROM ContentDocument')).toHaveLength(2);
  expect(await seen('SELECT Id FROM ContentVersion WHERE IsLatest = true')).toHaveLength(2);
  expect(await seen('SELECT Id FROM ContentVersion')).toHaveLength(4);
  expect(await seen(`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '${acme}'`)).toHaveLength(2); // prettier-ignore
});

test('people keep their words, and what the partner has is never touched', async () => {
  const acme = await partnership('Acme');
  const [{ reviewId } = { reviewId: '' }] = await make();
  await rep.sobject('BusinessReview__c').update({ Id: reviewId, Summary__c: 'Our own words' });
  await deal(acme, { StageName: 'Closed Won' }, 1_000);
  await make();
  expect(await snapshot()).toMatchObject([{ Summary__c: 'Our own words', WonAmount__c: 1_000 }]);
  await rep.sobject('BusinessReview__c').update({ Id: reviewId, Status__c: 'Shared' });
  await deal(acme, { StageName: 'Closed Won' }, 9_000);
  expect(await make()).toMatchObject([{ outcome: 'shared' }]);
  expect(await snapshot()).toMatchObject([{ WonAmount__c: 1_000 }]);
  expect(await seen('SELECT Id FROM ContentVersion')).toHaveLength(4);
});

test('a review that a person began is filled in, not made a second time', async () => {
  const acme = await partnership('Acme');
  await made('BusinessReview__c', { Partnership__c: acme, PeriodStart__c: period.start, PeriodEnd__c: period.end }); // prettier-ignore
  await deal(acme, { StageName: 'Closed Won' }, 700);
  expect(await make()).toMatchObject([{ outcome: 'changed' }]);
  expect(await snapshot()).toMatchObject([
    { ExternalKey__c: null, WonAmount__c: 700, Status__c: 'Draft', DocumentId__c: expect.any(String) },
  ]); // prettier-ignore
});

test('one partnership by its key; a key that nobody has is said aloud', async () => {
  await partnership('Acme');
  await partnership('Ajax');
  expect(await make('key-of-Ajax')).toMatchObject([{ partnership: 'Ajax – Referral' }]);
  expect(await snapshot()).toHaveLength(1);
  await expect(make('key-of-nobody')).rejects.toThrow('There is no active partnership');
});

test('twelve partnerships cost two calls more than one: for the same period the reads are the same', async () => {
  await partnership('P0');
  const calls = async (): Promise<number> => {
    const before = port.apiCalls();
    await make();
    return port.apiCalls() - before;
  };
  const alone = await calls();
  for (let index = 1; index < 13; index += 1) await partnership(`P${index}`);
  const together = await calls();
  expect(together).toBeLessThanOrEqual(alone + 2);
  expect(together).toBeLessThan(45);
});

test('the sweep makes the quarter before in the first seven days of a quarter, and then rests', async () => {
  await partnership('Acme');
  const counted: string[] = [];
  const sweep = () => sweepReviews({ org: port, clock, orgCurrency: 'USD', countDocument: (_vendor, _type, outcome) => counted.push(outcome) }); // prettier-ignore
  clock.set(new Date('2026-10-08T00:00:00Z'));
  await sweep();
  expect(await snapshot()).toHaveLength(0);
  clock.set(new Date('2026-10-07T23:59:59Z'));
  await sweep();
  await sweep();
  expect(counted).toEqual(['REVIEWS_NOT_DUE', 'REVIEWS_MADE', 'REVIEWS_UNCHANGED']);
  expect(await snapshot()).toHaveLength(1);
});

test('a quarter that has not begun is refused; one that runs is reviewed as far as it goes', async () => {
  await partnership('Acme');
  clock.set(new Date('2026-06-30T23:59:59Z'));
  await expect(make()).rejects.toThrow('begins on 2026-07-01');
  clock.set(new Date('2026-08-15T12:00:00Z'));
  await make();
  expect(await bytesOf('html')).toContain('Facts up to 2026-08-15');
});

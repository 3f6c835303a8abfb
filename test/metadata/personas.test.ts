import type { LocalOrg } from '../../src/local-org/start.ts';
import { openStory } from '../story/story.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { simulate } from '../support/simulation.ts';
import { permissionSets } from './force-app.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { systemClock } from '../../src/clock.ts';

/** The permission sets at work: an org full of the story's records, and one user for each job. */
let org: LocalOrg;
const tokens = new Map<string, string>();
const jobs = permissionSets.map(({ name }) => name);

beforeAll(async () => {
  org = await startDeployedOrg();
  const syncService = asSyncService(org);
  tokens.set('SyncService', syncService.accessToken);
  for (const name of jobs.filter((job) => job !== 'SyncService')) {
    const user = {
      username: `${name.toLowerCase()}@local.org`,
      profile: 'Standard User',
      permissionSets: [name],
    };
    tokens.set(name, org.addUser(user).accessToken);
  }
  const accountant = org.addUser({
    username: 'finance@local.org',
    profile: 'Standard User',
    permissionSets: ['CommissionApprover', 'PartnerReadOnly'],
  });
  tokens.set('Finance', accountant.accessToken);
  const story = await openStory();
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  await port.save(story.setup);
  await port.close();
  const { stripe, partnerstack } = story;
  const deliveries = story.steps.flatMap((step) => step.act());
  await simulate({ org: syncService, stripe, partnerstack, random: () => 0 }, deliveries);
  await story.close();
}, 120_000);

afterAll(() => org.close());

async function call(
  who: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; code: string | undefined }> {
  const response = await fetch(`${org.instanceUrl}/services/data/v68.0${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get(who) ?? ''}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? null : JSON.parse(text);
  return { status: response.status, code: parsed?.[0]?.errorCode };
}

/** Some record of the object, as the story left it. */
function someId(object: string): string {
  const row = org.engine.db.prepare(`SELECT "Id" FROM "${object}" WHERE "IsDeleted" = 0`).get();
  if (row === undefined) throw new Error(`The story leaves no ${object}.`);
  return String(row['Id']);
}

const readOnly = { status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY' };
const hiddenField = { status: 400, code: 'INVALID_FIELD' };
const fixedField = { status: 400, code: 'INVALID_FIELD_FOR_INSERT_UPDATE' };
const seen = { status: 200, code: undefined };
const done = { status: 204, code: undefined };

/** Everything that holds details of money or history; nobody deletes any of it. */
const kept = [
  'AccountAttribution__c',
  'CommissionRule__c',
  'CommissionStatement__c',
  'Commission__c',
  'ExternalIdentity__c',
  'PartnerProgram__c',
  'Partnership__c',
  'RevenueEntry__c',
];

/** Every permission set that is shipped, so that a new one is asked too. What a job does not see, it does not find. */
describe.each(jobs)('%s', (who) => {
  const set = permissionSets.find(({ name }) => name === who);
  const sees = (object: string): boolean =>
    set?.objects.some(({ name, read }) => name === object && read) ?? false;

  test.each(kept)('deletes no %s', async (object) => {
    const answer = await call(who, 'DELETE', `/sobjects/${object}/${someId(object)}`);
    expect(answer).toEqual(sees(object) ? readOnly : { status: 404, code: 'NOT_FOUND' });
    expect(await call('SyncService', 'GET', `/sobjects/${object}/${someId(object)}`)).toEqual(seen);
  });
});

interface ReadCase {
  who: string;
  soql: string;
  answer: { status: number; code: string | undefined };
}

const unknownObject = { status: 400, code: 'INVALID_TYPE' };

// prettier-ignore
const reads: ReadCase[] = [
  { who: 'SalesRep', soql: 'SELECT Id FROM RevenueEntry__c', answer: unknownObject },
  { who: 'SalesRep', soql: 'SELECT Amount__c, Reason__c FROM Commission__c', answer: seen },
  { who: 'SalesRep', soql: 'SELECT FxRate__c FROM Commission__c', answer: hiddenField },
  { who: 'SalesRep', soql: 'SELECT Inputs__c FROM Commission__c', answer: hiddenField },
  { who: 'SalesRep', soql: 'SELECT CommissionStatement__r.Total__c FROM Commission__c', answer: seen },
  { who: 'SalesRep', soql: 'SELECT SourceVersion__c FROM Account', answer: hiddenField },
  { who: 'PartnerManager', soql: 'SELECT Amount__c, GrossAmount__c FROM RevenueEntry__c', answer: seen },
  { who: 'PartnerManager', soql: 'SELECT FxRate__c, Inputs__c FROM Commission__c', answer: seen },
  { who: 'SalesRep', soql: 'SELECT Id FROM Simulation__c', answer: unknownObject },
  { who: 'PartnerReadOnly', soql: 'SELECT Id FROM SimulationLine__c', answer: unknownObject },
  { who: 'Finance', soql: 'SELECT Simulation__r.OrgDifferenceTotal__c, OrgDifference__c FROM SimulationLine__c', answer: seen },
  { who: 'SyncService', soql: 'SELECT Website FROM Account', answer: hiddenField },
  { who: 'SyncService', soql: 'SELECT Id FROM Task', answer: unknownObject },
];

test.each(reads)('$who asks $soql: $answer.status', async ({ who, soql, answer }) => {
  expect(await call(who, 'GET', `/query?q=${encodeURIComponent(soql)}`)).toEqual(answer);
});

interface WriteCase {
  who: string;
  object: string;
  fields: Record<string, unknown>;
  answer: { status: number; code: string | undefined };
}

// prettier-ignore
const writes: WriteCase[] = [
  { who: 'SalesRep', object: 'Commission__c', fields: { Amount__c: 1 }, answer: readOnly },
  { who: 'SalesRep', object: 'Partnership__c', fields: { Status__c: 'Ended' }, answer: readOnly },
  { who: 'SalesRep', object: 'CommissionRule__c', fields: { RatePercent__c: 99 }, answer: readOnly },
  { who: 'SalesRep', object: 'AccountAttribution__c', fields: { Reason__c: 'As agreed.' }, answer: done },
  { who: 'SalesRep', object: 'AccountAttribution__c', fields: { SourceVersion__c: '9' }, answer: hiddenField },
  { who: 'SalesRep', object: 'CommissionStatement__c', fields: { Status__c: 'Closed' }, answer: readOnly },
  { who: 'PartnerManager', object: 'CommissionStatement__c', fields: { Status__c: 'Closed' }, answer: readOnly },
  { who: 'Finance', object: 'CommissionStatement__c', fields: { Status__c: 'Closed' }, answer: done },
  { who: 'Finance', object: 'Partnership__c', fields: { Status__c: 'Ended' }, answer: readOnly },
  { who: 'SyncService', object: 'CommissionRule__c', fields: { RatePercent__c: 99 }, answer: readOnly },
  { who: 'SyncService', object: 'CommissionStatement__c', fields: { Status__c: 'Paid' }, answer: fixedField },
  { who: 'SyncService', object: 'Partnership__c', fields: { Tier__c: 'Gold' }, answer: fixedField },
];

test.each(writes)('$who sets $fields on $object: $answer.status', async (given) => {
  const path = `/sobjects/${given.object}/${someId(given.object)}`;
  expect(await call(given.who, 'PATCH', path, given.fields)).toEqual(given.answer);
});

test('the sync service deploys nothing', async () => {
  const path = '/metadata/deployRequest/0Af000000000001';
  expect(await call('SyncService', 'GET', path)).toMatchObject({ code: 'INSUFFICIENT_ACCESS' });
});

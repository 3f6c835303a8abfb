import jsforce from 'jsforce';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { fromPartnerStack } from '../story/step.ts';
import { openStory, type Story } from '../story/story.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { simulate } from '../support/simulation.ts';

let org: LocalOrg;
let service: { instanceUrl: string; accessToken: string };
let port: Org & OrgAdmin;
let manager: jsforce.Connection;
let story: Story;
/** What became of each document, as the service counts it. */
let outcomes: string[];

beforeAll(async () => {
  org = await startDeployedOrg();
  service = asSyncService(org);
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  const { accessToken } = org.addUser({
    username: 'manager@local.org',
    profile: 'Standard User',
    permissionSets: ['PartnerManager'],
  });
  manager = new jsforce.Connection({
    instanceUrl: org.instanceUrl,
    accessToken,
    version: '64.0',
  });
}, 120_000);

beforeEach(async () => {
  org.reset();
  outcomes = [];
  story = await openStory();
  await port.save(story.setup);
  await sync(...story.steps.slice(0, 2).flatMap((step) => step.act()));
});

afterEach(() => story.close());

afterAll(async () => {
  await port.close();
  await org.close();
});

const options = () => ({
  org: service,
  stripe: story.stripe,
  partnerstack: story.partnerstack,
  random: () => 0,
  noted: (outcome: string): void => void outcomes.push(outcome),
});
const sync = (...deliveries: Parameters<typeof simulate>[1]): Promise<void> =>
  simulate(options(), deliveries);
async function sweep(): Promise<string[]> {
  outcomes = [];
  await simulate(options(), [], ['deletions']);
  return outcomes;
}

async function change(
  object: string,
  where: string,
  fields: Record<string, unknown>,
): Promise<void> {
  const [found] = await port.query(`SELECT Id FROM ${object} WHERE ${where}`);
  const saved = await manager.sobject(object).update({ Id: String(found?.['Id']), ...fields });
  expect(saved.success).toBe(true);
}

const told = async (): Promise<unknown[]> =>
  (
    await port.query("SELECT Message__c FROM SyncIssue__c WHERE Code__c = 'PRM_OWNED_RESTORED'")
  ).map((issue) => issue['Message__c']);
const programs = (): Promise<readonly unknown[]> =>
  port.query('SELECT Name, Status__c, SalesMotions__c FROM PartnerProgram__c ORDER BY Name');
const partnership = async (): Promise<unknown> =>
  (
    await port.query(
      "SELECT StartDate__c, Program__r.Name FROM Partnership__c WHERE Name = 'Ajax – Referral'",
    )
  )[0];

test('nothing is told and nothing written where nobody changed anything', async () => {
  await sweep();
  expect(await sweep()).toEqual(
    expect.arrayContaining(['PROGRAM_IN_STEP', 'PROGRAM_IN_STEP']) as string[],
  );
  expect(outcomes).not.toContain('PROGRAM_SAVED');
  expect(outcomes).not.toContain('PARTNERSHIP_SAVED');
  expect(await told()).toEqual([]);
});

test('a program that a manager renames and archives is put back, and the manager is told', async () => {
  const before = await programs();
  await change('PartnerProgram__c', "Name = 'Referral'", {
    Name: 'Friends',
    Status__c: 'Archived',
  });
  await sweep();
  expect(await programs()).toEqual(before);
  expect(await told()).toEqual([
    'The name of the program was changed to "Friends" in Salesforce. It belongs to the PRM, so it is "Referral" again. The status of the program was changed to "Archived" in Salesforce. It belongs to the PRM, so it is "Active" again.',
  ]);
});

test('a partnership that a manager moves to another program, with another start, is put back', async () => {
  const before = await partnership();
  const [reseller] = await port.query("SELECT Id FROM PartnerProgram__c WHERE Name = 'Reseller'");
  await change('Partnership__c', "Name = 'Ajax – Referral'", {
    StartDate__c: '2020-01-01',
    Program__c: String(reseller?.['Id']),
  });
  await sweep();
  expect(await partnership()).toEqual(before);
  expect(await told()).toEqual([
    expect.stringMatching(
      /The start date of the partnership was changed to "2020-01-01".*The program of the partnership was changed to "Reseller" in Salesforce\. It belongs to the PRM, so it is "Referral" again\./,
    ),
  ]);
});

test('what belongs to people stays: a paused partnership, its tier and the terms of a program', async () => {
  await change('Partnership__c', "Name = 'Ajax – Referral'", {
    Status__c: 'Paused',
    Tier__c: 'Gold',
  });
  await change('PartnerProgram__c', "Name = 'Referral'", { HoldDays__c: 7 });
  await sweep();
  expect(
    await port.query(
      "SELECT Status__c, Tier__c, Program__r.HoldDays__c FROM Partnership__c WHERE Name = 'Ajax – Referral'",
    ),
  ).toMatchObject([{ Status__c: 'Paused', Tier__c: 'Gold', Program__r: { HoldDays__c: 7 } }]);
  expect(await told()).toEqual([]);
});

test('a change at the PRM is taken over, and nobody is told of a restoration', async () => {
  const [group] = story.steps[0]?.act() ?? [];
  const key = (JSON.parse(group?.body ?? '{}') as { data: { key: string } }).data.key;
  await sync(...fromPartnerStack(story.partnerstack.update(key, { name: 'Referral Plus' })));
  expect(await programs()).toMatchObject([{ Name: 'Referral Plus' }, { Name: 'Reseller' }]);
  expect(await told()).toEqual([]);
});

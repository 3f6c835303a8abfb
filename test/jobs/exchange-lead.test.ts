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
let rep: jsforce.Connection;
let story: Story;
let leadKey: string;
/** What became of each document, as the service counts it. */
let outcomes: string[];

beforeAll(async () => {
  org = await startDeployedOrg();
  service = asSyncService(org);
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

beforeEach(async () => {
  org.reset();
  outcomes = [];
  story = await openStory();
  await port.save(story.setup);
  await sync(...story.steps.slice(0, 2).flatMap((step) => step.act()));
  const made = story.partnerstack.addLead({
    partnerKey: 'acme',
    company: 'Initech',
    lastName: 'Lumbergh',
    status: 'submitted',
  });
  leadKey = made.data.key;
  await sync(...fromPartnerStack(made));
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
const feed = (): Promise<void> => simulate(options(), [], ['changes']);
const atPrm = (): unknown => story.partnerstack.look(leadKey)['status'];

const leadId = async (): Promise<string> =>
  String((await port.query("SELECT Id FROM Lead WHERE Company = 'Initech'"))[0]?.['Id']);
async function repSets(status: string): Promise<void> {
  const saved = await rep.sobject('Lead').update({ Id: await leadId(), Status: status });
  expect(saved.success).toBe(true);
}
const issues = (): Promise<readonly unknown[]> =>
  port.query("SELECT Code__c, Status__c FROM SyncIssue__c WHERE DocumentKey__c LIKE '%:lead:%'");

test('a lead that has just come says nothing: the word that the partner sees stays the PRM’s', async () => {
  await feed();
  await feed();
  expect(story.partnerstack.writes()).toEqual([]);
  expect(atPrm()).toBe('submitted');
});

test('what the rep makes of a lead reaches PartnerStack once, and its echo writes nothing', async () => {
  await feed();
  await repSets('Working - Contacted');
  await feed();
  expect(atPrm()).toBe('working_contacted');
  await sync(...fromPartnerStack(...story.partnerstack.takeEchoes()));
  expect(outcomes.slice(-1)).toEqual(['LEAD_IN_STEP']);
  await feed();
  expect(story.partnerstack.writes()).toEqual([
    { key: leadKey, body: { status: 'working_contacted' } },
  ]);
  expect(await issues()).toEqual([]);
});

test('a converted lead is told as converted, and is not written on any more', async () => {
  const converted = await rep.soap.convertLead({
    leadId: await leadId(),
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
  });
  expect(converted).toMatchObject({ success: true });
  await feed();
  expect(atPrm()).toBe('converted');
  await sync(...fromPartnerStack(...story.partnerstack.takeEchoes()));
  await sync(...fromPartnerStack(story.partnerstack.update(leadKey, { amount: 5 })));
  expect(await issues()).toEqual([]);
  expect(story.partnerstack.writes()).toHaveLength(1);
});

test('a lead that is closed without conversion is told as the PRM’s only lost status', async () => {
  await repSets('Closed - Not Converted');
  await feed();
  expect(atPrm()).toBe('closed_lost');
});

test('a status on the way that the PRM does not have is not told, and is no issue', async () => {
  await feed();
  await repSets('Open - Not Contacted');
  await repSets('Working - Contacted');
  await feed();
  await repSets('Open - Not Contacted');
  await feed();
  expect(atPrm()).toBe('working_contacted');
  expect(await issues()).toEqual([]);
});

test('what the PRM makes of its own word later is left alone until the rep says something new', async () => {
  await feed();
  await repSets('Working - Contacted');
  await feed();
  await sync(...fromPartnerStack(story.partnerstack.update(leadKey, { status: 'submitted' })));
  await feed();
  expect(atPrm()).toBe('submitted');
  expect(await port.query('SELECT SourceStatus__c FROM Lead')).toMatchObject([
    { SourceStatus__c: 'submitted' },
  ]);
  await repSets('Closed - Not Converted');
  await feed();
  expect(atPrm()).toBe('closed_lost');
});

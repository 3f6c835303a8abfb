import jsforce from 'jsforce';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { fromPartnerStack } from '../story/step.ts';
import { openStory, type Story } from '../story/story.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { simulate } from '../support/simulation.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let rep: jsforce.Connection;
let story: Story;
let dealKey: string;
/** What became of each document, as the service counts it. */
let outcomes: string[];

const deal = (): Promise<readonly unknown[]> =>
  port.query(
    `SELECT StageName, Amount, CloseDate, SourceStage__c FROM Opportunity WHERE ExternalKey__c = 'partnerstack:main:deal:${dealKey}'`,
  );
const issues = (): Promise<readonly unknown[]> =>
  port.query(
    "SELECT Code__c, Status__c, Message__c FROM SyncIssue__c WHERE DocumentKey__c LIKE '%:deal:%'",
  );

async function sync(...webhooks: Parameters<typeof fromPartnerStack>): Promise<void> {
  const { stripe, partnerstack } = story;
  const noted = (outcome: string): void => void outcomes.push(outcome);
  const options = { org, stripe, partnerstack, random: () => 0, noted };
  await simulate(options, fromPartnerStack(...webhooks));
}

/** The rep's edit; the feed tells the service, as a sweep of changes does. */
async function repChanges(fields: Record<string, unknown>): Promise<void> {
  const [found] = await port.query(
    `SELECT Id FROM Opportunity WHERE ExternalKey__c = 'partnerstack:main:deal:${dealKey}'`,
  );
  const saved = await rep.sobject('Opportunity').update({ Id: String(found?.['Id']), ...fields });
  expect(saved.success).toBe(true);
}

async function feed(): Promise<void> {
  const { stripe, partnerstack } = story;
  await simulate({ org, stripe, partnerstack, random: () => 0 }, [], ['changes']);
}

async function atPrm(): Promise<Record<string, unknown>> {
  const { apiBase, apiKey } = story.partnerstack;
  const authorization = `Basic ${Buffer.from(apiKey).toString('base64')}`;
  const answer = await fetch(`${apiBase}/api/v2/deals/${dealKey}`, { headers: { authorization } });
  return ((await answer.json()) as { data: Record<string, unknown> }).data;
}

const partnerChanges = (fields: Record<string, unknown>) =>
  story.partnerstack.update(dealKey, fields);

beforeAll(async () => {
  org = await startDeployedOrg();
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

beforeEach(async () => {
  org.reset();
  outcomes = [];
  story = await openStory();
  await port.save(story.setup);
  const { stripe, partnerstack } = story;
  const partners = story.steps.slice(0, 2).flatMap((step) => step.act());
  await simulate({ org, stripe, partnerstack, random: () => 0 }, partners);
  const made = partnerstack.addDeal({
    partnerKey: 'acme',
    accountName: 'Initech',
    amountCents: 100_000,
    closeDate: '2026-12-31',
    stage: 'negotiation_review',
  });
  dealKey = made.data.key;
  await sync(made);
});

afterEach(() => story.close());

afterAll(async () => {
  await port.close();
  await org.close();
});

test('a deal starts as the partner registered it', async () => {
  expect(await deal()).toMatchObject([
    { Amount: 1_000, CloseDate: '2026-12-31', SourceStage__c: 'negotiation_review' },
  ]);
});

test('what the rep changes in Salesforce reaches PartnerStack, and its echo changes nothing more', async () => {
  await repChanges({ StageName: 'Closed Won', Amount: 2_500.75, CloseDate: '2026-11-30' });
  await feed();
  expect(await atPrm()).toMatchObject({ stage: 'won', amount: 250_075, close_date: '2026-11-30' });
  const requests = story.partnerstack.requestCount('/deals/*');
  const echoes = story.partnerstack.takeEchoes();
  expect(echoes).toHaveLength(1);
  await sync(...echoes);
  expect(story.partnerstack.takeEchoes()).toEqual([]);
  expect(story.partnerstack.requestCount('/deals/*')).toBe(requests + 1);
  await feed();
  expect(story.partnerstack.requestCount('/deals/*')).toBe(requests + 1);
  expect(await deal()).toMatchObject([{ StageName: 'Closed Won', Amount: 2_500.75 }]);
  expect(await issues()).toEqual([]);
  expect(outcomes.slice(-1)).toEqual(['DEAL_IN_STEP']);
  expect(story.partnerstack.writes()).toHaveLength(1);
});

test('what the partner changes in PartnerStack reaches Salesforce', async () => {
  await sync(partnerChanges({ stage: 'Proposal/Price Quote', amount: 120_000 }));
  expect(await deal()).toMatchObject([{ StageName: 'Proposal/Price Quote', Amount: 1_200 }]);
  expect(story.partnerstack.takeEchoes()).toEqual([]);
});

test.each([
  ['the rep’s change is known first', true],
  ['the partner’s change is known first', false],
])(
  'both change the amount in the same second: Salesforce is followed and it is visible, when %s',
  async (_case, repFirst) => {
    await repChanges({ Amount: 3_000 });
    const webhook = partnerChanges({ amount: 150_000 });
    if (repFirst) await feed();
    await sync(webhook);
    await feed();
    expect(await deal()).toMatchObject([{ Amount: 3_000 }]);
    expect(await atPrm()).toMatchObject({ amount: 300_000 });
    expect(await issues()).toMatchObject([
      {
        Code__c: 'CHANGED_ON_BOTH_SIDES',
        Status__c: 'Open',
        Message__c:
          'The amount was "1000.00 USD". It was changed to "3000.00 USD" in Salesforce and to "1500.00 USD" in the PRM; Salesforce is followed.',
      },
    ]);
  },
);

test('different fields changed on both sides are both taken', async () => {
  await repChanges({ CloseDate: '2027-01-31' });
  await sync(partnerChanges({ amount: 150_000 }));
  expect(await deal()).toMatchObject([{ Amount: 1_500, CloseDate: '2027-01-31' }]);
  expect(await atPrm()).toMatchObject({ amount: 150_000, close_date: '2027-01-31' });
  expect(await issues()).toEqual([]);
});

test('a stage that PartnerStack does not have is said, and closes itself when the deal moves on', async () => {
  await repChanges({ StageName: 'Perception Analysis' });
  await feed();
  expect(await issues()).toMatchObject([{ Code__c: 'STAGE_NOT_IN_PRM', Status__c: 'Open' }]);
  await repChanges({ StageName: 'Closed Lost' });
  await feed();
  expect(await atPrm()).toMatchObject({ stage: 'lost' });
  expect(await issues()).toMatchObject([{ Code__c: 'STAGE_NOT_IN_PRM', Status__c: 'Resolved' }]);
});

test('why a deal was lost reaches the partner, and what the partner makes of it stays there', async () => {
  await repChanges({ StageName: 'Closed Lost', CloseReason__c: 'They chose to build it.' });
  await feed();
  expect(await atPrm()).toMatchObject({ stage: 'lost', lost_reason: 'They chose to build it.' });
  await sync(partnerChanges({ lost_reason: 'Price' }));
  await feed();
  expect(await atPrm()).toMatchObject({ lost_reason: 'Price' });
  await repChanges({ CloseReason__c: 'No budget this year.' });
  await feed();
  expect(await atPrm()).toMatchObject({ lost_reason: 'No budget this year.' });
  expect(story.partnerstack.writes()).toHaveLength(2);
});

test('a reason for an open or a won deal is not told as one for losing it', async () => {
  await repChanges({ StageName: 'Closed Won', CloseReason__c: 'The best offer.' });
  await feed();
  expect(story.partnerstack.writes()).toEqual([{ key: dealKey, body: { stage: 'won' } }]);
});

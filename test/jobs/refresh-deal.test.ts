import jsforce from 'jsforce';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { fromPartnerStack, fromStripe } from '../story/step.ts';
import { openStory, type Story } from '../story/story.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { simulate } from '../support/simulation.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let rep: jsforce.Connection;
let story: Story;
let service: { instanceUrl: string; accessToken: string };

beforeAll(async () => {
  org = await startDeployedOrg();
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
  service = asSyncService(org);
}, 120_000);

beforeEach(async () => {
  org.reset();
  story = await openStory();
  await port.save(story.setup);
  await sync(story.steps.slice(0, 2).flatMap((step) => step.act()));
});

afterEach(() => story.close());

afterAll(async () => {
  await port.close();
  await org.close();
});

type Deliveries = Parameters<typeof simulate>[1];

async function sync(deliveries: Deliveries): Promise<void> {
  const { stripe, partnerstack } = story;
  await simulate({ org: service, stripe, partnerstack, random: () => 0 }, deliveries);
}

const registrations = (): Promise<OrgRecord[]> =>
  port.query(
    'SELECT Id, Status__c, Company__c, Domain__c, ContactName__c, ContactEmail__c, ExpectedAmount__c, ExpectedCloseDate__c, SourceStatus__c, ConflictStatus__c, Opportunity__r.Name, Partnership__r.Name FROM DealRegistration__c',
  );
const credits = (): Promise<OrgRecord[]> =>
  port.query(
    'SELECT Id, ExternalKey__c, ReasonCode__c, CreditPercent__c, PayableSplitPercent__c FROM OpportunityAttribution__c',
  );

function initech(more: Partial<Parameters<Story['partnerstack']['addDeal']>[0]> = {}) {
  return story.partnerstack.addDeal({
    partnerKey: 'acme',
    accountName: 'Initech',
    amountCents: 100_000,
    closeDate: '2026-12-31',
    stage: 'negotiation_review',
    ...more,
  });
}

async function decides(fields: Record<string, unknown>): Promise<void> {
  const [registration] = await registrations();
  const saved = await rep
    .sobject('DealRegistration__c')
    .update({ Id: String(registration?.['Id']), ...fields });
  expect(saved.success).toBe(true);
}

test('a deal of the PRM is a submitted registration, checked for conflicts and linked to its opportunity', async () => {
  await sync(fromPartnerStack(initech()));
  expect(await registrations()).toMatchObject([
    {
      Status__c: 'Submitted',
      Company__c: 'Initech',
      ExpectedAmount__c: 1_000,
      ExpectedCloseDate__c: '2026-12-31',
      SourceStatus__c: 'negotiation_review',
      ConflictStatus__c: 'None',
      Opportunity__r: { Name: 'Initech' },
      Partnership__r: { Name: expect.stringContaining('Acme') },
    },
  ]);
});

test('approval converts it, and the partner is still credited once', async () => {
  const made = initech();
  await sync(fromPartnerStack(made));
  await decides({ Status__c: 'Approved' });
  await sync(fromPartnerStack(made));
  expect(await registrations()).toMatchObject([{ Status__c: 'Converted' }]);
  expect(await credits()).toMatchObject([{ ReasonCode__c: 'PRM_DEAL', CreditPercent__c: 100 }]);
});

test('what the reviewer corrected stays; the PRM’s own word follows', async () => {
  const made = initech();
  await sync(fromPartnerStack(made));
  await decides({ Company__c: 'Initech Holding', Status__c: 'In Review' });
  await sync(fromPartnerStack(story.partnerstack.update(made.data.key, { stage: 'won' })));
  expect(await registrations()).toMatchObject([
    { Company__c: 'Initech Holding', Status__c: 'In Review', SourceStatus__c: 'won' },
  ]);
});

test.each([
  ['before we knew of it', false],
  ['after it was submitted', true],
])('a deal that the partner archived %s is withdrawn', async (_case, known) => {
  const made = initech();
  if (known) await sync(fromPartnerStack(made));
  await sync(fromPartnerStack(story.partnerstack.update(made.data.key, { archived: true })));
  expect(await registrations()).toMatchObject([{ Status__c: 'Withdrawn' }]);
});

test('a decision stands, whatever the partner archives later', async () => {
  const made = initech();
  await sync(fromPartnerStack(made));
  await decides({ Status__c: 'Rejected', DecisionReason__c: 'Too small.' });
  await sync(fromPartnerStack(story.partnerstack.update(made.data.key, { archived: true })));
  expect(await registrations()).toMatchObject([{ Status__c: 'Rejected' }]);
});

test('a deal without an amount, a date or a company is registered under what there is', async () => {
  await sync(
    fromPartnerStack(initech({ accountName: '', amountCents: -1, stage: 'no such stage' })),
  );
  expect(await registrations()).toMatchObject([
    { Company__c: expect.stringMatching(/./), ExpectedAmount__c: null, Status__c: 'Submitted' },
  ]);
});

test('a deal that is credited already, by a person, gets no second credit when its webhook comes again', async () => {
  const made = initech();
  await sync(fromPartnerStack(made));
  const [credit] = await credits();
  await rep.sobject('OpportunityAttribution__c').update({
    Id: String(credit?.['Id']),
    CreditPercent__c: 40,
    PayableSplitPercent__c: 25,
  });
  await sync(fromPartnerStack(made));
  expect(await credits()).toMatchObject([{ CreditPercent__c: 40, PayableSplitPercent__c: 25 }]);
});

test('a credit that a flow made on the customer is taken over by the claim that comes later', async () => {
  const { stripe } = story;
  const made = stripe.addCustomer({
    name: 'Globex',
    email: 'billing@globex.example',
    metadata: {},
  });
  await sync(fromStripe(made));
  const [acme] = await port.query("SELECT Id FROM Partnership__c WHERE Name LIKE 'Acme%Referral%'");
  const [identity] = await port.query(
    "SELECT Id FROM ExternalIdentity__c WHERE Type__c = 'customer'",
  );
  const account = await rep.sobject('Account').create({ Name: 'Globex' });
  await rep
    .sobject('ExternalIdentity__c')
    .update({ Id: String(identity?.['Id']), Account__c: String(account.id) });
  const carried = await rep.sobject('AccountAttribution__c').create({
    Account__c: String(account.id),
    Partnership__c: String(acme?.['Id']),
    Role__c: 'Sourced',
    Status__c: 'Active',
    Origin__c: 'PRM Lead',
    ReasonCode__c: 'CARRIED_FROM_LEAD',
    Reason__c: 'Carried from the lead.',
    PayableSplitPercent__c: 100,
    StartDate__c: '2026-09-01',
  });
  await sync(
    fromStripe(stripe.updateCustomer(made.object.id, { metadata: { partner_key: 'acme' } })),
  );
  const held = await port.query(
    'SELECT Id, Origin__c, ExternalKey__c, PayableSplitPercent__c, Status__c FROM AccountAttribution__c',
  );
  expect(held).toMatchObject([
    {
      Id: carried.id,
      Origin__c: 'Billing Partner Key',
      ExternalKey__c: expect.stringMatching(/:sourced$/),
      PayableSplitPercent__c: 100,
      Status__c: 'Active',
    },
  ]);
  expect(await port.query('SELECT Code__c FROM SyncIssue__c')).toEqual([]);
});

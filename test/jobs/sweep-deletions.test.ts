import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { refreshDeal } from '../../src/jobs/refresh-deal.ts';
import { refreshLead } from '../../src/jobs/refresh-lead.ts';
import { sweepDeletions } from '../../src/jobs/sweep-deletions.ts';
import type { JobContext } from '../../src/jobs/context.ts';
import { orgSetup } from '../../src/jobs/org-setup.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { pollingChangeFeed } from '../../src/salesforce/change-feed.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { createVendors } from '../../src/vendors/registry.ts';
import { startPartnerStackFake, type PartnerStackFake } from '../fakes/partnerstack/fake.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let service: Org & OrgAdmin;
let admin: jsforce.Connection;
let fake: PartnerStackFake;
let context: JobContext;
let deal: string;
let lead: string;
/** What the sweep has asked the queue for. */
let asked: string[];
const clock = fixedClock(new Date('2026-09-21T12:00:00Z'));
/** Up to when Salesforce has told of deletions, as the cursor of the sweep would keep it. */
let since: Date;

const later = (minutes: number): void =>
  clock.set(new Date(clock.now().getTime() + minutes * 60_000));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  admin = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

beforeEach(async () => {
  org.reset();
  asked = [];
  clock.set(new Date('2026-09-21T12:00:00Z'));
  since = new Date('2026-09-20T12:00:00Z');
  fake = await startPartnerStackFake({ clock });
  context = contextOf();
  const group = fake.addGroup({ name: 'Referral', dealsEnabled: true, leadsEnabled: true });
  fake.addPartnership({
    partnerKey: 'acme',
    group: group.data.key,
    team: { key: 'stck_acme', name: 'acme' },
  });
  deal = fake.addDeal({ partnerKey: 'acme', accountName: 'Initech', stage: 'registered' }).data.key;
  lead = fake.addLead({ partnerKey: 'acme', company: 'Hooli', lastName: 'Belson' }).data.key;
  await look();
});

afterEach(() => fake.close());

afterAll(async () => {
  await service.close();
  await org.close();
});

function contextOf(): JobContext {
  const ask = (what: string): Promise<void> => Promise.resolve(void asked.push(what));
  const { apiBase, apiKey } = fake;
  const settings = { account: 'main', apiBase, apiKey, webhookSecrets: [], mode: null };
  return {
    org: service,
    clock,
    orgCurrency: 'USD',
    vendors: createVendors({ partnerstack: [settings] }, clock),
    setup: orgSetup(service),
    changes: pollingChangeFeed(service, clock, 'USD'),
    countDelivery: () => undefined,
    countDocument: () => undefined,
    producer: {
      deliver: () => Promise.reject(new Error('not asked for')),
      refresh: ({ type, id }) => ask(`${type} ${id}`),
      credit: (key) => ask(`credit ${key}`),
      creditPartnership: async (id) => ask(`credit ${await partnershipName(id)}`),
    },
  };
}

async function partnershipName(id: string): Promise<string> {
  const [found] = await service.query(`SELECT Name FROM Partnership__c WHERE Id = '${id}'`);
  return String(found?.['Name']);
}

/** What PartnerStack has, brought to the org again, as webhooks would. */
async function look(): Promise<string[]> {
  const [prm] = context.vendors.prm;
  if (!prm) throw new Error('no PRM');
  return [await refreshDeal(context, prm, deal), await refreshLead(context, prm, lead)];
}

async function sweep(): Promise<string[]> {
  later(2);
  asked = [];
  since = await sweepDeletions(context, since);
  return asked.sort();
}

async function idOf(object: string): Promise<string> {
  const [found] = await service.query(`SELECT Id FROM ${object} LIMIT 1`);
  return String(found?.['Id']);
}
async function remove(object: string): Promise<string> {
  const id = await idOf(object);
  const result = await admin.sobject(object).delete(id);
  expect(result.success).toBe(true);
  return id;
}
const issues = (): Promise<readonly Record<string, unknown>[]> =>
  service.query(
    "SELECT Code__c, Status__c, Message__c, WhatToDo__c FROM SyncIssue__c WHERE Code__c = 'RECORD_DELETED'",
  );

test('nothing deleted: one API call for each watched object, and nothing is asked for', async () => {
  later(2);
  const before = service.apiCalls();
  since = await sweepDeletions(context, since);
  // Six objects, and the issues that are open.
  expect(service.apiCalls() - before).toBe(7);
  expect(await issues()).toEqual([]);
});

test('a deleted deal is shown to a person once, is not made again, and its partners are computed anew', async () => {
  await remove('Opportunity');
  expect(await sweep()).toEqual(['credit acme – Referral']);
  expect(await issues()).toMatchObject([
    {
      Status__c: 'Open',
      Message__c:
        'The opportunity "Initech" was deleted in Salesforce on 2026-09-21. PartnerStack still has the deal that it stands for, and the partner still sees it; nothing is exchanged any more.',
      WhatToDo__c: expect.stringContaining('Recycle Bin'),
    },
  ]);
  fake.update(deal, { stage: 'won' });
  expect(await look()).toMatchObject(['RECORD_DELETED', expect.any(String)]);
  expect(await service.query('SELECT Id FROM Opportunity')).toEqual([]);
  expect(fake.writes()).toEqual([]);
  expect(await issues()).toHaveLength(1);
});

test('a restored deal goes on as before, and its issue closes', async () => {
  const id = await remove('Opportunity');
  await sweep();
  const restored = await admin.soap.undelete([id]);
  expect(restored).toMatchObject([{ success: true }]);
  expect(await sweep()).toEqual([`deal ${deal}`]);
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
  fake.update(deal, { stage: 'negotiation_review' });
  expect(await look()).toMatchObject(['DEAL_SAVED', expect.any(String)]);
});

test('what a person has settled is not opened again by another process that looks back', async () => {
  await remove('Opportunity');
  await sweep();
  const [issue] = await service.query(
    "SELECT Id FROM SyncIssue__c WHERE Code__c = 'RECORD_DELETED'",
  );
  await admin.sobject('SyncIssue__c').update({
    Id: String(issue?.['Id']),
    Status__c: 'Resolved',
    ResolvedAt__c: clock.now().toISOString(),
  });
  context = contextOf();
  await sweep();
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
});

test('a deleted lead is shown too, after its credit is gone', async () => {
  await remove('LeadAttribution__c');
  await remove('Lead');
  expect(await sweep()).toEqual(['credit acme – Referral']);
  expect(await issues()).toMatchObject([
    { Message__c: expect.stringContaining('The lead "') as string },
  ]);
  expect((await look())[1]).toBe('RECORD_DELETED');
  expect(await service.query('SELECT Id FROM Lead')).toEqual([]);
});

test('a deleted credit has everybody on the deal computed anew', async () => {
  const opportunity = await idOf('Opportunity');
  const [program] = await service.query('SELECT Id FROM PartnerProgram__c');
  const partner = await admin.sobject('Account').create({ Name: 'Apex' });
  const apex = await admin.sobject('Partnership__c').create({
    Name: 'Apex – Referral',
    Partner__c: String(partner.id),
    Program__c: String(program?.['Id']),
    Status__c: 'Active',
  });
  const credit = await admin.sobject('OpportunityAttribution__c').create({
    Opportunity__c: opportunity,
    Partnership__c: String(apex.id),
    Role__c: 'Delivered',
    CreditPercent__c: 0,
    PayableSplitPercent__c: 0,
  });
  await admin.sobject('OpportunityAttribution__c').delete(String(credit.id));
  expect(await sweep()).toEqual(['credit Apex – Referral', 'credit acme – Referral']);
  expect(await issues()).toEqual([]);
});

test('a deleted credit on a customer has that customer computed anew', async () => {
  const account = await admin.sobject('Account').create({ Name: 'Globex' });
  await admin.sobject('ExternalIdentity__c').create({
    ExternalKey__c: 'stripe:main:customer:cus_1',
    Vendor__c: 'stripe',
    VendorAccount__c: 'main',
    Type__c: 'customer',
    VendorId__c: 'cus_1',
    Status__c: 'Matched',
    Account__c: String(account.id),
  });
  const [acme] = await service.query("SELECT Id FROM Partnership__c WHERE Name LIKE 'acme%'");
  const credit = await admin.sobject('AccountAttribution__c').create({
    Account__c: String(account.id),
    Partnership__c: String(acme?.['Id']),
    Role__c: 'Sourced',
    StartDate__c: '2026-09-01',
    PayableSplitPercent__c: 100,
  });
  await admin.sobject('AccountAttribution__c').delete(String(credit.id));
  context = {
    ...context,
    vendors: {
      ...context.vendors,
      billing: createVendors(
        {
          stripe: [
            {
              account: 'main',
              apiBase: 'http://127.0.0.1:9',
              apiKey: 'sk_test_x',
              webhookSecrets: ['whsec_x'],
              mode: null,
            },
          ],
        },
        clock,
      ).billing,
    },
  };
  expect(await sweep()).toEqual(['credit stripe:main:customer:cus_1']);
});

test('a deleted account that a vendor goes on with is shown', async () => {
  const loser = await admin.sobject('Account').create({
    Name: 'Initech GmbH',
    ExternalKey__c: 'stripe:main:customer:cus_9',
  });
  await admin.sobject('Account').delete(String(loser.id));
  await sweep();
  expect(await issues()).toMatchObject([
    { Message__c: expect.stringContaining('The account "Initech GmbH" was deleted') as string },
  ]);
});

test('what something was paid for cannot be deleted', async () => {
  const [acme] = await service.query("SELECT Id FROM Partnership__c WHERE Name LIKE 'acme%'");
  const [credit] = await service.query('SELECT Id FROM OpportunityAttribution__c');
  const statement = await admin.sobject('CommissionStatement__c').create({
    Partnership__c: String(acme?.['Id']),
    Period__c: '2026-09',
    PeriodStart__c: '2026-09-01',
    PeriodEnd__c: '2026-09-30',
    Currency__c: 'USD',
  });
  const [program] = await service.query('SELECT Id FROM PartnerProgram__c');
  const rule = await admin.sobject('CommissionRule__c').create({
    Name: 'Won',
    Program__c: String(program?.['Id']),
    Trigger__c: 'Opportunity Won',
    Type__c: 'Percent',
    RatePercent__c: 10,
    EffectiveFrom__c: '2026-01-01',
    Status__c: 'Active',
  });
  const line = await admin.sobject('Commission__c').create({
    CommissionStatement__c: String(statement.id),
    OpportunityAttribution__c: String(credit?.['Id']),
    CommissionRule__c: String(rule.id),
    Kind__c: 'Accrual',
    OccurredAt__c: clock.now().toISOString(),
    Reason__c: 'Written by a test.',
    Amount__c: 10,
    Currency__c: 'USD',
  });
  expect(line.success).toBe(true);
  const opportunity = await idOf('Opportunity');
  await expect(admin.sobject('Opportunity').delete(opportunity)).rejects.toThrow();
  expect(await service.query('SELECT Id FROM Opportunity')).toEqual([{ Id: opportunity }]);
});

import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { sweepRenewals } from '../../src/jobs/sweep-renewals.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { creditedCustomer, madeRecord, openRenewal, type Values } from '../support/renewals.ts';

let org: LocalOrg;
let admin: Org & OrgAdmin;
let service: Org & OrgAdmin;
let rep: jsforce.Connection;
const start = new Date('2026-06-01T12:00:00Z');
const clock = fixedClock(start);

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  admin = await connectOrg({ kind: 'token', ...org }, { clock });
  service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

beforeEach(() => {
  org.reset();
  clock.set(start);
});

afterAll(async () => {
  await service.close();
  await admin.close();
  await org.close();
});

const made = (object: string, fields: Values): Promise<string> => madeRecord(rep, object, fields);
const credit = (
  customer: string,
  name: string,
  terms: Values,
  more: Values = {},
): Promise<string> => creditedCustomer(rep, customer, name, terms, more);
const renewal = (customer: string, more: Values = {}): Promise<string> =>
  openRenewal(rep, customer, more);

async function changed(object: string, Id: string, fields: Record<string, unknown>) {
  expect((await rep.sobject(object).update({ Id, ...fields })).success).toBe(true);
}

const partnerRenews = { RenewalPolicy__c: 'Partner Renews', RenewalWindowDays__c: 30 };

async function sweepOn(day: string): Promise<string[]> {
  clock.set(new Date(`${day}T00:00:00Z`));
  const outcomes: string[] = [];
  const countDocument = (_vendor: string, _type: string, outcome: string): void =>
    void outcomes.push(outcome);
  const since = new Date(clock.now().getTime() - 3_600_000);
  await sweepRenewals({ org: service, clock, countDocument }, since);
  return outcomes;
}

const renewals = (): Promise<OrgRecord[]> =>
  admin.query(
    'SELECT RenewalOwner__c, RenewalOpensOn__c, RenewalReason__c, RenewalToldOn__c FROM Opportunity ORDER BY Name',
  );
const tasks = (): Promise<OrgRecord[]> =>
  admin.query('SELECT Subject, Description, WhatId, OwnerId, ActivityDate, Status FROM Task');
const issues = (): Promise<OrgRecord[]> =>
  admin.query('SELECT Code__c, Status__c, RecordId__c, Message__c FROM SyncIssue__c');

test('an open renewal says who renews, from when and why, and its owner gets one task when it opens', async () => {
  const customer = await made('Account', { Name: 'Initech' });
  await credit(customer, 'Acme', partnerRenews);
  const id = await renewal(customer);
  await made('Opportunity', {
    Name: 'Initech upgrade',
    AccountId: customer,
    StageName: 'Prospecting',
    CloseDate: '2026-10-01',
    Type: 'Existing Customer - Upgrade',
  });
  const decided = {
    RenewalOwner__c: 'Partner Renews',
    RenewalOpensOn__c: '2026-09-01',
    RenewalReason__c:
      'Acme renews (terms of Acme program). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
    RenewalToldOn__c: null,
  };
  expect(await sweepOn('2026-08-31')).toEqual(['RENEWALS_DECIDED']);
  expect(await renewals()).toMatchObject([
    decided,
    { RenewalOwner__c: null, RenewalReason__c: null },
  ]);
  expect(await sweepOn('2026-08-31')).toEqual(['RENEWALS_UNCHANGED']);
  expect(await tasks()).toEqual([]);
  await sweepOn('2026-09-01');
  await sweepOn('2026-09-02');
  expect(await renewals()).toMatchObject([{ ...decided, RenewalToldOn__c: '2026-09-01' }, {}]);
  const [owner] = await admin.query(`SELECT OwnerId FROM Opportunity WHERE Id = '${id}'`);
  expect(await tasks()).toMatchObject([
    {
      Subject: 'Renewal is open: ask the partner how it stands',
      Description: decided.RenewalReason__c,
      WhatId: id,
      OwnerId: owner?.['OwnerId'],
      ActivityDate: '2026-10-01',
      Status: 'Not Started',
    },
  ]);

  await changed('Opportunity', id, { CloseDate: '2027-01-01' });
  await sweepOn('2026-09-03');
  expect(await renewals()).toMatchObject([{ RenewalOpensOn__c: '2026-12-02' }, {}]);
  await sweepOn('2026-12-02');
  expect(await tasks()).toHaveLength(2);
});

test('credit for the customer is carried over to its renewal once, and sourcing is given once', async () => {
  const customer = await made('Account', { Name: 'Initech' });
  await credit(customer, 'Acme', partnerRenews);
  await credit(customer, 'Brio', partnerRenews, { Role__c: 'Influenced', CreditPercent__c: 100 });
  await credit(customer, 'Cato', partnerRenews, { EndDate__c: '2026-09-30' });
  const id = await renewal(customer, { Amount: 1_000 });
  await sweepOn('2026-06-02');
  const carried = (): Promise<OrgRecord[]> =>
    admin.query(
      `SELECT Id, Partnership__r.Name, Role__c, Status__c, CreditPercent__c, CreditAmount__c, PayableSplitPercent__c, ReasonCode__c FROM OpportunityAttribution__c WHERE Opportunity__c = '${id}' ORDER BY Partnership__r.Name`,
    );
  const shared = { Status__c: 'Active', PayableSplitPercent__c: 20, ReasonCode__c: 'CARRIED_FROM_CUSTOMER' }; // prettier-ignore
  const rows = await carried();
  expect(rows).toMatchObject([
    { ...shared, Partnership__r: { Name: 'Acme' }, Role__c: 'Sourced', CreditAmount__c: 400 },
    { ...shared, Partnership__r: { Name: 'Brio' }, Role__c: 'Influenced', CreditAmount__c: 1_000 },
  ]);
  await rep.sobject('OpportunityAttribution__c').delete(rows.map((row) => String(row['Id'])));
  await sweepOn('2026-06-03');
  expect(await carried()).toEqual([]);
});

test('what a person entered stays, and what they empty is decided again', async () => {
  const customer = await made('Account', { Name: 'Initech' });
  await credit(customer, 'Acme', partnerRenews);
  const id = await renewal(customer);
  await sweepOn('2026-06-02');
  await changed('Opportunity', id, { RenewalOwner__c: 'We Renew' });
  await sweepOn('2026-06-03');
  await sweepOn('2026-06-04');
  expect(await renewals()).toMatchObject([
    {
      RenewalOwner__c: 'We Renew',
      RenewalOpensOn__c: '2026-09-01',
      RenewalReason__c: expect.stringMatching(/^"We Renew" was entered by hand\./),
    },
  ]);
  await changed('Opportunity', id, { RenewalOwner__c: null, RenewalOpensOn__c: '2026-06-01' });
  await sweepOn('2026-06-05');
  expect(await renewals()).toMatchObject([
    {
      RenewalOwner__c: 'Partner Renews',
      RenewalOpensOn__c: '2026-06-01',
      RenewalToldOn__c: '2026-06-05',
    },
  ]);
});

test('terms that contradict each other decide nothing, until a person says who renews this customer', async () => {
  const customer = await made('Account', { Name: 'Initech' });
  const acme = await credit(customer, 'Acme', partnerRenews);
  await credit(customer, 'Brio', { RenewalPolicy__c: 'We Renew' });
  const id = await renewal(customer);
  await sweepOn('2026-09-10');
  const reason = 'The terms contradict each other: Acme: Partner Renews; Brio: We Renew.';
  expect(await renewals()).toMatchObject([
    { RenewalOwner__c: null, RenewalOpensOn__c: null, RenewalReason__c: reason },
  ]);
  expect(await issues()).toMatchObject([
    {
      Code__c: 'RENEWAL_UNCLEAR',
      Status__c: 'Open',
      RecordId__c: id,
      Message__c: `Who renews "Initech 2027" is not clear. ${reason}`,
    },
  ]);
  expect(await sweepOn('2026-09-11')).toEqual(['RENEWALS_UNCHANGED']);
  await changed('AccountAttribution__c', acme, { RenewalOwner__c: 'Partner' });
  await sweepOn('2026-09-12');
  expect(await renewals()).toMatchObject([{ RenewalOwner__c: 'Partner Renews' }]);
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
});

test('a renewal is due when its subscription ends, and a customer who may not know us is the partner’s', async () => {
  const customer = await made('Account', { Name: 'Initech', CustomerOwnership__c: 'White Label' });
  await credit(customer, 'Acme', { RenewalPolicy__c: 'We Renew', RenewalWindowDays__c: 10 });
  const subscription = await made('ExternalIdentity__c', {
    Vendor__c: 'stripe',
    VendorAccount__c: 'main',
    Type__c: 'subscription',
    VendorId__c: 'sub_1',
    ExternalKey__c: 'stripe:main:subscription:sub_1',
    EndsOn__c: '2026-09-11',
  });
  await renewal(customer, { Type: null, RenewedSubscription__c: subscription });
  await sweepOn('2026-09-10');
  expect(await renewals()).toMatchObject([
    {
      RenewalOwner__c: 'Partner Renews',
      RenewalOpensOn__c: '2026-09-01',
      RenewalReason__c:
        'The customer may not know us, so the partner renews: Acme. Only the partner talks to the customer from 2026-09-01; it is due on 2026-09-11.',
      RenewalToldOn__c: '2026-09-10',
    },
  ]);
});

test('a renewal that was won before it was looked at says who renewed, and nobody gets a task', async () => {
  const customer = await made('Account', { Name: 'Initech' });
  await credit(customer, 'Acme', partnerRenews);
  clock.set(new Date('2026-09-09T23:30:00Z'));
  await renewal(customer, { StageName: 'Closed Won' });
  await sweepOn('2026-09-10');
  expect(await renewals()).toMatchObject([
    { RenewalOwner__c: 'Partner Renews', RenewalToldOn__c: null },
  ]);
  expect(await tasks()).toEqual([]);
});

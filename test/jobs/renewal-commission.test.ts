import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { creditPartnership } from '../../src/jobs/credit-partnership.ts';
import { sweepRenewals } from '../../src/jobs/sweep-renewals.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord, OrgRow } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { credit, customerRows, entryRows, partnerRows, ruleRow } from '../support/paid-org.ts';
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

async function changed(object: string, Id: string, fields: Values): Promise<void> {
  expect((await rep.sobject(object).update({ Id, ...fields })).success).toBe(true);
}
const sweep = (): Promise<void> =>
  sweepRenewals({ org: service, clock, countDocument: () => undefined }, clock.now());
const issues = (): Promise<OrgRecord[]> =>
  admin.query('SELECT Code__c, Status__c, Message__c FROM SyncIssue__c');
const onlyNewBusiness = { CommissionOnRenewal__c: false, RenewalWindowDays__c: 30 };
const earned = async (): Promise<unknown[]> =>
  (await admin.query('SELECT Amount__c FROM Commission__c ORDER BY Name')).map(
    (line) => line['Amount__c'],
  );

test('a payment for a renewal waits until it is settled who renews, and is not paid where we do', async () => {
  const paid = (key: string, at: string) => ({
    key,
    customer: 'Globex',
    amount: 100,
    at,
    product: 'Base',
  });
  await admin.save([
    ...partnerRows('Acme'),
    ...customerRows('Globex', [['Acme', 100]]),
    ruleRow('renewals', { RatePercent__c: 10, Trigger__c: 'Renewal' }),
  ]);
  await service.save(
    entryRows([paid('first', '2026-05-01T10:00:00Z'), paid('again', '2026-05-31T10:00:00Z')]),
  );
  const terms = async (fields: OrgRow['fields']): Promise<void> => {
    await admin.save([{ object: 'PartnerProgram__c', key: 'program', fields }]);
    await credit({ org: service, clock }, ['Globex']);
  };
  const reasons = (): Promise<OrgRecord[]> =>
    admin.query('SELECT CreditReason__c FROM RevenueEntry__c ORDER BY OccurredAt__c');
  const no = 'program pays no commission on renewals that we do, and';
  await terms({ ...onlyNewBusiness, RenewalPolicy__c: 'Either' });
  expect(await earned()).toEqual([]);
  expect(await issues()).toMatchObject([
    {
      Code__c: 'RENEWAL_UNCLEAR',
      Status__c: 'Open',
      Message__c: expect.stringContaining(`${no} it is not settled who renews.`),
    },
  ]);
  await sweep();
  expect(await issues()).toMatchObject([{ Status__c: 'Open' }]);
  await terms({ RenewalPolicy__c: 'We Renew' });
  expect(await earned()).toEqual([]);
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
  expect(await reasons()).toMatchObject([
    { CreditReason__c: 'Credited to Acme. Nothing is owed for it.' },
    { CreditReason__c: `Credited to Acme. ${no} we renew.` },
  ]);
  await terms({ RenewalPolicy__c: 'Partner Renews' });
  expect(await earned()).toEqual([10]);
  await terms({ RenewalPolicy__c: 'We Renew' });
  expect(await earned()).toEqual([10]);
});

test('a won renewal pays the partner that renewed, and not where we did', async () => {
  const customer = await madeRecord(rep, 'Account', { Name: 'Initech' });
  await creditedCustomer(rep, customer, 'Acme', {
    ...onlyNewBusiness,
    RenewalPolicy__c: 'We Renew',
  });
  const [partnership] = await admin.query(
    "SELECT Id, Program__c FROM Partnership__c WHERE Name = 'Acme'",
  );
  await madeRecord(rep, 'CommissionRule__c', {
    Name: 'Won',
    Program__c: partnership?.['Program__c'],
    Type__c: 'Flat',
    FlatAmount__c: 500,
    Currency__c: 'USD',
    Trigger__c: 'Opportunity Won',
    EffectiveFrom__c: '2026-01-01',
    Status__c: 'Active',
  });
  const id = await openRenewal(rep, customer, { CloseDate: '2026-06-01', Amount: 1_000 });
  await sweep();
  expect(await admin.query('SELECT RenewalReason__c FROM Opportunity')).toMatchObject([
    {
      RenewalReason__c: expect.stringContaining(
        'Acme program pays no commission on renewals that we do, and we renew.',
      ),
    },
  ]);
  await changed('Opportunity', id, { StageName: 'Closed Won' });
  const pay = (): Promise<void> =>
    creditPartnership(
      { org: service, clock, orgCurrency: 'USD', countDocument: () => undefined },
      { partnershipId: String(partnership?.['Id']) },
    );
  await pay();
  expect(await earned()).toEqual([]);
  await changed('Opportunity', id, { RenewalOwner__c: 'Either' });
  await pay();
  expect(await earned()).toEqual([]);
  expect(await issues()).toMatchObject([{ Code__c: 'COMMISSION_UNCLEAR', Status__c: 'Open' }]);
  await changed('Opportunity', id, { RenewalOwner__c: 'Partner Renews' });
  await pay();
  expect(await earned()).toEqual([100]);
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
});

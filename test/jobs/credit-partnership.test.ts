import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { creditMilestones } from '../../src/jobs/credit-milestones.ts';
import { creditPartnership } from '../../src/jobs/credit-partnership.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let rep: jsforce.Connection;
const clock = fixedClock(new Date('2026-09-21T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
  port = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
}, 120_000);

beforeEach(() => {
  org.reset();
  clock.set(new Date('2026-09-21T12:00:00Z'));
});

afterAll(async () => {
  await port.close();
  await org.close();
});

type Values = Record<string, unknown>;

async function made(object: string, fields: Values): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}
const changed = async (object: string, id: string, fields: Values): Promise<void> => {
  const saved = await rep.sobject(object).update({ Id: id, ...fields });
  if (!saved.success) throw new Error(JSON.stringify(saved));
};

const program = (name: string): Promise<string> =>
  made('PartnerProgram__c', { Name: name, Type__c: 'Referral' });
const partner = (name: string): Promise<string> => made('Account', { Name: name });
const partnership = (Partner__c: string, Program__c: string, Name: string): Promise<string> =>
  made('Partnership__c', { Name, Partner__c, Program__c, Status__c: 'Active' });
const ruleOf = (Program__c: string, fields: Values): Promise<string> =>
  made('CommissionRule__c', {
    Name: 'Rule',
    Program__c,
    Type__c: 'Flat',
    EffectiveFrom__c: '2026-01-01',
    Status__c: 'Active',
    ...fields,
  });
const thousand = { FlatAmount__c: 1000, Currency__c: 'USD' };

async function leadOf(partnershipId: string, company: string, more: Values = {}): Promise<string> {
  const lead = await made('Lead', { LastName: 'Lead', Company: company });
  await made('LeadAttribution__c', {
    Partnership__c: partnershipId,
    Lead__c: lead,
    Role__c: 'Sourced',
    ...more,
  });
  return lead;
}

async function converted(leadId: string): Promise<void> {
  const status = await rep.query<{ ApiName?: string; MasterLabel: string }>(
    'SELECT MasterLabel FROM LeadStatus WHERE IsConverted = true LIMIT 1',
  );
  const result = await rep.soap.convertLead({
    leadId,
    convertedStatus: status.records[0]?.MasterLabel ?? '',
    doNotCreateOpportunity: false,
  });
  expect(result).toMatchObject({ success: true });
}

async function dealOf(
  parts: readonly [partnershipId: string, role: string, split: number][],
  fields: Values = {},
): Promise<string> {
  const deal = await made('Opportunity', {
    Name: 'Globex upgrade',
    StageName: 'Closed Won',
    CloseDate: '2026-09-20',
    Amount: 10_000,
    ...fields,
  });
  for (const [partnershipId, role, split] of parts) {
    await made('OpportunityAttribution__c', {
      Opportunity__c: deal,
      Partnership__c: partnershipId,
      Role__c: role,
      CreditPercent__c: 100,
      PayableSplitPercent__c: split,
    });
  }
  return deal;
}

/** The sweep, and what it asks the queue for. */
async function sweep(): Promise<number> {
  const asked = new Set<string>();
  const context = { org: port, clock, orgCurrency: 'USD', countDocument: () => undefined };
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked for'));
  const creditOf = (id: string): Promise<void> => Promise.resolve(void asked.add(id));
  const producer = {
    deliver: refuse,
    refresh: refuse,
    credit: refuse,
    creditPartnership: creditOf,
  };
  await creditMilestones({ ...context, producer }, new Date(clock.now().getTime() - 30 * 60_000));
  for (const partnershipId of asked) await creditPartnership(context, { partnershipId });
  return asked.size;
}

const lines = (): Promise<readonly Values[]> =>
  port.query(
    'SELECT CommissionStatement__r.Partnership__r.Name, CommissionStatement__r.Period__c, Amount__c, Kind__c, ReasonCode__c, Reason__c, Status__c FROM Commission__c ORDER BY ExternalKey__c',
  );
const earned = async (): Promise<string[]> =>
  (
    await port.query(
      'SELECT CommissionStatement__r.Partnership__r.Name Name, SUM(Amount__c) Total FROM Commission__c GROUP BY CommissionStatement__r.Partnership__r.Name ORDER BY CommissionStatement__r.Partnership__r.Name',
    )
  ).map((row) => `${String(row['Name'])} ${Number(row['Total'])}`);

test('Acme refers for 1,000 a converted lead: the lead pays once, however often it is looked at', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme – Referral');
  await ruleOf(referral, { ...thousand, Trigger__c: 'Lead Converted' });
  const lead = await leadOf(acme, 'Globex');
  expect(await sweep()).toBe(1);
  expect(await lines()).toEqual([]);
  await converted(lead);
  await sweep();
  await sweep();
  expect(await lines()).toMatchObject([
    {
      Amount__c: 1000,
      Kind__c: 'Accrual',
      ReasonCode__c: 'LEAD_CONVERTED',
      Reason__c: expect.stringContaining('the lead of Globex was converted on 2026-09-21'),
      CommissionStatement__r: { Period__c: '2026-09' },
    },
  ]);
  clock.set(new Date('2026-09-21T13:00:00Z'));
  expect(await sweep()).toBe(0);
});

test('a deal referred by Acme and delivered by Ajax: each by its role, and no cent of the deal is paid twice', async () => {
  const shared = await program('Alliance');
  const acme = await partnership(await partner('Acme'), shared, 'Acme');
  const ajax = await partnership(await partner('Ajax'), shared, 'Ajax');
  await ruleOf(shared, {
    Trigger__c: 'Opportunity Won',
    Type__c: 'Percent',
    RatePercent__c: 20,
    Role__c: 'Sourced',
  });
  await ruleOf(shared, {
    Trigger__c: 'Opportunity Won',
    Type__c: 'Percent',
    RatePercent__c: 10,
    Role__c: 'Delivered',
  });
  await dealOf(
    [
      [acme, 'Sourced', 66.67],
      [ajax, 'Delivered', 33.33],
    ],
    { Amount: 100.01 },
  );
  await sweep();
  // 100.01 = 66.68 + 33.33
  expect(await earned()).toEqual(['Acme 13.34', 'Ajax 3.33']);
});

test('a won deal without an amount is not paid, and a person is told until it has one', async () => {
  const shared = await program('Alliance');
  const acme = await partnership(await partner('Acme'), shared, 'Acme');
  await ruleOf(shared, { Trigger__c: 'Opportunity Won', Type__c: 'Percent', RatePercent__c: 20 });
  const deal = await dealOf([[acme, 'Sourced', 100]], { Amount: null });
  const told = async (): Promise<string[]> =>
    (await port.query('SELECT Code__c, Status__c, Message__c FROM SyncIssue__c')).map((issue) => Object.values(issue).join(' ')); // prettier-ignore
  await sweep();
  expect([await earned(), await told()]).toEqual([[], [expect.stringMatching(/COMMISSION_UNCLEAR Open .*The deal ".+" has no amount, and money is never guessed\./)]]); // prettier-ignore
  await changed('Opportunity', deal, { Amount: 100 });
  await sweep();
  expect([await earned(), await told()]).toEqual([['Acme 20'], [expect.stringContaining(' Resolved ')]]); // prettier-ignore
});

test('a won deal that is reopened is taken back, and paid again when it is won again', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme');
  await ruleOf(referral, { Trigger__c: 'Opportunity Won', Type__c: 'Percent', RatePercent__c: 10 });
  const deal = await dealOf([[acme, 'Sourced', 100]]);
  await sweep();
  await changed('Opportunity', deal, { StageName: 'Prospecting' });
  await sweep();
  expect(await lines()).toMatchObject([
    { Amount__c: 1000, ReasonCode__c: 'DEAL_WON' },
    {
      Amount__c: -1000,
      Kind__c: 'Reversal',
      ReasonCode__c: 'NOT_EARNED',
      Reason__c: expect.stringContaining(
        'The deal "Globex upgrade" is not won. 1000.00 USD was posted, 0.00 USD is owed',
      ),
    },
  ]);
  await changed('Opportunity', deal, { StageName: 'Closed Won', Amount: 12_000 });
  await sweep();
  expect(await earned()).toEqual(['Acme 1200']);
});

test('a closing date that moves into another version of the terms pays by that version, once', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme');
  const percent = { Trigger__c: 'Opportunity Won', Type__c: 'Percent' };
  await ruleOf(referral, { ...percent, RatePercent__c: 10, EffectiveUntil__c: '2026-08-15' });
  await ruleOf(referral, { ...percent, RatePercent__c: 15, EffectiveFrom__c: '2026-08-15' });
  const deal = await dealOf([[acme, 'Sourced', 100]], { CloseDate: '2026-08-14' });
  await sweep();
  expect(await earned()).toEqual(['Acme 1000']);
  await changed('Opportunity', deal, { CloseDate: '2026-08-15' });
  await sweep();
  expect(await earned()).toEqual(['Acme 1500']);
});

test('a credit that ends before it is paid is taken back; what was paid stays', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme');
  await ruleOf(referral, { ...thousand, Trigger__c: 'Lead Converted' });
  for (const company of ['Globex', 'Initech']) await converted(await leadOf(acme, company));
  await sweep();
  const [paid] = await port.query(
    "SELECT Id FROM Commission__c WHERE LeadAttribution__r.Lead__r.Company = 'Globex'",
  );
  await changed('Commission__c', String(paid?.['Id']), { Status__c: 'Paid' });
  for (const row of await port.query('SELECT Id FROM LeadAttribution__c'))
    await changed('LeadAttribution__c', String(row['Id']), { Status__c: 'Ended' });
  await sweep();
  expect((await lines()).map((line) => line['Amount__c']).sort()).toEqual(
    [-1000, 1000, 1000].sort(),
  );
});

test('of two partners on one lead the first is paid; a lead that was accepted pays by its own rule', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme');
  const ajax = await partnership(await partner('Ajax'), referral, 'Ajax');
  await ruleOf(referral, { Trigger__c: 'Lead Accepted', FlatAmount__c: 50, Currency__c: 'USD' });
  await ruleOf(referral, { ...thousand, Trigger__c: 'Lead Converted' });
  const lead = await leadOf(acme, 'Globex', { TouchedAt__c: '2026-09-01T10:00:00Z' });
  await made('LeadAttribution__c', {
    Partnership__c: ajax,
    Lead__c: lead,
    Role__c: 'Sourced',
    TouchedAt__c: '2026-09-01T09:59:59Z',
  });
  await changed('Lead', lead, { SourceStatus__c: 'accepted' });
  await sweep();
  expect(await earned()).toEqual(['Ajax 50']);
  await converted(lead);
  await sweep();
  expect(await earned()).toEqual(['Ajax 1050']);
});

test('caps hold in the order in which deals were won, whatever arrives first', async () => {
  const referral = await program('Referral');
  const acme = await partnership(await partner('Acme'), referral, 'Acme');
  await ruleOf(referral, {
    Trigger__c: 'Opportunity Won',
    Type__c: 'Percent',
    RatePercent__c: 10,
    Currency__c: 'USD',
    CapPerDealAmount__c: 800,
    CapPerPeriodAmount__c: 1000,
    CapPeriod__c: 'Quarter',
  });
  await dealOf([[acme, 'Sourced', 100]], { Name: 'late', CloseDate: '2026-09-10' });
  await sweep();
  expect(await earned()).toEqual(['Acme 800']);
  await dealOf([[acme, 'Sourced', 100]], { Name: 'early', CloseDate: '2026-07-02', Amount: 5000 });
  await dealOf([[acme, 'Sourced', 100]], { Name: 'before', CloseDate: '2026-06-30', Amount: 5000 });
  await sweep();
  expect(
    (
      await port.query(
        'SELECT OpportunityAttribution__r.Opportunity__r.Name, Amount__c FROM Commission__c ORDER BY OpportunityAttribution__r.Opportunity__r.Name, Amount__c',
      )
    ).map((row) => row['Amount__c']),
  ).toEqual([500, 500, -300, 800]);
});

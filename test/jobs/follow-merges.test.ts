import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { followMerges } from '../../src/jobs/follow-merges.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { partnershipsByIdentity } from '../../src/salesforce/facts/partnerships.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let service: Org & OrgAdmin;
let rep: jsforce.Connection;
const clock = fixedClock(new Date('2026-06-10T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

afterAll(async () => {
  await service.close();
  await org.close();
});

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const merge = async (Id: string, into: string): Promise<void> => {
  const saved = await rep.sobject('Partnership__c').update({ Id, MergedInto__c: into });
  expect(saved.success).toBe(true);
};
const sweep = (): Promise<void> => followMerges({ org: service, clock, countDocument: () => undefined }); // prettier-ignore
const read = async (soql: string): Promise<OrgRecord[]> => (await rep.query(soql)).records;

let program = '';
async function partnership(name: string): Promise<string> {
  return made('Partnership__c', {
    Name: name,
    ExternalKey__c: name.toLowerCase(),
    Partner__c: await made('Account', { Name: name }),
    Program__c: program,
    Status__c: 'Active',
  });
}

beforeEach(async () => {
  org.reset();
  program = await made('PartnerProgram__c', { Name: 'Referral', Type__c: 'Referral' });
});

async function statement(partnershipId: string, period: string, status = 'Open'): Promise<string> {
  return made('CommissionStatement__c', {
    ExternalKey__c: `${partnershipId}:${period}`,
    Partnership__c: partnershipId,
    Period__c: period,
    PeriodStart__c: `${period}-01`,
    PeriodEnd__c: `${period}-28`,
    Currency__c: 'USD',
    Status__c: status,
  });
}

/** A line as it comes from the system before: it needs nothing but the credit. */
async function line(key: string, on: string, attribution: string, more: Record<string, unknown>): Promise<string> {
  return made('Commission__c', {
    ExternalKey__c: key,
    CommissionStatement__c: on,
    AccountAttribution__c: attribution,
    ReasonCode__c: 'IMPORTED',
    Kind__c: 'Accrual',
    Currency__c: 'USD',
    Status__c: 'Payable',
    OccurredAt__c: '2026-05-05T00:00:00Z',
    Reason__c: '20 % of an invoice.',
    ...more,
  });
} // prettier-ignore

async function credit(partnershipId: string, customer: string, more: Record<string, unknown> = {}): Promise<string> {
  return made('AccountAttribution__c', {
    Account__c: customer,
    Partnership__c: partnershipId,
    Role__c: 'Sourced',
    Status__c: 'Active',
    Origin__c: 'Manual',
    Reason__c: 'Brought by Acme.',
    CreditPercent__c: 100,
    PayableSplitPercent__c: 60,
    StartDate__c: '2026-01-01',
    EndDate__c: '2027-01-01',
    ...more,
  });
} // prettier-ignore

const balances = (): Promise<OrgRecord[]> =>
  read(
    'SELECT CommissionStatement__r.Partnership__r.Name partner, SUM(Amount__c) total FROM Commission__c GROUP BY CommissionStatement__r.Partnership__r.Name ORDER BY CommissionStatement__r.Partnership__r.Name',
  );

test('Acme is merged into Ajax: what is unpaid and what is open goes on at Ajax, what is paid stays', async () => {
  const [acme, ajax] = [await partnership('Acme'), await partnership('Ajax')];
  const globex = await made('Account', { Name: 'Globex' });
  const attribution = await credit(acme, globex);
  const may = await statement(acme, '2026-05');
  await line('unpaid', may, attribution, { Amount__c: 20, OrgAmount__c: 20 });
  await line('held', may, attribution, { Amount__c: 7.5, Status__c: 'Held', HoldUntil__c: '2026-07-01' }); // prettier-ignore
  await line('paid', may, attribution, { Amount__c: 100, Status__c: 'Paid' });
  const deal = await made('Opportunity', { Name: 'Open', StageName: 'Prospecting', CloseDate: '2026-12-31' }); // prettier-ignore
  await made('OpportunityAttribution__c', { Opportunity__c: deal, Partnership__c: acme, Role__c: 'Sourced', Status__c: 'Active', Reason__c: 'Demo.', PayableSplitPercent__c: 30 }); // prettier-ignore
  const lead = await made('Lead', { LastName: 'Doe', Company: 'Hooli' });
  await made('LeadAttribution__c', { Lead__c: lead, Partnership__c: acme, Role__c: 'Sourced', Status__c: 'Active', Reason__c: 'Form.' }); // prettier-ignore
  await merge(acme, ajax);
  await sweep();

  expect(await balances()).toMatchObject([
    { partner: 'Acme', total: 100 },
    { partner: 'Ajax', total: 27.5 },
  ]);
  const came = await read(
    "SELECT Amount__c, OrgAmount__c, Status__c, HoldUntil__c, Reason__c, Inputs__c, OriginalLine__r.ExternalKey__c, CommissionStatement__r.Period__c FROM Commission__c WHERE CommissionStatement__r.Partnership__r.Name = 'Ajax' ORDER BY Amount__c",
  );
  expect(came).toMatchObject([
    { Amount__c: 7.5, OrgAmount__c: null, Status__c: 'Held', HoldUntil__c: '2026-07-01' },
    {
      Amount__c: 20,
      OrgAmount__c: 20,
      Status__c: 'Payable',
      Reason__c:
        'Taken over: Acme was merged into Ajax before 20.00 USD was paid. It was earned so: 20 % of an invoice.',
      OriginalLine__r: { ExternalKey__c: 'unpaid' },
      CommissionStatement__r: { Period__c: '2026-06' },
    },
  ]);
  expect(came.map(({ Inputs__c }) => explainedAmount(String(Inputs__c)))).toEqual([750, 2_000]);

  const credits = (object: string): Promise<OrgRecord[]> =>
    read(
      `SELECT Partnership__r.Name, Status__c, Reason__c FROM ${object} ORDER BY Partnership__r.Name`,
    );
  const moved = [
    { Partnership__r: { Name: 'Acme' }, Status__c: 'Ended' },
    { Partnership__r: { Name: 'Ajax' }, Status__c: 'Active' },
  ];
  for (const object of ['AccountAttribution__c', 'OpportunityAttribution__c', 'LeadAttribution__c'])
    expect(await credits(object)).toMatchObject(moved);
  expect(
    await read(
      'SELECT StartDate__c, EndDate__c, PayableSplitPercent__c, Reason__c FROM AccountAttribution__c ORDER BY StartDate__c',
    ),
  ).toMatchObject([
    { StartDate__c: '2026-01-01', EndDate__c: '2026-06-10', PayableSplitPercent__c: 60 },
    {
      StartDate__c: '2026-06-10',
      EndDate__c: '2027-01-01',
      PayableSplitPercent__c: 60,
      Reason__c:
        'Acme was merged into Ajax on 2026-06-10, which is credited from then on. Before: Brought by Acme.',
    },
  ]);
  expect(await read("SELECT Status__c FROM Partnership__c WHERE Name = 'Acme'")).toMatchObject([
    { Status__c: 'Ended' },
  ]);

  const stamps = (): Promise<OrgRecord[]> => read('SELECT Id, SystemModstamp FROM Commission__c ORDER BY Id'); // prettier-ignore
  const before = await stamps();
  await sweep();
  expect(await stamps()).toEqual(before);

  await line('take-back', may, attribution, { Amount__c: -5, Kind__c: 'Reversal' });
  await sweep();
  expect(await balances()).toMatchObject([
    { partner: 'Acme', total: 100 },
    { partner: 'Ajax', total: 22.5 },
  ]);
});

test('on a statement that finance has closed nothing moves, and a closed month of the other takes nothing', async () => {
  const [acme, ajax] = [await partnership('Acme'), await partnership('Ajax')];
  const attribution = await credit(acme, await made('Account', { Name: 'Globex' }));
  const april = await statement(acme, '2026-04');
  await line('closed', april, attribution, { Amount__c: 11 });
  await rep.sobject('CommissionStatement__c').update({ Id: april, Status__c: 'Closed' });
  await line('open', await statement(acme, '2026-05'), attribution, { Amount__c: 20 });
  const june = await made('CommissionStatement__c', { ExternalKey__c: 'ajax:2026-06:USD', Partnership__c: ajax, Period__c: '2026-06', Currency__c: 'USD', PeriodStart__c: '2026-06-01', PeriodEnd__c: '2026-06-30' }); // prettier-ignore
  await rep.sobject('CommissionStatement__c').update({ Id: june, Status__c: 'Closed' });
  await merge(acme, ajax);
  await sweep();
  expect(
    await read(
      "SELECT Amount__c, CommissionStatement__r.Period__c FROM Commission__c WHERE CommissionStatement__r.Partnership__r.Name = 'Ajax'",
    ),
  ).toMatchObject([{ Amount__c: 20, CommissionStatement__r: { Period__c: '2026-07' } }]);
});

test('credit that the other has already is not doubled: a person is asked', async () => {
  const [acme, ajax] = [await partnership('Acme'), await partnership('Ajax')];
  const globex = await made('Account', { Name: 'Globex' });
  await credit(acme, globex);
  await credit(ajax, globex, { PayableSplitPercent__c: 30 });
  await merge(acme, ajax);
  await sweep();
  expect(
    await read(
      'SELECT Partnership__r.Name, Status__c, PayableSplitPercent__c FROM AccountAttribution__c ORDER BY Partnership__r.Name',
    ),
  ).toMatchObject([
    { Partnership__r: { Name: 'Acme' }, Status__c: 'Ended' },
    { Partnership__r: { Name: 'Ajax' }, Status__c: 'Active', PayableSplitPercent__c: 30 },
  ]);
  expect(await read('SELECT Code__c, Status__c, Message__c FROM SyncIssue__c')).toMatchObject([
    {
      Code__c: 'PARTNER_MERGED',
      Status__c: 'Open',
      Message__c:
        'Acme was merged into Ajax. Both were credited for Globex as Sourced; the credit of Acme has ended, that of Ajax is as it was.',
    },
  ]);
});

test('while nothing is merged, one question is all that is asked', async () => {
  await partnership('Acme');
  const before = service.apiCalls();
  await sweep();
  expect(service.apiCalls() - before).toBe(1);
});

test('merges in a ring move nothing, and say so', async () => {
  const names = ['Acme', 'Ajax', 'Bolt'];
  const [acme = '', ajax = '', bolt = ''] = await Promise.all(names.map(partnership));
  const attribution = await credit(acme, await made('Account', { Name: 'Globex' }));
  await line('unpaid', await statement(acme, '2026-05'), attribution, { Amount__c: 20 });
  await merge(acme, ajax);
  await merge(ajax, bolt);
  await merge(bolt, acme);
  await sweep();
  expect(await balances()).toMatchObject([{ partner: 'Acme', total: 20 }]);
  const issues = await read('SELECT Code__c, Message__c FROM SyncIssue__c ORDER BY ExternalKey__c');
  expect(issues.map(({ Code__c }) => Code__c)).toEqual(names.map(() => 'MERGE_IN_A_RING'));
  expect(issues.map(({ Message__c }) => Message__c)).toContain(
    'Acme is merged into a partnership that is, in the end, merged into itself. Nobody goes on, so nothing was moved.',
  );
});

test('the key of a merged partner stands for the one that goes on, through any number of merges', async () => {
  const [acme, ajax, bolt] = [
    await partnership('Acme'),
    await partnership('Ajax'),
    await partnership('Bolt'),
  ];
  const identity = (id: string, of: string): Promise<string> =>
    made('ExternalIdentity__c', { ExternalKey__c: id, Vendor__c: 'partnerstack', VendorAccount__c: 'main', Type__c: 'partner-key', VendorId__c: id, Partnership__c: of }); // prettier-ignore
  await identity('key-acme', acme);
  await identity('key-bolt', bolt);
  const found = async (): Promise<unknown> =>
    [...(await partnershipsByIdentity(service, ['key-acme', 'key-bolt']))].map(([key, fact]) => [
      key,
      fact.name,
    ]);
  expect(await found()).toEqual([
    ['key-acme', 'Acme'],
    ['key-bolt', 'Bolt'],
  ]);
  await merge(acme, ajax);
  await merge(ajax, bolt);
  expect(await found()).toEqual([
    ['key-acme', 'Bolt'],
    ['key-bolt', 'Bolt'],
  ]);
});

import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { sweepSourcing } from '../../src/jobs/sweep-sourcing.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let admin: Org & OrgAdmin;
let service: Org & OrgAdmin;
let rep: jsforce.Connection;
const clock = fixedClock(new Date('2026-06-30T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  admin = await connectOrg({ kind: 'token', ...org }, { clock });
  service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

beforeEach(() => org.reset());

afterAll(async () => {
  await service.close();
  await admin.close();
  await org.close();
});

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function partnership(name: string, model: string): Promise<string> {
  return made('Partnership__c', {
    Name: name,
    Partner__c: await made('Account', { Name: name }),
    Program__c: await made('PartnerProgram__c', {
      Name: `Program of ${name}`,
      Type__c: 'Referral',
      AttributionModel__c: model,
      AttributionWindowDays__c: 90,
    }),
    Status__c: 'Active',
  });
}

const deal = (): Promise<string> =>
  made('Opportunity', {
    Name: 'Initech',
    StageName: 'Closed Won',
    CloseDate: '2026-06-20',
    Amount: 1_000,
  });

/** As the service makes it from a deal of the PRM. */
async function credited(
  opportunity: string,
  partner: string,
  touchedAt: string,
  split = 100,
  role = 'Sourced',
): Promise<void> {
  await service.save([
    {
      object: 'OpportunityAttribution__c',
      key: `test:${partner}`,
      fields: {
        Opportunity__c: opportunity,
        Partnership__c: partner,
        Role__c: role,
        Status__c: 'Active',
        Origin__c: 'PRM Deal',
        ReasonCode__c: 'PRM_DEAL',
        Reason__c: 'Registered.',
        TouchedAt__c: touchedAt,
        CreditPercent__c: 100,
        PayableSplitPercent__c: split,
      },
    },
  ]);
}

const sweep = (): Promise<void> =>
  sweepSourcing(
    { org: service, clock, countDocument: () => undefined },
    new Date(clock.now().getTime() - 4 * 3_600_000),
  );
const credits = (): Promise<OrgRecord[]> =>
  admin.query(
    'SELECT Id, Partnership__r.Name, CreditPercent__c, CreditAmount__c, PayableSplitPercent__c, Reason__c, SystemModstamp FROM OpportunityAttribution__c ORDER BY Partnership__r.Name',
  );
const issues = (): Promise<OrgRecord[]> =>
  admin.query('SELECT Code__c, RecordId__c, Message__c, Status__c FROM SyncIssue__c');

test('a won deal is divided by the model of the program that sourced it; pay stays, the conflict is told', async () => {
  const opportunity = await deal();
  await credited(opportunity, await partnership('Acme', 'Linear'), '2026-05-01T00:00:00Z');
  await credited(
    opportunity,
    await partnership('Ajax', 'First'),
    '2026-05-02T00:00:00Z',
    0,
    'Influenced',
  );
  await sweep();
  const divided = await credits();
  expect(divided).toMatchObject([
    {
      CreditPercent__c: 50,
      CreditAmount__c: 500,
      PayableSplitPercent__c: 100,
      Reason__c: expect.stringContaining('touch 1 of 2: 50 % by the linear model. Sourced by Acme'),
    },
    { CreditPercent__c: 50, PayableSplitPercent__c: 0 },
  ]);
  expect(await issues()).toMatchObject([
    {
      Code__c: 'ATTRIBUTION_CONFLICT',
      RecordId__c: opportunity,
      Message__c: expect.stringContaining('It beats Ajax'),
    },
  ]);
  await sweep();
  expect(await credits()).toEqual(divided);
});

test('what a person made, or changed, is kept', async () => {
  const opportunity = await deal();
  await credited(opportunity, await partnership('Acme', 'Linear'), '2026-05-01T00:00:00Z');
  const [credit] = await credits();
  await rep
    .sobject('OpportunityAttribution__c')
    .update({ Id: String(credit?.['Id']), CreditPercent__c: 80 });
  await made('OpportunityAttribution__c', {
    Opportunity__c: opportunity,
    Partnership__c: await partnership('Ajax', 'Linear'),
    Role__c: 'Influenced',
    Status__c: 'Active',
    CreditPercent__c: 70,
    PayableSplitPercent__c: 0,
  });
  await sweep();
  expect(await credits()).toMatchObject([{ CreditPercent__c: 80 }, { CreditPercent__c: 70 }]);
});

test('credit that flows made is divided too, until a person changes its share', async () => {
  const opportunity = await deal();
  const credit = (partner: string, code: string, role: string): Promise<string> =>
    made('OpportunityAttribution__c', {
      Opportunity__c: opportunity,
      Partnership__c: partner,
      Role__c: role,
      Status__c: 'Active',
      ReasonCode__c: code,
      TouchedAt__c: '2026-05-01T00:00:00Z',
      PayableSplitPercent__c: 0,
    });
  await credit(await partnership('Acme', 'Linear'), 'DEAL_REGISTERED', 'Sourced');
  const carried = await credit(
    await partnership('Ajax', 'Linear'),
    'CARRIED_FROM_LEAD',
    'Delivered',
  );
  await sweep();
  expect(await credits()).toMatchObject([{ CreditPercent__c: 50 }, { CreditPercent__c: 50 }]);
  const share = (percent: number): Promise<unknown> =>
    rep.sobject('OpportunityAttribution__c').update({ Id: carried, CreditPercent__c: percent });
  await share(30);
  await sweep();
  expect(await credits()).toMatchObject([{ CreditPercent__c: 50 }, { CreditPercent__c: 30 }]);
});

test('an approved registration of another partner comes first, and a person is told', async () => {
  const opportunity = await deal();
  await credited(opportunity, await partnership('Acme', 'First'), '2026-05-01T00:00:00Z');
  const registration = await made('DealRegistration__c', {
    Partnership__c: await partnership('Apex', 'First'),
    Company__c: 'Initech',
    Status__c: 'Approved',
    SubmittedAt__c: '2026-05-20T00:00:00Z',
  });
  await rep
    .sobject('DealRegistration__c')
    .update({ Id: registration, Opportunity__c: opportunity });
  await sweep();
  expect(await issues()).toMatchObject([
    { Message__c: expect.stringContaining('Sourced by Apex') },
  ]);
});

test('an open deal is not divided yet', async () => {
  const opportunity = await made('Opportunity', {
    Name: 'Initech',
    StageName: 'Prospecting',
    CloseDate: '2026-06-20',
  });
  await credited(opportunity, await partnership('Acme', 'Linear'), '2026-05-01T00:00:00Z');
  await sweep();
  expect(await credits()).toMatchObject([{ Reason__c: 'Registered.' }]);
});

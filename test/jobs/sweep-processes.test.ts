import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { sweepProcesses } from '../../src/jobs/sweep-processes.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

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

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function changed(object: string, Id: string, fields: Record<string, unknown>) {
  expect((await rep.sobject(object).update({ Id, ...fields })).success).toBe(true);
}

async function partnership(): Promise<string> {
  return made('Partnership__c', {
    Name: 'Acme – Referral',
    Partner__c: await made('Account', { Name: 'Acme' }),
    Program__c: await made('PartnerProgram__c', {
      Name: 'Referral',
      Type__c: 'Referral',
      DealRegistrationTermDays__c: 30,
      DealRegistrationExtensions__c: 1,
      LeadAcceptDays__c: 5,
    }),
    Status__c: 'Active',
  });
}

const registered = async (): Promise<string> =>
  made('DealRegistration__c', {
    Partnership__c: await partnership(),
    Company__c: 'Initech',
    Status__c: 'Approved',
  });

async function sweepOn(day: string): Promise<void> {
  clock.set(new Date(`${day}T00:00:00Z`));
  await sweepProcesses({ org: service, clock, countDocument: () => undefined });
}

const statuses = (): Promise<OrgRecord[]> =>
  admin.query('SELECT Status__c, ExpiresOn__c FROM DealRegistration__c');
const issues = (): Promise<OrgRecord[]> =>
  admin.query(
    'SELECT Id, Code__c, Status__c, RecordId__c, Message__c, WhatToDo__c FROM SyncIssue__c',
  );

test('protection that ends is announced two weeks before, and ends on the day after its last', async () => {
  const id = await registered();
  await sweepOn('2026-06-16');
  expect(await issues()).toEqual([]);
  await sweepOn('2026-06-17');
  expect(await issues()).toMatchObject([
    {
      Code__c: 'PROTECTION_ENDS',
      Status__c: 'Open',
      RecordId__c: id,
      Message__c: expect.stringMatching(
        /^Acme – Referral registered Initech \(.+\)\. Its protection ends soon: its last day is 2026-07-01\. It was not extended yet; its program allows 1 more\.$/,
      ),
    },
  ]);
  await sweepOn('2026-07-01');
  expect(await statuses()).toMatchObject([{ Status__c: 'Approved' }]);
  await sweepOn('2026-07-02');
  expect(await statuses()).toMatchObject([{ Status__c: 'Expired' }]);
  expect(await issues()).toMatchObject([
    { Status__c: 'Open', Message__c: expect.stringContaining('ended with 2026-07-01') },
  ]);
});

test.each([
  ['extended', { ExpiresOn__c: '2026-08-01', ExtensionReason__c: 'The budget came late.' }],
  ['withdrawn', { Status__c: 'Withdrawn' }],
])('the reminder closes itself when the registration is %s', async (_case, fields) => {
  const id = await registered();
  await sweepOn('2026-06-20');
  await changed('DealRegistration__c', id, fields);
  await sweepOn('2026-06-21');
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
});

test('a reminder that a person has settled stays settled, and sweeping again writes nothing', async () => {
  await registered();
  await sweepOn('2026-06-20');
  const [issue] = await issues();
  await changed('SyncIssue__c', String(issue?.['Id']), {
    Status__c: 'Resolved',
    ResolvedAt__c: clock.now().toISOString(),
  });
  const stamps = 'SELECT Id, Status__c, SystemModstamp FROM SyncIssue__c';
  const before = await admin.query(stamps);
  await sweepOn('2026-06-21');
  expect(await admin.query(stamps)).toEqual(before);
});

test('a lead that was not accepted by its last day is free again, and it says why', async () => {
  const lead = await made('Lead', {
    LastName: 'Lumbergh',
    Company: 'Initech',
    PassedTo__c: await partnership(),
  });
  const pass = 'SELECT PassStatus__c, AcceptBy__c FROM Lead';
  await sweepOn('2026-06-06');
  expect(await admin.query(pass)).toMatchObject([
    { PassStatus__c: 'Offered', AcceptBy__c: '2026-06-06' },
  ]);
  await sweepOn('2026-06-07');
  expect(await admin.query(pass)).toMatchObject([{ PassStatus__c: 'Expired' }]);
  expect(await issues()).toMatchObject([
    {
      Code__c: 'LEAD_OFFER_OVER',
      RecordId__c: lead,
      Message__c:
        'The lead of Initech was offered to Acme – Referral. The partner did not accept by 2026-06-06. The lead is free again.',
    },
  ]);
});

test('a lead that was accepted in time is the partner’s', async () => {
  const lead = await made('Lead', {
    LastName: 'Lumbergh',
    Company: 'Initech',
    PassedTo__c: await partnership(),
  });
  await changed('Lead', lead, { PassStatus__c: 'Accepted' });
  await sweepOn('2026-07-01');
  expect(await admin.query('SELECT PassStatus__c FROM Lead')).toMatchObject([
    { PassStatus__c: 'Accepted' },
  ]);
  expect(await issues()).toEqual([]);
});

describe('two partners who registered one company', () => {
  const claim = async (submittedAt: string, more: Record<string, unknown> = {}): Promise<string> =>
    made('DealRegistration__c', {
      Partnership__c: await partnership(),
      Company__c: 'Initech',
      Domain__c: 'initech.com',
      Status__c: 'Submitted',
      SubmittedAt__c: submittedAt,
      ...more,
    });
  const conflictOf = (id: string): Promise<OrgRecord[]> =>
    admin.query(
      `SELECT ConflictStatus__c, ConflictCode__c, ConflictingRegistration__c, ConflictReason__c FROM DealRegistration__c WHERE Id = '${id}'`,
    );
  const isFree = { ConflictStatus__c: 'None', ConflictCode__c: null, ConflictingRegistration__c: null }; // prettier-ignore

  test('the one that was submitted first is free, although it reached the org last', async () => {
    const second = await claim('2026-05-20T10:00:00Z');
    expect(await conflictOf(second)).toMatchObject([isFree]);
    const first = await claim('2026-05-19T10:00:00Z');
    expect(await conflictOf(first)).toMatchObject([isFree]);
    await sweepOn('2026-06-02');
    expect(await conflictOf(first)).toMatchObject([isFree]);
    const lost = {
      ConflictStatus__c: 'Conflict',
      ConflictCode__c: 'REGISTERED_BY_ANOTHER_PARTNER',
      ConflictingRegistration__c: first,
    };
    expect(await conflictOf(second)).toMatchObject([lost]);
    const before = await stamps();
    await sweepOn('2026-06-03');
    expect(await stamps()).toEqual(before);

    await changed('DealRegistration__c', first, { Status__c: 'Withdrawn' });
    await sweepOn('2026-06-04');
    expect(await conflictOf(second)).toMatchObject([isFree]);
  });

  test('a company that was registered at another domain is found by its name', async () => {
    const first = await claim('2026-05-19T10:00:00Z');
    const second = await claim('2026-05-20T10:00:00Z', {
      Company__c: 'Initech GmbH',
      Domain__c: 'initech.de',
    });
    expect(await conflictOf(second)).toMatchObject([isFree]);
    await sweepOn('2026-06-02');
    expect(await conflictOf(second)).toMatchObject([
      {
        ConflictStatus__c: 'Conflict',
        ConflictingRegistration__c: first,
        ConflictReason__c: expect.stringContaining(
          'known by the name "Initech GmbH", though at initech.com',
        ),
      },
    ]);
  });

  test('what a partner manager overrode stays', async () => {
    await claim('2026-05-19T10:00:00Z');
    const second = await claim('2026-05-20T10:00:00Z');
    const decision = { ConflictStatus__c: 'Overridden', DecisionReason__c: 'Two sites.' };
    await changed('DealRegistration__c', second, decision);
    await sweepOn('2026-06-02');
    expect(await conflictOf(second)).toMatchObject([{ ConflictStatus__c: 'Overridden' }]);
  });

  const stamps = (): Promise<OrgRecord[]> =>
    admin.query('SELECT Id, SystemModstamp FROM DealRegistration__c ORDER BY Id');
});

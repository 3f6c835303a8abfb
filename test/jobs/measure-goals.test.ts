import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { measureGoals } from '../../src/jobs/measure-goals.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let rep: jsforce.Connection;
let userId: string;
const clock = fixedClock(new Date('2026-08-20T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  port = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
  userId = String((await rep.query('SELECT Id FROM User LIMIT 1')).records[0]?.['Id']);
}, 120_000);

beforeEach(() => {
  org.reset();
  clock.set(new Date('2026-08-20T12:00:00Z'));
});

afterAll(async () => {
  await port.close();
  await org.close();
});

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function partnership(name: string): Promise<string> {
  const partner = await made('Account', { Name: name });
  const program = await made('PartnerProgram__c', { Name: `${name} program`, Type__c: 'Referral' });
  return made('Partnership__c', {
    Name: `${name} – Referral`,
    Partner__c: partner,
    Program__c: program,
    Status__c: 'Active',
  });
}

const goalOf = (
  partnershipId: string,
  metric: string,
  target: number,
  more: Record<string, unknown> = {},
): Promise<string> =>
  made('PartnerGoal__c', {
    Partnership__c: partnershipId,
    Metric__c: metric,
    Target__c: target,
    PeriodStart__c: '2026-07-01',
    PeriodEnd__c: '2026-09-30',
    GoalOwner__c: userId,
    ...more,
  });

const sweep = (): Promise<void> =>
  measureGoals({ org: port, clock, countDocument: () => undefined });

const goals = (): Promise<readonly Record<string, unknown>[]> =>
  port.query(
    'SELECT Metric__c, Target__c, Attained__c, Standing__c, Missing__c, PeriodStart__c, PeriodEnd__c, Description__c FROM PartnerGoal__c ORDER BY Metric__c, PeriodStart__c',
  );

async function lead(partnershipId: string, at: string, status = 'Active'): Promise<void> {
  const leadId = await made('Lead', { LastName: 'Lead', Company: `Company of ${at}` });
  await made('LeadAttribution__c', {
    Partnership__c: partnershipId,
    Lead__c: leadId,
    Role__c: 'Sourced',
    Status__c: status,
    Origin__c: 'Manual',
    TouchedAt__c: at,
  });
}

async function wonDeal(partnershipId: string, amount: number, closeDate: string): Promise<void> {
  const opportunity = await made('Opportunity', {
    Name: `Deal of ${closeDate}`,
    StageName: 'Closed Won',
    CloseDate: closeDate,
    Amount: amount,
  });
  await made('OpportunityAttribution__c', {
    Opportunity__c: opportunity,
    Partnership__c: partnershipId,
    Role__c: 'Sourced',
    Status__c: 'Active',
    Origin__c: 'Manual',
    CreditPercent__c: 100,
    CreditAmount__c: amount,
  });
}

test('five new partnership leads a quarter, three so far: behind by two, and it says by when', async () => {
  const acme = await partnership('Acme');
  const ajax = await partnership('Ajax');
  await goalOf(acme, 'New Leads', 5);
  await lead(acme, '2026-07-01T00:00:00Z');
  await lead(acme, '2026-08-01T10:00:00Z');
  await lead(acme, '2026-08-19T10:00:00Z');
  await lead(acme, '2026-06-30T23:59:59Z');
  await lead(acme, '2026-08-02T10:00:00Z', 'Rejected');
  await lead(ajax, '2026-08-02T10:00:00Z');
  await sweep();
  expect(await goals()).toMatchObject([
    { Attained__c: 3, Standing__c: 'On Track', Missing__c: '2 more leads by 2026-09-30.' },
  ]);
  clock.set(new Date('2026-09-15T12:00:00Z'));
  await sweep();
  expect(await goals()).toMatchObject([{ Attained__c: 3, Standing__c: 'Behind' }]);
});

test('$10,000 of partnership revenue a quarter: what is won by its last day counts, and reaching it says so', async () => {
  const acme = await partnership('Acme');
  await goalOf(acme, 'Won Revenue', 10_000);
  await wonDeal(acme, 6_000, '2026-07-01');
  await wonDeal(acme, 2_500.5, '2026-09-30');
  await wonDeal(acme, 9_999, '2026-10-01');
  await sweep();
  expect(await goals()).toMatchObject([{ Attained__c: 8_500.5, Standing__c: 'On Track' }]);
  await wonDeal(acme, 1_499.5, '2026-08-01');
  await sweep();
  expect(await goals()).toMatchObject([
    { Attained__c: 10_000, Standing__c: 'Reached', Missing__c: 'Nothing: the goal is reached.' },
  ]);
});

test('a goal is renewed once, with its growth, on the day after it ended; one made by hand is left alone', async () => {
  const acme = await partnership('Acme');
  await goalOf(acme, 'New Leads', 5, { RenewAutomatically__c: true, GrowthPercent__c: 20 });
  await goalOf(acme, 'Won Revenue', 10_000, { RenewAutomatically__c: true });
  await goalOf(acme, 'Won Revenue', 12_345, {
    PeriodStart__c: '2026-10-01',
    PeriodEnd__c: '2026-12-31',
  });
  clock.set(new Date('2026-09-30T23:00:00Z'));
  await sweep();
  expect(await goals()).toHaveLength(3);
  clock.set(new Date('2026-10-01T01:00:00Z'));
  await sweep();
  await sweep();
  expect(await goals()).toMatchObject([
    { Metric__c: 'New Leads', Target__c: 5, Standing__c: 'Missed' },
    {
      Metric__c: 'New Leads',
      Target__c: 6,
      PeriodStart__c: '2026-10-01',
      PeriodEnd__c: '2026-12-31',
      Description__c: expect.stringContaining('20 % more than 5'),
    },
    { Metric__c: 'Won Revenue', Target__c: 10_000 },
    { Metric__c: 'Won Revenue', Target__c: 12_345 },
  ]);
});

test('certifications are counted by people and never measured over', async () => {
  const acme = await partnership('Acme');
  await goalOf(acme, 'Certifications', 4, { CountedByHand__c: 3 });
  await sweep();
  expect(await goals()).toMatchObject([
    { Attained__c: null, Missing__c: expect.stringContaining('1 more') },
  ]);
});

test('measuring again writes nothing, and costs one call a question', async () => {
  const acme = await partnership('Acme');
  const ajax = await partnership('Ajax');
  await Promise.all([goalOf(acme, 'New Leads', 5), goalOf(ajax, 'New Leads', 7)]);
  await lead(acme, '2026-08-01T10:00:00Z');
  await sweep();
  const stamps = 'SELECT Id, MeasuredAt__c, SystemModstamp FROM PartnerGoal__c ORDER BY Id';
  const before = await port.query(stamps);
  const calls = port.apiCalls();
  await sweep();
  expect(port.apiCalls() - calls).toBe(2);
  expect(await port.query(stamps)).toEqual(before);
});

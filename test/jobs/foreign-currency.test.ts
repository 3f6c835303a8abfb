import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { sweepCredit } from '../../src/jobs/sweep-credit.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import {
  credit,
  creditContext,
  customerRows,
  entryRows,
  partnerRows,
  ruleRow,
} from '../support/paid-org.ts';

let org: LocalOrg;
let admin: Org & OrgAdmin;
/** With the rights of the integration user, which may read rates and nothing else of them. */
let port: Org & OrgAdmin;
const clock = fixedClock(new Date('2026-09-25T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  admin = await connectOrg({ kind: 'token', ...org }, { clock });
  port = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
}, 120_000);
afterAll(async () => {
  await Promise.all([port.close(), admin.close()]);
  await org.close();
});

const work = (): Promise<void> => credit({ org: port, clock }, ['Globex']);
const lines = (): Promise<readonly Record<string, unknown>[]> =>
  admin.query(
    'SELECT Amount__c, Currency__c, BaseAmount__c, OrgAmount__c, OrgBaseAmount__c, FxRate__c, FxDate__c, CommissionRule__r.Name FROM Commission__c ORDER BY OccurredAt__c, CommissionRule__r.Name',
  );
const issues = (): Promise<readonly Record<string, unknown>[]> =>
  admin.query(
    "SELECT Status__c, Severity__c, Message__c, WhatToDo__c FROM SyncIssue__c WHERE Code__c = 'EXCHANGE_RATE_MISSING'",
  );
const entries = (): Promise<readonly Record<string, unknown>[]> =>
  admin.query('SELECT SourceAmount__c, Amount__c FROM RevenueEntry__c ORDER BY OccurredAt__c');

test('a JPY invoice in a USD org: without a rate what needs one is not paid and a person is asked; with it, all is paid and filled in to the cent', async () => {
  await admin.save(partnerRows('Acme'));
  await port.save(customerRows('Globex', [['Acme', 100]]));
  await admin.save([
    ruleRow('bonus', { Type__c: 'Flat', FlatAmount__c: 10, Currency__c: 'USD' }),
    ruleRow('share', { RatePercent__c: 20 }),
  ]);
  await port.save(
    entryRows([
      { key: 'a', customer: 'Globex', amount: 10_003, currency: 'JPY', at: '2026-09-21T10:00:00Z' },
    ]),
  );
  await work();
  expect(await lines()).toMatchObject([
    { Amount__c: 2_001, Currency__c: 'JPY', OrgAmount__c: null, FxRate__c: null },
  ]);
  const [issue, ...others] = await issues();
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ Status__c: 'Open', Severity__c: 'Error' });
  expect(issue?.['Message__c']).toContain('No exchange rate between the two holds on 2026-09-21');
  expect(issue?.['Message__c']).toContain('totals in USD leave it out');
  expect(issue?.['WhatToDo__c']).toContain('Make an Exchange Rate');

  await admin.create('ExchangeRate__c', [
    {
      FromCurrency__c: 'USD',
      ToCurrency__c: 'JPY',
      Rate__c: 149.5,
      EffectiveFrom__c: '2026-09-01',
    },
    { FromCurrency__c: 'USD', ToCurrency__c: 'JPY', Rate__c: 120, EffectiveFrom__c: '2026-09-22' },
  ]);
  await work();
  const rate = { FxRate__c: 0.006688963211, FxDate__c: '2026-09-01' };
  expect(await lines()).toMatchObject([
    { Amount__c: 1_495, OrgAmount__c: 10, CommissionRule__r: { Name: 'bonus' }, ...rate },
    { Amount__c: 2_001, OrgAmount__c: 13.38, OrgBaseAmount__c: 66.91, ...rate },
  ]);
  expect(await entries()).toMatchObject([{ SourceAmount__c: 10_003, Amount__c: 66.91 }]);
  expect(await issues()).toMatchObject([{ Status__c: 'Resolved' }]);
  expect(await admin.query("SELECT Id FROM SyncIssue__c WHERE Status__c = 'Open'")).toEqual([]);
});

test('two refunds later, at another rate of the day, nothing is left in either currency', async () => {
  await port.save(
    entryRows([
      { key: 'a.1', customer: 'Globex', kind: 'Refund', amount: -3_334, currency: 'JPY', at: '2026-09-23T10:00:00Z' },
      { key: 'a.2', customer: 'Globex', kind: 'Refund', amount: -6_669, currency: 'JPY', at: '2026-09-24T10:00:00Z' },
    ]),
  ); // prettier-ignore
  await work();
  const sum = (rows: readonly Record<string, unknown>[], field: string): number =>
    Math.round(rows.reduce((total, row) => total + Number(row[field]), 0) * 100);
  const posted = await lines();
  expect(posted).toHaveLength(6);
  for (const field of ['Amount__c', 'OrgAmount__c', 'OrgBaseAmount__c'])
    expect(sum(posted, field)).toBe(0);
  await work();
  expect(await lines()).toEqual(posted);
});

test('a rate that was wrong is withdrawn and entered anew: the next sweep corrects what it bears on, and nothing else', async () => {
  await port.save([
    ...customerRows('Initech', [['Acme', 100]]),
    ...entryRows([
      { key: 'b', customer: 'Initech', amount: 5_000, currency: 'JPY', at: '2026-09-20T10:00:00Z' },
    ]),
  ]);
  const yen = async (): Promise<unknown[]> =>
    (
      await admin.query(
        "SELECT Amount__c FROM Commission__c WHERE CommissionRule__r.Name = 'bonus' AND CustomerKey__c LIKE '%Initech' ORDER BY Name",
      )
    ).map((line) => line['Amount__c']);
  await credit({ org: port, clock }, ['Initech']);
  expect(await yen()).toEqual([1_495]);
  const [wrong] = await admin.query('SELECT Id FROM ExchangeRate__c WHERE Rate__c = 149.5');
  const rep = new jsforce.Connection({ ...org, version: '64.0' });
  await rep
    .sobject('ExchangeRate__c')
    .update({ Id: String(wrong?.['Id']), Status__c: 'Withdrawn' });
  await admin.create('ExchangeRate__c', [
    { FromCurrency__c: 'USD', ToCurrency__c: 'JPY', Rate__c: 150, EffectiveFrom__c: '2026-09-01' },
  ]);
  const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
  await sweepCredit(
    creditContext({ org: port, clock }, asked),
    new Date(clock.now().getTime() - 60_000),
  );
  expect([...asked.customers].sort()).toEqual([
    'stripe:main:customer:Globex',
    'stripe:main:customer:Initech',
  ]);
  await credit({ org: port, clock }, ['Globex', 'Initech']);
  expect(await yen()).toEqual([1_495, 5]);
  const [correction] = await admin.query(
    "SELECT Reason__c FROM Commission__c WHERE Kind__c = 'Correction' AND CustomerKey__c LIKE '%Initech'",
  );
  expect(correction?.['Reason__c']).toContain('1495 JPY was posted, 1500 JPY is owed, so 5 JPY');
});

test('what was booked at a rate that was withdrawn stays; a refund takes back what was booked, with another rate and with none', async () => {
  const stands = async (rule: string): Promise<[number, number]> => {
    const found = await admin.query(
      `SELECT Amount__c, OrgAmount__c FROM Commission__c WHERE CommissionRule__r.Name = '${rule}' AND CustomerKey__c LIKE '%Initech'`,
    );
    const sum = (field: string): number =>
      Math.round(found.reduce((total, line) => total + Number(line[field]), 0) * 100) / 100;
    return [sum('Amount__c'), sum('OrgAmount__c')];
  };
  const refund = async (key: string, amount: number): Promise<void> => {
    await port.save(
      entryRows([
        { key, customer: 'Initech', kind: 'Refund', amount, currency: 'JPY', at: '2026-09-24T10:00:00Z' },
      ]),
    ); // prettier-ignore
    await credit({ org: port, clock }, ['Initech']);
  };
  expect(await stands('share')).toEqual([1_000, 6.69]); // at 149.5; at 150 it would be 6.67
  await refund('b.1', -2_500);
  expect(await stands('share')).toEqual([500, 3.34]);
  const rep = new jsforce.Connection({ ...org, version: '64.0' });
  const rates = await admin.query("SELECT Id FROM ExchangeRate__c WHERE Status__c = 'Active'");
  for (const { Id } of rates)
    await rep.sobject('ExchangeRate__c').update({ Id: String(Id), Status__c: 'Withdrawn' });
  await refund('b.2', -2_500);
  expect(await stands('share')).toEqual([0, 0]);
});

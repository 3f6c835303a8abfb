import { fixedClock } from '../../src/clock.ts';
import type { JobContext } from '../../src/jobs/context.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { creditPartnership } from '../../src/jobs/credit-partnership.ts';
import { handleSweep } from '../../src/jobs/handle-sweep.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import {
  credit,
  creditContext,
  customerRows,
  entryRows,
  partnerRows,
  ruleRow,
  storedCursors,
} from '../support/paid-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
const clock = fixedClock(new Date('2026-09-25T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  port = await connectOrg({ kind: 'token', ...org }, { clock });
}, 120_000);
beforeEach(() => org.reset());
afterAll(async () => {
  await port.close();
  await org.close();
});

const lines = (): Promise<readonly Record<string, unknown>[]> =>
  port.query(
    'SELECT ExternalKey__c, Amount__c, Currency__c, ReasonCode__c, Reason__c, Inputs__c, OrgAmount__c FROM Commission__c ORDER BY OccurredAt__c, ExternalKey__c',
  );
const amounts = async (): Promise<unknown[]> => (await lines()).map((line) => line['Amount__c']);
const people = [
  ...partnerRows('Acme'),
  ...customerRows('Globex', [['Acme', 100]]),
  ...customerRows('Initech', [['Acme', 100]]),
];
const early = { key: 'early', customer: 'Globex', amount: 100, at: '2026-09-01T10:00:00Z' };
const late = { key: 'late', customer: 'Initech', amount: 100, at: '2026-09-02T10:00:00Z' };

const capped = ruleRow('capped', {
  RatePercent__c: 20,
  CapPerPartnershipAmount__c: 30,
  Currency__c: 'USD',
});

test('what changed while the service was away for days, or while its sweeps failed, is still computed anew', async () => {
  const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
  const context = creditContext({ org: port, clock }, asked);
  const sweep = (over: Partial<JobContext> = {}): Promise<void> =>
    handleSweep({ ...context, ...over }, cursors, { sweep: 'credit' });
  const cursors = storedCursors();
  const start = clock.now();
  await sweep();
  await port.save([...people, ...entryRows([early]), capped]);
  for (const day of [1, 2, 3]) {
    clock.set(new Date(start.getTime() + day * 86_400_000));
    const refuse = (): Promise<never> => Promise.reject(new Error('the queue is full'));
    await expect(
      sweep({ producer: { ...context.producer, creditPartnership: refuse } }),
    ).rejects.toThrow();
  }
  expect(asked.partnerships.size).toBe(0);
  await sweep();
  expect(asked.partnerships.size).toBe(1);
  asked.partnerships.clear();
  clock.set(new Date(clock.now().getTime() + 11 * 60_000));
  await sweep();
  expect(asked.partnerships.size).toBe(0);
  clock.set(start);
});

test('a new version of terms that is entered late is applied to what was paid meanwhile, and to nothing before', async () => {
  const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
  const context = creditContext({ org: port, clock }, asked);
  const cursors = storedCursors();
  await port.save([...people, ruleRow('v1', { RatePercent__c: 20 })]);
  await port.save(entryRows([early, late]));
  await credit({ org: port, clock }, ['Globex', 'Initech']);
  expect(await amounts()).toEqual([20, 20]);
  await handleSweep(context, cursors, { sweep: 'credit' });
  clock.set(new Date('2026-09-25T13:00:00Z'));
  asked.customers.clear();
  await port.save([
    { object: 'CommissionRule__c', key: 'v1', fields: { EffectiveUntil__c: '2026-09-02' } },
  ]);
  await port.save([
    ruleRow('v2', { RatePercent__c: 25, RuleVersion__c: 2, EffectiveFrom__c: '2026-09-02' }),
  ]);
  await handleSweep(context, cursors, { sweep: 'credit' });
  const customers = [...asked.customers].map((key) => key.split(':').at(-1) ?? '').sort();
  expect(customers).toEqual(['Globex', 'Initech']);
  await credit({ org: port, clock }, customers);
  expect((await amounts()).sort()).toEqual([-20, 20, 20, 25]);
  clock.set(new Date('2026-09-25T12:00:00Z'));
});

describe('a cap on the partnership', () => {
  test('holds over customers whose jobs run at the same moment: what came first is paid in full', async () => {
    await port.save([...people, capped, ...entryRows([late, early])]);
    await credit({ org: port, clock }, ['Initech', 'Globex']);
    await credit({ org: port, clock }, ['Globex', 'Initech']);
    expect(await lines()).toMatchObject([
      { Amount__c: 20, ReasonCode__c: 'PERCENT_OF_PAYMENT' },
      {
        Amount__c: 10,
        ReasonCode__c: 'CAPPED',
        Reason__c: expect.stringContaining('20 % of 100.00 USD, of which the caps leave 10.00 USD'),
      },
    ]);
  });

  test('holds over both roles of one partnership, each with a line of its own', async () => {
    const shared = customerRows('Globex', [
      ['Acme', 60, 'Sourced'],
      ['Acme', 40, 'Delivered'],
    ]);
    await port.save([...people.slice(0, 3), ...shared, capped]);
    await port.save(entryRows([{ ...early, amount: 200 }]));
    await credit({ org: port, clock }, ['Globex']);
    await credit({ org: port, clock }, ['Globex']);
    expect((await amounts()).sort()).toEqual([14, 16]);
  });

  test('that has changed is computed anew by the next sweep, with no customer doing anything', async () => {
    await port.save([...people, capped, ...entryRows([early, late])]);
    await credit({ org: port, clock }, ['Globex', 'Initech']);
    expect(await amounts()).toEqual([20, 10]);
    await port.save([
      { object: 'CommissionRule__c', key: 'capped', fields: { EffectiveUntil__c: '2026-09-02' } },
    ]);
    const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
    const context = creditContext({ org: port, clock }, asked);
    await handleSweep(context, storedCursors(), { sweep: 'credit' });
    for (const partnershipId of asked.partnerships)
      await creditPartnership(context, { partnershipId });
    expect(await amounts()).toEqual([20, 10, -10]);
  });

  test('a payment that becomes known late still comes first: what is too much is corrected, to the same cents', async () => {
    await port.save([...people, capped, ...entryRows([late])]);
    await credit({ org: port, clock }, ['Initech']);
    expect(await amounts()).toEqual([20]);
    await port.save(entryRows([early]));
    await credit({ org: port, clock }, ['Globex']);
    expect((await amounts()).sort()).toEqual([-10, 20, 20]);
  });

  test('a refund gives room to later payments, and every stored line explains itself', async () => {
    const refund = {
      ...early,
      key: 'early.refund',
      kind: 'Refund',
      amount: -50,
      at: '2026-09-01T11:00:00Z',
    };
    await port.save([...people, capped, ...entryRows([early, refund, late])]);
    await credit({ org: port, clock }, ['Globex', 'Initech']);
    expect(await amounts()).toEqual([20, -10, 20]);
    for (const line of await lines())
      expect(explainedAmount(String(line['Inputs__c']))).toBe(Number(line['Amount__c']) * 100);
  });
});

test('tiers count the quarter of all customers: marginal steps, read from the rows below the rule', async () => {
  await port.save([
    ...people,
    ruleRow('tiered', {
      RatePercent__c: 10,
      Currency__c: 'USD',
      TierMode__c: 'Marginal',
      TierBasis__c: 'Period Revenue',
      CapPeriod__c: 'Quarter',
      Status__c: 'Draft',
    }),
    {
      object: 'CommissionTier__c',
      key: 'tiered:150',
      fields: {
        CommissionRule__r: { ExternalKey__c: 'tiered' },
        FromValue__c: 150,
        RatePercent__c: 20,
      },
    },
    { object: 'CommissionRule__c', key: 'tiered', fields: { Status__c: 'Active' } },
    ...entryRows([early, late]),
  ]);
  await credit({ org: port, clock }, ['Initech', 'Globex']);
  expect(await lines()).toMatchObject([
    { Amount__c: 10, ReasonCode__c: 'TIER_REACHED' },
    {
      Amount__c: 15,
      Reason__c: expect.stringContaining('10 % of 50.00 USD and 20 % of 50.00 USD = 15.00 USD'),
    },
  ]);
});

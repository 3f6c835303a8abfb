import { fixedClock } from '../../src/clock.ts';
import { explain } from '../../src/cli/explain.ts';
import { owed } from '../../src/cli/owed.ts';
import { followStatements } from '../../src/jobs/follow-statements.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { credit, customerRows, entryRows, partnerRows, ruleRow } from '../support/paid-org.ts';
import { printedBy, printedText, startServiceOrg, type ServiceOrg } from './service-org.ts';

let service: ServiceOrg;
const clock = fixedClock(new Date('2026-03-10T12:00:00Z'));

beforeAll(async () => {
  service = await startServiceOrg({ now: () => clock.now() });
  const { port } = service;
  await port.save([
    ...partnerRows('Acme'),
    ...customerRows('Globex', [['Acme', 100]]),
    ruleRow('rule', { RatePercent__c: 20, HoldDays__c: 10 }),
    ...entryRows([{ key: 'a', customer: 'Globex', amount: 100, at: '2026-03-09T00:00:00Z' }]),
  ]);
  await credit({ org: port, clock }, ['Globex']);
}, 120_000);

afterAll(() => service.close());

/** One after the other: what is printed is caught for one command at a time. */
async function owedOnDays(days: readonly string[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const day of days) answers.push(await owedOn(day));
  return answers;
}

const owedOn = async (on: string): Promise<unknown> => {
  const { answer } = await printedBy(() => owed({ on, json: true }));
  return answer;
};

test('a day in the past keeps its cents while a refund, a payout and a late payment come later', async () => {
  const { port, org } = service;
  const days = ['2026-03-09', '2026-03-10', '2026-03-31'];
  const before = await owedOnDays(days);
  expect(before).toMatchObject([
    { partnerships: [] },
    { partnerships: [{ partnershipName: 'Acme', currency: 'USD', heldMinor: 2_000 }] },
    { partnerships: [{ heldMinor: 2_000, owedMinor: 2_000, paidMinor: 0 }] },
  ]);

  clock.set(new Date('2026-04-02T08:00:00Z'));
  const [line] = await port.query('SELECT ExternalKey__c FROM Commission__c');
  const key = String(line?.['ExternalKey__c']);
  await port.save([{ object: 'Commission__c', key, fields: { Status__c: 'Payable' } }]);
  await port.save(
    entryRows([
      { key: 'a.r', customer: 'Globex', kind: 'Refund', amount: -25, at: '2026-03-20T00:00:00Z' },
      { key: 'b', customer: 'Globex', amount: 10, at: '2026-03-11T00:00:00Z' },
    ]),
  );
  await credit({ org: port, clock }, ['Globex']);
  clock.set(new Date('2026-04-05T08:00:00Z'));
  const { accessToken } = org.addUser({
    username: 'approver@local.org',
    profile: 'System Administrator',
    permissionSets: ['CommissionApprover'],
  });
  const approver = await connectOrg(
    { kind: 'token', instanceUrl: org.instanceUrl, accessToken },
    { clock },
  );
  const step = (by: typeof port, status: string) =>
    by.save([
      {
        object: 'CommissionStatement__c',
        key: 'Acme:2026-03:USD',
        fields: { Status__c: status },
      },
    ]);
  await step(port, 'Closed');
  await step(approver, 'Approved');
  clock.set(new Date('2026-04-06T08:00:00Z'));
  await step(approver, 'Paid');
  await followStatements({ org: port, countDocument: () => undefined });
  await approver.close();

  const cents = (answer: unknown) => JSON.stringify(answer);
  expect((await owedOnDays(days)).map(cents)).toEqual(before.map(cents));
  expect(await owedOn('2026-04-02')).toMatchObject({
    partnerships: [
      { payableMinor: 2_000, heldMinor: -300, owedMinor: 1_700, takenBackMinor: -500 },
    ],
  });
  expect(await owedOn('2026-04-05')).toMatchObject({
    partnerships: [{ approvedMinor: 2_000, heldMinor: -300, owedMinor: 1_700, paidMinor: 0 }],
  });
  expect(await owedOn('2026-04-06')).toMatchObject({
    partnerships: [{ owedMinor: 0, paidMinor: 1_700, takenBackMinor: -500 }],
  });
});

test('asked for one partnership, every line says why', async () => {
  const text = await printedText(() => owed({ on: '2026-03-31', partnership: 'Acme' }));
  expect(text).toContain('Acme: 20.00 USD owed at the end of 2026-03-31 (20.00 USD held)');
  expect(text).toMatch(/CM-\d+: 20\.00 USD held\. Posted on 2026-03-10, held at once\. 20 % of/);
  await expect(owed({ on: '2026-03-31', partnership: 'Nobody' })).rejects.toThrow(
    'There is no partnership "Nobody" in the org.',
  );
  await expect(owed({ on: 'March' })).rejects.toThrow('--on must be a day');
});

describe('explain', () => {
  test('a line recomputes to the same amount from what is stored with it', async () => {
    const [line] = await service.port.query(
      "SELECT Name, ExternalKey__c FROM Commission__c WHERE Kind__c = 'Reversal'",
    );
    for (const name of [line?.['Name'], line?.['ExternalKey__c']]) {
      const { answer, code } = await printedBy(() => explain(String(name), { json: true }));
      expect(answer).toMatchObject({
        amountMinor: -500,
        recomputedMinor: -500,
        ruleName: 'rule',
        ruleVersion: 1,
        inputs: { rate: 200_000, standingMinor: 7_500 },
        verdict: 'Recomputes to the same amount: -5.00 USD.',
      });
      expect(code).toBe(0);
    }
    const text = await printedText(() => explain(String(line?.['Name']), {}));
    expect(text).toContain('Why: Refund: of 100.00 USD paid on invoice a, 75.00 USD stands');
  });

  test.each([
    ['{"owedMinor":700,"postedMinor":0}', 'Recomputes to 7.00 USD, but 20.00 USD is stored'],
    ['by hand', 'It cannot be computed again'],
  ])('a line with the inputs %s is told apart, and the command fails', async (inputs, words) => {
    const { port, rep } = service;
    const [line] = await port.query(
      'SELECT RevenueEntry__c, CommissionRule__c, CommissionStatement__r.Partnership__c FROM Commission__c LIMIT 1',
    );
    const parent = line?.['CommissionStatement__r'] as { Partnership__c: string };
    const statement = await rep
      .sobject('CommissionStatement__c')
      .create({ Partnership__c: parent.Partnership__c, Currency__c: 'USD' });
    const made = await rep.sobject('Commission__c').create({
      CommissionStatement__c: statement.id,
      RevenueEntry__c: line?.['RevenueEntry__c'],
      CommissionRule__c: line?.['CommissionRule__c'],
      ExternalKey__c: `by hand ${inputs}`,
      Kind__c: 'Accrual',
      Amount__c: 20,
      Currency__c: 'USD',
      Inputs__c: inputs,
    });
    expect(made.success).toBe(true);
    const { answer, code } = await printedBy(() => explain(`by hand ${inputs}`, { json: true }));
    expect(answer).toMatchObject({ verdict: expect.stringContaining(words) as string });
    expect(code).toBe(1);
  });

  test('a line that is not there is said to be so', async () => {
    await expect(explain('CM-999999', {})).rejects.toThrow('no commission line "CM-999999"');
  });
});

import { fixedClock } from '../../src/clock.ts';
import { followStatements } from '../../src/jobs/follow-statements.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { linesPostedBy } from '../../src/salesforce/facts/dated-lines.ts';
import { measure } from '../../src/salesforce/facts/goal-metrics.ts';
import { owedOn } from '../../src/rules/owed-on.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import {
  credit,
  customerRows,
  entryRows,
  partnerRows,
  ruleRow,
  type LedgerMove,
} from '../support/paid-org.ts';

let org: LocalOrg;
/** The service's own connection; in this org it is the administrator's, who may approve. */
let port: Org & OrgAdmin;
let approver: Org & OrgAdmin;
const clock = fixedClock(new Date('2026-09-25T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  port = await connectOrg({ kind: 'token', ...org }, { clock });
  const { accessToken } = org.addUser({
    username: 'approver@local.org',
    profile: 'System Administrator',
    permissionSets: ['CommissionApprover'],
  });
  approver = await connectOrg(
    { kind: 'token', instanceUrl: org.instanceUrl, accessToken },
    { clock },
  );
}, 120_000);
afterAll(async () => {
  await port.close();
  await approver.close();
  await org.close();
});

const step = async (by: Org, period: string, status: string): Promise<void> => {
  await by.save([
    {
      object: 'CommissionStatement__c',
      key: `Acme:${period}:USD`,
      fields: { Status__c: status },
    },
  ]);
  await followStatements({ org: port, countDocument: () => undefined });
};
const lines = (): Promise<readonly Record<string, unknown>[]> =>
  port.query(
    'SELECT Amount__c, Status__c, CommissionStatement__r.Period__c FROM Commission__c ORDER BY OccurredAt__c',
  );
const move = (key: string, kind: string, amount: number, at: string): LedgerMove => ({
  key: `first.${key}`,
  customer: 'Globex',
  kind,
  amount,
  at,
});

test('a dispute that is lost after payout, then won: a negative line on the next open statement, and it nets', async () => {
  const work = (): Promise<void> => credit({ org: port, clock }, ['Globex']);
  await port.save([
    ...partnerRows('Acme'),
    ...customerRows('Globex', [['Acme', 100]]),
    ruleRow('rule', { RatePercent__c: 20 }),
    ...entryRows([move('paid', 'Payment', 100, '2026-09-21T10:00:00Z')]),
  ]);
  await work();
  await step(port, '2026-09', 'Closed');
  expect(await lines()).toMatchObject([{ Amount__c: 20, Status__c: 'Payable' }]);
  await step(approver, '2026-09', 'Approved');
  expect(await lines()).toMatchObject([{ Amount__c: 20, Status__c: 'Approved' }]);
  await step(approver, '2026-09', 'Paid');
  expect(await lines()).toMatchObject([{ Amount__c: 20, Status__c: 'Paid' }]);

  await port.save(entryRows([move('lost', 'Dispute', -100, '2026-09-24T10:00:00Z')]));
  await work();
  await port.save(entryRows([move('won', 'Dispute Reversal', 100, '2026-10-02T10:00:00Z')]));
  await work();
  expect(await lines()).toMatchObject([
    { Amount__c: 20, Status__c: 'Paid', CommissionStatement__r: { Period__c: '2026-09' } },
    { Amount__c: -20, Status__c: 'Payable', CommissionStatement__r: { Period__c: '2026-10' } },
    { Amount__c: 20, Status__c: 'Payable', CommissionStatement__r: { Period__c: '2026-10' } },
  ]);
  expect(
    await port.query("SELECT Total__c FROM CommissionStatement__c WHERE Period__c = '2026-10'"),
  ).toMatchObject([{ Total__c: 0 }]);
});

test('a line that finance makes void is paid by nobody, not paid again and not taken back', async () => {
  org.reset();
  const work = (): Promise<void> => credit({ org: port, clock }, ['Globex']);
  await port.save([
    ...partnerRows('Acme'),
    ...customerRows('Globex', [['Acme', 100]]),
    ruleRow('rule', { RatePercent__c: 20 }),
    ...entryRows([
      move('paid', 'Payment', 100, '2026-09-21T10:00:00Z'),
      { ...move('paid', 'Payment', 50, '2026-09-22T10:00:00Z'), key: 'second.paid' },
    ]),
  ]);
  await work();
  const [line] = await port.query('SELECT ExternalKey__c FROM Commission__c WHERE Amount__c = 20');
  const fields = { Status__c: 'Void', DisputeReason__c: 'Acme gave this one up.' };
  await approver.save([{ object: 'Commission__c', key: String(line?.['ExternalKey__c']), fields }]);
  const totals = (): Promise<readonly unknown[]> =>
    port.query('SELECT Total__c, OrgTotal__c, BaseTotal__c, OrgBaseTotal__c FROM CommissionStatement__c'); // prettier-ignore
  const rest = { Total__c: 10, OrgTotal__c: 10, BaseTotal__c: 50, OrgBaseTotal__c: 50 };
  expect(await totals()).toMatchObject([rest]);
  await work();
  expect(await lines()).toHaveLength(2);

  await port.save(entryRows([move('back', 'Refund', -100, '2026-09-24T10:00:00Z')]));
  await work();
  await work();
  expect(await lines()).toMatchObject([
    { Amount__c: 20, Status__c: 'Void' },
    { Amount__c: 10, Status__c: 'Payable' },
    { Amount__c: -20, Status__c: 'Payable' },
    { Amount__c: 20, Status__c: 'Payable' },
  ]);
  expect(await totals()).toMatchObject([rest]);
  const earned = await measure(port, 'Commission Earned', { start: '2026-09-01', end: '2026-09-30' }); // prettier-ignore
  expect([...earned.values()]).toEqual([10]);
  const owed = owedOn(await linesPostedBy(port, '2026-09-25', null), '2026-09-25');
  expect(owed).toMatchObject([{ owedMinor: 1_000, payableMinor: 1_000 }]);

  await step(port, '2026-09', 'Closed');
  await step(approver, '2026-09', 'Approved');
  await step(approver, '2026-09', 'Paid');
  expect((await lines()).map(({ Status__c }) => Status__c)).toEqual(['Void', 'Paid', 'Paid', 'Paid']); // prettier-ignore
});

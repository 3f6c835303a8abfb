import { fixedClock } from '../../src/clock.ts';
import { followStatements } from '../../src/jobs/follow-statements.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
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

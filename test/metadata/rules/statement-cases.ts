import type { Values } from '../deployed-org.ts';
import { customerCredit, grant, leadCredit, line, org, refusedBy, statement } from './records.ts';

const object = 'CommissionStatement__c';
const set = (id: string, status: string) => org().update(object, id, { Status__c: status });
const steps = 'ClosedBy__c, ClosedAt__c, ApprovedBy__c, ApprovedAt__c, PaidAt__c';
const stamps = (id: string) => org().one(`SELECT ${steps} FROM ${object} WHERE Id = '${id}'`);

/** Cases of approval: by permission, by somebody else than who closed, and in order. */
export function statementCases(): void {
  describe('approval of statements', () => {
    test('only a commission approver approves and pays', async () => {
      const id = await statement({ Status__c: 'Closed' });
      await refusedBy(object, 'ApprovalNeedsPermission', set(id, 'Approved'));
      await grant('CommissionApprover');
      await set(id, 'Approved');
    });

    test('whoever closed a statement never approves it, and a colleague does', async () => {
      await grant('CommissionApprover');
      const id = await statement();
      await set(id, 'Closed');
      await refusedBy(object, 'ApproverIsNotCloser', set(id, 'Approved'));
      await set(id, 'Open');
      expect(await stamps(id)).toMatchObject({ ClosedBy__c: null, ClosedAt__c: null });
      const closedByColleague = await statement({ Status__c: 'Closed' });
      await set(closedByColleague, 'Approved');
      await set(closedByColleague, 'Paid');
      const { ApprovedBy__c, ApprovedAt__c, PaidAt__c } = await stamps(closedByColleague);
      expect([ApprovedBy__c, ApprovedAt__c, PaidAt__c]).not.toContain(null);
    });

    test.each([
      ['Open', 'Approved'],
      ['Open', 'Paid'],
      ['Closed', 'Paid'],
    ])('a statement does not jump from %s to %s', async (from, to) => {
      await grant('CommissionApprover');
      const id = await statement({ Status__c: from });
      await refusedBy(object, 'OnlyClosedIsApproved', set(id, to));
    });

    test('a disputed line says why', async () => {
      const id = await line();
      const dispute = { Status__c: 'Disputed' };
      await refusedBy(
        'Commission__c',
        'DisputeHasReason',
        org().update('Commission__c', id, dispute),
      );
      await org().update('Commission__c', id, { ...dispute, DisputeReason__c: 'Two seats more.' });
    });

    test('a void line says why, and is void or counts again before its statement is approved', async () => {
      await grant('CommissionApprover');
      const on = await statement({ Status__c: 'Open' });
      const [first, second] = [
        await line({ CommissionStatement__c: on }),
        await line({ CommissionStatement__c: on }),
      ];
      const change = (id: string, values: Values) => org().update('Commission__c', id, values);
      const isVoid = { Status__c: 'Void', DisputeReason__c: 'Agreed by telephone.' };
      await refusedBy('Commission__c', 'VoidHasReason', change(first, { Status__c: 'Void' }));
      await change(first, isVoid);
      const totals = (): Promise<Values> =>
        org().one(
          `SELECT Total__c, BaseTotal__c, LineCount__c FROM CommissionStatement__c WHERE Id = '${on}'`,
        );
      expect(await totals()).toMatchObject({ Total__c: 20, LineCount__c: 2 });
      await change(first, { Status__c: 'Payable' });
      expect(await totals()).toMatchObject({ Total__c: 40 });
      await set(on, 'Closed');
      await change(first, isVoid);
      await org().update(object, on, { ClosedBy__c: null });
      await set(on, 'Approved');
      await refusedBy('Commission__c', 'VoidBeforeApproval', change(second, isVoid));
      const again = change(first, { Status__c: 'Payable' });
      await refusedBy('Commission__c', 'VoidBeforeApproval', again);
    });

    test('a line stands on a payment, a deal or a lead', async () => {
      const ground = line({ RevenueEntry__c: null });
      await refusedBy('Commission__c', 'LineHasItsGround', ground);
      await line({ RevenueEntry__c: null, LeadAttribution__c: await leadCredit() });
    });

    test('a line names its rule', async () => {
      await refusedBy('Commission__c', 'LineHasItsRule', line({ CommissionRule__c: null }));
    });

    test('only an imported line stands on the credit of a customer, without a rule', async () => {
      const imported = {
        RevenueEntry__c: null,
        CommissionRule__c: null,
        ReasonCode__c: 'IMPORTED',
      };
      await refusedBy('Commission__c', 'LineHasItsGround', line(imported));
      await line({ ...imported, AccountAttribution__c: await customerCredit() });
      const computed = { AccountAttribution__c: await customerCredit(), RevenueEntry__c: null };
      await refusedBy('Commission__c', 'LineHasItsGround', line(computed));
    });
  });
}

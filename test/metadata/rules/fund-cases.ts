import type { Values } from '../deployed-org.ts';
import { fundRequest, grant, org, partnership, program, refusedBy } from './records.ts';

const object = 'FundRequest__c';
const approval = { Status__c: 'Approved', ApprovedAmount__c: 800, ClaimDeadline__c: '2999-06-30' };
const claim = {
  Status__c: 'Claimed',
  SpentAmount__c: 900,
  ClaimedAmount__c: 800,
  ProofNote__c: 'Invoice 114.',
};

/** Cases of fund requests: who grants, how much, and what a claim needs. */
export function fundCases(): void {
  describe('fund requests', () => {
    test('only a fund approver grants money', async () => {
      await refusedBy(object, 'ApprovalNeedsPermission', fundRequest(approval));
      const id = await fundRequest();
      await refusedBy(object, 'ApprovalNeedsPermission', org().update(object, id, approval));
      await grant('FundApprover');
      await org().update(object, id, approval);
    });

    test('only a program that offers funds takes requests', async () => {
      const without = await partnership({ Program__c: await program({ OffersFunds__c: false }) });
      await refusedBy(object, 'ProgramOffersFunds', fundRequest({ Partnership__c: without }));
    });

    test.each<[string, Values]>([
      ['RequestedAmountAboveZero', { RequestedAmount__c: null }],
      ['RequestedAmountAboveZero', { RequestedAmount__c: 0 }],
      ['ApprovalHasAmountAndDeadline', { ...approval, ApprovedAmount__c: null }],
      ['ApprovalHasAmountAndDeadline', { ...approval, ApprovedAmount__c: 0 }],
      ['ApprovalHasAmountAndDeadline', { ...approval, ClaimDeadline__c: null }],
      ['ApprovedWithinRequested', { ...approval, ApprovedAmount__c: 1000.01 }],
      ['RejectionHasReason', { Status__c: 'Rejected' }],
      ['NothingClaimedBeforeApproval', { Status__c: 'Spent' }],
      ['ClaimedWithinApprovedAndSpent', { ClaimedAmount__c: 1 }],
      ['ClaimedWithinApprovedAndSpent', { ...approval, ClaimedAmount__c: 800.01 }],
      [
        'ClaimedWithinApprovedAndSpent',
        { ...approval, SpentAmount__c: 700, ClaimedAmount__c: 700.01 },
      ],
      ['ClaimHasProof', { ...approval, ...claim, ProofNote__c: null }],
      ['ClaimHasProof', { ...approval, ...claim, SpentAmount__c: null }],
      ['ClaimWithinDeadline', { ...approval, ...claim, ClaimedAt__c: '2999-07-01' }],
      ['NoNegativeAmounts', { ApprovedAmount__c: -1 }],
      ['NoNegativeAmounts', { SpentAmount__c: -1 }],
    ])('%s refuses %j', async (name, values) => {
      await grant('FundApprover');
      await refusedBy(object, name, fundRequest(values));
    });

    test('a request goes from asking to paid, and is final then', async () => {
      await grant('FundApprover');
      const id = await fundRequest();
      await org().update(object, id, approval);
      const more = org().update(object, id, { RequestedAmount__c: 2000 });
      await refusedBy(object, 'RequestedAmountStaysOnceDecided', more);
      await org().update(object, id, { Status__c: 'Spent' });
      await org().update(object, id, claim);
      await org().update(object, id, { Status__c: 'Reimbursed', ReimbursedAt__c: '2026-10-01' });
      const soql = `SELECT RequestedAt__c, DecidedAt__c, DecidedBy__c, ClaimedAt__c FROM ${object} WHERE Id = '${id}'`;
      expect(Object.values(await org().one(soql))).not.toContain(null);
      for (const values of [{ Status__c: 'Claimed' }, { ClaimedAmount__c: 700 }]) {
        await refusedBy(object, 'ReimbursedIsFinal', org().update(object, id, values));
      }
    });

    test('a request stays with its partnership, which adds up what was granted and claimed', async () => {
      await grant('FundApprover');
      const partner = await partnership();
      const id = await fundRequest({ Partnership__c: partner, ...approval, ...claim });
      await fundRequest({ Partnership__c: partner, ...approval });
      const moved = org().update(object, id, { Partnership__c: await partnership() });
      await refusedBy(object, 'MasterNeverChanges', moved);
      const soql = `SELECT FundsApprovedTotal__c, FundsClaimedTotal__c FROM Partnership__c WHERE Id = '${partner}'`;
      expect(await org().one(soql)).toMatchObject({
        FundsApprovedTotal__c: 1600,
        FundsClaimedTotal__c: 800,
      });
    });
  });
}

import { seenText } from '../../../src/salesforce/rows/shared-deal.ts';
import { opportunity, org, refusedBy } from './records.ts';

const before = { StageName: 'Prospecting', Amount: 1_000.5, CloseDate: '2026-12-31' };
const seen = { stage: 'Prospecting', amountMinor: 100_050, closeDate: '2026-12-31' };
const taken = { StageName: 'Qualification', SourceVersion__c: 2 };

/** Cases of the guard that keeps a rep's edit from being overwritten by one that arrives from the PRM. */
export function sharedFieldCases(): void {
  describe('a change from the PRM is taken only if nobody changed the deal after the service looked', () => {
    test('it is, when what the service saw is still there', async () => {
      const id = await opportunity(before);
      await org().update('Opportunity', id, { ...taken, SyncSaw__c: seenText(seen, 2, 'USD') });
    });

    test('also where there is no amount', async () => {
      const id = await opportunity({ ...before, Amount: null });
      const blank = seenText({ ...seen, amountMinor: null }, 2, 'USD');
      await org().update('Opportunity', id, { ...taken, SyncSaw__c: blank });
    });

    test.each([
      ['stage', { StageName: 'Closed Won' }],
      ['amount', { Amount: 1_000.51 }],
      ['close date', { CloseDate: '2027-01-01' }],
    ])('it is not, when a rep was faster with the %s', async (_field, edit) => {
      const id = await opportunity({ ...before, ...edit });
      await refusedBy(
        'Opportunity',
        'SharedFieldsAsSeen',
        org().update('Opportunity', id, { ...taken, SyncSaw__c: seenText(seen, 2, 'USD') }),
      );
    });
  });
}

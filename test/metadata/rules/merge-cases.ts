import { line, org, partnership, refusedBy } from './records.ts';

const merge = (id: string, into: string | null): Promise<unknown> =>
  org().update('Partnership__c', id, { MergedInto__c: into });

/** Cases of a partnership that goes on in another. */
export function mergeCases(): void {
  describe('merged partnerships', () => {
    test('a partnership is merged into another, never into itself or back', async () => {
      const [acme, ajax] = [await partnership(), await partnership()];
      await refusedBy('Partnership__c', 'MergesIntoAnother', merge(acme, acme));
      await merge(acme, ajax);
      await refusedBy('Partnership__c', 'MergesIntoAnother', merge(ajax, acme));
    });

    test('a merge is final', async () => {
      const acme = await partnership();
      await merge(acme, await partnership());
      await refusedBy('Partnership__c', 'MergeIsFinal', merge(acme, null));
      await refusedBy('Partnership__c', 'MergeIsFinal', merge(acme, await partnership()));
    });

    test('a line that moves another stands on that, and for ever', async () => {
      const moved = { RevenueEntry__c: null, CommissionRule__c: null };
      const id = await line({ ...moved, OriginalLine__c: await line() });
      const other = { OriginalLine__c: await line() };
      await refusedBy(
        'Commission__c',
        'PostedLinesNeverChange',
        org().update('Commission__c', id, other),
      );
    });
  });
}

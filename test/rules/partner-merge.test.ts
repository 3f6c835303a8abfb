import { movedLines, type MovableLine } from '../../src/rules/partner-merge.ts';
import { partnerMergeTable } from './tables/partner-merge.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which partnership goes on after a merge', () => provesTable(partnerMergeTable));

const line: MovableLine = {
  id: 'L1',
  key: 'line-1',
  amountMinor: 2_000,
  currency: 'USD',
  status: 'Held',
  statementStatus: 'Open',
  reason: '20 % of 100.00 USD.',
};
const names = { from: 'Acme', to: 'Ajax' };
const none = new Set<string>();

describe('what a merged partnership has earned', () => {
  test('moves whole, with the reason it was earned for', () => {
    expect(movedLines([line], none, names)).toEqual([
      {
        line,
        leaves: {
          amountMinor: -2_000,
          reason: 'Moved: Acme was merged into Ajax, which gets these 20.00 USD instead.',
        },
        comes: {
          amountMinor: 2_000,
          reason:
            'Taken over: Acme was merged into Ajax before 20.00 USD was paid. It was earned so: 20 % of 100.00 USD.',
        },
      },
    ]);
  });

  test.each([
    ['Accrued', 'Open', 1],
    ['Held', 'Open', 1],
    ['Payable', 'Open', 1],
    ['Disputed', 'Open', 0],
    ['Approved', 'Open', 0],
    ['Paid', 'Open', 0],
    ['Void', 'Open', 0],
    ['Reversed', 'Open', 0],
    ['Payable', 'Closed', 0],
    ['Payable', 'Approved', 0],
    ['Paid', 'Paid', 0],
  ])('%s on a statement that is %s: %d line moves', (status, statementStatus, count) => {
    expect(movedLines([{ ...line, status, statementStatus }], none, names)).toHaveLength(count);
  });

  test('a take-back moves too, a line of nothing does not, and none moves twice', () => {
    const takeBack = { ...line, id: 'L2', amountMinor: -500 };
    const nothing = { ...line, id: 'L3', amountMinor: 0 };
    const moved = movedLines([line, takeBack, nothing], new Set(['L1']), names);
    expect(moved.map(({ comes, leaves }) => [comes.amountMinor, leaves.amountMinor])).toEqual([
      [-500, 500],
    ]);
  });
});

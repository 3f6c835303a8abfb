import { isVoid, notVoid } from '../../src/rules/void-lines.ts';
import { provesTable } from './tables/rule-table.ts';
import { voidLinesTable } from './tables/void-lines.ts';

describe('what is owed beside void lines', () => provesTable(voidLinesTable));

test.each([
  ['Void', true],
  ['Reversed', true],
  ['Paid', false],
  ['Disputed', false],
  [null, false],
])('a line that is %s: void is %s', (status, expected) => {
  expect(isVoid(status)).toBe(expected);
});

test('queries leave the same statuses out', () => {
  expect(notVoid).toBe("Status__c NOT IN ('Void', 'Reversed')");
});

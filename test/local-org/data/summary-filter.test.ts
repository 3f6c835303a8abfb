import { passesFilter } from '../../../src/local-org/data/summary-filter.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { FieldType } from '../../../src/local-org/schema/types.ts';

describe('a roll-up filter', () => {
  test.each<[FieldType, string | number | null, string, string, boolean]>([
    ['Picklist', 'Active', 'equals', 'Active', true],
    ['Picklist', 'Active', 'equals', 'active', true],
    ['Picklist', 'Ended', 'equals', 'Active,Ended', true],
    ['Picklist', 'Other', 'equals', 'Active, Ended', false],
    ['Picklist', null, 'equals', '', true],
    ['Picklist', null, 'equals', 'Active', false],
    ['Picklist', 'Active', 'notEqual', 'Active', false],
    ['Picklist', null, 'notEqual', 'Active', true],
    ['Picklist', 'Ended', 'notEqual', 'Active,Ended', false],
    ['Number', 5, 'equals', '5', true],
    ['Number', 5, 'greaterThan', '5', false],
    ['Number', 5, 'greaterOrEqual', '5.0', true],
    ['Number', 4.99, 'lessThan', '5', true],
    ['Number', 5, 'lessOrEqual', '4', false],
    ['Number', null, 'lessThan', '5', false],
    ['Checkbox', 1, 'equals', 'True', true],
    ['Checkbox', 0, 'equals', 'True', false],
    ['Date', '2026-11-22', 'greaterThan', '2026-11-21', true],
    ['Text', 'Partner Portal', 'contains', 'portal', true],
    ['Text', 'Partner Portal', 'notContain', 'portal,x', false],
    ['Text', 'Partner', 'startsWith', 'part', true],
    ['MultiselectPicklist', 'A;B', 'includes', 'b,c', true],
    ['MultiselectPicklist', 'A;B', 'excludes', 'c', true],
  ])('%s %p %s %p: %p', (type, value, operation, wanted, expected) => {
    const field = makeField('F__c', type);
    expect(passesFilter({ field: 'F__c', operation, value: wanted }, field, value)).toBe(expected);
  });

  test('of a kind that is not known is refused', () => {
    const filter = { field: 'F__c', operation: 'within', value: '1' };
    expect(() => passesFilter(filter, makeField('F__c', 'Number'), 1)).toThrow(
      "the roll-up filter operation 'within'",
    );
  });
});

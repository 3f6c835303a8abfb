import { combine, holds } from '../../../../src/local-org/data/flow/conditions.ts';
import type { FormulaValue } from '../../../../src/local-org/data/formula-values.ts';

describe('a flow condition', () => {
  test.each<[FormulaValue, string, FormulaValue, boolean]>([
    ['Active', 'EqualTo', 'active', true],
    ['Active', 'NotEqualTo', 'Ended', true],
    [null, 'EqualTo', '', true],
    [null, 'EqualTo', 0, false],
    [5, 'GreaterThan', 5, false],
    [5, 'GreaterThanOrEqualTo', 5, true],
    [null, 'LessThan', 5, false],
    [4, 'LessThan', 5, true],
    [5, 'LessThanOrEqualTo', 4, false],
    [null, 'IsNull', true, true],
    ['x', 'IsNull', true, false],
    ['x', 'IsNull', false, true],
    ['Partner Portal', 'Contains', 'portal', true],
    ['Partner', 'StartsWith', 'art', false],
    ['Partner', 'EndsWith', 'NER', true],
    [true, 'EqualTo', true, true],
  ])('%p %s %p: %p', (left, operator, right, expected) => {
    expect(holds(operator, left, right)).toBe(expected);
  });

  test('of a kind that is not known is refused', () => {
    expect(() => holds('WasSet', 1, true)).toThrow("the flow operator 'WasSet'");
  });
});

describe('condition logic', () => {
  test.each([
    ['and', [true, true], true],
    ['and', [true, false], false],
    ['and', [], true],
    ['or', [false, true], true],
    ['1 AND (2 OR 3)', [true, false, true], true],
    ['1 AND 2 OR 3', [false, true, true], true],
    ['1 and not 2', [true, true], false],
  ])('%s of %p is %p', (logic, results, expected) => {
    expect(combine(logic, results)).toBe(expected);
  });

  test('that names a condition that is not there is refused', () => {
    expect(() => combine('1 AND 4', [true])).toThrow("The condition logic '1 AND 4' is not valid.");
  });
});

import {
  evaluateFormula,
  formulaProblem,
  referencedFields,
} from '../../../src/local-org/data/formula.ts';
import type { FormulaScope, FormulaValue } from '../../../src/local-org/data/formula-values.ts';

const now = new Date('2026-11-22T10:30:00.000Z');
const date = (text: string): FormulaValue => ({ kind: 'date', ms: Date.parse(text) });

function scope(
  fields: Record<string, FormulaValue>,
  before: Record<string, FormulaValue> | null = null,
): FormulaScope {
  return {
    now,
    isNew: before === null,
    value: (path) => fields[path] ?? null,
    prior: (path) => (before ?? fields)[path] ?? null,
  };
}

describe('a formula', () => {
  test.each<[string, FormulaValue]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['2 ^ 3', 8],
    ['-(1 + 2)', -3],
    ['0.1 + 0.2', 0.3],
    ['33.33 + 33.33 + 33.34 = 100', true],
    ['"a" & "b" & TEXT(1)', 'ab1'],
    ['"a" & "b" = "ab"', true],
    ['"a" = "A"', false],
    ['1 < 2 && 3 < 2 || TRUE', true],
    ['NOT(TRUE) || !FALSE', true],
    ['1 <> 2', true],
    ['/* why */ 1 + /* not */ 1', 2],
    [String.raw`"say \"hi\""`, 'say "hi"'],
    ["'single'", 'single'],
    ['IF(1 > 2, "x", "y")', 'y'],
    ['CASE(2, 1, "one", 2, "two", "many")', 'two'],
    ['CASE(3, 1, "one", 2, "two", "many")', 'many'],
    ['TODAY()', date('2026-11-22')],
    ['TODAY() - 2', date('2026-11-20')],
    ['TODAY() - DATE(2026, 11, 1)', 21],
    ['YEAR(TODAY()) * 100 + MONTH(TODAY())', 202611],
    ['ADDMONTHS(DATE(2026, 1, 31), 1)', date('2026-02-28')],
    ['DATEVALUE(NOW())', date('2026-11-22')],
    ['TEXT(NOW())', '2026-11-22 10:30:00Z'],
    ['REGEX("2026-09", "[0-9]{4}-[0-9]{2}")', true],
    ['REGEX("x2026-09", "[0-9]{4}-[0-9]{2}")', false],
    ['LEFT("abc", 2) & RIGHT("abc", 5) & UPPER("x")', 'ababcX'],
    ['SUBSTITUTE("a-b-c", "-", "+")', 'a+b+c'],
    ['FIND("b", "abcb", 3)', 4],
    ['ROUND(-1.5, 0)', -2],
    ['MAX(1, 5, 3) - MIN(4, 2)', 3],
    ['VALUE("12.5")', 12.5],
    ['ISNUMBER("12x")', false],
    ['LEN("abc")', 3],
    ['BEGINS("abc", "ab") && CONTAINS("abc", "bc")', true],
  ])('%s is %p', (formula, expected) => {
    expect(evaluateFormula(formula, scope({}))).toEqual(expected);
  });

  test.each<[string, FormulaValue]>([
    ['Blank__c + 1', 1],
    ['Blank__c < 0', false],
    ['Blank__c <= 0', true],
    ['ISBLANK(Blank__c)', true],
    ['ISBLANK(Zero__c)', false],
    ['ISBLANK(Text__c)', true],
    ['ISPICKVAL(Blank__c, "")', true],
    ['Text__c & "x"', 'x'],
    ['TODAY() > Blank__c', false],
    ['TODAY() <= Blank__c', false],
    ['Blank__c + TODAY()', null],
    ['BLANKVALUE(Blank__c, 5)', 5],
    ['BLANKVALUE(Zero__c, 5)', 0],
    ['IF(Blank__c, 1, 2)', 2],
    ['UPPER(Blank__c)', ''],
    ['YEAR(Blank__c)', null],
    ['INCLUDES(Multi__c, "b")', true],
    ['INCLUDES(Multi__c, "a;b")', false],
  ])('treats blanks as Salesforce does: %s is %p', (formula, expected) => {
    const fields = { Zero__c: 0, Text__c: '', Multi__c: 'a;b' };
    expect(evaluateFormula(formula, scope(fields))).toEqual(expected);
  });

  test.each<[string, FormulaValue, FormulaValue]>([
    ['ISNEW()', true, false],
    ['ISCHANGED(A__c)', false, true],
    ['ISCHANGED(Same__c)', false, false],
    ['ISCHANGED(ToZero__c)', false, true],
    ['PRIORVALUE(A__c)', 2, 1],
    ['A__c < PRIORVALUE(A__c)', false, false],
  ])('%s is %p on a new record and %p on a changed one', (formula, onNew, onChanged) => {
    const fields = { A__c: 2, Same__c: 'x', ToZero__c: 0 };
    expect(evaluateFormula(formula, scope(fields))).toEqual(onNew);
    expect(evaluateFormula(formula, scope(fields, { A__c: 1, Same__c: 'x' }))).toEqual(onChanged);
  });

  test.each([
    ['AND(TRUE', "Syntax error. Missing ')'"],
    ['1 +', 'Syntax error. Found end of formula'],
    ['A__c B__c', "Syntax error. Extra 'B__c'"],
    ['AND(A__c B__c)', "Syntax error. Missing ')'"],
    ['.5 + 1', "Syntax error. Found '.'"],
    ['"open', `Syntax error. Found '"'`],
    [
      'VLOOKUP(A__c, B__c, "x")',
      'NOT_IMPLEMENTED_LOCALLY: the local org does not evaluate VLOOKUP()',
    ],
    ['NOSUCH(1)', 'Unknown function NOSUCH. Check spelling.'],
    ['IF(TRUE, 1)', "Incorrect number of parameters for function 'IF()'. Expected 3, received 2"],
    ['LEFT("a")', "Incorrect number of parameters for function 'LEFT()'. Expected 2, received 1"],
    ['ISCHANGED(1)', "Incorrect parameter for function 'ISCHANGED()'. Expected Field Reference"],
  ])('%s is refused: %s', (formula, problem) => {
    expect(formulaProblem(formula)).toBe(problem);
  });

  test('that is sound has no problem', () => {
    expect(formulaProblem('AND(NOT(ISNEW()), TrueNorth__c > -Amount__c)')).toBeNull();
  });

  test('names its fields once each, parents and globals as written', () => {
    const formula = 'AND(A__c > 0, A__c < Partner__r.Limit__c, $User.Id = {!$Record.OwnerId})';
    expect(referencedFields(formula)).toEqual([
      'A__c',
      'Partner__r.Limit__c',
      '$User.Id',
      '$Record.OwnerId',
    ]);
  });

  test('that divides by zero or mixes types fails', () => {
    expect(() => evaluateFormula('1 / A__c', scope({ A__c: 0 }))).toThrow('Division by zero');
    expect(() => evaluateFormula('1 + TRUE', scope({}))).toThrow(
      'Expected Number, received Boolean',
    );
  });
});

import type { SaveRequest } from '../../../src/local-org/data/engine.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import { filledLedger, type Ledger } from '../support/ledger-org.ts';
import { extend, summary } from '../support/test-schema.ts';

const sharesError = [
  {
    statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    message: 'ShareWithinHundred says no.',
    fields: [],
  },
];

describe('a roll-up', () => {
  test('starts with zero for counts and sums, blank for the least and the most', () => {
    const { read, statement } = filledLedger();
    expect(read('Statement__c', statement)).toMatchObject({
      Total__c: 0,
      Lines__c: 0,
      First__c: null,
      Largest__c: null,
    });
  });

  test('follows its rows through creation, change, filter, move and deletion, up all levels', () => {
    const { create, update, remove, read, program, statement, other } = filledLedger();
    const second = create('Statement__c', { Program__c: program });
    const line = (Amount__c: number, Day__c: string) =>
      create('Line__c', { Statement__c: statement, Other__c: other, Amount__c, Day__c });
    const [a, b] = [line(0.1, '2026-02-01'), line(0.2, '2026-01-01')];
    expect(read('Statement__c', statement)).toMatchObject({
      Total__c: 0.3,
      Lines__c: 2,
      First__c: '2026-01-01',
      Largest__c: 0.2,
    });
    expect(read('Program__c', program)).toMatchObject({
      Total__c: 0.3,
      Lines__c: 2,
      Statements__c: 2,
    });
    update('Line__c', b, { Status__c: 'Ended' });
    expect(read('Statement__c', statement)).toMatchObject({
      Total__c: 0.1,
      Lines__c: 2,
      First__c: '2026-02-01',
      Largest__c: 0.2,
    });
    update('Line__c', a, { Statement__c: second });
    expect(read('Statement__c', statement)).toMatchObject({
      Total__c: 0,
      Lines__c: 1,
      First__c: null,
    });
    expect(read('Statement__c', second)).toMatchObject({
      Total__c: 0.1,
      Lines__c: 1,
      Largest__c: 0.1,
    });
    remove('Line__c', a);
    expect(read('Statement__c', second)).toMatchObject({
      Total__c: 0,
      Lines__c: 0,
      Largest__c: null,
    });
    expect(read('Program__c', program)).toMatchObject({ Total__c: 0, Lines__c: 1 });
    expect(read('Other__c', other)).toMatchObject({ Lines__c: 1 });
    remove('Statement__c', statement);
    expect(read('Program__c', program)).toMatchObject({ Lines__c: 0, Statements__c: 1 });
    expect(read('Other__c', other)).toMatchObject({ Lines__c: 0 });
    expect(read('Line__c', b).IsDeleted).toBe(1);
  });

  test('may sum up and filter by a formula field', () => {
    const { create, read, engine, statement, other } = filledLedger();
    const schema = extend(engine.schema(), 'Line__c', [
      makeField('Double__c', 'Formula', {
        formula: 'Amount__c * 2',
        formulaReturnType: 'Number',
        scale: 1,
      }),
      makeField('IsLarge__c', 'Formula', {
        formula: 'Amount__c > 10',
        formulaReturnType: 'Checkbox',
      }),
    ]);
    const large = { field: 'Line__c.IsLarge__c', operation: 'equals', value: 'true' };
    engine.applySchema(
      extend(schema, 'Other__c', [
        summary('Large__c', 'sum', 'Line__c.Other__c', 'Line__c.Double__c', [large]),
      ]),
    );
    for (const Amount__c of [10, 11.25, 12])
      create('Line__c', { Statement__c: statement, Other__c: other, Amount__c });
    expect(read('Other__c', other)).toMatchObject({ Large__c: 46.5, Lines__c: 3 });
  });

  test('touches its master, so that who polls for changes sees it', () => {
    const { create, read, clock, statement, other } = filledLedger();
    clock.now = new Date('2026-12-01T00:00:00.000Z');
    create('Line__c', { Statement__c: statement, Other__c: other });
    expect(read('Statement__c', statement).SystemModstamp).toBe('2026-12-01T00:00:00.000Z');
  });

  test('that is deployed later is reckoned from the rows that are there', () => {
    const { create, read, engine, statement, other } = filledLedger();
    create('Line__c', { Statement__c: statement, Other__c: other, Amount__c: 5 });
    engine.applySchema(
      extend(engine.schema(), 'Other__c', [
        summary('Total__c', 'sum', 'Line__c.Other__c', 'Line__c.Amount__c'),
      ]),
    );
    expect(read('Other__c', other)).toMatchObject({ Total__c: 5 });
  });
});

describe("a master's own rule", () => {
  const row = (org: Ledger, fields: object): SaveRequest => ({
    operation: 'create', object: 'Line__c', fields: { Statement__c: org.statement, Other__c: org.other, ...fields },
  }); // prettier-ignore

  test.each([
    [100, true],
    [100.01, false],
  ])('at %p percent of shares in percent the child is saved: %p', (Share__c, saved) => {
    const org = filledLedger();
    const [result] = org.save(row(org, { Share__c }));
    expect(result?.success).toBe(saved);
    if (!saved) expect(result?.errors).toEqual(sharesError);
    expect(org.read('Statement__c', org.statement)).toMatchObject({
      Lines__c: saved ? 1 : 0,
      Share__c: saved ? 100 : 0,
    });
  });

  test('fails only the rows that break it, and leaves nothing of them behind', () => {
    const org = filledLedger();
    const results = org.save(...[60, 50, 40, 10].map((Share__c) => row(org, { Share__c })));
    expect(results.map((result) => result.success)).toEqual([true, false, true, false]);
    expect(results[1]).toEqual({ id: null, success: false, created: false, errors: sharesError });
    expect(org.read('Statement__c', org.statement)).toMatchObject({ Share__c: 100, Lines__c: 2 });
    expect(org.read('Other__c', org.other)).toMatchObject({ Lines__c: 2 });
  });

  test('passes rows that are right only together, in whatever order they come', () => {
    const org = filledLedger();
    const [a, b] = [90, 10].map((Share__c) =>
      org.create('Line__c', { Statement__c: org.statement, Other__c: org.other, Share__c }),
    );
    const change = (id = '', Share__c = 0): SaveRequest => ({
      operation: 'update',
      object: 'Line__c',
      id,
      fields: { Share__c },
    });
    const results = org.save(change(b, 50), change(a, 50));
    expect(results.map((result) => result.success)).toEqual([true, true]);
  });

  test('two levels up is the error of the row as well', () => {
    const org = filledLedger();
    const [good, bad] = org.save(row(org, { Amount__c: 1000 }), row(org, { Amount__c: 0.001 }));
    expect(good?.success).toBe(true);
    expect(bad?.errors).toMatchObject([{ message: 'ProgramWithinThousand says no.' }]);
    expect(org.read('Program__c', org.program)).toMatchObject({ Total__c: 1000 });
  });

  test('undoes the whole request when it is all or none', () => {
    const org = filledLedger();
    const results = org.saveAll(row(org, { Share__c: 60 }), row(org, { Share__c: 60 }));
    expect(results.map((result) => result.errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    ]);
    expect(results.every((result) => result.id === null && !result.success)).toBe(true);
    expect(org.read('Statement__c', org.statement)).toMatchObject({ Share__c: 0, Lines__c: 0 });
  });
});

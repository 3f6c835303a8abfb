import type { FieldMerge, SharedField, SharedValue } from '../../../src/rules/field-merge.ts';
import { givenField } from '../../../src/rules/given-field.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

const said = (value: SharedValue | undefined): string =>
  value === undefined ? 'never' : value === null ? 'blank' : `${value}`;

function row(
  name: string,
  [base, ours, theirs]: readonly [SharedValue | undefined, SharedValue, SharedValue],
  outcome: Partial<FieldMerge>,
): RuleRow<SharedField, FieldMerge> {
  return { name, facts: { name: 'lost reason', base, ours, theirs }, outcome };
}

const silent = { write: 'nothing', code: 'IN_STEP', reason: '' } as const;

export const givenFieldTable: RuleTable<SharedField, FieldMerge> = {
  rule: 'given-field',
  title: 'When the PRM is told what only Salesforce knows',
  about: `
How a lead stands and why a deal was lost are the rep's to say. The PRM is told once, when it changes in Salesforce. What the PRM makes of its own copy later stays there: nothing is taken back from it, and
nothing is repeated until the rep says something new. A blank in Salesforce says nothing.`,
  decide: givenField,
  columns: {
    'Given last': ({ facts }) => said(facts.base),
    Salesforce: ({ facts }) => said(facts.ours),
    PRM: ({ facts }) => said(facts.theirs),
    'Is written to': ({ outcome }) => outcome.write ?? '',
  },
  rows: [
    row('was never said, and the PRM has nothing', [undefined, 'Price', null], {
      value: 'Price',
      write: 'PRM',
      code: 'FIRST_EXCHANGE',
      reason: 'The lost reason is "Price" in Salesforce, and the PRM is told.',
    }),
    row('was never said, and the PRM has it already', [undefined, 'Price', 'Price'], silent),
    row('is said anew', ['Price', 'Timing', 'Price'], {
      value: 'Timing',
      write: 'PRM',
      code: 'CHANGED_HERE',
    }),
    row('is said anew, and the PRM has another one', ['Price', 'Timing', 'Budget'], {
      value: 'Timing',
      write: 'PRM',
      code: 'CHANGED_HERE',
    }),
    row('was given, and the PRM has changed its copy', ['Price', 'Price', 'Budget'], {
      ...silent,
      value: 'Budget',
    }),
    row('was given and is as it was', ['Price', 'Price', 'Price'], { ...silent, value: 'Price' }),
    row('is blank here', ['Price', null, 'Price'], { ...silent, value: 'Price' }),
    row('was blank, and a reason comes', [null, 'Price', null], {
      value: 'Price',
      write: 'PRM',
      code: 'CHANGED_HERE',
    }),
    row('is blank on both sides', [undefined, null, null], { ...silent, value: null }),
  ],
};

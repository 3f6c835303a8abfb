import type { FieldMerge, SharedField, SharedValue } from '../../../src/rules/field-merge.ts';
import { ownedField } from '../../../src/rules/owned-field.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

const said = (value: SharedValue | undefined): string =>
  value === undefined ? 'unknown' : value === null ? 'blank' : `${value}`;

function row(
  name: string,
  [base, ours, theirs]: readonly [SharedValue | undefined, SharedValue, SharedValue],
  outcome: Partial<FieldMerge>,
): RuleRow<SharedField, FieldMerge> {
  return { name, facts: { name: 'program name', base, ours, theirs }, outcome };
}

const written = { write: 'Salesforce', code: 'CHANGED_THERE', reason: '' } as const;

export const ownedFieldTable: RuleTable<SharedField, FieldMerge> = {
  rule: 'owned-field',
  title: 'What the PRM owns, and a person changes in Salesforce',
  about: `
A program's name, status and sales motions, and a partnership's program and start date, belong to the PRM. A change of them there is taken over. A change of them in Salesforce is put back, and a Sync Issue
says so to whoever made it: in the PRM it would have held.`,
  decide: ownedField,
  columns: {
    'Written last': ({ facts }) => said(facts.base),
    Salesforce: ({ facts }) => said(facts.ours),
    PRM: ({ facts }) => said(facts.theirs),
    Outcome: ({ outcome }) => said(outcome.value),
    'A person is told': ({ outcome }) => (outcome.code === 'RESTORED' ? 'yes' : 'no'),
  },
  rows: [
    row('nobody changed it', ['Gold', 'Gold', 'Gold'], {
      value: 'Gold',
      write: 'nothing',
      code: 'IN_STEP',
      reason: '',
    }),
    row('the PRM changed it', ['Gold', 'Gold', 'Silver'], { ...written, value: 'Silver' }),
    row('a person changed it', ['Gold', 'Tin', 'Gold'], {
      value: 'Gold',
      write: 'Salesforce',
      code: 'RESTORED',
      reason:
        'The program name was changed to "Tin" in Salesforce. It belongs to the PRM, so it is "Gold" again.',
    }),
    row('a person emptied it', ['Gold', null, 'Gold'], {
      value: 'Gold',
      code: 'RESTORED',
      reason:
        'The program name was changed to blank in Salesforce. It belongs to the PRM, so it is "Gold" again.',
    }),
    row('a person filled what is blank there', [null, 'Tin', null], {
      value: null,
      write: 'Salesforce',
      code: 'RESTORED',
      reason:
        'The program name was changed to "Tin" in Salesforce. It belongs to the PRM, so it is blank again.',
    }),
    row('both changed it', ['Gold', 'Tin', 'Silver'], { value: 'Silver', code: 'RESTORED' }),
    row('both changed it to the same', ['Gold', 'Tin', 'Tin'], { value: 'Tin', code: 'IN_STEP' }),
    row('it is not known what was written', [undefined, 'Tin', 'Gold'], {
      ...written,
      value: 'Gold',
    }),
  ],
};

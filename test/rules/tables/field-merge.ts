import {
  mergeField,
  type FieldMerge,
  type SharedField,
  type SharedValue,
} from '../../../src/rules/field-merge.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

const said = (value: SharedValue | undefined): string =>
  value === undefined ? 'never' : value === null ? 'blank' : `${value}`;

function row(
  name: string,
  [base, ours, theirs]: readonly [SharedValue | undefined, SharedValue, SharedValue],
  outcome: Partial<FieldMerge>,
): RuleRow<SharedField, FieldMerge> {
  return { name, facts: { name: 'stage', base, ours, theirs }, outcome };
}

export const fieldMergeTable: RuleTable<SharedField, FieldMerge> = {
  rule: 'field-merge',
  title: 'Who wins when Salesforce and the PRM differ',
  about: `
Stage, amount and close date of a deal belong to both sides: the partner may move them in the PRM, the rep in Salesforce. What both had when they last agreed is kept. Whoever has changed the field
since then is followed. If both have, the rep's value stands, the PRM is made to agree, and a Sync Issue tells what the partner had entered. Only the three values decide, so it makes no difference whose
change became known first.`,
  decide: mergeField,
  columns: {
    'Last agreed': ({ facts }) => said(facts.base),
    Salesforce: ({ facts }) => said(facts.ours),
    PRM: ({ facts }) => said(facts.theirs),
    Outcome: ({ outcome }) => said(outcome.value),
    'Is written to': ({ outcome }) => outcome.write ?? '',
  },
  rows: [
    row('nobody changed it', ['Proposal', 'Proposal', 'Proposal'], {
      value: 'Proposal',
      write: 'nothing',
      code: 'IN_STEP',
      reason: '',
    }),
    row('both changed it to the same', ['Proposal', 'Closed Won', 'Closed Won'], {
      value: 'Closed Won',
      write: 'nothing',
      code: 'IN_STEP',
    }),
    row('the rep changed it', ['Proposal', 'Closed Won', 'Proposal'], {
      value: 'Closed Won',
      write: 'PRM',
      code: 'CHANGED_HERE',
      reason: 'The stage was changed in Salesforce from "Proposal" to "Closed Won".',
    }),
    row('the partner changed it', ['Proposal', 'Proposal', 'Negotiation'], {
      value: 'Negotiation',
      write: 'Salesforce',
      code: 'CHANGED_THERE',
      reason: 'The stage was changed in the PRM from "Proposal" to "Negotiation".',
    }),
    row('both changed it', ['Proposal', 'Closed Won', 'Negotiation'], {
      value: 'Closed Won',
      write: 'PRM',
      code: 'CHANGED_ON_BOTH_SIDES',
      reason:
        'The stage was "Proposal". It was changed to "Closed Won" in Salesforce and to "Negotiation" in the PRM; Salesforce is followed.',
    }),
    row('the rep cleared it', ['Proposal', null, 'Proposal'], { value: null, write: 'PRM' }),
    row('the partner cleared it', ['Proposal', 'Proposal', null], {
      value: null,
      write: 'Salesforce',
      reason: 'The stage was changed in the PRM from "Proposal" to blank.',
    }),
    row('the partner filled what was blank', [null, null, 'Proposal'], {
      value: 'Proposal',
      write: 'Salesforce',
    }),
    row('they were never compared, and agree', [undefined, 'Proposal', 'Proposal'], {
      value: 'Proposal',
      write: 'nothing',
    }),
    row('they were never compared, and differ', [undefined, 'Proposal', 'Negotiation'], {
      value: 'Proposal',
      write: 'PRM',
      code: 'FIRST_EXCHANGE',
    }),
    row('zero is not blank', [null, 0, null], { value: 0, write: 'PRM' }),
  ],
};

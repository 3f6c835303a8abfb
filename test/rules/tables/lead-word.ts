import { leadWord, type LeadWord, type WorkedLead } from '../../../src/rules/lead-word.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

function row(
  name: string,
  status: string,
  isConverted: boolean,
  outcome: LeadWord['outcome'],
): RuleRow<WorkedLead, LeadWord> {
  return { name, facts: { status, isConverted }, outcome: { word: status, outcome } };
}

export const leadWordTable: RuleTable<WorkedLead, LeadWord> = {
  rule: 'lead-word',
  title: 'How a lead stands, for the PRM',
  about: `
The PRM is told the Lead Status in its own words: the status of the same name (case and punctuation aside). A lead that ended is otherwise told by the PRM's only status with that ending. Salesforce marks
converted leads and no lost ones, so a status is taken for lost by how it begins: Closed, Unqualified, Not Qualified, Disqualified, Rejected, Declined, Duplicate, Lost.`,
  decide: leadWord,
  columns: {
    'Lead Status': ({ facts }) => facts.status,
    Converted: ({ facts }) => (facts.isConverted ? 'yes' : 'no'),
    'The lead is': ({ outcome }) => outcome.outcome ?? '',
  },
  rows: [
    row('is new', 'Open - Not Contacted', false, 'open'),
    row('is worked', 'Working - Contacted', false, 'open'),
    row('is converted', 'Closed - Converted', true, 'won'),
    row('is converted under another name', 'Qualified', true, 'won'),
    row('is qualified, which is not the end', 'Qualified', false, 'open'),
    row('is closed without conversion', 'Closed - Not Converted', false, 'lost'),
    row('is unqualified', 'Unqualified', false, 'lost'),
    row('is not qualified, in small letters', ' not qualified', false, 'lost'),
    row('is disqualified', 'Disqualified', false, 'lost'),
    row('is rejected', 'Rejected by sales', false, 'lost'),
    row('is declined', 'Declined', false, 'lost'),
    row('is a duplicate', 'Duplicate', false, 'lost'),
    row('is lost', 'Lost: price', false, 'lost'),
    row('only begins like a closed one', 'Closedown review', false, 'open'),
    row('has the word further on', 'Nearly closed', false, 'open'),
  ],
};

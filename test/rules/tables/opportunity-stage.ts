import { opportunityStage } from '../../../src/rules/opportunity-stage.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  word: string | null;
  stages: readonly string[];
}
type Outcome = ReturnType<typeof opportunityStage>;

const stages = ['Prospecting', 'Closed Won', 'Closed Lost'];
const row = (
  name: string,
  word: string | null,
  value: string,
  isKnown: boolean,
  of: readonly string[] = stages,
): RuleRow<Facts, Outcome> => ({ name, facts: { word, stages: of }, outcome: { value, isKnown } });

export const opportunityStageTable: RuleTable<Facts, Outcome> = {
  rule: 'opportunity-stage',
  title: 'The opportunity stage for a stage of the PRM',
  about: `
A deal of the PRM gets the stage of the org that has the same name; capitals, spaces and punctuation make no difference. Where the org has no such stage, a new opportunity gets the org's first stage, and a Sync Issue tells a person; an
opportunity that is there already keeps its stage. A deal without a stage is at its beginning: that surprises nobody. The reverse is [another rule](prm-stage.md).`,
  decide: ({ word, stages: of }) => opportunityStage(word, of),
  columns: {
    'The PRM says': ({ facts }) => (facts.word === null ? 'no stage' : `"${facts.word}"`),
    'Stages of the org': ({ facts }) => facts.stages.join(', ') || 'none',
    Stage: ({ outcome }) => outcome.value ?? '',
    'The stage is known': ({ outcome }) =>
      outcome.isKnown === false ? 'no: a person is told' : 'yes',
  },
  rows: [
    row('the same name', 'Closed Won', 'Closed Won', true),
    row('the same name, written as PRMs do', 'closed_won', 'Closed Won', true),
    row('the same name with a dash and a space', 'closed-lost ', 'Closed Lost', true),
    row('the same name with other signs', '/ Closed – (won) /', 'Closed Won', true),
    row('a part of the name', 'Closed', 'Prospecting', false),
    row('a stage that the org does not have', 'Demo booked', 'Prospecting', false),
    row('no stage', null, 'Prospecting', true),
    row('an empty stage', '', 'Prospecting', true),
    row('a stage of spaces', '  ', 'Prospecting', true),
    row('no stage in an org with other stages', null, 'Qualify', true, ['Qualify', 'Won']),
    row('an org without stages', 'x', 'Prospecting', false, []),
    row('an org without stages, and no stage', null, 'Prospecting', true, []),
  ],
};

import type { PrmStage } from '../../../src/events/partner.ts';
import { prmStage } from '../../../src/rules/prm-stage.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  stage: string;
  outcome: PrmStage['outcome'];
  stages: readonly PrmStage[];
}
interface Outcome {
  word: string | null;
}

const registered: PrmStage = { word: 'registered', outcome: 'open' };
const lost: PrmStage = { word: 'lost', outcome: 'lost' };
const stages: PrmStage[] = [
  registered,
  { word: 'proposal_price_quote', outcome: 'open' },
  { word: 'won', outcome: 'won' },
  lost,
  { word: 'abandoned', outcome: 'lost' },
];
const row = (
  name: string,
  stage: string,
  outcome: PrmStage['outcome'],
  word: string | null,
  of: readonly PrmStage[] = stages,
): RuleRow<Facts, Outcome> => ({ name, facts: { stage, outcome, stages: of }, outcome: { word } });

export const prmStageTable: RuleTable<Facts, Outcome> = {
  rule: 'prm-stage',
  title: 'The stage of the PRM for an opportunity stage',
  about: `
The PRM is told the stage that has the same name as the opportunity's; capitals, spaces and punctuation make no difference. A closed opportunity whose stage the PRM does not know gets the PRM's only stage with that outcome (won, or lost). Where
it has several, or the opportunity is open, any choice were a guess: the PRM is told nothing, and a Sync Issue tells a person. The statuses of leads are told by the same rule; a person hears of those only that end a lead. The reverse is
[another rule](opportunity-stage.md).`,
  decide: ({ stages: of, ...opportunity }) => ({ word: prmStage(opportunity, of) }),
  columns: {
    'Opportunity stage': ({ facts }) => `${facts.stage} (${facts.outcome})`,
    'Stages of the PRM': ({ facts }) =>
      facts.stages.map(({ word, outcome }) => `${word} (${outcome})`).join(', ') || 'none',
    'The PRM is told': ({ outcome }) => outcome.word ?? 'nothing: a person decides',
  },
  rows: [
    row('the same name, however written', 'Proposal/Price Quote', 'open', 'proposal_price_quote'),
    row('the same name of a closed stage', 'Lost', 'lost', 'lost'),
    row('the only won stage', 'Closed Won', 'won', 'won'),
    row('the only lost stage', 'Closed Lost', 'lost', 'lost', [registered, lost]),
    row('one of two lost stages', 'Closed Lost', 'lost', null),
    row('an open stage that the PRM does not have', 'Negotiation', 'open', null),
    row('the same, though the PRM has one open stage only', 'Negotiation', 'open', null, [registered]), // prettier-ignore
    row('a won opportunity where the PRM knows only lost ones', 'Closed Won', 'won', null, [lost]),
    row('a PRM without stages', 'Closed Won', 'won', null, []),
  ],
};

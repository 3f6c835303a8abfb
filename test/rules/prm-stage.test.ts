import type { PrmStage } from '../../src/events/partner.ts';
import { prmStage } from '../../src/rules/prm-stage.ts';

const stages: PrmStage[] = [
  { word: 'registered', outcome: 'open' },
  { word: 'proposal_price_quote', outcome: 'open' },
  { word: 'won', outcome: 'won' },
  { word: 'lost', outcome: 'lost' },
  { word: 'abandoned', outcome: 'lost' },
];

describe("the PRM's word for an opportunity stage", () => {
  test.each([
    ['the same name, however written', 'Proposal/Price Quote', 'open', 'proposal_price_quote'],
    ['the same name of a closed stage', 'Lost', 'lost', 'lost'],
    ['the only won stage', 'Closed Won', 'won', 'won'],
    ['one of two lost stages is a guess', 'Closed Lost', 'lost', null],
    ['an open stage that the PRM does not have', 'Negotiation', 'open', null],
  ] as const)('%s', (_case, stage, outcome, word) => {
    expect(prmStage({ stage, outcome }, stages)).toBe(word);
  });

  test('an open stage that the PRM does not have is a guess, even where the PRM has one open stage only', () => {
    const [open] = stages;
    const opportunity = { stage: 'Negotiation', outcome: 'open' } as const;
    expect(prmStage(opportunity, open ? [open] : [])).toBeNull();
  });

  test('a PRM without stages has no word', () => {
    expect(prmStage({ stage: 'Closed Won', outcome: 'won' }, [])).toBeNull();
  });
});

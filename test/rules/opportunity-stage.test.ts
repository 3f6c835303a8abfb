import { opportunityStage } from '../../src/rules/opportunity-stage.ts';

const stages = ['Prospecting', 'Closed Won', 'Closed Lost'];

describe('the opportunity stage for a PRM’s stage word', () => {
  test.each<[string | null, string, boolean]>([
    ['Closed Won', 'Closed Won', true],
    ['closed_won', 'Closed Won', true],
    ['closed-lost ', 'Closed Lost', true],
    ['Demo booked', 'Prospecting', false],
    ['', 'Prospecting', true],
    ['  ', 'Prospecting', true],
    ['/ Closed – (won) /', 'Closed Won', true],
    [null, 'Prospecting', true],
  ])('%p is %s (known: %p)', (word, value, isKnown) => {
    expect(opportunityStage(word, stages)).toEqual({ value, isKnown });
  });

  test('an org without stages still gets one', () => {
    expect(opportunityStage('x', [])).toEqual({ value: 'Prospecting', isKnown: false });
  });
});

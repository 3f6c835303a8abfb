import { fixedClock } from '../../src/clock.ts';
import { apiBudget, budgetState } from '../../src/salesforce/budget.ts';

describe('the API budget', () => {
  test.each([
    [0, 'normal'],
    [11_999, 'normal'],
    [12_000, 'slow-down'],
    [13_499, 'slow-down'],
    [13_500, 'urgent-only'],
    [14_699, 'urgent-only'],
    [14_700, 'stop'],
    [15_000, 'stop'],
    [16_000, 'stop'],
  ])('%i of 15,000 calls: %s', (used, state) => {
    expect(budgetState({ used, limit: 15_000 })).toBe(state);
  });

  test('nothing known, or no limit, is normal', () => {
    expect(budgetState(null)).toBe('normal');
    expect(budgetState({ used: 5, limit: 0 })).toBe('normal');
  });

  test('gathers longer the less is left', () => {
    const budget = apiBudget(fixedClock(new Date(0)));
    const waits = [100, 800, 900].map((used) => {
      budget.observe({ used, limit: 1000 });
      return budget.gatherMs();
    });
    expect(waits).toEqual([0, 250, 1000]);
  });

  test('near the end lets one probe through every five minutes, so that it learns of new room', () => {
    const clock = fixedClock(new Date(0));
    const budget = apiBudget(clock);
    budget.observe({ used: 990, limit: 1000 });
    expect(() => budget.spend()).toThrow(expect.objectContaining({ retryAfterMs: 300_000 }));
    clock.set(new Date(299_999));
    expect(() => budget.spend()).toThrow(expect.objectContaining({ retryAfterMs: 1 }));
    clock.set(new Date(300_000));
    budget.spend();
    expect(() => budget.spend()).toThrow(/990 of 1000/);
  });
});

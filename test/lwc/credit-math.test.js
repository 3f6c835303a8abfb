import { addUp, checkCredit, remaining, toBasisPoints, toPercent, WHOLE } from 'c/creditMath';

describe('percentages in basis points', () => {
  it.each([
    [60, 6000],
    ['40', 4000],
    [33.33, 3333],
    [0.01, 1],
    [1.005, 101],
    [-0.5, -50],
    [100.01, 10001],
    [0, 0],
    [null, null],
    [undefined, null],
    ['', null],
    ['many', null],
  ])('%p percent is %p', (percent, expected) => {
    expect(toBasisPoints(percent)).toBe(expected);
  });

  it('every percentage with two decimals survives the way there and back', () => {
    for (let points = 0; points <= WHOLE; points += 1) {
      expect(toBasisPoints(toPercent(points))).toBe(points);
      expect(toBasisPoints((points / 100).toFixed(2))).toBe(points);
    }
  });

  it('nothing stays nothing', () => expect(toPercent(null)).toBeNull());

  it.each([
    [0, 10000],
    [6000, 4000],
    [10000, 0],
    [11000, 0],
  ])('of %p taken, %p is left', (taken, left) => expect(remaining(taken)).toBe(left));
});

const credit = (id, split, more = {}) => ({
  id,
  role: 'Influenced',
  isActive: true,
  split,
  credit: null,
  ...more,
});

describe('what all credits take together', () => {
  it('only active rows count, and blanks count as nothing', () => {
    const rows = [credit('a', 6000), credit('b', 3000, { isActive: false }), credit('c', null)];
    expect(addUp(rows, {})).toEqual({ split: 6000, sourced: 0 });
  });

  it('rows that the user cannot see still count, by the roll-up of the record', () => {
    expect(addUp([credit('a', 6000)], { split: 8500, sourced: 2000 })).toEqual({
      split: 8500,
      sourced: 2000,
    });
  });
});

describe('the check before anything is saved', () => {
  const check = (change, options = {}) =>
    checkCredit({
      credits: [credit('a', 6000, { role: 'Sourced', credit: 7000 })],
      totals: {},
      limitsSourced: true,
      change: { id: null, role: 'Influenced', split: null, credit: null, ...change },
      ...options,
    });

  it.each([
    [4000, null],
    [4001, 'split'],
    [5000, 'split'],
    [10000, 'split'],
    [10001, 'range'],
    [-1, 'range'],
    [null, null],
  ])('beside a split of 60 %%, %p basis points give %p', (split, problem) => {
    expect(check({ split }).problem).toBe(problem);
  });

  it('says how much would fit', () => expect(check({ split: 5000 }).atMost).toBe(4000));

  it.each([
    ['Sourced', 3000, null],
    ['Sourced', 3001, 'sourced'],
    ['Influenced', 10000, null],
  ])('a %s credit of %p gives %p', (role, share, problem) => {
    expect(check({ role, credit: share }).problem).toBe(problem);
  });

  it('sourced credit is free where the object has no such rule', () => {
    const change = { id: null, role: 'Sourced', split: null, credit: 9000 };
    expect(check(change, { limitsSourced: false }).problem).toBeNull();
  });

  it('a change takes the place of the row that it changes', () => {
    expect(check({ id: 'a', split: 10000 })).toMatchObject({ problem: null, split: 10000 });
  });

  it('what others hold out of sight limits a change too', () => {
    const result = check({ id: 'a', split: 8000 }, { totals: { split: 8500, sourced: null } });
    expect(result).toMatchObject({ problem: 'split', split: 10500, atMost: 7500 });
  });

  it('a proposal counts for nothing yet', () => {
    const credits = [credit('a', 6000), credit('p', 0, { isActive: false })];
    const change = { id: 'p', role: 'Influenced', split: 9000, credit: null };
    expect(check(change, { credits }).problem).toBeNull();
  });
});

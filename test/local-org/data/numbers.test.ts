import fc from 'fast-check';
import { roundTo } from '../../../src/local-org/data/numbers.ts';

describe('rounding', () => {
  test.each([
    [12.345, 2, 12.35],
    [-12.345, 2, -12.35],
    [1.005, 2, 1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.0000001, 2, 0],
    [-0.001, 2, 0],
    [123456789012.345, 2, 123456789012.35],
    [1e15, 2, 1e15],
    [0.1 + 0.2, 3, 0.3],
  ])('%p to %p digits is %p', (value, scale, expected) => {
    expect(roundTo(value, scale)).toBe(expected);
  });

  test('of a number that has no more digits changes nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 3 }),
        (n, scale) => {
          const value = n / 10 ** scale;
          expect(roundTo(value, scale)).toBeCloseTo(value, scale + 1);
        },
      ),
    );
  });
});

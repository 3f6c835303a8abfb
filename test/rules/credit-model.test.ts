import fc from 'fast-check';
import { creditModels, creditShares, roleWeights } from '../../src/rules/credit-model.ts';
import { creditModelTable } from './tables/credit-model.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how credit is divided', () => provesTable(creditModelTable));

test('every share says why', () => {
  const at = new Date('2026-03-01T00:00:00Z');
  const touch = { key: 'a', partnershipName: 'Acme', at, role: 'Sourced', customShare: null };
  expect(creditShares('Role Weighted', [touch])[0]?.reason).toBe(
    'Acme is the only touch as sourced: 100 % by the role weighted model.',
  );
  expect(
    creditShares('Linear', [touch, { ...touch, key: 'b', partnershipName: 'Ajax' }])[1]?.reason,
  ).toBe('Ajax is touch 2 of 2: 50 % by the linear model.');
});

test('touches stand in the order of time, those of a moment by key', () => {
  const touch = { partnershipName: 'Acme', role: 'Sourced', customShare: null };
  const [early, late] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-02T00:00:00Z')];
  const touches = [
    { ...touch, key: 'a', at: late },
    { ...touch, key: 'd', at: early },
    { ...touch, key: 'c', at: early },
  ];
  const order = creditShares('Linear', touches).map(({ key }) => key);
  expect(order).toEqual(['c', 'd', 'a']);
});

test('whatever the touches, shares sum to 100 % and their order changes nothing', () => {
  const touches = fc.uniqueArray(
    fc.record({
      key: fc.string({ minLength: 1, maxLength: 6 }),
      partnershipName: fc.constant('Acme'),
      at: fc.date({
        min: new Date('2026-01-01'),
        max: new Date('2026-12-31'),
        noInvalidDate: true,
      }),
      role: fc.constantFrom(...Object.keys(roleWeights), 'Unheard of'),
      customShare: fc.option(fc.integer({ min: -1, max: 12_000 }), { nil: null }),
    }),
    { selector: ({ key }) => key, minLength: 1, maxLength: 9 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...creditModels), touches, (model, all) => {
      const shares = creditShares(model, all);
      expect(creditShares(model, [...all].reverse())).toEqual(shares);
      const sum = shares.reduce((total, { share }) => total + share, 0);
      if (model === 'Custom') expect(sum).toBeLessThanOrEqual(10_000);
      else expect(sum).toBe(10_000);
      for (const { share } of shares) expect(share).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1_000 },
  );
});

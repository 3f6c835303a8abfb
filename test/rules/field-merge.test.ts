import fc from 'fast-check';
import { mergeField, type SharedValue } from '../../src/rules/field-merge.ts';
import { fieldMergeTable } from './tables/field-merge.ts';
import { provesTable } from './tables/rule-table.ts';

describe('who wins when Salesforce and the PRM differ', () => provesTable(fieldMergeTable));

/** Two systems that exchange after each change, in the order of `changes`; the last value that each side ended with. */
function exchanged(changes: readonly (readonly ['Salesforce' | 'PRM', number])[]): SharedValue[] {
  let base: SharedValue = 0;
  let ours: SharedValue = 0;
  let theirs: SharedValue = 0;
  for (const [side, value] of changes) {
    if (side === 'Salesforce') ours = value;
    else theirs = value;
    base = ours = theirs = mergeField({ name: 'amount', base, ours, theirs }).value;
  }
  return [base, ours, theirs];
}

test('after every exchange both sides agree on what was changed last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('Salesforce' as const, 'PRM' as const), fc.nat(5)), {
        minLength: 1,
      }),
      (changes) => {
        const last = changes.at(-1)?.[1] ?? 0;
        expect(exchanged(changes)).toEqual([last, last, last]);
      },
    ),
  );
});

test('two changes in the same second end the same, whichever is known first', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.nat(5), fc.nat(5), (base, ours, theirs) => {
      const together = mergeField({ name: 'amount', base, ours, theirs });
      const again = mergeField({
        name: 'amount',
        base: together.value,
        ours: together.value,
        theirs: together.value,
      });
      expect(again).toMatchObject({ value: together.value, write: 'nothing' });
      expect([ours, theirs]).toContain(together.value);
      if (ours !== base) expect(together.value).toBe(ours);
    }),
  );
});

import fc from 'fast-check';
import {
  registrationConflictOf,
  type RegistrationClaim,
} from '../../src/rules/registration-conflict.ts';
import { registrationConflictTable } from './tables/registration-conflict.ts';
import { provesTable } from './tables/rule-table.ts';

describe('two partners register one company', () => provesTable(registrationConflictTable));

const claims = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z]{3}$/),
      hour: fc.integer({ min: 0, max: 3 }),
      status: fc.constantFrom('Submitted', 'In Review', 'Approved', 'Rejected'),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
  )
  .map((some) =>
    some.map(({ id, hour, status }): RegistrationClaim => ({
      id,
      name: id,
      partnershipId: id,
      company: 'Initech',
      domain: null,
      matchKey: 'initech',
      status,
      submittedAt: new Date(hour * 3_600_000),
    })),
  );

test('of any number of claims on one company only the first is free, unless one is approved or two are first, in whatever order they are seen', () => {
  fc.assert(
    fc.property(claims, (some) => {
      const open = some.filter(({ status }) => status === 'Submitted' || status === 'In Review');
      const decided = open.map((claim) => registrationConflictOf(claim, some));
      expect(open.map((claim) => registrationConflictOf(claim, [...some].reverse()))).toEqual(
        decided,
      );
      const free = open.filter((_claim, index) => decided[index]?.code === null);
      const first = Math.min(...open.map(({ submittedAt }) => submittedAt.getTime()));
      const firsts = open.filter(({ submittedAt }) => submittedAt.getTime() === first);
      const isHeld = some.some(({ status }) => status === 'Approved');
      expect(free).toEqual(isHeld || firsts.length > 1 ? [] : firsts);
    }),
  );
});

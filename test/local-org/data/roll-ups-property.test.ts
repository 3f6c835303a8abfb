import fc from 'fast-check';
import type { SaveRequest } from '../../../src/local-org/data/engine.ts';
import { filledLedger } from '../support/ledger-org.ts';
import type { TestOrg } from '../support/test-org.ts';

interface Step {
  do: 'create' | 'update' | 'delete';
  pick: number;
  master: number;
  amount: number;
  ended: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    do: fc.constantFrom('create', 'create', 'update', 'delete'),
    pick: fc.nat(30),
    master: fc.nat(2),
    amount: fc.integer({ min: -500_000, max: 500_000 }).map((n) => n / 1000),
    ended: fc.boolean(),
  }),
  { maxLength: 40 },
);

function recomputed(org: TestOrg): unknown {
  return org.engine.db
    .prepare(
      `
    SELECT s.Id, (SELECT count(*) FROM Line__c l WHERE l.Statement__c = s.Id AND l.IsDeleted = 0) AS Lines__c,
      (SELECT round(coalesce(sum(Amount__c), 0), 3) FROM Line__c l WHERE l.Statement__c = s.Id AND l.IsDeleted = 0 AND l.Status__c = 'Active') AS Total__c,
      (SELECT max(Amount__c) FROM Line__c l WHERE l.Statement__c = s.Id AND l.IsDeleted = 0) AS Largest__c,
      (SELECT min(Day__c) FROM Line__c l WHERE l.Statement__c = s.Id AND l.IsDeleted = 0 AND l.Status__c = 'Active') AS First__c
    FROM Statement__c s ORDER BY s.Id`,
    )
    .all();
}

test('after any sequence of requests the roll-ups equal a computation from scratch', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 7 }), (sequence, size) => {
      const org = filledLedger();
      const masters = [
        org.statement,
        ...[1, 2].map(() => org.create('Statement__c', { Program__c: org.program })),
      ];
      const ids: string[] = [];
      const request = (step: Step): SaveRequest => {
        const id = ids[step.pick % Math.max(1, ids.length)] ?? '';
        const day = `2026-01-${String(1 + (step.pick % 28)).padStart(2, '0')}`;
        const fields = {
          Statement__c: masters[step.master],
          Amount__c: step.amount,
          Day__c: day,
          Status__c: step.ended ? 'Ended' : 'Active',
        };
        if (step.do === 'create')
          return {
            operation: 'create',
            object: 'Line__c',
            fields: { ...fields, Other__c: org.other },
          };
        return {
          operation: step.do,
          object: 'Line__c',
          id,
          fields: step.do === 'delete' ? {} : fields,
        };
      };
      for (let at = 0; at < sequence.length; at += size) {
        const results = org.save(...sequence.slice(at, at + size).map(request));
        for (const result of results) if (result.created && result.id !== null) ids.push(result.id);
      }
      const columns = 'Id, Lines__c, Total__c, Largest__c, First__c';
      expect(
        org.engine.db.prepare(`SELECT ${columns} FROM Statement__c ORDER BY Id`).all(),
      ).toEqual(recomputed(org));
      const sums = org.engine.db
        .prepare(
          'SELECT round(sum(Total__c), 3) AS Total__c, sum(Lines__c) AS Lines__c FROM Statement__c',
        )
        .get();
      expect(org.read('Program__c', org.program)).toMatchObject({ ...sums });
    }),
    { numRuns: 60 },
  );
});

import fc from 'fast-check';
import { systemClock } from '../../src/clock.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { OrgRow, RowOutcome } from '../../src/salesforce/org.ts';
import { tokenSettings } from './support/connected.ts';
import { startTinyOrg, type TinyOrg } from './support/tiny-org.ts';

interface Call {
  wait: number;
  rows: OrgRow[];
}

const rowArbitrary = fc.record({
  object: fc.constantFrom('A__c', 'B__c', 'C__c', 'D__c', 'E__c', 'F__c'),
  key: fc.constantFrom('k1', 'k2', 'k3'),
  fields: fc.dictionary(
    fc.constantFrom('X__c', 'Y__c'),
    fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 2 })),
    { noNullPrototype: true },
  ),
});
const callsArbitrary = fc.array(
  fc.record({
    wait: fc.constantFrom(0, 0, 0, 1, 4),
    rows: fc.array(rowArbitrary, { maxLength: 8 }),
  }),
  { maxLength: 12 },
);

async function play(url: string, calls: Call[]): Promise<RowOutcome[][]> {
  const org = await connectOrg(tokenSettings(url), { clock: systemClock });
  const upserts: Promise<RowOutcome[]>[] = [];
  for (const { wait, rows } of calls) {
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    upserts.push(org.upsert(rows));
  }
  const outcomes = await Promise.all(upserts);
  await org.close();
  return outcomes;
}

function lastWrites(calls: Call[]): Map<string, Record<string, unknown>> {
  const expected = new Map<string, Record<string, unknown>>();
  for (const { object, key, fields } of calls.flatMap(({ rows }) => rows)) {
    const name = `${object} ${key}`;
    expected.set(name, { ...expected.get(name), ...fields });
  }
  return expected;
}

function inOrg(tiny: TinyOrg): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const [object, records] of tiny.records) {
    for (const [key, record] of records) {
      const fields = Object.entries(record).filter(([name]) => /^[XY]__c$/.test(name));
      found.set(`${object} ${key}`, Object.fromEntries(fields));
    }
  }
  return found;
}

function sorted(records: Map<string, Record<string, unknown>>): unknown[] {
  return [...records].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

describe('any interleaving of upserts', () => {
  let tiny: TinyOrg;
  beforeEach(async () => {
    tiny = await startTinyOrg();
  });
  afterEach(() => tiny.close());

  function reset(): void {
    tiny.records.clear();
    tiny.writes.length = 0;
    tiny.mostWritesAtOnce = 0;
  }

  test('gives each caller one outcome per row in its order, and the last write of each key wins', () =>
    fc.assert(
      fc.asyncProperty(
        callsArbitrary,
        fc.array(fc.nat(40), { maxLength: 3 }),
        async (calls, unlucky) => {
          reset();
          let nth = 0;
          tiny.faults.row = () => {
            nth += 1;
            return unlucky.includes(nth)
              ? { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' }
              : null;
          };
          const outcomes = await play(tiny.url, calls);
          expect(outcomes.map((one) => one.map(({ status, key }) => [status, key]))).toEqual(
            calls.map(({ rows }) => rows.map(({ key }) => ['written', key])),
          );
          expect(sorted(inOrg(tiny))).toEqual(sorted(lastWrites(calls)));
          expect(tiny.mostWritesAtOnce).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    ));

  test('never sends a row of a call in a step before that of an earlier row', () =>
    fc.assert(
      fc.asyncProperty(callsArbitrary, async (generated) => {
        reset();
        tiny.faults.row = () => null;
        // Values that tell the calls apart, so that each row is found in exactly one place.
        const calls = generated.map(({ wait, rows }, call) => ({
          wait,
          rows: rows.map((row, at) => ({
            ...row,
            fields: { ...row.fields, Mark__c: `${call}.${at}` },
          })),
        }));
        await play(tiny.url, calls);
        const steps = new Map<unknown, number>();
        for (const [request, collections] of tiny.writes.entries()) {
          for (const [step, { records }] of collections.entries()) {
            for (const { Mark__c: mark } of records) steps.set(mark, request * 10 + step);
          }
        }
        for (const { rows } of calls) {
          const places = rows.map(({ fields }) => steps.get(fields['Mark__c']) ?? -1);
          expect(places).toEqual(places.toSorted((left, right) => left - right));
          expect(places).not.toContain(-1);
        }
      }),
      { numRuns: 60 },
    ));
});

import fc from 'fast-check';
import {
  decideAttributions,
  type AttributionClaim,
  type HeldAttribution,
} from '../../src/rules/attribution.ts';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));

function claim(name: string, changes: Partial<AttributionClaim> = {}): AttributionClaim {
  return {
    key: `account:${name}:sourced`,
    partnershipId: name,
    partnershipName: name,
    role: 'Sourced',
    origin: 'PRM Customer',
    reasonCode: 'PRM_CUSTOMER',
    reason: `${name} brought it.`,
    wantedSplit: 10_000,
    touchedAt: day(1),
    startDate: '2026-01-01',
    ...changes,
  };
}

function held(name: string, changes: Partial<HeldAttribution> = {}): HeldAttribution {
  return { ...claim(name), status: 'Active', split: 10_000, ...changes };
}

const billing = { origin: 'Billing Partner Key', reasonCode: 'PARTNER_KEY_ON_CUSTOMER' } as const;
const short = (outcome: ReturnType<typeof decideAttributions>): string[] =>
  outcome.decisions.map(
    ({ claim: { partnershipName }, status, split }) => `${partnershipName} ${status} ${split}`,
  );

describe('who is credited for a customer', () => {
  test.each<[string, AttributionClaim[], HeldAttribution[], string[]]>([
    ['the only claim gets it all', [claim('Acme')], [], ['Acme Active 10000']],
    ['known already: nothing changes', [claim('Acme')], [held('Acme')], []],
    [
      'a partner key on the billing customer comes before the PRM',
      [claim('Acme'), claim('Ajax', billing)],
      [],
      ['Acme Rejected 0', 'Ajax Active 10000'],
    ],
    [
      'also when the PRM was first',
      [claim('Ajax', billing)],
      [held('Acme')],
      ['Acme Rejected 0', 'Ajax Active 10000'],
    ],
    [
      'also when the billing side was first',
      [claim('Acme')],
      [held('Ajax', billing)],
      ['Acme Rejected 0'],
    ],
    [
      'the older claim wins among equals',
      [claim('Ajax', { touchedAt: day(2) }), claim('Acme')],
      [],
      ['Ajax Rejected 0', 'Acme Active 10000'],
    ],
    [
      'what a rep set stays',
      [claim('Acme', billing)],
      [held('Ajax', { origin: 'Manual' })],
      ['Acme Rejected 0'],
    ],
    [
      'two halves fit beside each other',
      [
        claim('Acme', { wantedSplit: 5000 }),
        claim('Ajax', { wantedSplit: 5000, touchedAt: day(2) }),
      ],
      [],
      ['Acme Active 5000', 'Ajax Active 5000'],
    ],
    [
      'a claim that a rep ended is not raised from the dead',
      [claim('Acme')],
      [held('Acme', { status: 'Ended' })],
      [],
    ],
    [
      'a rejected claim is credited once its rival has ended',
      [claim('Acme')],
      [held('Acme', { status: 'Rejected', split: 0 }), held('Ajax', { status: 'Ended' })],
      ['Acme Active 10000'],
    ],
    [
      'a better source of the same claim takes the row over',
      [claim('Acme', billing)],
      [held('Acme')],
      ['Acme Active 10000'],
    ],
    [
      'an earlier start is kept',
      [claim('Acme', { startDate: '2025-12-01' })],
      [held('Acme')],
      ['Acme Active 10000'],
    ],
    [
      'at the same moment the lower key wins',
      [claim('Ajax'), claim('Acme')],
      [],
      ['Ajax Rejected 0', 'Acme Active 10000'],
    ],
    [
      'the lower key wins also when it came first',
      [claim('Acme'), claim('Ajax')],
      [],
      ['Ajax Rejected 0', 'Acme Active 10000'],
    ],
    [
      'several who go without stand in the order of their keys',
      [claim('Apex'), claim('Zeta'), claim('Ajax'), claim('Acme')],
      [],
      ['Ajax Rejected 0', 'Apex Rejected 0', 'Zeta Rejected 0', 'Acme Active 10000'],
    ],
    [
      'a part that a rep set leaves the rest',
      [
        claim('Acme', { wantedSplit: 6000 }),
        claim('Apex', { wantedSplit: 5000, touchedAt: day(2) }),
      ],
      [held('Ajax', { origin: 'Manual', split: 4000 })],
      ['Apex Rejected 0', 'Acme Active 6000'],
    ],
    [
      'what a rep set is not decided again by a claim to the same',
      [claim('Acme', billing)],
      [held('Acme', { origin: 'Manual', split: 3000 })],
      [],
    ],
    [
      'what a rep proposed is left to the rep, and holds nothing back',
      [claim('Acme'), claim('Ajax')],
      [held('Acme', { status: 'Proposed', split: 0 })],
      ['Ajax Active 10000'],
    ],
    [
      'two roles of one partnership are two claims',
      [
        claim('Acme', { wantedSplit: 5000 }),
        claim('Acme', { key: 'account:Acme:resold', role: 'Resold', wantedSplit: 5000 }),
      ],
      [],
      ['Acme Active 5000', 'Acme Active 5000'],
    ],
    [
      'another split of a row is put right',
      [claim('Acme')],
      [held('Acme', { split: 5000 })],
      ['Acme Active 10000'],
    ],
    [
      'a later start changes nothing',
      [claim('Acme', { startDate: '2026-02-01' })],
      [held('Acme')],
      [],
    ],
    [
      'a worse source of the same claim changes nothing',
      [claim('Acme', { origin: 'PRM Lead', reasonCode: 'PRM_LEAD' })],
      [held('Acme')],
      [],
    ],
    [
      'a PRM deal comes before a PRM lead',
      [claim('Acme', { origin: 'PRM Lead' }), claim('Ajax', { origin: 'PRM Deal' })],
      [],
      ['Acme Rejected 0', 'Ajax Active 10000'],
    ],
    [
      'a PRM customer comes before a PRM deal',
      [claim('Acme', { origin: 'PRM Deal' }), claim('Ajax')],
      [],
      ['Acme Rejected 0', 'Ajax Active 10000'],
    ],
  ])('%s', (_name, fresh, rows, expected) => {
    expect(short(decideAttributions(fresh, rows))).toEqual(expected);
  });

  test('the first of two sources of one claim, as good as each other, gives the words; the start is the earlier', () => {
    const twice = [
      claim('Acme', { reason: 'Second.', key: 'k2', touchedAt: day(2), startDate: '2025-12-01' }),
      claim('Acme', { reason: 'First.', key: 'k1' }),
    ];
    expect(decideAttributions(twice, []).decisions).toMatchObject([
      { reason: 'First.', claim: { key: 'k1', startDate: '2025-12-01' } },
    ]);
  });

  test('a claim for more than there is goes without, though nobody is credited, and its reason fits the field', () => {
    const { decisions, conflict } = decideAttributions(
      [claim('Acme', { wantedSplit: 10_001 }), claim('Ajax', { wantedSplit: 10_001 })],
      [],
    );
    expect(decisions[0]?.reason).toBe(
      'Acme brought it. Not credited: another partnership comes first by precedence.',
    );
    expect(conflict).toBeNull();
    const long = decideAttributions(
      [claim('Acme', { wantedSplit: 10_001, reason: 'x'.repeat(300) })],
      [],
    );
    expect(long.decisions[0]?.reason).toHaveLength(255);
  });

  test('all who go without are named in the conflict', () => {
    const all = [claim('Acme'), claim('Ajax'), claim('Apex')];
    expect(decideAttributions(all, []).conflict).toBe(
      'Ajax, Apex and Acme claim the same customer; Acme is credited (prm customer).',
    );
  });

  test('the one who goes without is told why, and a person is told of the conflict', () => {
    const outcome = decideAttributions([claim('Acme'), claim('Ajax', billing)], []);
    expect(outcome.decisions[0]).toMatchObject({
      reasonCode: 'SUPERSEDED',
      reason:
        'Acme brought it. Not credited: Ajax (billing partner key) comes first by precedence.',
    });
    expect(outcome.conflict).toBe(
      'Acme and Ajax claim the same customer; Ajax is credited (billing partner key).',
    );
    expect(decideAttributions([claim('Acme')], []).conflict).toBeNull();
  });

  test('the same claims in any order, at once or one by one, end in the same credit, never above 100 %', () => {
    const claims = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('Acme', 'Ajax', 'Apex'),
        origin: fc.constantFrom('Billing Partner Key' as const, 'PRM Customer' as const),
        touched: fc.integer({ min: 1, max: 3 }),
        wantedSplit: fc.constantFrom(10_000, 5000, 2500),
      }),
      { selector: ({ name }) => name, minLength: 1 },
    );
    fc.assert(
      fc.property(
        claims,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (raw, random) => {
          const all = raw.map(({ name, origin, touched, wantedSplit }) =>
            claim(name, { origin, touchedAt: day(touched), wantedSplit }),
          );
          const stream = random[Symbol.iterator]();
          const shuffled = all
            .map((one) => ({ one, at: stream.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          const apply = (rows: Map<string, HeldAttribution>, fresh: AttributionClaim[]): void => {
            for (const { claim: decided, status, split } of decideAttributions(fresh, [
              ...rows.values(),
            ]).decisions) {
              const wantedSplit = all.find((one) => one.key === decided.key)?.wantedSplit ?? split;
              rows.set(decided.key, { ...decided, wantedSplit, status, split });
            }
          };
          const atOnce = new Map<string, HeldAttribution>();
          apply(atOnce, all);
          const oneByOne = new Map<string, HeldAttribution>();
          for (const one of shuffled) apply(oneByOne, [one]);
          const view = (rows: Map<string, HeldAttribution>): string[] =>
            [...rows.values()].map((row) => `${row.key} ${row.status} ${row.split}`).sort();
          expect(view(oneByOne)).toEqual(view(atOnce));
          expect([...atOnce.values()].reduce((sum, row) => sum + row.split, 0)).toBeLessThanOrEqual(
            10_000,
          );
        },
      ),
    );
  });
});

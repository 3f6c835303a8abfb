import { commissionLines } from '../../src/rules/commission.ts';
import type { CustomerFacts } from '../../src/rules/commission-plan.ts';
import { noCaps, type CommissionRule } from '../../src/rules/commission-terms.ts';
import { simulated, type Difference } from '../../src/rules/simulation.ts';
import type { RecordCredit } from '../../src/rules/record-lines.ts';
import { fact, flat, partner, payment, posted, rule } from './commission-builders.ts';
import { provesTable } from './tables/rule-table.ts';
import { simulationTable } from './tables/simulation.ts';

describe('what a period would have paid', () => provesTable(simulationTable));

const customer = (changes: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerKey: 'c1',
  entries: [payment],
  credited: [partner('Acme')],
  posted: [],
  ...changes,
});
const paidOn = (key: string, day: string): CustomerFacts['entries'][number] =>
  fact(key, 'payment', 10_000, 0, { documentKey: key, occurredAt: new Date(`${day}T12:00:00Z`) });
const of = (
  customers: readonly CustomerFacts[],
  ...[rules, changed, period]: [
    readonly CommissionRule[],
    readonly CommissionRule[],
    { from: string; until: string },
  ]
): Difference[] =>
  simulated({ customers, records: [], rates: [] }, rules, changed, period).differences;
const quarter = { from: '2026-07-01', until: '2026-10-01' };

test('the same payments under other terms, side by side', () => {
  expect(of([customer()], [rule()], [rule({ id: 'new', rate: 250_000 })], quarter)).toEqual([
    {
      partnershipId: 'Acme',
      partnershipName: 'Acme',
      currency: 'USD',
      nowMinor: 2_000,
      thenMinor: 2_500,
      differenceMinor: 500,
    },
  ]);
});

test('the new terms count for the whole period, whatever their dates say', () => {
  const changed = rule({ effectiveFrom: '2027-01-01', effectiveUntil: '2026-01-01' });
  expect(of([customer()], [rule()], [changed], quarter)[0]?.thenMinor).toBe(2_000);
});

test('a payment on the first day counts; one on the day after the last, or before, does not', () => {
  const entries = ['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'].map((day) =>
    paidOn(day, day),
  );
  expect(of([customer({ entries })], [rule()], [], quarter)).toMatchObject([
    { nowMinor: 4_000, thenMinor: 4_000, differenceMinor: 0 },
  ]);
});

test('what was posted already changes nothing', () => {
  const before = commissionLines({
    entries: [payment],
    credited: [partner('Acme')],
    rules: [rule()],
    posted: [],
  }).lines;
  const facts = customer({ posted: posted(before) });
  expect(of([facts], [rule()], [], quarter)[0]?.nowMinor).toBe(2_000);
});

test('programs that the new terms do not name keep theirs, and so do leads and deals', () => {
  const reseller = partner('Ajax', { programId: 'reseller', split: 4_000 });
  const facts = customer({ credited: [partner('Acme', { split: 6_000 }), reseller] });
  const rules = [rule(), rule({ id: 'r', key: 'r', programId: 'reseller' })];
  const changed = [rule({ id: 'new', rate: 100_000 })];
  expect(
    of([facts], rules, changed, quarter).map((one) => [one.partnershipName, one.thenMinor]),
  ).toEqual([
    ['Acme', 600],
    ['Ajax', 800],
  ]);
});

test('the largest difference stands first, up or down; equal ones go by name', () => {
  const credited = [
    partner('Zeta', { split: 2_000, partnershipKey: 'A' }),
    partner('Acme', { split: 2_000 }),
    partner('Ajax', { split: 6_000 }),
  ];
  const halved = [rule({ id: 'new', rate: 100_000 })];
  expect(
    of([customer({ credited })], [rule()], halved, quarter).map((one) => [
      one.partnershipName,
      one.differenceMinor,
    ]),
  ).toEqual([
    ['Ajax', -600],
    ['Acme', -200],
    ['Zeta', -200],
  ]);
});

test('a partnership that earns in two currencies has two lines; what no longer earns is there with nothing', () => {
  const entries = [
    payment,
    fact('yen', 'payment', 10_000, 1, { documentKey: 'y', currency: 'JPY' }),
  ];
  const changed = [flat(0, { id: 'new', currency: 'JPY' })];
  expect(
    of([customer({ entries })], [rule()], changed, quarter).map((one) => [
      one.currency,
      one.nowMinor,
      one.thenMinor,
    ]),
  ).toEqual([
    ['JPY', 2_000, 0],
    ['USD', 2_000, 0],
  ]);
});

test('a partnership that earns only by the new terms is there too', () => {
  expect(of([customer()], [], [rule()], quarter)).toMatchObject([
    { nowMinor: 0, thenMinor: 2_000, differenceMinor: 2_000 },
  ]);
});

const deal = (name: string, changes: Parameters<typeof partner>[1] = {}): RecordCredit => ({
  key: `deal of ${name}`,
  partnership: partner(name, changes),
  parts: [
    {
      recordName: 'the deal "Globex"',
      trigger: 'Opportunity Won',
      earnedOn: '2026-08-01',
      status: 'Active',
      isPaidOut: false,
      split: 10_000,
      behind: null,
      onRenewal: null,
      baseMinor: 10_000,
      currency: 'USD',
    },
  ],
  posted: [],
});

test('a cap holds for each partnership by itself, also where two have one name', () => {
  const capped = rule({
    trigger: 'Opportunity Won',
    caps: { ...noCaps, partnership: 1_500 },
    currency: 'USD',
  });
  const records = [deal('Acme'), deal('Acme', { partnershipId: 'Acme of another program' })];
  for (const inAnyOrder of [records, [...records].reverse()]) {
    const facts = { customers: [], records: inAnyOrder, rates: [] };
    expect(simulated(facts, [capped], [], quarter).differences).toMatchObject([
      { partnershipId: 'Acme', nowMinor: 1_500 },
      { partnershipId: 'Acme of another program', nowMinor: 1_500 },
    ]);
  }
});

test('sums what one partnership earns by payments and by deals', () => {
  const facts = { customers: [customer()], records: [deal('Acme')], rates: [] };
  const rules = [rule(), rule({ id: 'd', key: 'd', trigger: 'Opportunity Won', rate: 100_000 })];
  expect(simulated(facts, rules, [], quarter).differences).toMatchObject([{ nowMinor: 3_000 }]);
});

test('each reason is given once, those of both terms together in the order of the alphabet; a program of the PRM once', () => {
  const byPrm = { commissionSource: 'PRM', programName: 'Zebra' } as const;
  const records = [
    { ...deal('Bolt'), parts: deal('Bolt').parts.map((part) => ({ ...part, baseMinor: null })) },
    deal('Ajax', byPrm),
    deal('Axel', { ...byPrm, programName: 'Alliance' }),
    deal('Bert', { ...byPrm, programName: 'Other', programId: 'other' }),
  ];
  const customers = [customer({ credited: [partner('Anna', byPrm)] })];
  const won = { trigger: 'Opportunity Won' } as const;
  const rules = [rule({ ...won, name: 'B' })];
  const changed = [rule({ ...won, name: 'B' }), rule({ ...won, id: 'a', key: 'a', name: 'A' })];
  const why = 'The deal "Globex" has no amount, and money is never guessed.';
  expect(simulated({ customers, records, rates: [] }, rules, changed, quarter).unclear).toEqual([
    `${why} By rule "A".`,
    `${why} By rule "B".`,
    'The PRM computes the commissions of Alliance, so neither terms pay there.',
    'The PRM computes the commissions of Zebra, so neither terms pay there.',
  ]);
});

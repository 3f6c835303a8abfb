import { commissionLines } from '../../src/rules/commission.ts';
import type { CustomerFacts } from '../../src/rules/commission-plan.ts';
import { simulated } from '../../src/rules/simulation.ts';
import { fact, flat, partner, payment, posted, rule } from './commission-builders.ts';

const customer = (changes: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerKey: 'c1',
  entries: [payment],
  credited: [partner('Acme')],
  posted: [],
  ...changes,
});
const paidOn = (key: string, day: string): CustomerFacts['entries'][number] =>
  fact(key, 'payment', 10_000, 0, { documentKey: key, occurredAt: new Date(`${day}T12:00:00Z`) });
const quarter = { from: '2026-07-01', until: '2026-10-01' };

test('the same payments under other terms, side by side', () => {
  expect(simulated([customer()], [rule()], [rule({ id: 'new', rate: 250_000 })], quarter)).toEqual([
    {
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
  expect(simulated([customer()], [rule()], [changed], quarter)[0]?.thenMinor).toBe(2_000);
});

test('a payment on the first day counts; one on the day after the last, or before, does not', () => {
  const entries = ['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'].map((day) =>
    paidOn(day, day),
  );
  expect(simulated([customer({ entries })], [rule()], [], quarter)).toMatchObject([
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
  expect(simulated([facts], [rule()], [], quarter)[0]?.nowMinor).toBe(2_000);
});

test('programs that the new terms do not name keep theirs, and so do leads and deals', () => {
  const reseller = partner('Ajax', { programId: 'reseller', split: 4_000 });
  const facts = customer({ credited: [partner('Acme', { split: 6_000 }), reseller] });
  const rules = [rule(), rule({ id: 'r', key: 'r', programId: 'reseller' })];
  const changed = [rule({ id: 'new', rate: 100_000 })];
  expect(
    simulated([facts], rules, changed, quarter).map((one) => [one.partnershipName, one.thenMinor]),
  ).toEqual([
    ['Acme', 600],
    ['Ajax', 800],
  ]);
});

test('the largest difference stands first, up or down; equal ones go by name', () => {
  const credited = [
    partner('Zeta', { split: 2_000 }),
    partner('Acme', { split: 2_000 }),
    partner('Ajax', { split: 6_000 }),
  ];
  const halved = [rule({ id: 'new', rate: 100_000 })];
  expect(
    simulated([customer({ credited })], [rule()], halved, quarter).map((one) => [
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
    simulated([customer({ entries })], [rule()], changed, quarter).map((one) => [
      one.currency,
      one.nowMinor,
      one.thenMinor,
    ]),
  ).toEqual([
    ['USD', 2_000, 0],
    ['JPY', 2_000, 0],
  ]);
});

test('a partnership that earns only by the new terms is there too', () => {
  expect(simulated([customer()], [], [rule()], quarter)).toMatchObject([
    { nowMinor: 0, thenMinor: 2_000, differenceMinor: 2_000 },
  ]);
});

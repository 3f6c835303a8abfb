import { openDataSet, type DataSet } from '../../scripts/bench-parts/data-set.ts';
import { expectedLedger, mismatches, type Ledger } from '../../scripts/bench-parts/oracle.ts';
import { median } from '../../scripts/bench-parts/result.ts';

let data: DataSet;

beforeAll(async () => {
  data = await openDataSet({ events: 200, customers: 40, seed: 7 });
});

afterAll(() => data.close());

const typeOf = (body: string): string => (JSON.parse(body) as { type: string }).type;

test('the measured events are as many as asked for, with refunds, disputes and duplicates among them', () => {
  const types = Map.groupBy(data.events, ({ body }) => typeOf(body));
  expect(data.events).toHaveLength(200);
  expect([...types.keys()].sort()).toEqual([
    'charge.dispute.funds_withdrawn',
    'charge.refunded',
    'invoice.paid',
  ]);
  expect(new Set(data.events.map(({ body }) => body)).size).toBe(190);
});

test('the same seed makes the same events, another seed others', async () => {
  const [same, other] = await Promise.all([
    openDataSet({ events: 200, customers: 40, seed: 7 }),
    openDataSet({ events: 200, customers: 40, seed: 8 }),
  ]);
  await Promise.all([same.close(), other.close()]);
  expect(same.events).toEqual(data.events);
  expect(other.events).not.toEqual(data.events);
});

test('most customers were brought by a partner, and one partner brought more than any other', () => {
  const counts = [...Map.groupBy(data.partnerOf.values(), ({ partnerKey }) => partnerKey)]
    .map(([key, customers]) => [key, customers.length] as const)
    .sort(([, a], [, b]) => b - a);
  expect(data.partnerOf.size).toBeGreaterThan(25);
  expect(data.partnerOf.size).toBeLessThan(40);
  expect(counts[0]?.[0]).toBe('partner-0');
});

test('what the oracle expects can be worked out by hand', async () => {
  const tiny = await openDataSet({ events: 20, customers: 1, seed: 1 });
  await tiny.close();
  const partner = [...tiny.partnerOf.values()][0];
  const { books } = tiny.stripe;
  const [refund] = books.refunds.list();
  const refunded = books.invoicePayments.list('payment_intent', refund?.payment_intent ?? '')[0];
  const invoice = books.invoices.need(refunded?.invoice ?? '');
  const kept = (invoice.net + invoice.tax - (refund?.amount ?? 0)) / (invoice.net + invoice.tax);
  const expected = expectedLedger(tiny);
  expect(books.refunds.list()).toHaveLength(1);
  expect(expected.entries.get(invoice.id)).toBe(2);
  expect(expected.revenue.get(invoice.id)).toBe(Math.round(invoice.net * kept));
  const stands = [...expected.revenue.values()].reduce((sum, minor) => sum + minor, 0);
  const earned = expected.commissions.get(partner?.partnerKey ?? '') ?? 0;
  const rate = (partner?.program.ratePercent ?? 0) / 100;
  expect(Math.abs(earned - stands * rate)).toBeLessThanOrEqual(books.invoices.list().length);
});

describe('a ledger that is not right is found out', () => {
  const changed = (map: ReadonlyMap<string, number>, by: number): Map<string, number> => {
    const [first] = map.keys();
    return new Map([...map].map(([key, value]) => [key, key === first ? value + by : value]));
  };
  const cases: [string, (ledger: Ledger) => Ledger][] = [
    ['a cent of revenue', (ledger) => ({ ...ledger, revenue: changed(ledger.revenue, 1) })],
    [
      'a cent of commission',
      (ledger) => ({ ...ledger, commissions: changed(ledger.commissions, -1) }),
    ],
    ['an entry posted twice', (ledger) => ({ ...ledger, entries: changed(ledger.entries, 1) })],
    ['a line that is missing', (ledger) => ({ ...ledger, lines: ledger.lines - 1 })],
    [
      'a document that nobody knows',
      (ledger) => ({ ...ledger, revenue: new Map([...ledger.revenue, ['in_x', 5]]) }),
    ],
  ];

  test('the right one passes', () => {
    expect(mismatches(expectedLedger(data), expectedLedger(data))).toEqual([]);
  });

  test.each(cases)('%s', (_name, change) => {
    const expected = expectedLedger(data);
    expect(mismatches(change(expected), expected)).toHaveLength(1);
  });
});

test.each([
  [[3], 3],
  [[5, 1], 3],
  [[9, 1, 2], 2],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('the median of nothing is an error, not a figure', () => {
  expect(() => median([])).toThrow('Nothing was measured');
});

import fc from 'fast-check';
import { addDays } from '../../src/rules/calendar.ts';
import { owedOn, type DatedLine, type LineStatus } from '../../src/rules/owed-on.ts';
import { datedLine, owedOnTable } from './tables/owed-on.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what was owed on a day', () => provesTable(owedOnTable));

test('each partnership and currency for itself, with what is owed, paid and taken back', () => {
  const lines: DatedLine[] = [
    { ...datedLine, key: 'a' },
    { ...datedLine, key: 'b', amountMinor: 300, status: 'Held' },
    { ...datedLine, key: 'c', amountMinor: -700 },
    { ...datedLine, key: 'd', amountMinor: 900, status: 'Paid', paidAt: datedLine.postedAt },
    { ...datedLine, key: 'e', amountMinor: -100, status: 'Void' },
    { ...datedLine, key: 'f', amountMinor: 80, status: 'Disputed' },
    { ...datedLine, key: 'g', amountMinor: 4, status: 'Approved' },
    { ...datedLine, key: 'h', amountMinor: 500, currency: 'JPY' },
    { ...datedLine, key: 'i', amountMinor: 1, partnershipKey: 'ajax', partnershipName: 'Ajax' },
  ];
  const acme = { partnershipName: 'Acme', currency: 'USD' };
  expect(owedOn(lines, '2026-03-10')).toMatchObject([
    { ...acme, currency: 'JPY', owedMinor: 500 },
    {
      ...acme,
      heldMinor: 300,
      payableMinor: 1_300,
      approvedMinor: 4,
      disputedMinor: 80,
      owedMinor: 1_684,
      paidMinor: 900,
      takenBackMinor: -700,
    },
    { partnershipName: 'Ajax', owedMinor: 1 },
  ]);
});

test('lines stand in the order in which they were posted, those of a moment by key', () => {
  const later = new Date('2026-03-10T12:00:01Z');
  const lines: DatedLine[] = [
    { ...datedLine, key: 'a', postedAt: later },
    { ...datedLine, key: 'c', name: 'CM-000003', amountMinor: 30 },
    { ...datedLine, key: 'b' },
    { ...datedLine, key: 'd' },
  ];
  const why = 'Posted on 2026-03-10, payable at once. 20 % of 100.00 USD.';
  const known = { balance: 'payable', why };
  const expected = [
    { ...known, key: 'b', name: 'CM-000001', amountMinor: 2_000 },
    { ...known, key: 'c', name: 'CM-000003', amountMinor: 30 },
    { ...known, key: 'd', name: 'CM-000001', amountMinor: 2_000 },
    { ...known, key: 'a', name: 'CM-000001', amountMinor: 2_000 },
  ];
  expect(owedOn(lines, '2026-03-10').map((one) => one.lines)).toEqual([expected]);
  expect(owedOn(lines.toReversed(), '2026-03-10').map((one) => one.lines)).toEqual([expected]);
});

test.each([
  'yesterday it was held',
  '2026-04-09 00:10:00Z Held > Gone',
  '2026-04-09 00:10:00Z Gone > Held',
  '2026-04-09 00:10:00Z Held > Payable by Ann',
  'Ann: 2026-04-09 00:10:00Z Held > Payable',
])('a log that says "%s" stops the answer', (entry) => {
  const statusLog = `2026-04-01 00:10:00Z Payable > Held; ${entry}; `;
  expect(thrown(() => owedOn([{ ...datedLine, statusLog }], '2026-04-09'))).toMatchObject({
    name: 'PoisonError',
    code: 'STATUS_LOG_UNREADABLE',
    message: `The status log of CM-000001 has an entry that nobody can read: "${entry}".`,
    action: 'Compare it with the field history of the line. Nothing is guessed until then.',
  });
});

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const statuses: LineStatus[] = ['Held', 'Payable', 'Approved', 'Disputed', 'Void'];
const history = fc.record({
  amountMinor: fc.integer({ min: -10_000, max: 10_000 }),
  postedOn: fc.integer({ min: 0, max: 60 }),
  first: fc.constantFrom<LineStatus>('Held', 'Payable'),
  steps: fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 9 }), to: fc.constantFrom(...statuses) }),
    { minLength: 1, maxLength: 6 },
  ),
  approvedOn: fc.option(fc.integer({ min: 61, max: 70 })),
  paidOn: fc.option(fc.integer({ min: 71, max: 90 })),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const onDay = (number: number): string => addDays('2026-01-01', number);
const moment = (number: number | null): Date | null =>
  number === null ? null : new Date(`${onDay(number)}T12:00:00Z`);

/** The line as the org had it at the end of a day; null: not yet. */
function asOf(made: History, key: string, day: number): DatedLine | null {
  if (made.postedOn > day) return null;
  let at = made.postedOn;
  let status = made.first;
  let statusLog = '';
  for (const { after, to } of made.steps) {
    at += after;
    if (at > day || to === status) continue;
    statusLog += `${onDay(at)} 12:00:00Z ${status} > ${to}; `;
    status = to;
  }
  const approvedAt = made.approvedOn !== null && made.approvedOn <= day ? made.approvedOn : null;
  const paidAt = made.paidOn !== null && made.paidOn <= day ? made.paidOn : null;
  return {
    ...datedLine,
    key,
    amountMinor: made.amountMinor,
    postedAt: moment(made.postedOn) ?? datedLine.postedAt,
    status,
    statusLog,
    approvedAt: moment(approvedAt),
    paidAt: moment(paidAt),
  };
}

const orgOn = (histories: readonly History[], day: number): DatedLine[] =>
  histories.flatMap((made, at) => asOf(made, `line ${at}`, day) ?? []);
const cents = (lines: readonly DatedLine[], day: number): unknown =>
  owedOn(lines, onDay(day)).map((one) => ({
    ...one,
    lines: one.lines.map(({ key, balance, amountMinor }) => ({ key, balance, amountMinor })),
  }));

test('whatever happens later, a day keeps its cents', () => {
  fc.assert(
    fc.property(
      fc.array(history, { maxLength: 12 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 120 }),
      (histories, day, later) => {
        const then = orgOn(histories, day);
        const now = orgOn(histories, day + later);
        expect(cents(now, day)).toEqual(cents(then, day));
      },
    ),
  );
});

test('today is what the lines say now, where no statement is on its way', () => {
  fc.assert(
    fc.property(fc.array(history, { maxLength: 12 }), (histories) => {
      const lines = orgOn(
        histories.map((made) => ({ ...made, approvedOn: null, paidOn: null })),
        200,
      );
      const now = (status: LineStatus): number =>
        lines.filter((line) => line.status === status).reduce((sum, l) => sum + l.amountMinor, 0);
      const [sums] = owedOn(lines, onDay(200));
      expect(sums?.heldMinor ?? 0).toBe(now('Held'));
      expect(sums?.payableMinor ?? 0).toBe(now('Payable'));
      expect(sums?.approvedMinor ?? 0).toBe(now('Approved'));
      expect(sums?.disputedMinor ?? 0).toBe(now('Disputed'));
    }),
  );
});

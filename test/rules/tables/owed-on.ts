import { formatMoney } from '../../../src/money.ts';
import { owedOn, type DatedLine, type LineOnDay } from '../../../src/rules/owed-on.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Asked {
  line: DatedLine;
  day: string;
}

export const datedLine: DatedLine = {
  key: 'line',
  name: 'CM-000001',
  partnershipKey: 'acme',
  partnershipName: 'Acme',
  currency: 'USD',
  amountMinor: 2_000,
  postedAt: new Date('2026-03-10T12:00:00Z'),
  status: 'Payable',
  statusLog: null,
  approvedAt: null,
  paidAt: null,
  reason: '20 % of 100.00 USD.',
};

type Row = RuleRow<Asked, LineOnDay | { balance: 'not yet posted' }>;

function row(
  name: string,
  line: Partial<DatedLine>,
  day: string,
  balance: LineOnDay['balance'],
  words: string,
): Row {
  const why = `Posted on 2026-03-10, ${words}. ${datedLine.reason}`;
  return { name, facts: { line: { ...datedLine, ...line }, day }, outcome: { balance, why } };
}

const released = '2026-04-09 00:10:00Z Held > Payable; ';
const disputed = `${released}2026-04-11 08:00:00Z Payable > Disputed; 2026-04-20 08:00:00Z Disputed > Payable; `;
const statement = {
  approvedAt: new Date('2026-05-02T09:00:00Z'),
  paidAt: new Date('2026-05-05T23:59:00Z'),
};
const paid = {
  ...statement,
  status: 'Paid' as const,
  statusLog: `${released}2026-05-02 09:05:00Z Payable > Approved; 2026-05-06 00:04:00Z Approved > Paid; `,
};

export const owedOnTable: RuleTable<Asked, LineOnDay | { balance: 'not yet posted' }> = {
  rule: 'owed-on',
  title: 'What was owed on a day',
  about: `
\`partnerverse owed --on 2026-03-31\` tells what every partnership was owed at the end of that day, in UTC, and gives the same cents whenever it is asked. Only lines that the org
had by then count, by the moment at which Salesforce stored them, however early the money moved; what became known later is part of later days. A line counts in the status that it
had on that day: its Status Log keeps every change with its moment. A statement's approval and payment hold for its lines from their own day on, though the lines follow minutes later.

A line from before there was a Status Log has no record of what it was in between: it counts in the status that it has now from the day on which it was posted, but approved and paid only
from the days of its statement. A log that cannot be read stops the answer.`,
  decide: ({ line, day }) =>
    owedOn([line], day)[0]?.lines[0] ?? { balance: 'not yet posted' as const },
  columns: {
    Posted: ({ facts }) => facts.line.postedAt.toISOString().slice(0, 16).replace('T', ' '),
    'Status now': ({ facts }) => facts.line.status,
    'Status log': ({ facts }) => facts.line.statusLog?.replaceAll(':00Z', '').trim() ?? '',
    'Statement approved, paid': ({ facts }) =>
      [facts.line.approvedAt, facts.line.paidAt]
        .flatMap((at) => (at ? [at.toISOString().slice(0, 10)] : []))
        .join(', '),
    Day: ({ facts }) => facts.day,
    'Counts as': ({ facts, outcome }) =>
      `${formatMoney({ minor: facts.line.amountMinor, currency: facts.line.currency })} ${outcome.balance ?? ''}`,
    Why: ({ outcome }) => ('why' in outcome ? (outcome.why ?? '') : ''),
  },
  rows: [
    {
      name: 'is nothing before the line was posted',
      facts: { line: datedLine, day: '2026-03-09' },
      outcome: { balance: 'not yet posted' },
    },
    row(
      'counts from the day on which it was posted',
      {},
      '2026-03-10',
      'payable',
      'payable at once',
    ),
    row(
      'counts at the last second of a day',
      { postedAt: new Date('2026-03-10T23:59:59Z') },
      '2026-03-10',
      'payable',
      'payable at once',
    ),
    row('is held from the start', { status: 'Held' }, '2026-03-10', 'held', 'held at once'),
    row(
      'is held until the hold was over',
      { statusLog: released },
      '2026-04-08',
      'held',
      'held at once',
    ),
    row(
      'is payable from that day on',
      { statusLog: released },
      '2026-04-09',
      'payable',
      'payable since 2026-04-09',
    ),
    row(
      'was held when it was disputed later',
      { statusLog: disputed },
      '2026-04-08',
      'held',
      'held at once',
    ),
    row(
      'is disputed while it was',
      { statusLog: disputed },
      '2026-04-19',
      'disputed',
      'disputed since 2026-04-11',
    ),
    row(
      'is payable again when that was settled',
      { statusLog: disputed },
      '2026-04-20',
      'payable',
      'payable since 2026-04-20',
    ),
    row(
      'is payable before its statement was approved',
      paid,
      '2026-05-01',
      'payable',
      'payable since 2026-04-09',
    ),
    row(
      'is approved with its statement',
      paid,
      '2026-05-02',
      'approved',
      'approved with its statement on 2026-05-02',
    ),
    row(
      'is approved with its statement, before the line followed',
      { ...statement, statusLog: released },
      '2026-05-02',
      'approved',
      'approved with its statement on 2026-05-02',
    ),
    row(
      'is approved until the day of payment',
      paid,
      '2026-05-04',
      'approved',
      'approved with its statement on 2026-05-02',
    ),
    row(
      'is paid with its statement, before the line followed',
      paid,
      '2026-05-05',
      'paid',
      'paid with its statement on 2026-05-05',
    ),
    row(
      'is paid since the day of its statement, when the line has followed',
      paid,
      '2026-05-06',
      'paid',
      'paid with its statement on 2026-05-05',
    ),
    row(
      'stays held though the statement was approved',
      { ...statement, paidAt: null, status: 'Held' },
      '2026-05-03',
      'held',
      'held at once',
    ),
    row(
      'is paid with its statement though it was held',
      { ...statement, status: 'Held' },
      '2026-05-05',
      'paid',
      'paid with its statement on 2026-05-05',
    ),
    row(
      'stays disputed though the statement was paid',
      { ...statement, status: 'Disputed' },
      '2026-05-06',
      'disputed',
      'disputed at once, as far as is recorded',
    ),
    row(
      'is void from the day on which it was made void',
      { status: 'Void', statusLog: '2026-04-01 10:00:00Z Payable > Void; ' },
      '2026-04-01',
      'void',
      'void since 2026-04-01',
    ),
    row(
      'is void when it was reversed',
      { status: 'Reversed' },
      '2026-04-01',
      'void',
      'reversed at once, as far as is recorded',
    ),
    row(
      'takes back what it takes back',
      { amountMinor: -500, status: 'Payable' },
      '2026-03-31',
      'payable',
      'payable at once',
    ),
    row(
      'is accrued: it counts as held',
      { status: 'Accrued' },
      '2026-03-31',
      'held',
      'accrued at once, as far as is recorded',
    ),
    row(
      'is accrued, and approved with its statement',
      { ...statement, status: 'Accrued' },
      '2026-05-02',
      'approved',
      'approved with its statement on 2026-05-02',
    ),
    row(
      'is accrued, and paid with its statement',
      { ...statement, status: 'Accrued' },
      '2026-05-05',
      'paid',
      'paid with its statement on 2026-05-05',
    ),
    row(
      'without a log, approved: payable until its statement was',
      { ...statement, status: 'Approved', paidAt: null },
      '2026-05-01',
      'payable',
      'payable at once, as far as is recorded',
    ),
    row(
      'without a log, approved: from the day of its statement on',
      { ...statement, status: 'Approved', paidAt: null },
      '2026-05-02',
      'approved',
      'approved with its statement on 2026-05-02',
    ),
    row(
      'without a log or a statement’s day: approved at once',
      { status: 'Approved' },
      '2026-03-10',
      'approved',
      'approved at once, as far as is recorded',
    ),
    row(
      'without a log, paid: payable until its statement was approved',
      { ...statement, status: 'Paid' },
      '2026-05-01',
      'payable',
      'payable at once, as far as is recorded',
    ),
    row(
      'without a log, paid: paid from the day of its statement',
      { ...statement, status: 'Paid' },
      '2026-05-05',
      'paid',
      'paid with its statement on 2026-05-05',
    ),
    row(
      'without a log or a statement’s day: paid at once',
      { status: 'Paid' },
      '2026-03-10',
      'paid',
      'paid at once, as far as is recorded',
    ),
  ],
};

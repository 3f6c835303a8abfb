import { correctionsOf } from '../../src/rules/commission-correction.ts';
import type { CommissionLine, PostedLine } from '../../src/rules/commission-line.ts';
import { commissionLines } from '../../src/rules/commission.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { fact, flat, partner, payment, posted, rule } from './commission-builders.ts';

const acme = partner('Acme');
const ajax = partner('Ajax');
const bonus = flat(750, { id: 'bonus-id', key: 'zz-bonus' });
const entries = [payment];
const known = { credited: [acme, ajax], rules: [rule(), bonus] };
const desired = (): CommissionLine[] =>
  commissionLines({ entries, credited: [acme], rules: known.rules, posted: [] }).lines;
const held = (changes: Partial<PostedLine> = {}): PostedLine => ({
  key: 'pay~Acme~rule',
  entryKey: 'pay',
  partnershipId: 'Acme',
  partnershipKey: 'Acme',
  ruleId: 'rule-id',
  amountMinor: 1_500,
  baseMinor: 10_000,
  countsAsRevenue: true,
  isVoid: false,
  ...changes,
});

test('a gap is closed by one line that says what was posted and what is owed', () => {
  const lines = correctionsOf(entries, desired(), [held()], known);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    key: 'pay~Acme~rule~correction-1',
    entryKey: 'pay',
    kind: 'Correction',
    amountMinor: 500,
    baseMinor: 0,
    countsAsRevenue: true,
    currency: 'USD',
    occurredAt: payment.occurredAt,
    holdUntil: null,
    reasonCode: 'CORRECTED',
    reason:
      'What is owed for invoice A-1 has changed (who is credited, the terms, or an exchange rate): 15.00 USD was posted, 20.00 USD is owed, so 5.00 USD corrects it. Acme: It brought the customer.',
    inputs: { postedMinor: 1_500, owedMinor: 2_000, currency: 'USD' },
  });
  expect(explainedAmount(JSON.stringify(lines[0]?.inputs))).toBe(500);
});

test('a base that is other than it was is corrected too, though the amount is right', () => {
  const lines = correctionsOf(
    entries,
    desired(),
    [held({ amountMinor: 2_000, baseMinor: 9_000 })],
    known,
  );
  expect(lines).toMatchObject([{ amountMinor: 0, baseMinor: 1_000 }]);
});

test('what is as it ought to be needs no correction', () => {
  expect(correctionsOf(entries, desired(), [held({ amountMinor: 2_000 })], known)).toEqual([]);
});

test('each partnership and each rule has a gap of its own', () => {
  const lines = correctionsOf(
    entries,
    desired(),
    [
      held(),
      held({ key: 'pay~Acme~zz-bonus', ruleId: 'bonus-id', amountMinor: 700, baseMinor: 0 }),
      held({ key: 'pay~Ajax~rule', partnershipId: 'Ajax', partnershipKey: 'Ajax', baseMinor: 0 }),
    ],
    known,
  );
  expect(lines.map((line) => [line.key, line.rule.id, line.amountMinor])).toEqual([
    ['pay~Acme~rule~correction-1', 'rule-id', 500],
    ['pay~Acme~zz-bonus~correction-1', 'bonus-id', 50],
    ['pay~Ajax~rule~correction-1', 'rule-id', -1_500],
  ]);
  expect(lines.map((line) => line.partnership.name)).toEqual(['Acme', 'Acme', 'Ajax']);
});

test('corrections are numbered, and what is posted of them counts', () => {
  const before = held({ key: 'pay~Acme~rule~correction-1', amountMinor: 100, baseMinor: 0 });
  expect(correctionsOf(entries, desired(), [held(), before], known)).toMatchObject([
    { key: 'pay~Acme~rule~correction-2', amountMinor: 400 },
  ]);
});

test('a void line is not owed again, and says so where a refund would take it back', () => {
  const isVoid = held({ amountMinor: 2_000, isVoid: true });
  expect(correctionsOf(entries, desired(), [isVoid], known)).toEqual([]);
  const all = [payment, fact('re', 'refund', -5_000, 1)];
  const wanted = commissionLines({ entries: all, credited: [acme], rules: [rule()], posted: [] });
  const [line] = correctionsOf(all, wanted.lines, [isVoid], known);
  expect(line).toMatchObject({
    amountMinor: 1_000,
    baseMinor: 5_000,
    before: { amountMinor: -1_000, baseMinor: -5_000 },
    inputs: { postedMinor: -1_000, owedMinor: 0 },
  });
  expect(line?.reason).toContain(
    '-10.00 USD was posted, 0.00 USD is owed, so 10.00 USD corrects it. 20.00 USD was made void by a person. Acme: ',
  );
});

test('a line that is about to be posted is no gap, and is said as posted', () => {
  const all = [payment, fact('re', 'refund', -5_000, 1)];
  const wanted = commissionLines({ entries: all, credited: [acme], rules: [rule()], posted: [] });
  expect(correctionsOf(all, wanted.lines, [held({ amountMinor: 2_000 })], known)).toEqual([]);
  const [line] = correctionsOf(all, wanted.lines, [held()], known);
  expect(line).toMatchObject({
    key: 're~Acme~rule~correction-1',
    amountMinor: 500,
    inputs: { postedMinor: 500, owedMinor: 1_000 },
  });
  expect(line?.reason).toContain('5.00 USD was posted, 10.00 USD is owed, so 5.00 USD corrects it');
});

test.each([
  ['an unknown partnership', held({ partnershipId: 'Apex' }), entries],
  ['an unknown rule', held({ ruleId: 'gone' }), entries],
  ['no entry at all', held(), []],
])('where there is %s, nothing is guessed', (_name, line, of) => {
  expect(correctionsOf(of, desired(), [line], known)).toEqual([]);
});

test('of two partners under one rule each is corrected by what it is owed itself, as of the first payment', () => {
  const shared = [partner('Acme', { split: 6_000 }), partner('Ajax', { split: 4_000 })];
  const later = {
    ...fact('re', 'refund', -5_000, 0),
    occurredAt: new Date('2026-09-25T10:00:00Z'),
  };
  const both = [payment, later];
  const under = (rate: number): CommissionLine[] =>
    commissionLines({ entries: both, credited: shared, rules: [rule({ rate })], posted: [] }).lines;
  const before = posted(under(200_000));
  const now = { credited: shared, rules: [rule({ rate: 100_000 })] };
  const lines = correctionsOf(both, under(100_000), before, now);
  expect(
    lines.map((line) => [line.key, line.amountMinor, line.creditDay, line.inputs['owedMinor']]),
  ).toEqual([
    ['re~Acme~rule~correction-1', -300, '2026-09-21', 300],
    ['re~Ajax~rule~correction-1', -200, '2026-09-21', 200],
  ]);
});

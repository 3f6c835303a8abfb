import type { RevenueFact } from '../../src/rules/commission-line.ts';
import { commissionLines, type CommissionOutcome } from '../../src/rules/commission.ts';
import type { CommissionRule, CreditedPartnership } from '../../src/rules/commission-terms.ts';
import { fact, flat, partner, rule } from './commission-builders.ts';

const paid = (key: string, currency: string, minor: number, day: string): RevenueFact =>
  fact(key, 'payment', minor, 0, {
    documentKey: key,
    documentName: `invoice ${key}`,
    currency,
    occurredAt: new Date(`${day}T12:00:00Z`),
  });
const rates = [{ from: 'EUR', to: 'USD', rate: 110_000_000, effectiveFrom: '2026-09-15' }];
const outcomeOf = (
  entries: readonly RevenueFact[],
  terms: CommissionRule,
  credited: readonly CreditedPartnership[] = [partner('Acme')],
): CommissionOutcome => commissionLines({ entries, credited, rules: [terms], posted: [], rates });
const paidEntries = ({ lines }: CommissionOutcome): string[] => lines.map((line) => line.entryKey);
/** Pays 10.00 USD with the payment that brings a customer to 150.00 USD. */
const milestone = flat(1_000, { trigger: 'Milestone', milestoneMinor: 15_000 });

describe('a milestone over payments in two currencies', () => {
  const dollars = paid('usd', 'USD', 10_000, '2026-09-10');

  test.each([
    ['is reached with what a payment is worth by the rate of its day', 4_545, ['eur']],
    ['is not reached where that is a cent too little', 4_544, []],
  ])('%s', (_name, euroCents, expected) => {
    const outcome = outcomeOf([dollars, paid('eur', 'EUR', euroCents, '2026-09-21')], milestone);
    expect(paidEntries(outcome)).toEqual(expected);
    expect(outcome.withoutRate).toEqual([]);
  });

  test('does not count a payment without a rate, and says so, as nobody knows whether it would reach it', () => {
    const early = paid('eur', 'EUR', 100_000, '2026-09-14');
    const outcome = outcomeOf(
      [dollars, early, paid('more', 'USD', 5_000, '2026-09-21')],
      milestone,
    );
    expect(paidEntries(outcome)).toEqual(['more']);
    expect(outcome.withoutRate).toEqual([
      {
        documentKey: 'eur',
        partnershipName: 'Acme',
        reason:
          'invoice eur was paid in EUR, and the amounts of the rule "Referral 20 %" are in USD. No exchange rate between the two holds on 2026-09-14, so Acme is not paid by that rule: money is never guessed.',
      },
    ]);
  });

  test('counts of a payment what stands after everything that happened to it', () => {
    const refund = { ...fact('re', 'refund', -500, 1), documentKey: 'in_1' };
    const failed = { ...fact('rf', 'refund failed', 500, 2), documentKey: 'in_1' };
    const entries = [fact('pay', 'payment', 15_000, 0), refund, failed];
    expect(paidEntries(outcomeOf(entries, milestone))).toContain('pay');
    expect(paidEntries(outcomeOf(entries.slice(0, 2), milestone))).toEqual([]);
  });
});

describe('a missing exchange rate is told only where it keeps somebody from money', () => {
  const inYen = flat(500, { currency: 'JPY' });
  const payment = paid('usd', 'USD', 10_000, '2026-09-21');

  test.each([
    ['a partner who is paid for it', payment, inYen, 10_000, 1],
    ['a partner without a share', payment, inYen, 0, 0],
    ['a partner without a share, milestone', payment, { ...milestone, currency: 'JPY' }, 0, 0],
    ['a payment in the currency of the rule', { ...payment, currency: 'JPY' }, inYen, 10_000, 0],
    ['a rule that pays for something else', payment, { ...inYen, products: ['gold'] }, 10_000, 0],
  ])('%s', (_name, entry, terms, split, count) => {
    const outcome = outcomeOf([entry], terms, [partner('Acme', { split })]);
    expect(outcome.withoutRate).toHaveLength(count);
  });
});

test('only the second role of one partner needs its name in the key of a line', () => {
  const half = { split: 5_000 };
  const credited = [
    partner('Acme', half),
    partner('Acme', { split: 2_500, role: 'Resold' }),
    partner('Zenith', { split: 2_500 }),
  ];
  const { lines } = outcomeOf([paid('in', 'USD', 10_000, '2026-09-21')], rule(), credited);
  expect(lines.map((line) => [line.partnership.role, line.key, line.amountMinor])).toEqual([
    ['Resold', 'in~Acme~rule', 500],
    ['Sourced', 'in~Acme~rule~Sourced', 1_000],
    ['Sourced', 'in~Zenith~rule', 500],
  ]);
});

test('a flat amount in yen for a payment in dollars: the line keeps the rate, and what stood before it', () => {
  const yen = { from: 'USD', to: 'JPY', rate: 15_000_000_000, effectiveFrom: '2026-09-01' };
  const refund = fact('re', 'refund', -5_000, 1, { documentName: 'invoice usd' });
  const { lines } = commissionLines({
    entries: [paid('usd', 'USD', 10_000, '2026-09-21'), { ...refund, documentKey: 'usd' }],
    credited: [partner('Acme')],
    rules: [flat(1_500, { currency: 'JPY' })],
    posted: [],
    rates: [yen],
  });
  const inputs = { ruleCurrency: 'JPY', exchangeRate: '150 JPY for 1 USD, the rate of 2026-09-01' };
  expect(lines).toMatchObject([
    {
      amountMinor: 1_000,
      baseMinor: 10_000,
      before: { amountMinor: 0, baseMinor: 0 },
      currency: 'USD',
      reason:
        'Flat 10.00 USD per payment = 10.00 USD, for invoice usd without tax, by rule "Referral 20 %" version 1. The rule\'s amounts are in JPY and count at 150 JPY for 1 USD, the rate of 2026-09-01. Acme is credited: It brought the customer.',
      inputs,
    },
    {
      amountMinor: -500,
      baseMinor: -5_000,
      before: { amountMinor: 1_000, baseMinor: 10_000 },
      inputs,
    },
  ]);
  const [inDollars] = outcomeOf([paid('usd', 'USD', 10_000, '2026-09-21')], rule()).lines;
  expect(inDollars?.inputs).not.toHaveProperty('exchangeRate');
});

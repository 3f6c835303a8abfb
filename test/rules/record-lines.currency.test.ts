import { noCaps } from '../../src/rules/commission-terms.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { recordLines, unclearRecords, type RecordCredit } from '../../src/rules/record-lines.ts';
import { flat, partner, rule } from './commission-builders.ts';

const now = new Date('2026-09-25T12:00:00Z');
const rates = [{ from: 'EUR', to: 'USD', rate: 110_000_000, effectiveFrom: '2026-09-01' }];

function deal(key: string, baseMinor: number): RecordCredit {
  return {
    key,
    partnership: partner('Acme'),
    posted: [],
    parts: [
      {
        recordName: `the deal "${key}"`,
        trigger: 'Opportunity Won',
        earnedOn: '2026-09-21',
        status: 'Active',
        isPaidOut: false,
        split: 10_000,
        behind: null,
        onRenewal: null,
        baseMinor,
        currency: 'USD',
      },
    ],
  };
}

test('limits in euros bear on deals in dollars at the rate of the day: minimum, and a cap over all deals', () => {
  const inEuros = rule({
    trigger: 'Opportunity Won',
    minimumMinor: 1_000,
    caps: { ...noCaps, partnership: 5_000 },
    currency: 'EUR',
  });
  const deals = [deal('a', 5_495), deal('b', 20_000), deal('c', 20_000)];
  const lines = recordLines(deals, [inEuros], now, rates);
  // 10.99 is below 10.00 EUR = 11.00 USD; 50.00 EUR are 55.00 USD in all.
  expect(lines.map((line) => [line.recordKey, line.amountMinor, line.currency])).toEqual([
    ['b', 4_000, 'USD'],
    ['c', 1_500, 'USD'],
  ]);
  for (const line of lines)
    expect(explainedAmount(JSON.stringify(line.inputs))).toBe(line.amountMinor);
  expect(recordLines(deals, [inEuros], now)).toEqual([]);
  expect(unclearRecords(deals.slice(0, 1), [inEuros])).toEqual([
    'The rule counts in EUR and the deal "a" in USD, no exchange rate between the two holds, and money is never guessed. By rule "Referral 20 %".',
  ]);
  expect(unclearRecords(deals, [inEuros], rates)).toEqual([]);
});

test('a minimum in euros alone: what is above it is paid in full', () => {
  const inEuros = rule({ trigger: 'Opportunity Won', minimumMinor: 1_000, currency: 'EUR' });
  const lines = recordLines([deal('a', 5_495), deal('b', 5_500)], [inEuros], now, rates);
  expect(lines).toMatchObject([
    { recordKey: 'b', amountMinor: 1_100, inputs: { roomMinor: null } },
  ]);
});

test('a flat amount is paid, capped and kept in the currency of the rule, whatever a rate says', () => {
  const caps = { ...noCaps, partnership: 1_500 };
  const inEuros = flat(1_000, { trigger: 'Opportunity Won', currency: 'EUR', caps });
  const lines = recordLines([deal('a', 5_000), deal('b', 5_000)], [inEuros], now, rates);
  expect(lines.map((line) => [line.recordKey, line.amountMinor, line.currency])).toEqual([
    ['a', 1_000, 'EUR'],
    ['b', 500, 'EUR'],
  ]);
});

test('a line says what stood before it, so that it adds up in another currency', () => {
  const posted = {
    ruleId: 'rule-id',
    amountMinor: 1_000,
    baseMinor: 5_000,
    currency: 'USD',
    occurredAt: now,
    isVoid: false,
  };
  const [line] = recordLines(
    [{ ...deal('a', 10_000), posted: [posted] }],
    [rule({ trigger: 'Opportunity Won' })],
    now,
  );
  expect(line).toMatchObject({
    amountMinor: 1_000,
    baseMinor: 5_000,
    before: { amountMinor: 1_000, baseMinor: 5_000 },
    creditDay: '2026-09-21',
  });
});

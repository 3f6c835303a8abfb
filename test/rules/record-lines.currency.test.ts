import { noCaps } from '../../src/rules/commission-terms.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import { recordLines, type RecordCredit } from '../../src/rules/record-lines.ts';
import { partner, rule } from './commission-builders.ts';

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
});

test('a line says what stood before it, so that it adds up in another currency', () => {
  const posted = {
    ruleId: 'rule-id',
    amountMinor: 1_000,
    baseMinor: 5_000,
    currency: 'USD',
    occurredAt: now,
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

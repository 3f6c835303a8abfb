import { creditOfDeal, type DealCredit, type TouchedDeal } from '../../src/rules/deal-credit.ts';
import { dealCreditTable } from './tables/deal-credit.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how the credit of a won deal is divided', () => provesTable(dealCreditTable));

const credits = ['Acme', 'Ajax', 'Apex'].map((name, at): DealCredit => ({
  id: name,
  touch: {
    key: name,
    partnershipId: name,
    partnershipName: name,
    kind: 'Lead Submission',
    at: new Date(Date.UTC(2026, 0, 1 + at)),
    windowDays: null,
    until: null,
  },
  role: 'Sourced',
  share: 10_000,
  reason: null,
  creditAmount: null,
  isOurs: true,
}));
const deal: TouchedDeal = {
  id: 'deal',
  name: 'Initech',
  amount: 100,
  wonAt: new Date('2026-03-31T23:59:59.999Z'),
  touches: credits.map(({ touch }) => touch),
  credits,
  models: new Map(credits.map(({ id }) => [id, 'Linear'])),
};

test('a three-way equal split of $100.00, with the sum and the reason', () => {
  const { changes } = creditOfDeal(deal);
  expect(changes.map(({ id, share, creditAmount }) => [id, share, creditAmount])).toEqual([
    ['Ajax', 3_333, 33.33],
    ['Apex', 3_333, 33.33],
    ['Acme', 3_334, 33.34],
  ]);
  expect(changes[0]?.reason).toMatch(
    /^Ajax is touch 2 of 3: 33\.33 % by the linear model\. Sourced by Acme/,
  );
});

test('dividing again changes nothing', () => {
  const changes = new Map(creditOfDeal(deal).changes.map((change) => [change.id, change]));
  const after = credits.map((credit) => ({ ...credit, ...changes.get(credit.id) }));
  expect(creditOfDeal({ ...deal, credits: after }).changes).toEqual([]);
});

test('a deal without an amount has no credited amount', () => {
  expect(creditOfDeal({ ...deal, amount: null }).changes[0]?.creditAmount).toBeNull();
});

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

const only = (changes: Partial<DealCredit>): DealCredit[] =>
  credits.map((credit) => (credit.id === 'Apex' ? { ...credit, ...changes } : credit));
const sharesOf = (of: TouchedDeal): Record<string, number> =>
  Object.fromEntries(creditOfDeal(of).changes.map(({ id, share }) => [id, share]));

test('nobody sourced it in time: nothing changes, and nothing is said', () => {
  expect(creditOfDeal({ ...deal, touches: [] })).toEqual({ changes: [], conflict: null });
});

test('a program without a model gives it all to the first, a custom one touches nothing', () => {
  expect(sharesOf({ ...deal, models: new Map() })).toEqual({ Ajax: 0, Apex: 0, Acme: 10_000 });
  const models = new Map(credits.map(({ id }) => [id, 'Custom'] as const));
  expect(creditOfDeal({ ...deal, models }).changes).toEqual([]);
});

test('what a person gave is not ours to change, and of the role Sourced only the rest is divided', () => {
  const own = only({ isOurs: false, share: 5_000 });
  const { changes } = creditOfDeal({ ...deal, credits: own });
  expect(changes.map(({ id, share }) => [id, share])).toEqual(
    [
      ['Ajax', 1_666],
      ['Acme', 3_334],
    ].sort((a, b) => Number(a[1]) - Number(b[1])),
  );
  expect(changes[0]?.reason).toMatch(
    /^Ajax is touch 2 of 3: 33\.33 % by the linear model\. 16\.66 % is left beside what people gave\. Sourced by/,
  );
  expect(changes[1]?.reason).not.toContain('is left');
});

test('another role is not cut by what people gave of Sourced, and takes nothing of it', () => {
  const influenced = credits.map((credit) =>
    credit.id === 'Acme'
      ? { ...credit, role: 'Influenced' }
      : credit.id === 'Apex'
        ? { ...credit, isOurs: false, share: 8_000 }
        : credit,
  );
  expect(sharesOf({ ...deal, credits: influenced })).toEqual({ Acme: 3_334, Ajax: 2_000 });
});

test('who loses credit stands first, a credit without a share rises from nothing', () => {
  const uneven = credits.map((credit, at) => ({
    ...credit,
    share: [null, 6_000, 3_000][at] ?? null,
  }));
  expect(creditOfDeal({ ...deal, credits: uneven }).changes.map(({ id }) => id)).toEqual([
    'Ajax',
    'Apex',
    'Acme',
  ]);
});

test.each([
  ['share', { share: 3_332 }],
  ['reason', { reason: 'Other words.' }],
  ['credited amount', { creditAmount: 33.34 }],
])('one wrong %s alone is put right', (_name, wrong) => {
  const changes = new Map(creditOfDeal(deal).changes.map((change) => [change.id, change]));
  const after = credits.map((credit) => ({
    ...credit,
    ...changes.get(credit.id),
    ...(credit.id === 'Apex' ? wrong : {}),
  }));
  expect(creditOfDeal({ ...deal, credits: after }).changes.map(({ id }) => id)).toEqual(['Apex']);
});

test('a reason is as long as its field, without a space at its end', () => {
  const long = 'x'.repeat(300);
  const named = credits.map((credit) => ({
    ...credit,
    touch: { ...credit.touch, partnershipName: long },
  }));
  const [change] = creditOfDeal({ ...deal, credits: named }).changes;
  expect(change?.reason).toHaveLength(255);
  for (const length of [190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200]) {
    const name = 'x'.repeat(length);
    const { changes } = creditOfDeal({
      ...deal,
      credits: credits.map((credit) => ({
        ...credit,
        touch: { ...credit.touch, partnershipName: name },
      })),
    });
    for (const { reason } of changes) expect(reason).toBe(reason.trim());
  }
});

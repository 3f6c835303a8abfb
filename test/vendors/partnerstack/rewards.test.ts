import { startRig, type Rig } from './harness.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  const { fake } = rig;
  const group = fake.addGroup();
  fake.addPartnership({ partnerKey: 'acme', group: group.data.key });
});
afterAll(() => rig.fake.close());

const september = [new Date('2026-09-01T00:00:00Z'), new Date('2026-10-01T00:00:00Z')] as const;
const reward = (paidAt: string, changes: object = {}): string =>
  rig.fake.addReward({
    partnerKey: 'acme',
    customer: null,
    amountCents: 100,
    paidCents: 500,
    paidAt: new Date(paidAt),
    ...changes,
  }).data.key;

test('rewards are those of what happened in the time, scheduled ones too, page after page', async () => {
  const scheduled = reward('2026-09-30T23:59:59Z', { status: 'scheduled' });
  const many = Array.from({ length: 260 }, () => reward('2026-09-01T00:00:00Z'));
  reward('2026-10-01T00:00:00Z');
  reward('2026-08-31T23:59:59Z');
  rig.fake.archive(reward('2026-09-02T00:00:00Z'));
  rig.fake.update(reward('2026-09-02T00:00:00Z'), { test: true });
  const found = await rig.vendor.rewards(...september);
  expect(found.map(({ id }) => id).sort()).toEqual([scheduled, ...many].sort());
  expect(found.find(({ id }) => id === scheduled)).toMatchObject({
    amountMinor: 100,
    currency: 'USD',
    status: 'scheduled',
    source: 'transaction',
    record: null,
    customer: null,
    transaction: { amountMinor: 500, currency: 'USD' },
    earnedAt: new Date('2026-09-30T23:59:59Z'),
  });
  expect(rig.fake.requestCount('/rewards')).toBe(3);
});

test('a reward without an amount, a currency or a time is none; one without a transaction has its own time', async () => {
  for (const [gap, value] of [
    ['amount', null],
    ['amount', 1.5],
    ['currency', null],
  ] as const)
    rig.fake.update(reward('2026-11-02T00:00:00Z'), { [gap]: value });
  const bonus = reward('2026-11-03T00:00:00Z', { paidCents: null, source: 'bonus' });
  const found = await rig.vendor.rewards(
    new Date('2026-11-01T00:00:00Z'),
    new Date('2026-12-01T00:00:00Z'),
  );
  expect(found).toMatchObject([{ id: bonus, source: 'bonus', record: null, transaction: null }]);
});

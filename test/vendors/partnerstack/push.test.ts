import { systemClock } from '../../../src/clock.ts';
import { PoisonError } from '../../../src/errors.ts';
import { createPartnerStack } from '../../../src/vendors/partnerstack/index.ts';
import { toDealBody, toStage } from '../../../src/vendors/partnerstack/push.ts';
import type { PrmVendor } from '../../../src/vendors/contract.ts';
import { startPartnerStackFake, type PartnerStackFake } from '../../fakes/partnerstack/fake.ts';

let fake: PartnerStackFake;
let vendor: PrmVendor;
let deal: string;

beforeAll(async () => {
  fake = await startPartnerStackFake();
  const { apiBase, apiKey } = fake;
  vendor = createPartnerStack(
    { account: 'main', apiBase, apiKey, webhookSecrets: [], mode: null },
    { clock: systemClock },
  );
  const group = fake.addGroup().data.key;
  fake.addPartnership({ partnerKey: 'acme', group });
  deal = fake.addDeal({ partnerKey: 'acme', amountCents: 1_000, stage: 'registered' }).data.key;
});

afterAll(() => fake.close());

test.each([
  ['won', 'won', 'won'],
  ['converted', 'closed', 'won'],
  ['lost', 'lost', 'lost'],
  ['rejected', 'no', 'lost'],
  ['open', 'registered', 'open'],
  [null, 'registered', 'open'],
])('a stage that PartnerStack calls %s inside ends as %s → %s', (internal, name, outcome) => {
  expect(toStage({ api_name: name, name: null, internal_status: internal })).toEqual([
    { word: name, outcome },
  ]);
});

test('a stage without any name is no stage', () => {
  expect(toStage({ api_name: null, name: null, internal_status: 'won' })).toEqual([]);
});

test('only what changes is sent, and a cleared value is sent as null', () => {
  expect(toDealBody({})).toEqual({});
  expect(toDealBody({ stage: 'won', amountMinor: null, closeDate: '2026-12-31' })).toEqual({
    stage: 'won',
    amount: null,
    close_date: '2026-12-31',
  });
  expect(toDealBody({ lostReason: 'Price' })).toEqual({ lost_reason: 'Price' });
});

test('a changed deal comes back as it is then, with a higher version, and its echo is announced', async () => {
  const before = await vendor.fetchDeal(deal);
  const after = await vendor.changeDeal(deal, { stage: 'won', amountMinor: 2_000 });
  expect(after).toMatchObject({ stage: 'won', amountMinor: 2_000 });
  expect(after?.version).toBeGreaterThan(before?.version ?? 0);
  expect(fake.takeEchoes()).toMatchObject([{ event: 'deal.updated', data: { key: deal } }]);
});

test('a deal that is gone is null, and a stage that PartnerStack does not have is refused for good', async () => {
  expect(await vendor.changeDeal('deal_nowhere', { amountMinor: 1 })).toBeNull();
  await expect(vendor.changeDeal(deal, { stage: 'unheard of' })).rejects.toBeInstanceOf(
    PoisonError,
  );
});

test('the stages of deals and the statuses of leads are known', async () => {
  expect(await vendor.stages('deal')).toContainEqual({ word: 'lost', outcome: 'lost' });
  expect(await vendor.stages('lead')).toContainEqual({ word: 'converted', outcome: 'won' });
});

test('a changed lead comes back as it is then; one that is gone is null', async () => {
  const lead = fake.addLead({ partnerKey: 'acme', lastName: 'Smith' }).data.key;
  fake.takeEchoes();
  expect(await vendor.changeLead(lead, { status: 'converted' })).toMatchObject({
    status: 'converted',
  });
  expect(fake.takeEchoes()).toMatchObject([{ event: 'lead.updated', data: { key: lead } }]);
  expect(await vendor.changeLead('lead_nowhere', { status: 'converted' })).toBeNull();
});

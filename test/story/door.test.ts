import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { sign } from '../fakes/stripe/events.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { metricTotals, partnerStackSecret, stripeSecret, untilQuiet } from '../support/door.ts';
import { runService, type RunningService } from '../support/running-service.ts';
import { openStory, type Story } from './story.ts';

let org: LocalOrg;
let story: Story;
let service: RunningService;
let port: Org & OrgAdmin;
/** How far the service's clock is ahead of ours. */
let aheadMs = 0;

beforeAll(async () => {
  org = await startDeployedOrg();
  story = await openStory();
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  await port.save(story.setup);
  service = await runService({
    org,
    stripe: story.stripe,
    partnerstack: story.partnerstack,
    queue: { PARTNERVERSE_DATA_DIR: ':memory:' },
    clock: { now: () => new Date(Date.now() + aheadMs) },
  });
}, 120_000);

afterAll(async () => {
  await service.close();
  await port.close();
  await story.close();
  await org.close();
});

const event = (type: string, object: Record<string, unknown>): string =>
  JSON.stringify({
    id: 'evt_door',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_790_000_000,
    type,
    livemode: false,
    pending_webhooks: 1,
    request: null,
    data: { object },
  });
const good = event('customer.created', { id: 'cus_door', object: 'customer' });
const signed = (body: string, secret = stripeSecret, now = new Date()): Record<string, string> => ({
  'stripe-signature': sign(body, secret, now),
});
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);

async function send(
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const response = await fetch(`${service.url}/webhooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

async function storedDeliveries(): Promise<number> {
  const totals = await metricTotals(service.url, 'partnerverse_webhook_requests_total');
  return [...totals]
    .filter(([labels]) => labels.includes('outcome="stored"'))
    .reduce((sum, [, count]) => sum + count, 0);
}

describe('the public door refuses what it must, and stores nothing of it', () => {
  test.each<[string, string, string, () => Record<string, string>, number]>([
    ['a wrong signature', 'stripe/main', good, () => signed(good, 'whsec_wrong'), 401],
    ['a signature of another body', 'stripe/main', good, () => signed(`${good} `), 401],
    ['an old signature', 'stripe/main', good, () => signed(good, stripeSecret, ago(301)), 401],
    ['no signature', 'stripe/main', good, () => ({}), 401],
    ['a malformed signature', 'stripe/main', good, () => ({ 'stripe-signature': 't=,v1=zz' }), 401],
    ['a wrong unguessable path', 'partnerstack/main/guess', '{"event":"test"}', () => ({}), 401],
    ['no unguessable path', 'partnerstack/main', '{"event":"test"}', () => ({}), 401],
    ['a body over 1 MB', 'stripe/main', ' '.repeat(1_048_577), () => signed(good), 413],
    ['broken JSON', 'stripe/main', '{"id":', () => signed('{"id":'), 400],
    ['an unknown vendor', 'nobody/main', good, () => signed(good), 404],
  ])('%s', async (_name, path, body, headers, status) => {
    const before = await storedDeliveries();
    expect(await send(path, body, headers())).toBe(status);
    expect(await storedDeliveries()).toBe(before);
  });

  test('a signature with the older of two secrets is accepted: rotation loses nothing', async () => {
    expect(await send('stripe/main', good, signed(good, 'whsec_an_older_one'))).toBe(202);
  });
});

describe('what cannot be acted on is accepted, counted, and shown where a person can help', () => {
  const unknownType = event('moon.landed', { id: 'moon_1', object: 'moon' });
  const ping = JSON.stringify({
    id: 'evt_ping',
    object: 'v2.core.event',
    type: 'v2.core.event_destination.ping',
    created: '2026-09-21T14:13:26.000Z',
    livemode: false,
    related_object: {
      id: 'ed_1',
      type: 'event_destination',
      url: '/v2/core/event_destinations/ed_1',
    },
  });
  const live = event('customer.created', { id: 'cus_live', object: 'customer' }).replace(
    '"livemode":false',
    '"livemode":true',
  );
  test.each<[string, string, string, string]>([
    ['an unknown event type', 'stripe/main', unknownType, 'EVENT_TYPE_UNKNOWN'],
    ['a ping', 'stripe/main', ping, 'EVENT_TYPE_IGNORED|NOTHING_TO_ACT_ON'],
    ['a live event at a test account', 'stripe/main', live, 'TEST_MODE'],
    [
      'PartnerStack’s own test',
      `partnerstack/main/${partnerStackSecret}`,
      '{"event":"test","data":{"message":"Test event sent!"}}',
      'NOTHING_TO_ACT_ON',
    ],
    [
      'a JSON body that is no event',
      `partnerstack/main/${partnerStackSecret}`,
      '[1,2]',
      'NOTHING_TO_ACT_ON',
    ],
  ])('%s', async (_name, path, body, codes) => {
    const counted = async (): Promise<number> =>
      [...(await metricTotals(service.url, 'partnerverse_deliveries_total'))]
        .filter(([labels]) => codes.split('|').some((code) => labels.includes(`outcome="${code}"`)))
        .reduce((sum, [, count]) => sum + count, 0);
    const before = await counted();
    expect(await send(path, body, path.startsWith('stripe') ? signed(body) : {})).toBe(202);
    await untilQuiet(service.url);
    expect(await counted()).toBe(before + 1);
  });

  test('a partner key that matches nobody becomes an issue that says what to do, and closes itself when mended', async () => {
    const made = story.stripe.addCustomer({
      name: 'Lonely',
      metadata: { partner_key: 'late-partner' },
    });
    const paid = story.stripe.payInvoice({ customer: made.object.id, net: 10_000, tax: 0 });
    for (const body of [...made.events, ...paid.events].map((one) => JSON.stringify(one)))
      await send('stripe/main', body, signed(body));
    await untilQuiet(service.url);
    const issue =
      "SELECT Status__c, WhatToDo__c FROM SyncIssue__c WHERE Code__c = 'PARTNER_KEY_UNKNOWN' AND Subject__c = 'late-partner'";
    expect(await port.query(issue)).toMatchObject([
      {
        Status__c: 'Open',
        WhatToDo__c: expect.stringContaining('create the partnership with this partner key'),
      },
    ]);
    const lines = `SELECT Amount__c FROM Commission__c WHERE CustomerKey__c = 'stripe:main:customer:${made.object.id}'`;
    expect(await port.query(lines)).toEqual([]);

    const [group] = story.steps[0]?.act() ?? [];
    const groupKey = String(JSON.parse(group?.body ?? '{}').data.key);
    const joined = story.partnerstack.addPartnership({
      partnerKey: 'late-partner',
      group: groupKey,
      team: { key: 'stck_late', name: 'Late' },
    });
    await send(`partnerstack/main/${partnerStackSecret}`, JSON.stringify(joined));
    await untilQuiet(service.url);
    expect(await port.query(issue)).toMatchObject([{ Status__c: 'Resolved' }]);
    expect(await port.query(lines)).toMatchObject([{ Amount__c: 20 }]);
  });
});

describe('every event body that we have a fixture for', () => {
  const folder = fileURLToPath(new URL('../fixtures/stripe/', import.meta.url));
  test('is taken at the door and ends in a document or a coded skip, with no job parked', async () => {
    const bodies = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(folder + name, 'utf8'));
    expect(bodies.length).toBeGreaterThan(50);
    const outcomes = async (): Promise<number> =>
      [...(await metricTotals(service.url, 'partnerverse_deliveries_total')).values()].reduce(
        (sum, count) => sum + count,
        0,
      );
    const before = await outcomes();
    for (const body of bodies) expect(await send('stripe/main', body, signed(body))).toBe(202);
    await untilQuiet(service.url);
    expect(await outcomes()).toBe(before + bodies.length);
    const depth = await metricTotals(service.url, 'partnerverse_queue_jobs');
    expect(
      [...depth].filter(([labels, count]) => labels.includes('state="parked"') && count > 0),
    ).toEqual([]);
  });
});

describe('readiness tells whether the org answers', () => {
  const readiness = async (): Promise<{ status: number; org: unknown }> => {
    const response = await fetch(`${service.url}/health/ready`);
    const { checks } = (await response.json()) as { checks: { org: unknown } };
    return { status: response.status, org: checks.org };
  };

  test('it stops with an outage, comes back with the org, and costs no API call', async () => {
    const before = org.apiCalls();
    aheadMs += 5_000;
    expect(await readiness()).toEqual({ status: 200, org: 'ok' });
    for (const [outage, code] of [
      ['dropped', 'ORG_UNREACHABLE'],
      ['unavailable', 'ORG_UNAVAILABLE'],
    ] as const) {
      org.setPressure({ outage });
      expect(await readiness()).toMatchObject({ status: 200 }); // believed for five seconds
      aheadMs += 5_000;
      expect(await readiness()).toMatchObject({ status: 503, org: { code } });
      org.setPressure({ outage: 'none' });
      expect(await readiness()).toMatchObject({ status: 503 });
      aheadMs += 5_000;
      expect(await readiness()).toEqual({ status: 200, org: 'ok' });
    }
    expect(org.apiCalls()).toBe(before);
  });

  test('a service that starts while the org is out is not ready until the org lets it in', async () => {
    org.setPressure({ outage: 'dropped' });
    const starting = runService({
      org,
      stripe: story.stripe,
      partnerstack: story.partnerstack,
      queue: { PARTNERVERSE_DATA_DIR: ':memory:' },
      onListening: async (url) => {
        const response = await fetch(`${url}/health/ready`);
        expect(await response.json()).toMatchObject({
          checks: { org: { code: 'ORG_CONNECTING' } },
        });
        org.setPressure({ outage: 'none' });
      },
    });
    await (await starting).close();
  });
});

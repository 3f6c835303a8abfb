import { z } from 'zod';
import { fixedClock } from '../../../src/clock.ts';
import { startPartnerStackFake } from '../../fakes/partnerstack/fake.ts';
import type { PartnerStackFake } from '../../fakes/partnerstack/fake.ts';
import { asVersion1 } from '../../fakes/partnerstack/records.ts';

const pageSchema = z.object({
  data: z.object({
    has_more: z.boolean(),
    items: z.array(z.looseObject({ key: z.string() })),
  }),
});

let fake: PartnerStackFake;
let keys: string[];
beforeAll(async () => {
  fake = await startPartnerStackFake();
  const group = fake.addGroup().data.key;
  fake.addPartnership({ partnerKey: 'ada', group });
  fake.addPartnership({ partnerKey: 'bob', group });
  keys = Array.from({ length: 12 }, () => fake.addDeal({ partnerKey: 'ada' }).data.key);
});
afterAll(() => fake.close());

async function get(path: string, apiKey = fake.apiKey, method = 'GET') {
  const authorization = `Basic ${Buffer.from(apiKey).toString('base64')}`;
  const response = await fetch(`${fake.apiBase}/api/v2${path}`, {
    method,
    headers: { authorization },
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

/** Names deals by their place in the order of making, 0 being the oldest. */
async function dealsOn(query: string): Promise<{ deals: number[]; more: boolean }> {
  const { data } = pageSchema.parse((await get(`/deals${query}`)).body);
  return { deals: data.items.map((item) => keys.indexOf(item.key)), more: data.has_more };
}

const down = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, step) => from - step);

describe('the lists of the PartnerStack fake', () => {
  test.each<[string, () => string, number[], boolean]>([
    ['ten, newest first, by default', () => '', down(11, 2), true],
    ['as many as asked', () => '?limit=12', down(11, 0), false],
    ['what is older than a key', () => `?starting_after=${keys[2] ?? ''}`, [1, 0], false],
    [
      'what is newer than a key',
      () => `?limit=3&ending_before=${keys[8] ?? ''}`,
      [11, 10, 9],
      false,
    ],
    ['the page before a key', () => `?limit=2&ending_before=${keys[8] ?? ''}`, [10, 9], true],
    [
      'what changed since',
      () => `?min_updated=${Date.parse('2026-09-01T08:00:14Z')}`,
      [11, 10],
      false,
    ],
    [
      'what was made until',
      () => `?max_created=${Date.parse('2026-09-01T08:00:05Z')}`,
      [1, 0],
      false,
    ],
    ['the oldest first', () => '?order_by=created_at&limit=2', [0, 1], true],
    ['what another partner has', () => '?partner_key=bob', [], false],
  ])('give %s', async (_what, query, deals, more) => {
    expect(await dealsOn(query())).toEqual({ deals, more });
  });

  test.each([
    'limit=0',
    'limit=251',
    'limit=ten',
    'starting_after=a&ending_before=b',
    'starting_after=nobody',
  ])('refuse %s', async (query) => {
    const { status, body } = await get(`/deals?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 400, message: expect.any(String) });
  });

  test('hide archived partnerships until they are asked for', async () => {
    const other = await startPartnerStackFake();
    const group = other.addGroup().data.key;
    other.archive(other.addPartnership({ partnerKey: 'gone', group }).data.key);
    const list = async (query: string): Promise<number> => {
      const authorization = `Basic ${Buffer.from(other.apiKey).toString('base64')}`;
      const url = `${other.apiBase}/api/v2/partnerships${query}`;
      const response = await fetch(url, { headers: { authorization } });
      return pageSchema.parse(await response.json()).data.items.length;
    };
    expect(await list('')).toBe(0);
    expect(await list('?include_archived=true')).toBe(1);
    await other.close();
  });
});

describe('the PartnerStack fake', () => {
  test('answers as PartnerStack does to wrong keys, wrong paths and wrong methods', async () => {
    expect((await get('/deals', 'pk:wrong')).status).toBe(401);
    expect((await get('/triggers')).status).toBe(404);
    expect((await get('/groups/grup_00000000000001')).status).toBe(404);
    expect((await get('/deals', fake.apiKey, 'POST')).status).toBe(405);
    expect((await get('/deals/nobody')).body).toEqual({ message: 'Object not found', status: 404 });
  });

  test('fails as often as told, and then no more', async () => {
    fake.failNext(2, 503);
    fake.malformNext(1);
    const before = fake.requestCount('/groups');
    const statuses = [];
    for (let request = 0; request < 4; request += 1) statuses.push((await get('/groups')).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
    expect(fake.requestCount('/groups')).toBe(before + 4);
    fake.failNext(1, 500);
    fake.heal();
    expect((await get('/groups')).status).toBe(200);
  });

  test('makes the same keys and times every time, and takes time from a clock when given one', async () => {
    const clock = fixedClock(new Date('2026-11-22T10:00:00.000Z'));
    const [first, second] = await Promise.all([
      startPartnerStackFake({ clock }),
      startPartnerStackFake({ clock }),
    ]);
    const story = (on: PartnerStackFake): unknown => {
      const group = on.addGroup({ name: 'Resellers' });
      const partnership = on.addPartnership({ partnerKey: 'ada', group: group.data.key });
      return [group, partnership, on.update(partnership.data.key, { email: 'new@ada.example' })];
    };
    const told = story(first);
    expect(told).toEqual(story(second));
    expect(told).toMatchObject([
      { event: 'group.created', data: { created_at: clock.now().getTime() }, test: false },
      { event: 'partnership.created', data: { partner_key: 'ada', group: { name: 'Resellers' } } },
      { event: 'partnership.updated', data: { email: 'new@ada.example' } },
    ]);
    await Promise.all([first.close(), second.close()]);
  });

  test('tells the same in the words of version 1', () => {
    const group = fake.addGroup({ name: 'Old Friends' }).data.key;
    const made = fake.addPartnership({ partnerKey: 'eve', group });
    const flat = asVersion1(made);
    expect(flat).toMatchObject({
      event: 'partnership_created',
      partner_key: 'eve',
      archived: 'false',
      group: { id: 22, name: 'Old Friends', slug: 'oldfriends' },
    });
    expect(flat).not.toHaveProperty('key');
    const lead = fake.addLead({ partnerKey: 'eve' });
    expect(asVersion1(lead)).toMatchObject({ event: 'lead_created', key: lead.data.key });
  });

  test('refuses to make something for nobody', () => {
    expect(() => fake.addDeal({ partnerKey: 'nobody' })).toThrow('no partnership nobody');
    expect(() => fake.update('deal_x', {})).toThrow('no object deal_x');
    expect(() => fake.archive('what')).toThrow('no key');
  });
});

import { startRig, today } from './harness.ts';
import type { Rig } from './harness.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.fake.close());

const ada = { partnerKey: 'ada', email: 'ada@engines.example', firstName: 'Ada', lastName: 'L' };

/** A group and Ada's partnership in it; returns their keys. */
function addAda(): { group: string; partnership: string } {
  const group = rig.fake.addGroup({ name: 'Resellers', leadsEnabled: false }).data.key;
  const team = { key: 'stck_1', name: 'Analytical Engines' };
  const partnership = rig.fake.addPartnership({ ...ada, group, team }).data.key;
  return { group, partnership };
}

const ref = (type: string, id: string): object => ({
  vendor: 'partnerstack',
  account: 'main',
  type,
  id,
});

describe('what PartnerStack says, in our words', () => {
  test('a partnership comes with its team, its contact and its whole program, by either of its keys', async () => {
    const { group, partnership } = addAda();
    const expected = {
      type: 'partnership',
      ref: ref('partnership', partnership),
      version: Date.parse('2026-09-01T08:00:02.000Z'),
      partnerKey: 'ada',
      team: { id: 'stck_1', name: 'Analytical Engines' },
      contact: { firstName: 'Ada', lastName: 'L', email: 'ada@engines.example' },
      program: {
        type: 'program',
        ref: ref('program', group),
        version: Date.parse('2026-09-01T08:00:01.000Z'),
        name: 'Resellers',
        archived: false,
        leadsEnabled: false,
        dealsEnabled: true,
      },
      joinedAt: new Date('2026-09-01T08:00:02.000Z'),
      archived: false,
    };
    expect(await rig.vendor.fetchPartnership(partnership)).toEqual(expected);
    expect(await rig.vendor.fetchPartnership('ada')).toEqual(expected);
    expect(await rig.vendor.fetchProgram(group)).toEqual(expected.program);
    expect(rig.fake.requestCount('/groups')).toBe(1);
  });

  test('a customer points at its partnership and carries what billing knows it by', async () => {
    const { partnership } = addAda();
    const { key } = rig.fake.addCustomer({
      partnerKey: 'ada',
      name: 'Difference Ltd',
      email: 'pay@difference.example',
      providerKey: 'cus_Stripe1',
      customerKey: 'acme-7',
    }).data;
    expect(await rig.vendor.fetchCustomer(key)).toEqual({
      type: 'customer',
      ref: ref('customer', key),
      version: Date.parse('2026-09-01T08:00:03.000Z'),
      createdAt: new Date('2026-09-01T08:00:03.000Z'),
      name: 'Difference Ltd',
      email: 'pay@difference.example',
      providerKey: 'cus_Stripe1',
      customerKey: 'acme-7',
      partnership: { id: partnership, partnerKey: 'ada' },
      archived: false,
    });
  });

  test('a lead is read from the answers to its form', async () => {
    const { partnership } = addAda();
    const { key } = rig.fake.addLead({
      partnerKey: 'ada',
      company: 'Difference Ltd',
      firstName: 'Charles',
      lastName: 'Babbage',
      email: 'cb@difference.example',
      phone: '+44 20 1234',
      status: 'In Review',
      approved: true,
      amountCents: 250_000,
    }).data;
    expect(await rig.vendor.fetchLead(key)).toMatchObject({
      ref: ref('lead', key),
      company: 'Difference Ltd',
      person: {
        firstName: 'Charles',
        lastName: 'Babbage',
        email: 'cb@difference.example',
        phone: '+44 20 1234',
      },
      status: 'In Review',
      approved: true,
      amountMinor: 250_000,
      partnership: { id: partnership, partnerKey: 'ada' },
    });
  });

  test('a deal says where it stands after every change', async () => {
    addAda();
    const { key } = rig.fake.addDeal({
      partnerKey: 'ada',
      accountName: 'Difference Ltd',
      amountCents: 1_200_050,
      closeDate: '2026-12-24',
      stage: 'Qualified',
      email: 'cb@difference.example',
    }).data;
    const before = await rig.vendor.fetchDeal(key);
    expect(before).toMatchObject({
      accountName: 'Difference Ltd',
      amountMinor: 1_200_050,
      closeDate: '2026-12-24',
      stage: 'Qualified',
      source: 'partner',
      contact: { email: 'cb@difference.example' },
      archived: false,
    });
    rig.fake.update(key, { stage: { name: 'Lost' }, lost_reason: 'Price' });
    rig.fake.archive(key);
    const after = await rig.vendor.fetchDeal(key);
    expect(after).toMatchObject({ stage: 'Lost', lostReason: 'Price', archived: true });
    expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
  });

  test('an object that is gone is null, whatever strange id it is asked by', async () => {
    const { partnership } = addAda();
    rig.fake.remove(partnership);
    for (const id of [partnership, 'a/b', '../groups', '.', '..', '', '%2e%2e', '\ud800', 'é?#']) {
      expect(await rig.vendor.fetchPartnership(id)).toBeNull();
      expect(await rig.vendor.fetchDeal(id)).toBeNull();
      expect(await rig.vendor.fetchProgram(id)).toBeNull();
    }
  });
});

describe('versions', () => {
  test('are the moment of asking where PartnerStack gives no time', async () => {
    addAda();
    const { key } = rig.fake.addDeal({ partnerKey: 'ada' }).data;
    rig.fake.update(key, { updated_at: null, created_at: null });
    expect(await rig.vendor.fetchDeal(key)).toMatchObject({
      version: today.getTime(),
      createdAt: today,
    });
  });
});

describe('the program of a partnership', () => {
  test.each([
    ['only its name and slug are', { id: 22, name: 'Resellers', slug: 'resellers' }],
    ['its features are not', { name: 'Resellers', updated_at: today.getTime() }],
    ['its time is not', { name: 'Resellers', features: { leads_enabled: true } }],
    ['its name is not', { updated_at: today.getTime(), features: { leads_enabled: true } }],
  ])('is looked up in the list of groups when %s embedded', async (_what, embedded) => {
    const { group, partnership } = addAda();
    const key = 'slug' in embedded ? {} : { key: group };
    rig.fake.update(partnership, { group: { ...key, ...embedded } });
    const fetched = await rig.vendor.fetchPartnership(partnership);
    expect(fetched?.program).toMatchObject({ name: 'Resellers', leadsEnabled: false });
    expect(fetched?.program).toEqual(await rig.vendor.fetchProgram(group));
    expect(fetched?.program?.ref).toEqual(ref('program', group));
  });

  test('yields to anything known of it when it is in no list', async () => {
    const { partnership } = addAda();
    rig.fake.update(partnership, { group: { key: 'grup_gone', name: 'Old', slug: 'old' } });
    const fetched = await rig.vendor.fetchPartnership(partnership);
    expect(fetched?.program).toMatchObject({ name: 'Old', version: 0, leadsEnabled: false });
  });

  test.each([[null], [{ name: 'Nameless', slug: null }], [{ slug: 'nowhere' }], ['Resellers']])(
    'is null when the embedded group is %j',
    async (group) => {
      const { partnership } = addAda();
      rig.fake.update(partnership, { group });
      expect((await rig.vendor.fetchPartnership(partnership))?.program).toBeNull();
    },
  );
});

describe('the list of groups', () => {
  test('is read to its end, however many pages', async () => {
    const keys = Array.from(
      { length: 501 },
      (_, n) => rig.fake.addGroup({ name: `G${n}` }).data.key,
    );
    const oldest = await rig.vendor.fetchProgram(keys[0] ?? '');
    expect(oldest?.name).toBe('G0');
    expect(rig.fake.requestCount('/groups')).toBe(3);
  });

  test('is kept for fifteen seconds, and read again for a group that is not in it', async () => {
    const { group } = addAda();
    await rig.vendor.fetchProgram(group);
    await rig.vendor.fetchProgram(group);
    expect(rig.fake.requestCount('/groups')).toBe(1);
    const late = rig.fake.addGroup({ name: 'Late' }).data.key;
    const both = await Promise.all([rig.vendor.fetchProgram(late), rig.vendor.fetchProgram(late)]);
    expect(both.map((program) => program?.name)).toEqual(['Late', 'Late']);
    expect(rig.fake.requestCount('/groups')).toBe(2);
    rig.fake.update(group, { name: 'Renamed' });
    rig.clock.set(new Date(today.getTime() + 14_999));
    expect((await rig.vendor.fetchProgram(group))?.name).toBe('Resellers');
    rig.clock.set(new Date(today.getTime() + 15_000));
    expect((await rig.vendor.fetchProgram(group))?.name).toBe('Renamed');
  });

  test('is not kept when reading it failed, and a missing list is no missing group', async () => {
    const { group } = addAda();
    rig.fake.failNext(1, 404);
    await expect(rig.vendor.fetchProgram(group)).rejects.toMatchObject({
      name: 'TransientError',
      code: 'VENDOR_ANSWER_MALFORMED',
    });
    expect((await rig.vendor.fetchProgram(group))?.name).toBe('Resellers');
  });

  test('that promises more than it gives is refused instead of read for ever', async () => {
    rig.fake.malformNext(1, '{"data":{"items":[],"has_more":true},"message":"","status":200}');
    await expect(rig.vendor.fetchProgram('grup_1')).rejects.toMatchObject({
      code: 'VENDOR_ANSWER_MALFORMED',
    });
    const same = '{"data":{"items":[{"key":"grup_x"}],"has_more":true}}';
    rig.fake.malformNext(5, same);
    await expect(rig.vendor.fetchProgram('grup_1')).rejects.toMatchObject({
      code: 'VENDOR_ANSWER_MALFORMED',
    });
  });
});

describe('a 200 that is not the documented envelope', () => {
  test.each([
    '{"message":"ok","status":200}',
    '{"data":[]}',
    '{"data":{"items":[]}}',
    '{"data":{"key":""}}',
    '{"data":{"key":7}}',
    '[]',
    'upstream connect error',
  ])('such as %s is asked for again later', async (body) => {
    const again = { name: 'TransientError', code: 'VENDOR_ANSWER_MALFORMED' };
    rig.fake.malformNext(5, body);
    await expect(rig.vendor.fetchPartnership('ada')).rejects.toMatchObject(again);
    await expect(rig.vendor.fetchCustomer('cus_1')).rejects.toMatchObject(again);
    await expect(rig.vendor.fetchLead('lead_1')).rejects.toMatchObject(again);
    await expect(rig.vendor.fetchDeal('deal_1')).rejects.toMatchObject(again);
    await expect(rig.vendor.fetchProgram('grup_1')).rejects.toMatchObject(again);
  });

  test('is named by the key that PartnerStack made, never by one that a person chose', async () => {
    rig.fake.failNext(3, 500);
    const told = 'PartnerStack answered 500 when asked for';
    await expect(rig.vendor.fetchDeal('deal_1')).rejects.toThrow(`${told} deal deal_1.`);
    await expect(rig.vendor.fetchPartnership('ada-l')).rejects.toThrow(`${told} a partnership.`);
    await expect(rig.vendor.fetchPartnership('ada@x.example')).rejects.toThrow(
      `${told} a partnership.`,
    );
  });
});

describe('test objects', () => {
  test('do not exist for live data, and do for an account in test mode', async () => {
    const { group } = addAda();
    rig.fake.addPartnership({ partnerKey: 'gstest', group });
    const customer = rig.fake.addCustomer({ partnerKey: 'gstest', test: true }).data.key;
    expect(await rig.vendor.fetchCustomer(customer)).toBeNull();
    expect(await rig.vendor.fetchPartnership('gstest')).toBeNull();
    const tester = rig.vendorWith({ mode: 'test' });
    expect((await tester.fetchCustomer(customer))?.partnership.partnerKey).toBe('gstest');
    expect((await tester.fetchPartnership('gstest'))?.partnerKey).toBe('gstest');
  });
});

describe('the configured address', () => {
  test.each(['', '/', '/api/v2', '/api/v2/'])('may end in "%s"', async (ending) => {
    const { group } = addAda();
    const vendor = rig.vendorWith({ apiBase: `${rig.fake.apiBase}${ending}` });
    expect((await vendor.fetchProgram(group))?.name).toBe('Resellers');
  });

  test.each(['user:hunter2@host', 'hunter2', '', 'http://'])(
    'that is no web address ("%s") is a matter for a person, and is not repeated',
    (apiBase) => {
      const create = (): unknown => rig.vendorWith({ apiBase });
      expect(create).toThrow(expect.objectContaining({ name: 'HumanNeededError' }));
      expect(create).not.toThrow(/hunter2/);
    },
  );
});

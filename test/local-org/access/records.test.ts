import { startGuardedOrg, type GuardedOrg, type Person } from './guarded-org.ts';

/** Pages of Salesforce's documentation that the cases follow. */
const pages = {
  defaults: 'https://help.salesforce.com/s/articleView?id=platform.sharing_model_fields.htm',
  details: 'https://help.salesforce.com/s/articleView?id=platform.relationships_considerations.htm',
  viewAll: 'https://help.salesforce.com/s/articleView?id=platform.users_profiles_view_all_mod_all.htm',
  codes: 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm',
  implicit: 'https://help.salesforce.com/s/articleView?id=platform.sharing_across_objects.htm',
  lookups: 'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/relationships_among_objects.htm',
} as const; // prettier-ignore

let guarded: GuardedOrg;
const ids: Record<string, string> = {};

beforeAll(async () => {
  guarded = await startGuardedOrg();
  const { create } = guarded;
  ids['ann'] = await create('ann', 'Project__c', { Name: 'ann', ExternalKey__c: 'ann' });
  ids['bob'] = await create('bob', 'Project__c', { Name: 'bob', ExternalKey__c: 'bob' });
  ids['program'] = await create('ann', 'Program__c', { Name: 'program' });
  ids['board'] = await create('ann', 'Board__c', { Name: 'board' });
  ids['line'] = await create('ann', 'Line__c', { Project__c: ids['ann'], Amount__c: 5 });
  ids['note'] = await create('ann', 'Note__c', { Program__c: ids['program'] });
  ids['link'] = await create('ann', 'Link__c', {
    Project__c: ids['ann'],
    Program__c: ids['program'],
  });
});

afterAll(() => guarded.org.close());

const hidden = 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY';
const readOnly = 'INSUFFICIENT_ACCESS_OR_READONLY';

interface Case {
  name: string;
  page: string;
  who: Person;
  method: string;
  /** `:name` stands for the id of that record. */
  path: string;
  body?: Record<string, unknown>;
  status: number;
  code?: string;
}

// prettier-ignore
const cases: Case[] = [
  { name: 'Private: the owner reads', page: pages.defaults, who: 'ann', method: 'GET', path: '/sobjects/Project__c/:ann', status: 200 },
  { name: 'Private: another user does not find it', page: pages.defaults, who: 'bob', method: 'GET', path: '/sobjects/Project__c/:ann', status: 404, code: 'NOT_FOUND' },
  { name: 'Private: nor by its key', page: pages.defaults, who: 'bob', method: 'GET', path: '/sobjects/Project__c/ExternalKey__c/ann', status: 404, code: 'NOT_FOUND' },
  { name: 'Private: the owner edits', page: pages.defaults, who: 'ann', method: 'PATCH', path: '/sobjects/Project__c/:ann', body: { Open__c: 'x' }, status: 204 },
  { name: 'Private: another user does not edit', page: pages.codes, who: 'bob', method: 'PATCH', path: '/sobjects/Project__c/:ann', body: { Open__c: 'x' }, status: 403, code: hidden },
  { name: 'Private: nor upserts over it', page: pages.codes, who: 'bob', method: 'PATCH', path: '/sobjects/Project__c/ExternalKey__c/ann', body: { Open__c: 'x' }, status: 400, code: hidden },
  { name: 'Private: nor deletes', page: pages.codes, who: 'bob', method: 'DELETE', path: '/sobjects/Project__c/:ann', status: 403, code: hidden },
  { name: 'View All: reads what others own', page: pages.viewAll, who: 'auditor', method: 'GET', path: '/sobjects/Project__c/:ann', status: 200 },
  { name: 'Modify All: edits what others own', page: pages.viewAll, who: 'manager', method: 'PATCH', path: '/sobjects/Project__c/:ann', body: { Name: 'ann' }, status: 204 },
  { name: 'Modify All Data: edits what others own', page: pages.viewAll, who: 'modifier', method: 'PATCH', path: '/sobjects/Project__c/:ann', body: { Name: 'ann' }, status: 204 },
  { name: 'Public Read Only: others read', page: pages.defaults, who: 'bob', method: 'GET', path: '/sobjects/Program__c/:program', status: 200 },
  { name: 'Public Read Only: others do not edit', page: pages.defaults, who: 'bob', method: 'PATCH', path: '/sobjects/Program__c/:program', body: { Name: 'x' }, status: 403, code: readOnly },
  { name: 'Public Read Only: the owner edits', page: pages.defaults, who: 'ann', method: 'PATCH', path: '/sobjects/Program__c/:program', body: { Name: 'x' }, status: 204 },
  { name: 'Public Read/Write: others edit', page: pages.defaults, who: 'bob', method: 'PATCH', path: '/sobjects/Board__c/:board', body: { Name: 'x' }, status: 204 },
  { name: 'Public Read/Write: only the owner deletes', page: pages.defaults, who: 'bob', method: 'DELETE', path: '/sobjects/Board__c/:board', status: 403, code: readOnly },
  { name: 'Controlled by Parent: read with the master', page: pages.details, who: 'ann', method: 'GET', path: '/sobjects/Line__c/:line', status: 200 },
  { name: 'Controlled by Parent: hidden with the master', page: pages.details, who: 'bob', method: 'GET', path: '/sobjects/Line__c/:line', status: 404, code: 'NOT_FOUND' },
  { name: 'Controlled by Parent: not created under a hidden master', page: pages.details, who: 'bob', method: 'POST', path: '/sobjects/Line__c', body: { Project__c: ':ann' }, status: 400, code: hidden },
  { name: 'Controlled by Parent: edited with the master', page: pages.details, who: 'ann', method: 'PATCH', path: '/sobjects/Line__c/:line', body: { Amount__c: 7 }, status: 204 },
  { name: 'a relation that asks for reading only: created under a master that may be read', page: pages.details, who: 'bob', method: 'POST', path: '/sobjects/Note__c', body: { Program__c: ':program' }, status: 201 },
  { name: 'a relation that asks for reading only: deleted too', page: pages.details, who: 'bob', method: 'DELETE', path: '/sobjects/Note__c/:note', status: 204 },
  { name: 'a junction needs both masters: one hidden', page: pages.details, who: 'bob', method: 'GET', path: '/sobjects/Link__c/:link', status: 404, code: 'NOT_FOUND' },
  { name: 'a junction needs both masters: an object not readable', page: pages.details, who: 'manager', method: 'GET', path: '/sobjects/Link__c/:link', status: 404, code: 'NOT_FOUND' },
  { name: 'a junction needs both masters: both there', page: pages.details, who: 'ann', method: 'DELETE', path: '/sobjects/Link__c/:link', status: 204 },
  { name: 'a lookup to a hidden record is refused', page: pages.lookups, who: 'bob', method: 'POST', path: '/sobjects/Project__c', body: { Other__c: ':ann' }, status: 400, code: hidden },
  { name: 'a lookup to a hidden record is refused in an update', page: pages.lookups, who: 'bob', method: 'PATCH', path: '/sobjects/Project__c/:bob', body: { Other__c: ':ann' }, status: 403, code: hidden },
  { name: 'a lookup by the external id of a hidden record is refused', page: pages.lookups, who: 'bob', method: 'POST', path: '/sobjects/Project__c', body: { Other__r: { ExternalKey__c: 'ann' } }, status: 400, code: hidden },
  { name: 'a lookup to a visible record is not', page: pages.lookups, who: 'bob', method: 'POST', path: '/sobjects/Project__c', body: { Other__c: ':bob' }, status: 201 },
];

const withIds = (text: string): string => text.replace(/:(\w+)/g, (all, name) => ids[name] ?? all);

test.each(cases)('$name', async ({ page, who, method, path, body, status, code }) => {
  expect(page).toMatch(/^https:/);
  const sent = body === undefined ? undefined : JSON.parse(withIds(JSON.stringify(body)));
  const answer = await guarded.call(who, method, withIds(path), sent);
  const [error] = Array.isArray(answer.body) ? answer.body : [];
  expect({ status: answer.status, code: error?.errorCode }).toEqual({ status, code });
});

async function names(who: Person, soql: string): Promise<unknown[]> {
  const { body } = await guarded.query(who, soql);
  const { records } = body as { records: { Name: string }[] };
  return records.map(({ Name }) => Name);
}

describe('queries leave out what the caller may not see', () => {
  test('rows, counts and aggregates', async () => {
    const named = "SELECT Name FROM Project__c WHERE Name IN ('ann', 'bob') ORDER BY Name";
    expect(await names('ann', named)).toEqual(['ann']);
    expect(await names('bob', named)).toEqual(['bob']);
    expect(await names('auditor', named)).toEqual(['ann', 'bob']);
    const count = "SELECT COUNT() FROM Project__c WHERE Name IN ('ann', 'bob')";
    expect((await guarded.query('bob', count)).body).toMatchObject({ totalSize: 1 });
    const sum = 'SELECT SUM(Amount__c) total FROM Line__c';
    expect((await guarded.query('bob', sum)).body).toMatchObject({ records: [{ total: null }] });
  });

  test('an OR does not reach around it', async () => {
    const either = "SELECT Name FROM Project__c WHERE Name = 'bob' OR Name = 'ann'";
    expect(await names('bob', either)).toEqual(['bob']);
  });

  test('sub-selects, child lists and parents', async () => {
    const id = ids['bob'] ?? '';
    await guarded.call('admin', 'PATCH', `/sobjects/Project__c/${id}`, { Other__c: ids['ann'] });
    const parent = `SELECT Other__c, Other__r.Name FROM Project__c WHERE Id = '${id}'`;
    expect((await guarded.query('bob', parent)).body).toMatchObject({
      records: [{ Other__c: ids['ann'], Other__r: null }],
    });
    const within = `SELECT Name FROM Project__c WHERE Id = '${id}' AND Other__c IN (SELECT Id FROM Project__c)`;
    expect(await names('bob', within)).toEqual([]);
    expect(await names('admin', within)).toEqual(['bob']);
    const lists = 'SELECT Name, (SELECT Amount__c FROM Lines__r) FROM Project__c';
    expect(JSON.stringify((await guarded.query('auditor', lists)).body)).toContain('INVALID_FIELD');
  });

  test('changed records that are listed for replication', async () => {
    const window = 'start=2026-11-20T00:00:00Z&end=2099-01-01T00:00:00Z';
    const path = `/sobjects/Project__c/updated?${window}`;
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const recent = path.replace('2026-11-20T00:00:00Z', start);
    const { body } = await guarded.call('bob', 'GET', recent);
    expect(JSON.stringify(body)).toContain(ids['bob']);
    expect(JSON.stringify(body)).not.toContain(ids['ann']);
  });
});

test('a roll-up counts every detail, whoever wrote it', async () => {
  const total = async (who: Person): Promise<unknown> =>
    (await guarded.call(who, 'GET', `/sobjects/Project__c/${ids['ann'] ?? ''}?fields=Total__c`))
      .body;
  await guarded.create('admin', 'Line__c', { Project__c: ids['ann'], Amount__c: 100 });
  expect(await total('ann')).toMatchObject({ Total__c: 107 });
});

test('a deal makes its account visible to the owner of the deal, for reading', async () => {
  const schema = guarded.org.engine.schema();
  const account = schema.objects.get('Account');
  if (account !== undefined) account.sharingModel = 'Private';
  guarded.org.engine.applySchema({ ...schema });
  const id = await guarded.create('admin', 'Account', { Name: 'Private Inc.' });
  const path = `/sobjects/Account/${id}`;
  expect(await guarded.call('standard', 'GET', path)).toMatchObject({ status: 404 });
  await guarded.create('admin', 'Opportunity', {
    Name: 'deal',
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
    AccountId: id,
    OwnerId: guarded.ids.get('standard'),
  });
  expect(await guarded.call('standard', 'GET', path)).toMatchObject({ status: 200 });
  expect(await guarded.call('standard', 'PATCH', path, { Name: 'x' })).toMatchObject({
    status: 403,
  });
});

import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const type = 'Project__c';
const record = (fields: object, of = type) => ({ attributes: { type: of }, ...fields });
const upsert = (records: object[], allOrNone?: boolean) =>
  under.call('PATCH', `${DATA}/composite/sobjects/${type}/Key__c`, { allOrNone, records });
const count = async (object = type): Promise<number> =>
  (await under.connection.query(`SELECT COUNT() FROM ${object}`)).totalSize;

test('upsert answers 200 with one result per row, in order; bad rows fail alone', async () => {
  await upsert([record({ Key__c: 'b', Name: 'old' })]);
  const { status, body } = await upsert([
    record({ Key__c: 'a', Name: 'A' }),
    record({ Key__c: 'b', Name: 'B' }),
    record({ Key__c: 'c', Budget__c: 'much' }),
    record({ Name: 'no key' }),
    record({ Key__c: 'd', Name: 'other type' }, 'Account'),
  ]);
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { success: true, created: true, errors: [] },
    { success: true, created: false },
    { success: false, errors: [{ statusCode: expect.any(String), message: expect.any(String) }] },
    {
      success: false,
      errors: [{ statusCode: 'MISSING_ARGUMENT', message: 'Key__c not specified' }],
    },
    { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
  ]);
  expect(await count()).toBe(2);
});

test('with allOrNone one bad row takes all the others back', async () => {
  const rows = [record({ Key__c: 'a', Name: 'A' }), record({ Key__c: 'b', Nope__c: 1 })];
  const { status, body } = await upsert(rows, true);
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
    { success: false, errors: [{ statusCode: 'INVALID_FIELD' }] },
  ]);
  expect(await count()).toBe(0);
  const refusedEarly = [record({ Key__c: 'a', Name: 'A' }), record({ Name: 'no key' })];
  expect((await upsert(refusedEarly, true)).body).toMatchObject([
    { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
    { success: false, errors: [{ statusCode: 'MISSING_ARGUMENT' }] },
  ]);
  expect(await count()).toBe(0);
});

test('the same key twice in one request fails for both rows', async () => {
  const { body } = await upsert([record({ Key__c: 'a' }), record({ Key__c: 'a' })]);
  const error = { statusCode: 'DUPLICATE_VALUE', message: 'Duplicate external id specified: a' };
  expect(body).toMatchObject([
    { success: false, errors: [error] },
    { success: false, errors: [error] },
  ]);
});

test('jsforce upserts, creates, updates, reads and deletes lists', async () => {
  const projects = under.connection.sobject(type);
  const upserted = await projects.upsert(
    [
      { Key__c: 'a', Name: 'A' },
      { Key__c: 'b', Name: 'B' },
    ],
    'Key__c',
    { allOrNone: false },
  );
  expect(upserted).toMatchObject([{ success: true, created: true }, { success: true }]);
  const created = await projects.create([{ Name: 'C' }, { Nope__c: 1 }]);
  expect(created).toMatchObject([
    { success: true },
    { success: false, errors: [{ statusCode: 'INVALID_FIELD' }] },
  ]);
  const ids = upserted.map(({ id }) => id ?? '');
  const updates = ids.map((Id) => ({ Id, Budget__c: 5 }));
  expect(await projects.update(updates)).toMatchObject([{ success: true }, { success: true }]);
  expect(await projects.retrieve(ids)).toMatchObject([
    { Name: 'A', Budget__c: 5 },
    { Name: 'B', Budget__c: 5 },
  ]);
  expect(await projects.destroy(ids)).toMatchObject([{ success: true }, { success: true }]);
  expect(await count()).toBe(1);
});

test('GET gives records in the order of the ids, null for what is not there', async () => {
  const { id } = await under.connection.sobject(type).create({ Name: 'A' });
  const ids = `a00000000000099AAA,${id ?? ''}`;
  const { body } = await under.call(
    'GET',
    `${DATA}/composite/sobjects/${type}?ids=${ids}&fields=Name`,
  );
  expect(body).toMatchObject([null, { Name: 'A' }]);
});

test('records of several types are created in one request', async () => {
  const { body } = await under.call('POST', `${DATA}/composite/sobjects`, {
    records: [record({ Name: 'A' }, 'Account'), record({ Name: 'P' }), record({}, 'Nope__c')],
  });
  expect(body).toMatchObject([
    { success: true },
    { success: true },
    { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
  ]);
  expect(await count('Account')).toBe(1);
});

test('the same id twice in one update fails for both rows', async () => {
  const { id } = await under.connection.sobject(type).create({ Name: 'A' });
  const records = [record({ id, Name: 'B' }), record({ id, Name: 'C' })];
  const { body } = await under.call('PATCH', `${DATA}/composite/sobjects`, { records });
  expect(body).toMatchObject([
    { errors: [{ statusCode: 'DUPLICATE_VALUE', message: `Duplicate id specified: ${id ?? ''}` }] },
    { success: false },
  ]);
});

test.each<[what: string, records: object[]]>([
  ['201 records', Array.from({ length: 201 }, (_, index) => record({ Key__c: String(index) }))],
  ['a record without its type', [{ Key__c: 'a' }]],
])('%s are refused as a whole', async (_what, records) => {
  const { status, body } = await upsert(records);
  expect(status).toBe(400);
  expect(body).toMatchObject([{ errorCode: expect.any(String), message: expect.any(String) }]);
  expect(await count()).toBe(0);
});

test('more than ten runs of types are refused, ten are not', async () => {
  const alternating = (runs: number) =>
    Array.from({ length: runs }, (_, index) => record({ Name: 'x' }, index % 2 ? type : 'Account'));
  const create = (records: object[]) =>
    under.call('POST', `${DATA}/composite/sobjects`, { records });
  expect((await create(alternating(11))).status).toBe(400);
  expect((await create(alternating(10))).status).toBe(200);
});

test('200 rows are upserted in one call, quickly', async () => {
  const rows = Array.from({ length: 200 }, (_, index) =>
    record({ Key__c: `k${index}`, Name: 'x' }),
  );
  under.org.resetApiCalls();
  const started = performance.now();
  await upsert(rows);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(under.org.apiCalls()).toBe(1);
  expect(await count()).toBe(200);
});

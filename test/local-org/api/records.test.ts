import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const newProject = async (fields: object = {}): Promise<string> => {
  const result = await under.connection.sobject('Project__c').create({ Name: 'One', ...fields });
  return result.id ?? '';
};

test('jsforce creates, reads, updates and deletes a record', async () => {
  const projects = under.connection.sobject('Project__c');
  const id = await newProject({ Budget__c: 12.5, Done__c: true });
  expect(id).toMatch(/^a00\w{15}$/);
  expect(await projects.retrieve(id)).toMatchObject({
    attributes: { type: 'Project__c', url: `${DATA}/sobjects/Project__c/${id}` },
    Id: id,
    Name: 'One',
    Budget__c: 12.5,
    Done__c: true,
    Double__c: 25,
  });
  expect(await projects.update({ Id: id, Name: 'Two' })).toMatchObject({ success: true, id });
  expect(await projects.destroy(id)).toMatchObject({ success: true });
  await expect(projects.retrieve(id)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
});

test('GET with fields gives only those, in the schema’s letter case', async () => {
  const id = await newProject();
  const { body } = await under.call('GET', `${DATA}/sobjects/project__c/${id}?fields=name,OWNERID`);
  expect(Object.keys(body as object)).toEqual(['attributes', 'Name', 'OwnerId']);
});

test('upsert by external id answers 201 for new, 200 for known, and reads back under the key', async () => {
  const path = `${DATA}/sobjects/Project__c/Key__c/a:b%20c`;
  const created = await under.call('PATCH', path, { Name: 'New' });
  expect(created).toMatchObject({
    status: 201,
    body: { success: true, created: true, errors: [] },
  });
  const updated = await under.call('PATCH', path, { Name: 'Newer' });
  expect(updated).toMatchObject({ status: 200, body: { created: false } });
  expect(await under.call('GET', path)).toMatchObject({
    status: 200,
    body: { Name: 'Newer', Key__c: 'a:b c' },
  });
  expect((await under.call('DELETE', path)).status).toBe(204);
  expect((await under.call('GET', path)).status).toBe(404);
});

test('an external id that matches several records answers 300 with their urls', async () => {
  const ids = [await newProject({ Code__c: 'x' }), await newProject({ Code__c: 'X' })];
  const urls = ids.map((id) => `${DATA}/sobjects/Project__c/${id}`);
  const path = `${DATA}/sobjects/Project__c/Code__c/x`;
  expect(await under.call('PATCH', path, { Name: 'z' })).toMatchObject({ status: 300, body: urls });
  expect(await under.call('GET', path)).toMatchObject({ status: 300, body: urls });
});

test('a relation by a field that is no external id is refused, and says which field', async () => {
  await under.connection.sobject('Account').create({ Name: 'Acme' });
  const path = `${DATA}/sobjects/Project__c/Key__c/k`;
  const result = await under.call('PATCH', path, { Account__r: { Name: 'Acme' } });
  expect(result).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_FIELD', message: expect.stringContaining('Name') }],
  });
});

test.each<
  [what: string, method: string, path: string, body: unknown, status: number, errorCode: string]
>([
  ['an unknown object', 'POST', '/sobjects/Nope__c', {}, 404, 'NOT_FOUND'],
  [
    'an unknown record',
    'GET',
    '/sobjects/Project__c/a00000000000099AAA',
    undefined,
    404,
    'NOT_FOUND',
  ],
  ['an id that is none', 'GET', '/sobjects/Project__c/nope', undefined, 404, 'NOT_FOUND'],
  ['a field that is no external id', 'PATCH', '/sobjects/Project__c/Name/x', {}, 404, 'NOT_FOUND'],
  ['an unknown field', 'POST', '/sobjects/Project__c', { Nope__c: 1 }, 400, 'INVALID_FIELD'],
  ['a missing required field', 'POST', '/sobjects/Account', {}, 400, 'REQUIRED_FIELD_MISSING'],
  [
    'an update of nothing',
    'PATCH',
    '/sobjects/Project__c/a00000000000099AAA',
    { Name: 'x' },
    404,
    '*',
  ],
  ['a delete of nothing', 'DELETE', '/sobjects/Project__c/a00000000000099AAA', undefined, 404, '*'],
  [
    'the key in the body of an upsert',
    'PATCH',
    '/sobjects/Project__c/Key__c/k',
    { Key__c: 'k' },
    400,
    'INVALID_FIELD',
  ],
  ['broken JSON', 'POST', '/sobjects/Account', '{"Name":', 400, 'JSON_PARSER_ERROR'],
  ['a list instead of a record', 'POST', '/sobjects/Account', [], 400, 'JSON_PARSER_ERROR'],
  ['an unknown resource', 'GET', '/nope', undefined, 404, 'NOT_FOUND'],
  ['a method that the resource has not', 'PUT', '/sobjects/Account', {}, 405, 'METHOD_NOT_ALLOWED'],
  ['a text search without a term', 'GET', '/search', undefined, 400, 'MALFORMED_SEARCH'],
  ['a query without q', 'GET', '/query', undefined, 400, 'MALFORMED_QUERY'],
])('%s is refused', async (_what, method, path, body, status, errorCode) => {
  const answer = await under.call(method, DATA + path, body);
  expect(answer.status).toBe(status);
  const errors = answer.body as { errorCode: string; message: string }[];
  if (errorCode !== '*') expect(errors[0]?.errorCode).toBe(errorCode);
  expect(errors[0]?.message.length).toBeGreaterThan(5);
});

test('jsforce shows a refusal’s code and fields', async () => {
  await expect(under.connection.sobject('Account').create({ Industry: 'x' })).rejects.toMatchObject(
    {
      errorCode: 'REQUIRED_FIELD_MISSING',
      data: { fields: ['Name'] },
    },
  );
});

test('a key that another record holds is DUPLICATE_VALUE', async () => {
  await newProject({ Key__c: 'k' });
  await expect(newProject({ Key__c: 'k' })).rejects.toMatchObject({ errorCode: 'DUPLICATE_VALUE' });
});

test('describe and the global list answer jsforce', async () => {
  const description = await under.connection.sobject('Project__c').describe();
  expect(description.fields.map(({ name }) => name)).toContain('Budget__c');
  const global = await under.connection.describeGlobal();
  expect(global.sobjects.map(({ name }) => name)).toContain('Project__c');
  await expect(under.connection.sobject('Nope__c').describe()).rejects.toMatchObject({
    errorCode: 'NOT_FOUND',
  });
});

test('getUpdated and getDeleted list what changed in a window, with and without a slash before the question mark', async () => {
  const kept = await newProject();
  const removed = await newProject();
  await under.connection.sobject('Project__c').destroy(removed);
  const start = new Date(Date.now() - 3_600_000);
  const end = new Date(Date.now() + 3_600_000);
  const updated = await under.connection.sobject('Project__c').updated(start, end);
  expect(updated.ids).toEqual([kept]);
  expect(Date.parse(updated.latestDateCovered)).toBe(Math.floor(end.getTime() / 60_000) * 60_000);
  const deleted = await under.connection.sobject('Project__c').deleted(start, end);
  expect(deleted.deletedRecords.map(({ id }) => id)).toEqual([removed]);
  const window = `start=${encodeURIComponent(start.toISOString())}&end=${encodeURIComponent(end.toISOString())}`;
  const path = `${DATA}/sobjects/Project__c/updated/?${window}`;
  expect((await under.call('GET', path)).body).toMatchObject({ ids: [kept] });
  const backwards = `${DATA}/sobjects/Project__c/updated?start=${end.toISOString()}&end=${start.toISOString()}`;
  expect((await under.call('GET', backwards)).status).toBe(400);
});

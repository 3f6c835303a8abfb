import { DATA, startProjectOrg, type OrgUnderTest } from '../org.ts';
import { bodyOf, ended, load, type Body } from './jobs.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
  await load(
    under,
    { object: 'Project__c', operation: 'insert' },
    'Key__c,Name,Notes__c,Done__c,Started__c\na,A,"one\n""two""",true,2026-11-22T10:00:00Z\nb,B,,false,\nc,C,x,false,\n',
  );
});
afterAll(() => under.org.close());

const post = (body: Body) =>
  under.call('POST', `${DATA}/jobs/query`, { operation: 'query', ...body });

async function results(body: Body, parameters = '') {
  const id = String(bodyOf(await post(body))['id']);
  const info = await ended(under, `/jobs/query/${id}`);
  const answer = await under.call('GET', `${DATA}/jobs/query/${id}/results${parameters}`);
  return { id, info, csv: String(answer.body), headers: answer.headers };
}

const understanding = 'api_asynch queries_understanding_bulk2_query';
const result = 'api_asynch query_get_job_results';
const create = 'api_asynch query_create_job';

interface ResultCase {
  name: string;
  page: string;
  body: Body;
  csv: string;
}

const all = 'FROM Project__c ORDER BY Key__c';
const cases: ResultCase[] = [
  { name: 'columns in the order asked for', page: result, body: { query: `SELECT Name, Key__c ${all}` }, csv: '"Name","Key__c"\n"A","a"\n"B","b"\n"C","c"\n' },
  { name: 'quotes and line breaks, and nothing for null', page: result, body: { query: `SELECT Notes__c ${all} LIMIT 2` }, csv: '"Notes__c"\n"one\n""two"""\n""\n' },
  { name: 'checkboxes and date-times', page: result, body: { query: `SELECT Done__c, Started__c ${all} LIMIT 2` }, csv: '"Done__c","Started__c"\n"true","2026-11-22T10:00:00.000Z"\n"false",""\n' },
  { name: 'fields of parents', page: result, body: { query: `SELECT Key__c, Owner.Name ${all} LIMIT 1` }, csv: '"Key__c","Owner.Name"\n"a","Local Admin"\n' },
  { name: 'an absent parent', page: result, body: { query: `SELECT Key__c, Account__r.Name ${all} LIMIT 1` }, csv: '"Key__c","Account__r.Name"\n"a",""\n' },
  { name: 'another delimiter', page: create, body: { query: `SELECT Key__c, Name ${all} LIMIT 1`, columnDelimiter: 'PIPE' }, csv: '"Key__c"|"Name"\n"a"|"A"\n' },
  { name: 'another line ending', page: create, body: { query: `SELECT Key__c ${all} LIMIT 1`, lineEnding: 'CRLF' }, csv: '"Key__c"\r\n"a"\r\n' },
  { name: 'no rows', page: result, body: { query: "SELECT Key__c FROM Project__c WHERE Key__c = 'z'" }, csv: '"Key__c"\n' },
]; // prettier-ignore

test.each(cases)('query: $name ($page)', async ({ body, csv }) => {
  const answer = await results(body);
  expect(answer.info).toMatchObject({ state: 'JobComplete', object: 'Project__c', jobType: 'V2Query' });
  expect(answer.csv).toBe(csv);
  expect(answer.headers.get('sforce-locator')).toBe('null');
}); // prettier-ignore

const refusals = [
  { name: 'GROUP BY', page: understanding, body: { query: 'SELECT Name, COUNT(Id) FROM Project__c GROUP BY Name' }, code: 'FUNCTIONALITY_NOT_ENABLED' },
  { name: 'COUNT()', page: understanding, body: { query: 'SELECT COUNT() FROM Project__c' }, code: 'FUNCTIONALITY_NOT_ENABLED' },
  { name: 'OFFSET', page: understanding, body: { query: 'SELECT Id FROM Project__c LIMIT 1 OFFSET 1' }, code: 'FUNCTIONALITY_NOT_ENABLED' },
  { name: 'lists of children', page: understanding, body: { query: 'SELECT Id, (SELECT Id FROM Projects__r) FROM Account' }, code: 'FUNCTIONALITY_NOT_ENABLED' },
  { name: 'an unknown object', page: create, body: { query: 'SELECT Id FROM Nope__c' }, code: 'INVALID_TYPE' },
  { name: 'an unknown field', page: create, body: { query: 'SELECT Nope__c FROM Project__c' }, code: 'INVALID_FIELD' },
  { name: 'what is no SOQL', page: create, body: { query: 'GIVE ME ALL' }, code: 'MALFORMED_QUERY' },
  { name: 'an unknown operation', page: create, body: { query: 'SELECT Id FROM Account', operation: 'export' }, code: 'JSON_PARSER_ERROR' },
]; // prettier-ignore

test.each(refusals)('query refuses $name ($page)', async ({ body, code }) => {
  const answer = await post(body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject([{ errorCode: code }]);
});

test('a result comes in pages by locator, and each again', async () => {
  const query = `SELECT Key__c ${all}`;
  const first = await results({ query }, '?maxRecords=2');
  expect(first.csv).toBe('"Key__c"\n"a"\n"b"\n');
  expect(first.headers.get('sforce-numberofrecords')).toBe('2');
  const locator = first.headers.get('sforce-locator') ?? '';
  const path = `${DATA}/jobs/query/${first.id}/results`;
  for (const time of ['first', 'again']) {
    const last = await under.call('GET', `${path}?locator=${locator}&maxRecords=2`);
    expect([time, last.body]).toEqual([time, '"Key__c"\n"c"\n']);
    expect(last.headers.get('sforce-locator')).toBe('null');
  }
  for (const wrong of ['?locator=???', '?maxRecords=0', '?maxRecords=x'])
    expect((await under.call('GET', path + wrong)).status).toBe(400);
});

test('queryAll sees what lies in the recycle bin', async () => {
  const created = await under.connection.sobject('Account').create({ Name: 'Gone' });
  await under.connection.sobject('Account').delete(created.id ?? '');
  const query = "SELECT Name, IsDeleted FROM Account WHERE Name = 'Gone'";
  expect((await results({ query })).csv).toBe('"Name","IsDeleted"\n');
  expect((await results({ query, operation: 'queryAll' })).csv).toContain('"Gone","true"');
});

test('a job can be listed, aborted, deleted, and read with its own API version only', async () => {
  const { id } = await results({ query: 'SELECT Id FROM Account' });
  const { body } = await under.call('GET', `${DATA}/jobs/query`);
  expect(body).toMatchObject({ done: true, records: expect.arrayContaining([expect.objectContaining({ id })]) }); // prettier-ignore
  const older = await under.call('GET', `/services/data/v60.0/jobs/query/${id}/results`);
  expect(older.status).toBe(409);
  const path = `${DATA}/jobs/query/${id}`;
  expect((await under.call('PATCH', path, { state: 'Aborted' })).status).toBe(400);
  expect((await under.call('DELETE', path)).status).toBe(204);
  expect((await under.call('GET', path)).status).toBe(404);
});

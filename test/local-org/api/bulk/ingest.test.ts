import { Connection } from 'jsforce';
import { DATA, startProjectOrg, type OrgUnderTest } from '../org.ts';
import { bodyOf, ended, load, pause, type Body } from './jobs.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg({ dailyApiLimit: 1_000_000 });
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const insert = { object: 'Project__c', operation: 'insert' };
const upsert = { object: 'Project__c', operation: 'upsert', externalIdFieldName: 'Key__c' };
const rows = (soql: string) => under.connection.query(soql).then(({ records }) => records);

interface FileCase {
  name: string;
  page: string;
  job: Body;
  csv: string | Buffer;
  /** What the job ends with; `records` are the rows that are in the org then, by Key__c. */
  expected: { state?: string; error?: string; failed?: string[]; records?: Body[] };
}

const prepare = 'api_asynch datafiles_prepare_csv';
const valid = 'api_asynch datafiles_csv_valid_record_rows';
const relations = 'api_asynch datafiles_csv_rel_field_header_row';
const create = 'api_asynch create_job';
const limits = 'salesforce_app_limits platform_bulkapi';
const key = (...keys: string[]) => keys.map((Key__c) => ({ Key__c }));

const cases: FileCase[] = [
  { name: 'plain rows', page: prepare, job: insert, csv: 'Key__c,Name\na,A\nb,B\n', expected: { records: key('a', 'b') } },
  { name: 'no line ending after the last row', page: prepare, job: insert, csv: 'Key__c\na', expected: { records: key('a') } },
  { name: 'a byte order mark', page: prepare, job: insert, csv: '\uFEFFKey__c\na\n', expected: { records: key('a') } },
  { name: 'blank lines are passed over', page: valid, job: insert, csv: 'Key__c\na\n\nb\n', expected: { records: key('a', 'b') } },
  { name: 'a header alone', page: prepare, job: insert, csv: 'Key__c\n', expected: { records: [] } },
  { name: 'header names in any letter case', page: prepare, job: insert, csv: 'KEY__C,name\na,A\n', expected: { records: [{ Key__c: 'a', Name: 'A' }] } },
  { name: 'the delimiter within quotes', page: valid, job: insert, csv: 'Key__c,Notes__c\na,"one, two"\n', expected: { records: [{ Notes__c: 'one, two' }] } },
  { name: 'doubled quotes within quotes', page: valid, job: insert, csv: 'Key__c,Notes__c\na,"say ""hi"""\n', expected: { records: [{ Notes__c: 'say "hi"' }] } },
  { name: 'a line break within quotes', page: valid, job: insert, csv: 'Key__c,Notes__c\na,"one\ntwo"\nb,x\n', expected: { records: [{ Notes__c: 'one\ntwo' }, { Notes__c: 'x' }] } },
  { name: 'letters outside ASCII', page: prepare, job: insert, csv: 'Key__c,Name\na,Zoë 東京 😀\n', expected: { records: [{ Name: 'Zoë 東京 😀' }] } },
  { name: 'CRLF as declared', page: create, job: { ...insert, lineEnding: 'CRLF' }, csv: 'Key__c,Name\r\na,A\r\n', expected: { records: [{ Key__c: 'a', Name: 'A' }] } },
  { name: 'CRLF where LF is declared', page: create, job: insert, csv: 'Key__c\r\na\r\n', expected: { state: 'Failed', error: 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF' } },
  { name: 'LF where CRLF is declared', page: create, job: { ...insert, lineEnding: 'CRLF' }, csv: 'Key__c\na\n', expected: { state: 'Failed', error: 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF' } },
  ...Object.entries({ BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' }).map(
    ([columnDelimiter, mark]): FileCase => ({ name: `columns parted by ${columnDelimiter}`, page: create, job: { ...insert, columnDelimiter }, csv: `Key__c${mark}Name\na${mark}A\n`, expected: { records: [{ Key__c: 'a', Name: 'A' }] } }),
  ),
  { name: 'an unknown column fails the job', page: prepare, job: insert, csv: 'Key__c,Nope__c\na,1\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found : Nope__c' } },
  { name: 'a column twice fails the job', page: prepare, job: insert, csv: 'Key__c,key__c\na,b\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name is duplicated : Key__c' } },
  { name: 'an empty file', page: prepare, job: insert, csv: ' ', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found :  ' } },
  { name: 'quotes that do not close', page: valid, job: insert, csv: 'Key__c\n"a\n', expected: { state: 'Failed', error: expect.stringContaining('InvalidBatch') } },
  { name: 'bytes that are no UTF-8', page: prepare, job: insert, csv: Buffer.from([75, 255, 10]), expected: { state: 'Failed', error: 'ClientInputError : The file is not UTF-8' } },
  { name: 'too few and too many values fail their rows', page: valid, job: insert, csv: 'Key__c,Name\na\nb,B\nc,C,3\n', expected: { failed: ['INVALID_ARGUMENT', 'INVALID_ARGUMENT'], records: key('b') } },
  { name: 'an update without Id', page: prepare, job: { ...insert, operation: 'update' }, csv: 'Key__c\na\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found : Id' } },
  { name: 'an upsert without its key', page: create, job: upsert, csv: 'Name\nA\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found : Key__c' } },
  { name: 'a delete with more than ids', page: create, job: { ...insert, operation: 'delete' }, csv: 'Id,Name\na,A\n', expected: { state: 'Failed', error: "InvalidBatch : The 'delete' batch must contain only ids" } },
  { name: 'a hard delete with more than ids', page: create, job: { ...insert, operation: 'hardDelete' }, csv: 'Id,Name\na,A\n', expected: { state: 'Failed', error: "InvalidBatch : The 'delete' batch must contain only ids" } },
  { name: 'an insert with an id', page: create, job: insert, csv: 'Id,Key__c\na00000000000001AAA,a\n', expected: { failed: ['INVALID_FIELD_FOR_INSERT_UPDATE'] } },
  { name: 'an upsert by key with an id', page: create, job: upsert, csv: 'Id,Key__c\na00000000000001AAA,a\n', expected: { failed: ['INVALID_FIELD'] } },
  { name: 'an upsert with the blank Id column of jsforce', page: valid, job: upsert, csv: 'Id,Key__c\n,a\n', expected: { records: key('a') } },
  { name: 'an upsert with a blank key', page: create, job: upsert, csv: 'Key__c,Name\n,A\nb,B\n', expected: { failed: ['MISSING_ARGUMENT'], records: key('b') } },
  { name: 'the same key twice in one lot', page: 'help 000384876', job: upsert, csv: 'Key__c\na\na\nb\n', expected: { failed: ['DUPLICATE_VALUE', 'DUPLICATE_VALUE'], records: key('b') } },
  { name: 'a malformed id', page: create, job: { ...insert, operation: 'update' }, csv: 'Id,Name\nnope,A\n', expected: { failed: ['MALFORMED_ID'] } },
  { name: 'an update of a record that is not there', page: create, job: { ...insert, operation: 'update' }, csv: 'Id,Name\na00000000000009,A\n', expected: { failed: ['INVALID_CROSS_REFERENCE_KEY'] } },
  { name: 'wrong values fail their rows alone', page: valid, job: insert, csv: 'Key__c,Budget__c,Due__c\na,much,\nb,1.5,2026-13-01\nc,2,2026-12-01\n', expected: { failed: ['JSON_PARSER_ERROR', 'JSON_PARSER_ERROR'], records: [{ Key__c: 'c', Budget__c: 2, Due__c: '2026-12-01' }] } },
  { name: 'checkboxes and date-times', page: valid, job: insert, csv: 'Key__c,Done__c,Started__c\na,TRUE,2026-11-22T10:00:00Z\nb,0,2026-11-22T10:00:00+01:00\n', expected: { records: [{ Done__c: true, Started__c: '2026-11-22T10:00:00.000+0000' }, { Done__c: false, Started__c: '2026-11-22T09:00:00.000+0000' }] } },
  { name: 'a lookup by its external id that names nothing', page: relations, job: insert, csv: 'Key__c,Account__r.Id\na,001000000000009AAA\n', expected: { failed: ['INVALID_FIELD'] } },
  { name: 'an unknown relation', page: relations, job: insert, csv: 'Key__c,Boss__r.Key__c\na,b\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found : Boss__r.Key__c' } },
  { name: 'an unknown field of a relation', page: relations, job: insert, csv: 'Key__c,Account__r.Nope__c\na,b\n', expected: { state: 'Failed', error: 'InvalidBatch : Field name not found : Account__r.Nope__c' } },
  { name: 'a field of 32,000 characters', page: limits, job: insert, csv: `Key__c,Notes__c\na,${'x'.repeat(32_000)}\n`, expected: { failed: ['STRING_TOO_LONG:Notes: data value too large'] } },
  { name: 'a field of 32,001 characters', page: limits, job: insert, csv: `Key__c,Notes__c\na,${'x'.repeat(32_001)}\nb,y\n`, expected: { failed: ['STRING_TOO_LONG:A field of a bulk job'], records: key('b') } },
]; // prettier-ignore

test.each(cases)('ingest: $name ($page)', async ({ job, csv, expected }) => {
  const { info, failed, succeeded, unprocessed } = await load(under, job, csv);
  expect(info).toMatchObject({ state: expected.state ?? 'JobComplete' });
  expect(info['errorMessage']).toEqual(expected.error);
  const starts = expected.failed ?? [];
  expect(failed.map((row) => String(row['sf__Error']))).toEqual(
    starts.map((start) => expect.stringMatching(new RegExp(`^${start}.*--$`, 's')) as unknown),
  );
  const found = await rows(
    'SELECT Key__c, Name, Notes__c, Budget__c, Due__c, Done__c, Started__c FROM Project__c ORDER BY Key__c',
  );
  const wanted = expected.records ?? [];
  expect(found).toHaveLength(wanted.length);
  expect(found).toMatchObject(wanted);
  expect(info['numberRecordsProcessed']).toBe(succeeded.length + failed.length);
  expect(info['numberRecordsFailed']).toBe(failed.length);
  if (expected.state !== 'Failed') expect(unprocessed).toEqual([]);
});

test('a blank value leaves its field alone, #N/A empties it', async () => {
  await load(under, insert, 'Key__c,Name,Budget__c,Due__c\na,A,7,2026-12-01\n');
  await load(under, upsert, 'Key__c,Name,Budget__c,Due__c\na,,#N/A,\n');
  expect(await rows('SELECT Name, Budget__c, Due__c FROM Project__c')).toMatchObject([
    { Name: 'A', Budget__c: null, Due__c: '2026-12-01' },
  ]);
});

test('the results repeat the rows as they came, with ids, what was created, and every error', async () => {
  await load(under, insert, 'Key__c,Name\na,A\n');
  const { succeeded, failed } = await load(
    under,
    upsert,
    'Key__c,Name,Budget__c\na,new,1\nb,B,2\nc,"C, ""c""",x\n',
  );
  expect(succeeded).toEqual([
    { sf__Id: expect.stringMatching(/^a00/), sf__Created: 'false', Key__c: 'a', Name: 'new', Budget__c: '1' },
    { sf__Id: expect.stringMatching(/^a00/), sf__Created: 'true', Key__c: 'b', Name: 'B', Budget__c: '2' },
  ]); // prettier-ignore
  expect(failed).toEqual([
    { sf__Id: '', sf__Error: expect.stringMatching(/^JSON_PARSER_ERROR:.*:Budget__c --$/), Key__c: 'c', Name: 'C, "c"', Budget__c: 'x' },
  ]); // prettier-ignore
});

test('relations by external id, by id, and with the type of a lookup that has several targets', async () => {
  const { id = '' } = await under.connection.sobject('Account').create({ Name: 'Acme' });
  const { info } = await load(
    under,
    insert,
    `Key__c,Account__r.Id,User:Owner.Id\na,${id},005000000000001\n`,
  );
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
  expect(await rows('SELECT Account__r.Name, OwnerId FROM Project__c')).toMatchObject([
    { Account__r: { Name: 'Acme' }, OwnerId: expect.stringMatching(/^005/) },
  ]);
});

test('delete moves to the recycle bin, hardDelete past it', async () => {
  const { succeeded } = await load(under, insert, 'Key__c\na\nb\n');
  const [first, second] = succeeded.map((row) => String(row['sf__Id']));
  const remove = (operation: string, id = '') =>
    load(under, { object: 'Project__c', operation }, `Id\n${id}\n`);
  expect((await remove('delete', first)).succeeded).toMatchObject([
    { sf__Id: first, sf__Created: 'false' },
  ]);
  await remove('hardDelete', second);
  const all = await under.connection.query('SELECT Key__c FROM Project__c', { scanAll: true });
  expect(all.records).toMatchObject([{ Key__c: 'a' }]);
  expect((await remove('delete', first)).failed[0]?.['sf__Error']).toMatch(/^ENTITY_IS_DELETED/);
});

interface RequestCase {
  name: string;
  page: string;
  state?: 'Open' | 'Uploaded' | 'JobComplete' | 'Aborted' | 'Failed';
  method: string;
  path: string;
  body?: Body;
  status: number;
  code?: string;
}

const patch = (state: string) => ({ method: 'PATCH', path: '', body: { state } });
const requests: RequestCase[] = [
  { name: 'an unknown object', page: create, method: 'POST', path: '/', body: { object: 'Nope__c', operation: 'insert' }, status: 400, code: 'INVALIDENTITY' },
  { name: 'an unknown operation', page: create, method: 'POST', path: '/', body: { object: 'Account', operation: 'merge' }, status: 400, code: 'JSON_PARSER_ERROR' },
  { name: 'an unknown delimiter', page: create, method: 'POST', path: '/', body: { ...insert, columnDelimiter: 'DOT' }, status: 400, code: 'JSON_PARSER_ERROR' },
  { name: 'another content type than CSV', page: create, method: 'POST', path: '/', body: { ...insert, contentType: 'JSON' }, status: 400, code: 'JSON_PARSER_ERROR' },
  { name: 'an upsert that names no key', page: create, method: 'POST', path: '/', body: { ...insert, operation: 'upsert' }, status: 400, code: 'INVALIDJOB' },
  { name: 'an upsert by a field that is no key', page: create, method: 'POST', path: '/', body: { ...upsert, externalIdFieldName: 'Name' }, status: 400, code: 'INVALIDJOB' },
  { name: 'a job that is not there', page: 'api_asynch get_job_info', method: 'GET', path: '/750000000000099AAA', status: 404, code: 'NOT_FOUND' },
  { name: 'a look at an open job', page: 'api_asynch get_job_info', state: 'Open', method: 'GET', path: '', status: 200 },
  { name: 'closing without data', page: 'api_asynch close_job', state: 'Open', ...patch('UploadComplete'), status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'closing with data', page: 'api_asynch close_job', state: 'Uploaded', ...patch('UploadComplete'), status: 200 },
  { name: 'closing twice', page: 'api_asynch close_job', state: 'JobComplete', ...patch('UploadComplete'), status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'a state that cannot be asked for', page: 'api_asynch close_job', state: 'Uploaded', ...patch('JobComplete'), status: 400, code: 'JSON_PARSER_ERROR' },
  { name: 'aborting an open job', page: 'api_asynch abort_job', state: 'Open', ...patch('Aborted'), status: 200 },
  { name: 'aborting what is complete', page: 'api_asynch abort_job', state: 'JobComplete', ...patch('Aborted'), status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'aborting twice', page: 'api_asynch abort_job', state: 'Aborted', ...patch('Aborted'), status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'aborting what failed', page: 'api_asynch abort_job', state: 'Failed', ...patch('Aborted'), status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'deleting an open job', page: 'api_asynch delete_job', state: 'Open', method: 'DELETE', path: '', status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'deleting an aborted job', page: 'api_asynch delete_job', state: 'Aborted', method: 'DELETE', path: '', status: 204 },
  { name: 'deleting a complete job', page: 'api_asynch delete_job', state: 'JobComplete', method: 'DELETE', path: '', status: 204 },
  { name: 'deleting a failed job', page: 'api_asynch delete_job', state: 'Failed', method: 'DELETE', path: '', status: 204 },
  { name: 'data that is no CSV', page: 'api_asynch upload_job_data', state: 'Open', method: 'PUT', path: '/batches', body: {}, status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  { name: 'results of an open job', page: 'api_asynch get_job_successful_results', state: 'Open', method: 'GET', path: '/successfulResults', status: 400, code: 'INVALIDJOBSTATE' },
  { name: 'failed rows of a complete job', page: 'api_asynch get_job_failed_results', state: 'JobComplete', method: 'GET', path: '/failedResults', status: 200 },
  { name: 'unprocessed rows of a failed job', page: 'api_asynch get_job_unprocessed_results', state: 'Failed', method: 'GET', path: '/unprocessedrecords', status: 200 },
  { name: 'a method that a job does not know', page: 'api_asynch', state: 'Open', method: 'POST', path: '', body: {}, status: 405, code: 'METHOD_NOT_ALLOWED' },
]; // prettier-ignore

/** A job in the state that a case starts from; its id. */
async function jobIn(state: NonNullable<RequestCase['state']>): Promise<string> {
  if (state === 'JobComplete') return (await load(under, insert, 'Key__c\na\n')).id;
  if (state === 'Failed') return (await load(under, insert, 'Nope__c\na\n')).id;
  const created = bodyOf(await under.call('POST', `${DATA}/jobs/ingest`, insert));
  const path = `${DATA}/jobs/ingest/${String(created['id'])}`;
  if (state === 'Aborted') await under.call('PATCH', path, { state: 'Aborted' });
  if (state === 'Uploaded')
    await under.call('PUT', `${path}/batches`, 'Key__c\na\n', { 'content-type': 'text/csv' });
  return String(created['id']);
}

test.each(requests)('$name is answered with $status $code ($page)', async (given) => {
  const id = given.state === undefined ? '' : `/${await jobIn(given.state)}`;
  const path = `${DATA}/jobs/ingest${id}${given.path}`;
  const { status, body } = await under.call(given.method, path, given.body);
  expect(status).toBe(given.status);
  if (given.code !== undefined) expect(body).toMatchObject([{ errorCode: given.code }]);
});

test('a job takes its data once', async () => {
  const id = await jobIn('Uploaded');
  const { status, body } = await under.call(
    'PUT',
    `${DATA}/jobs/ingest/${id}/batches`,
    'Key__c\nb\n',
    { 'content-type': 'text/csv' },
  );
  expect(status).toBe(400);
  expect(body).toMatchObject([{ message: expect.stringContaining('Found multiple contents for job') }]);
}); // prettier-ignore

test.each(['\r\n', '\n'])('a multipart request brings job and CSV at once (line end %j)', async (end) => {
  const lines = [
    '--BOUNDARY', 'Content-Type: application/json', 'Content-Disposition: form-data; name="job"', '', JSON.stringify(insert), '',
    '--BOUNDARY', 'Content-Type: text/csv', 'Content-Disposition: form-data; name="content"; filename="content"', '', 'Key__c\na\nb', '--BOUNDARY--',
  ]; // prettier-ignore
  const created = bodyOf(
    await under.call('POST', `${DATA}/jobs/ingest/`, lines.join(end), {
      'content-type': 'multipart/form-data; boundary=BOUNDARY',
    }),
  );
  expect(created).toMatchObject({ state: 'UploadComplete' });
  const info = await ended(under, `/jobs/ingest/${String(created['id'])}`);
  expect(info).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2 });
}); // prettier-ignore

test('jobs are listed', async () => {
  const { id } = await load(under, insert, 'Key__c\na\n');
  const { body } = await under.call('GET', `${DATA}/jobs/ingest`);
  expect(body).toMatchObject({
    done: true,
    nextRecordsUrl: null,
    records: [{ id, object: 'Project__c', operation: 'insert', state: 'JobComplete', jobType: 'V2Ingest', apiVersion: 68 }],
  }); // prettier-ignore
});

test('other requests are answered while 10,000 rows are worked through, and an abort keeps what is saved', async () => {
  const csv = ['Key__c', ...Array.from({ length: 10_000 }, (_, index) => `k${index}`)].join('\n');
  const created = bodyOf(await under.call('POST', `${DATA}/jobs/ingest`, insert));
  const path = `${DATA}/jobs/ingest/${String(created['id'])}`;
  await under.call('PUT', `${path}/batches`, csv, { 'content-type': 'text/csv' });
  await under.call('PATCH', path, { state: 'UploadComplete' });
  let slowest = 0;
  let seen: Body;
  do {
    await pause(5);
    const start = performance.now();
    seen = bodyOf(await under.call('GET', path));
    slowest = Math.max(slowest, performance.now() - start);
  } while (Number(seen['numberRecordsProcessed']) < 1000);
  expect(seen).toMatchObject({ state: 'InProgress' });
  expect(slowest).toBeLessThan(1000);
  await under.call('PATCH', path, { state: 'Aborted' });
  const info = await ended(under, path.slice(DATA.length));
  const processed = Number(info['numberRecordsProcessed']);
  expect(processed).toBeLessThan(10_000);
  expect((await under.connection.query('SELECT COUNT() FROM Project__c')).totalSize).toBe(processed);
  const { body } = await under.call('GET', `${path}/unprocessedrecords`);
  expect(String(body).trim().split('\n')).toHaveLength(1 + 10_000 - processed);
}); // prettier-ignore

test('unmodified jsforce loads objects, its empty Id column and its #N/A included', async () => {
  const connection = new Connection({
    instanceUrl: under.org.instanceUrl,
    accessToken: under.org.accessToken,
    version: '68.0',
  });
  const { bulk2 } = connection;
  bulk2.pollInterval = 20;
  const input = [
    { Key__c: 'a', Name: 'A', Budget__c: null },
    { Key__c: 'b', Name: 'B', Budget__c: 'x' },
  ];
  const loaded = await bulk2.loadAndWaitForResults({
    object: 'Project__c', operation: 'upsert', externalIdFieldName: 'Key__c', input,
  }); // prettier-ignore
  expect(loaded.successfulResults).toMatchObject([{ sf__Created: 'true', Key__c: 'a' }]);
  expect(loaded.failedResults).toMatchObject([{ Key__c: 'b' }]);
  expect(loaded.unprocessedRecords).toEqual([]);
  const stream = await bulk2.query('SELECT Key__c, Budget__c FROM Project__c');
  expect(await stream.toArray()).toEqual([{ Key__c: 'a', Budget__c: '' }]);
});

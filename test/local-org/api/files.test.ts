import { createHash } from 'node:crypto';
import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm */
let under: OrgUnderTest;
let account: string;

beforeAll(async () => {
  under = await startProjectOrg();
});
beforeEach(async () => {
  under.org.reset();
  account = await made('Account', { Name: 'Acme' });
});
afterAll(() => under.org.close());

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await under.connection.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const query = async (soql: string) => (await under.connection.query(soql)).records;

const report = (fields: Record<string, unknown> = {}): Promise<string> =>
  made('ContentVersion', {
    Title: 'Report',
    PathOnClient: 'report.html',
    VersionData: base64('<p>héllo</p>'),
    ...fields,
  });

test('a version makes its document and tells what it holds', async () => {
  const id = await report({ FirstPublishLocationId: account });
  const [version] = await query(
    'SELECT Title, IsLatest, VersionNumber, FileExtension, FileType, ContentSize, Checksum, VersionData, ContentDocumentId, ContentDocument.Title, ContentDocument.LatestPublishedVersionId FROM ContentVersion',
  );
  expect(version).toMatchObject({
    Title: 'Report',
    IsLatest: true,
    VersionNumber: '1',
    FileExtension: 'html',
    FileType: 'HTML',
    ContentSize: 13,
    Checksum: createHash('md5').update('<p>héllo</p>').digest('hex'),
    VersionData: `/services/data/v68.0/sobjects/ContentVersion/${id}/VersionData`,
    ContentDocumentId: expect.stringMatching(/^069/),
    ContentDocument: { Title: 'Report', LatestPublishedVersionId: id },
  });
});

test('the bytes come back as they went in, with every byte there is', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const id = await report({ PathOnClient: 'all.bin', VersionData: bytes.toString('base64') });
  const answer = await fetch(
    `${under.org.instanceUrl}${DATA}/sobjects/ContentVersion/${id}/VersionData`,
    { headers: { authorization: `Bearer ${under.org.accessToken}` } },
  );
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  const missing = await under.call('GET', `${DATA}/sobjects/ContentVersion/068000000000999AAA/VersionData`); // prettier-ignore
  expect(missing.status).toBe(404);
});

test('a version of a document that is there replaces the latest and keeps the older one', async () => {
  await report({ FirstPublishLocationId: account });
  const [{ ContentDocumentId: document } = {}] = await query('SELECT ContentDocumentId FROM ContentVersion'); // prettier-ignore
  const second = await report({ Title: 'Report, again', ContentDocumentId: document });
  expect(await query('SELECT VersionNumber, IsLatest FROM ContentVersion ORDER BY VersionNumber')).toMatchObject([
    { VersionNumber: '1', IsLatest: false },
    { VersionNumber: '2', IsLatest: true },
  ]); // prettier-ignore
  expect(await query('SELECT Title, LatestPublishedVersionId FROM ContentDocument')).toMatchObject([
    { Title: 'Report, again', LatestPublishedVersionId: second },
  ]);
});

test('a file is linked to its owner and to where it was published, and to more on request', async () => {
  await report({ FirstPublishLocationId: account });
  const [{ ContentDocumentId: document } = {}] = await query('SELECT ContentDocumentId FROM ContentVersion'); // prettier-ignore
  const project = await made('Project__c', { Name: 'Bridge' });
  await made('ContentDocumentLink', {
    ContentDocumentId: document,
    LinkedEntityId: project,
    ShareType: 'V',
  });
  const links = await query(
    `SELECT LinkedEntityId, ShareType, ContentDocument.FileExtension FROM ContentDocumentLink WHERE ContentDocumentId = '${String(document)}'`,
  );
  expect(links.map((link) => String(link['LinkedEntityId']).slice(0, 3)).sort()).toEqual(
    [account, project, '005'].map((id) => id.slice(0, 3)).sort(),
  );
  const [parent] = await query('SELECT (SELECT ContentDocumentId FROM ContentDocumentLinks) FROM Account'); // prettier-ignore
  expect(parent).toMatchObject({ ContentDocumentLinks: { totalSize: 1 } });
});

test('deleting a document takes its versions and links along; deleting a record only its links', async () => {
  await report({ FirstPublishLocationId: account });
  const [{ ContentDocumentId: document } = {}] = await query('SELECT ContentDocumentId FROM ContentVersion'); // prettier-ignore
  await under.connection.sobject('Account').destroy(account);
  expect(await query('SELECT Id FROM ContentDocument')).toHaveLength(1);
  await under.connection.sobject('ContentDocument').destroy(String(document));
  expect(await query('SELECT Id FROM ContentVersion')).toEqual([]);
});

test.each([
  [{ PathOnClient: '' }, 'REQUIRED_FIELD_MISSING'],
  [{ VersionData: null }, 'NOT_IMPLEMENTED_LOCALLY'],
  [{ IsLatest: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
])('a version with %j is refused', async (fields, code) => {
  await expect(report(fields)).rejects.toThrow(expect.objectContaining({ errorCode: code }));
});

test('a document is only ever made by a version', async () => {
  await expect(made('ContentDocument', { Title: 'Alone' })).rejects.toThrow(
    expect.objectContaining({ errorCode: 'INVALID_TYPE_FOR_OPERATION' }),
  );
});

test('bytes can be read, not asked for', async () => {
  await expect(query("SELECT Id FROM ContentVersion WHERE VersionData = 'x'")).rejects.toThrow(
    expect.objectContaining({ errorCode: 'INVALID_FIELD' }),
  );
  const description = await under.connection.describe('ContentVersion');
  expect(description.fields.find((field) => field.name === 'VersionData')).toMatchObject({
    type: 'base64',
    filterable: false,
    updateable: false,
  });
});

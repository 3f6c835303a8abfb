import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
  const context = { userId: '', changeOrigin: '' };
  const requests = Array.from({ length: 4_500 }, (_, index) => ({
    operation: 'create' as const,
    object: 'Project__c',
    fields: { Name: `P${String(index).padStart(4, '0')}`, Key__c: `k:${index}` },
  }));
  under.org.engine.save(requests, { allOrNone: true, context });
});
afterAll(() => under.org.close());

test('a long result comes in pages of 2,000, which jsforce follows to the end', async () => {
  const first = await under.connection.query('SELECT Name FROM Project__c ORDER BY Name');
  expect(first).toMatchObject({ totalSize: 4_500, done: false });
  expect(first.records).toHaveLength(2_000);
  const second = await under.connection.queryMore(first.nextRecordsUrl ?? '');
  expect(second.records[0]).toMatchObject({ Name: 'P2000' });
  const third = await under.connection.queryMore(second.nextRecordsUrl ?? '');
  expect(third).toMatchObject({ done: true, totalSize: 4_500 });
  expect(third.records.at(-1)).toMatchObject({ Name: 'P4499' });
  const all = await under.connection
    .query('SELECT Id FROM Project__c')
    .execute({ autoFetch: true, maxFetch: 10_000 });
  expect(all.records).toHaveLength(4_500);
});

test.each<[header: string, size: number]>([
  ['batchSize=500', 500],
  ['batchSize=1', 200],
  ['batchSize=9999', 2_000],
])('Sforce-Query-Options: %s gives pages of %i', async (header, size) => {
  const path = `${DATA}/query?q=${encodeURIComponent('SELECT Id FROM Project__c')}`;
  const { body } = await under.call('GET', path, undefined, { 'Sforce-Query-Options': header });
  expect((body as { records: unknown[] }).records).toHaveLength(size);
});

test('an unknown query locator is refused', async () => {
  const answer = await under.call('GET', `${DATA}/query/01g000000000999AAA-2000`);
  expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] });
});

test('an aggregate that would need a second page is refused', async () => {
  const soql = 'SELECT Name, COUNT(Id) FROM Project__c GROUP BY Name';
  await expect(under.connection.query(soql)).rejects.toMatchObject({
    errorCode: 'EXCEEDED_ID_LIMIT',
  });
});

test('queryAll sees the recycle bin', async () => {
  const id = (await under.connection.sobject('Account').create({ Name: 'Bin' })).id ?? '';
  await under.connection.sobject('Account').destroy(id);
  const soql = "SELECT Id, IsDeleted FROM Account WHERE Name = 'Bin'";
  expect((await under.connection.query(soql)).totalSize).toBe(0);
  const all = await under.call('GET', `${DATA}/queryAll?q=${encodeURIComponent(soql)}`);
  expect(all.body).toMatchObject({ totalSize: 1, records: [{ Id: id, IsDeleted: true }] });
});

test('columns=true describes the columns, parents and child lists nested, as sf data query reads them', async () => {
  const soql = 'SELECT Id, Account__r.Name, (SELECT Id FROM Events) FROM Project__c';
  const plain = 'SELECT Id, Account__r.Owner.Name FROM Project__c';
  const path = (text: string) => `${DATA}/query?q=${encodeURIComponent(text)}&columns=true`;
  expect((await under.call('GET', path(soql))).status).toBe(400);
  expect((await under.call('GET', path(plain))).body).toMatchObject({
    entityName: 'Project__c',
    idSelected: true,
    columnMetadata: [
      { columnName: 'Id', aggregate: false, joinColumns: [] },
      {
        columnName: 'Account__r',
        joinColumns: [{ columnName: 'Owner', joinColumns: [{ columnName: 'Name' }] }],
      },
    ],
  });
  const children = await under.call(
    'GET',
    path('SELECT (SELECT Id FROM Projects__r) FROM Account'),
  );
  expect(children.body).toMatchObject({
    columnMetadata: [
      { columnName: 'Projects__r', aggregate: true, joinColumns: [{ columnName: 'Id' }] },
    ],
  });
  const counted = await under.call('GET', path('SELECT COUNT(Id), MAX(Name) m FROM Account'));
  expect(counted.body).toMatchObject({
    columnMetadata: [
      { columnName: 'expr0', displayName: 'COUNT(Id)', aggregate: true },
      { columnName: 'm', aggregate: true },
    ],
  });
});

test('a record is found by its unique key among thousands within milliseconds, HTTP included', async () => {
  const started = performance.now();
  for (let index = 0; index < 50; index++)
    await under.connection.query(`SELECT Id FROM Project__c WHERE Key__c = 'k:${index}'`);
  expect((performance.now() - started) / 50).toBeLessThan(25);
});

test('the org’s own rows can be queried, and ScratchOrgInfo cannot: it would make the org a Dev Hub', async () => {
  const organization = await under.connection.query(
    'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization',
  );
  expect(organization.records).toMatchObject([
    { IsSandbox: false, TrialExpirationDate: null, OrganizationType: 'Developer Edition' },
  ]);
  const user = await under.connection.query(
    "SELECT Id, Profile.Name FROM User WHERE Username='admin@local.org'",
  );
  expect(user.records).toMatchObject([{ Profile: { Name: 'System Administrator' } }]);
  await expect(
    under.connection.query('SELECT Id FROM ScratchOrgInfo limit 1'),
  ).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
});

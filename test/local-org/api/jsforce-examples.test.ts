import { SfDate } from 'jsforce';
import { startConformanceOrg, type ConformanceOrg } from '../soql/conformance-org.ts';

/** Each test follows an example of https://jsforce.github.io/document/ ("Query", "CRUD", "Search"), on this org's records. */
let under: ConformanceOrg;
beforeAll(async () => {
  under = await startConformanceOrg();
});
afterAll(() => under.org.close());

test('Using SOQL: query() answers with totalSize and done', async () => {
  const result = await under.connection.query('SELECT Id, Name FROM Account');
  expect(result).toMatchObject({ totalSize: 3, done: true });
});

test('Using Query Method-Chain: find() with conditions, sort, limit and skip', async () => {
  const records = await under.connection
    .sobject('Contact')
    .find(
      {
        FirstName: { $like: 'A%' },
        CreatedDate: { $gte: SfDate.YESTERDAY },
        'Account.Name': 'Acme',
      },
      'Id, Name, CreatedDate',
    )
    .sort({ CreatedDate: -1, Name: 1 })
    .limit(5)
    .skip(0)
    .execute();
  expect(records).toMatchObject([{ Name: 'Ann Kim' }]);
});

test('Using Query Method-Chain: fields as an object, wildcards for an object and its parent', async () => {
  const chosen = await under.connection
    .sobject('Contact')
    .find({ LastName: 'Kim' }, { Id: 1, Name: 1 })
    .execute();
  expect(Object.keys(chosen[0] ?? {})).toEqual(['attributes', 'Id', 'Name']);
  const all = await under.connection
    .sobject('Contact')
    .select('*, Account.*')
    .where("LastName = 'Kim'")
    .execute();
  expect(all).toMatchObject([{ LastName: 'Kim', Account: { Name: 'Acme', Industry: 'Energy' } }]);
});

test('Using Query Method-Chain: child records are included', async () => {
  const records = await under.connection
    .sobject('Account')
    .select('Id, Name')
    .include('Contacts')
    .select('LastName')
    .orderby('LastName', 'DESC')
    .limit(2)
    .end()
    .where({ Name: 'Acme' })
    .execute();
  expect(records).toMatchObject([
    { Name: 'Acme', Contacts: { totalSize: 1, records: [{ LastName: 'Kim' }] } },
  ]);
});

test('Fetch all records: scanAll sees deleted ones, autoFetch pages to the end, count() counts', async () => {
  const query = under.connection.query('SELECT Name FROM Account');
  const scanned = await query.run({ scanAll: true, autoFetch: true, maxFetch: 4000 });
  expect(scanned).toMatchObject({ totalSize: 4 });
  const { totalSize } = await under.connection.query('SELECT count() FROM Account');
  expect(totalSize).toBe(3);
});

test('Aggregation in SOQL: groups with their count', async () => {
  const soql =
    'SELECT Industry, COUNT(Id) cnt FROM Account GROUP BY Industry ORDER BY COUNT(Id) DESC';
  const { records } = await under.connection.query(soql);
  expect(records).toMatchObject([
    { Industry: 'Energy', cnt: 2 },
    { Industry: 'Banking', cnt: 1 },
  ]);
});

test('Search: SOSL over several objects', async () => {
  const sosl = 'FIND {A*} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id, Name)';
  await expect(under.connection.search(sosl)).rejects.toMatchObject({
    errorCode: 'MALFORMED_SEARCH',
  });
  const { searchRecords } = await under.connection.search(sosl.replace('A*', 'Ac* OR An*'));
  expect(searchRecords.map((record) => record['Name'])).toEqual(['Acme', 'Ann Kim']);
});

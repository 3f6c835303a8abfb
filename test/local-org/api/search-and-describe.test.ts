import type { ConformanceOrg } from '../soql/conformance-org.ts';
import { DATA } from './org.ts';
import { startPageOrg } from './page-org.ts';

let under: ConformanceOrg;
beforeAll(async () => {
  under = await startPageOrg();
});
afterAll(() => under.org.close());

const restPage = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/${name}.htm`;
const soslPage = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_${name}.htm`;

const searches: { page: string; sosl: string; found: object[] }[] = [
  { page: soslPage('find'), sosl: 'FIND {Acme} RETURNING Account(Id, Name)', found: [{ attributes: { type: 'Account' }, Name: 'Acme' }] },
  { page: soslPage('find'), sosl: 'FIND {acm*} IN NAME FIELDS RETURNING Account(Name)', found: [{ Name: 'Acme' }] },
  { page: soslPage('find'), sosl: 'FIND {Acm} RETURNING Account(Name)', found: [] },
  { page: soslPage('find'), sosl: 'FIND {ärz?e} RETURNING Account(Name)', found: [{ Name: 'ÄRZTE' }] },
  { page: soslPage('find'), sosl: 'FIND {"Ann Kim"} RETURNING Contact(LastName)', found: [{ LastName: 'Kim' }] },
  { page: soslPage('find'), sosl: 'FIND {Kim OR Lee} RETURNING Contact(LastName ORDER BY LastName)', found: [{ LastName: 'Kim' }, { LastName: 'Lee' }] },
  { page: soslPage('find'), sosl: 'FIND {Ann AND Lee} RETURNING Contact(LastName)', found: [] },
  { page: soslPage('in'), sosl: 'FIND {lee} IN EMAIL FIELDS RETURNING Contact(LastName)', found: [{ LastName: 'Lee' }] },
  { page: soslPage('in'), sosl: 'FIND {Kim} IN EMAIL FIELDS RETURNING Contact(LastName)', found: [] },
  { page: soslPage('returning'), sosl: "FIND {T* OR One} IN NAME FIELDS RETURNING Project__c(Name WHERE Budget__c > 10 ORDER BY Name DESC LIMIT 1), Account", found: [{ Name: 'Two' }] },
  { page: soslPage('returning'), sosl: 'FIND {Acme} RETURNING Account', found: [{ attributes: { type: 'Account' } }] },
  { page: soslPage('limit'), sosl: 'FIND {Kim OR Lee} RETURNING Contact(LastName) LIMIT 1', found: [{}] },
]; // prettier-ignore

test.each(searches)('$sosl', async ({ sosl, found }) => {
  const { searchRecords } = await under.connection.search(sosl);
  expect(searchRecords).toHaveLength(found.length);
  expect(searchRecords).toMatchObject(found);
});

test('a search without RETURNING looks everywhere', async () => {
  const { searchRecords } = await under.connection.search('FIND {One}');
  expect(searchRecords).toMatchObject([
    { Id: under.ids['p1'], attributes: { type: 'Project__c' } },
  ]);
});

test.each([
  ['Acme', 'MALFORMED_SEARCH', 'No search term found'],
  ['FIND {a}', 'MALFORMED_SEARCH', 'longer than one character'],
  ['FIND {Acme} RETURNING Nope__c', 'INVALID_TYPE', "sObject type 'Nope__c' is not supported"],
  [
    'FIND {Acme} RETURNING Account(Nope)',
    'INVALID_FIELD',
    "No such column 'Nope' on entity 'Account'",
  ],
  ['FIND {Acme} SOMEWHERE', 'MALFORMED_SEARCH', "unexpected token: 'SOMEWHERE'"],
  ['FIND {Acme AND NOT Beta}', 'NOT_IMPLEMENTED_LOCALLY', 'NOT'],
  ['FIND {Acme} RETURNING Account WITH SNIPPET', 'NOT_IMPLEMENTED_LOCALLY', 'SOSL WITH'],
])('%s is refused with %s', async (sosl, errorCode, text) => {
  await expect(under.connection.search(sosl)).rejects.toMatchObject({
    errorCode,
    message: expect.stringContaining(text),
  });
});

test('parameterizedSearch says the same without SOSL, as a query and as a body', async () => {
  const got = await under.call(
    'GET',
    `${DATA}/parameterizedSearch/?q=Acme&sobject=Account&Account.fields=id,name`,
  );
  expect(got).toMatchObject({ status: 200, body: { searchRecords: [{ Name: 'Acme' }] } });
  const body = {
    q: 'Kim',
    fields: ['LastName'],
    sobjects: [{ name: 'Contact' }],
    in: 'ALL',
    overallLimit: 5,
  };
  const posted = await under.call('POST', `${DATA}/parameterizedSearch`, body);
  expect(posted).toMatchObject({ status: 200, body: { searchRecords: [{ LastName: 'Kim' }] } });
});

const described: { page: string; get: string; holds: object; status?: number }[] = [
  { page: restPage('resources_sobject_layouts'), get: '/sobjects/Project__c/describe/layouts',
    holds: { recordTypeMappings: [{ name: 'Master', available: true }], layouts: [{ name: 'Project Layout', detailLayoutSections: [{ heading: 'Main', rows: 2, columns: 2, layoutRows: [{ numItems: 2, layoutItems: [{ label: 'Name', required: true, layoutComponents: [{ type: 'Field', value: 'Name', details: { name: 'Name' } }] }, {}] }, {}] }] }] } },
  { page: restPage('resources_sobject_layouts'), get: '/sobjects/Account/describe/layouts/012000000000000AAA', holds: { relatedLists: [{ sobject: 'Project__c', field: 'Account__c', columns: [{ name: 'Name' }, { name: 'Budget__c' }] }] } },
  { page: restPage('resources_sobject_layouts'), get: '/sobjects/Account/describe/layouts/012000000000009AAA', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: restPage('resources_sobject_layouts'), get: '/sobjects/Contact/describe/layouts', holds: { layouts: [{ relatedLists: [] }] } },
  { page: restPage('resources_sobject_compactlayouts'), get: '/sobjects/Project__c/describe/compactLayouts', holds: { compactLayouts: [{ name: 'Short', fieldItems: [{ label: 'Name' }, { label: 'Status' }] }] } },
  { page: restPage('resources_sobject_compactlayouts'), get: '/sobjects/Account/describe/compactLayouts', holds: { compactLayouts: [{ name: 'SYSTEM' }] } },
  { page: restPage('resources_sobject_quickactions'), get: '/sobjects/Account/quickActions', holds: [{ name: 'Account.NewProject', label: 'New project', type: 'Create' }] },
  { page: restPage('resources_sobject_quickactions'), get: '/sobjects/Account/quickActions/NewProject/describe', holds: { targetSobjectType: 'Project__c', layout: { layoutRows: [{ layoutItems: [{ label: 'Name' }] }] } } },
  { page: restPage('resources_listviews'), get: '/sobjects/Project__c/listviews', holds: { done: true, size: 1, sobjectType: 'Project__c', listviews: [{ developerName: 'Big', label: 'Big ones', soqlCompatible: true }] } },
  { page: restPage('resources_listviewdescribe'), get: '/sobjects/Project__c/listviews/Big/describe', holds: { query: 'SELECT Name, Budget__c, Id FROM Project__c USING SCOPE everything WHERE (Budget__c > 15)', scope: 'everything', columns: [{ fieldNameOrPath: 'Name', type: 'string' }, { type: 'currency' }] } },
  { page: restPage('resources_listviewresults'), get: '/sobjects/Project__c/listviews/Big/results?limit=1', holds: { size: 1, done: false, records: [{ columns: [{ fieldNameOrPath: 'Name', value: 'Two' }, { value: '20' }, { fieldNameOrPath: 'Id' }] }] } },
  { page: restPage('resources_listviews'), get: '/sobjects/Project__c/listviews/Nope', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: restPage('resources_tabs'), get: '/tabs', holds: [{ name: 'Project__c', sobjectName: 'Project__c' }] },
  { page: restPage('resources_sobject_describe'), get: '/sobjects/Account/describe', holds: { supportedScopes: [{ name: 'everything' }, { name: 'mine' }], childRelationships: expect.arrayContaining([expect.objectContaining({ childSObject: 'Project__c', relationshipName: 'Projects__r' })]) } },
]; // prettier-ignore

test.each(described)('GET $get', async ({ get, holds, status }) => {
  const answer = await under.call('GET', DATA + get);
  expect(answer.body).toMatchObject(holds);
  expect(answer.status).toBe(status ?? 200);
});

test('what was looked at last comes first in /recent', async () => {
  await under.connection.query("SELECT Id FROM Account WHERE Name = 'Acme' FOR VIEW");
  const { body } = await under.call('GET', `${DATA}/recent?limit=5`);
  expect(body).toEqual([
    {
      attributes: { type: 'Account', url: `${DATA}/sobjects/Account/${under.ids['acme'] ?? ''}` },
      Id: under.ids['acme'],
      Name: 'Acme',
    },
  ]);
});

test('jsforce reads describes, layouts, compact layouts, list views and recent records with its own methods', async () => {
  const project = under.connection.sobject('Project__c');
  expect(await project.layouts()).toMatchObject({ layouts: [{ name: 'Project Layout' }] });
  expect(await project.compactLayouts()).toMatchObject({ compactLayouts: [{ name: 'Short' }] });
  expect(await project.listviews()).toMatchObject({ size: 1 });
  expect(await project.listview('Big').results()).toMatchObject({ size: 2 });
  expect(await under.connection.sobject('Account').quickActions()).toMatchObject([
    { name: 'Account.NewProject' },
  ]);
  expect(await under.connection.tabs()).toMatchObject([{ name: 'Project__c' }]);
});

import { DATA } from '../org.ts';
import { startConformanceOrg, type ConformanceOrg } from '../../soql/conformance-org.ts';

const UI = `${DATA}/ui-api`;
const page = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_${name}.htm`;

const LAYOUT = `<?xml version="1.0"?><Layout xmlns="http://soap.sforce.com/2006/04/metadata">
<layoutSections><detailHeading>true</detailHeading><label>Main</label>
<layoutColumns><layoutItems><behavior>Required</behavior><field>Name</field></layoutItems>
<layoutItems><behavior>Edit</behavior><field>Account__c</field></layoutItems></layoutColumns>
<layoutColumns><layoutItems><behavior>Readonly</behavior><field>Budget__c</field></layoutItems></layoutColumns></layoutSections></Layout>`;
const ACCOUNT_LAYOUT = `<?xml version="1.0"?><Layout><layoutSections><label>Main</label><layoutColumns><layoutItems><field>Name</field></layoutItems></layoutColumns></layoutSections>
<relatedLists><fields>NAME</fields><fields>Budget__c</fields><relatedList>Project__c.Account__c</relatedList></relatedLists></Layout>`;
const LIST = `<?xml version="1.0"?><ListView><fullName>Big</fullName><columns>NAME</columns><columns>Budget__c</columns><filterScope>Everything</filterScope>
<filters><field>Budget__c</field><operation>greaterThan</operation><value>15</value></filters><label>Big ones</label></ListView>`;
const COMPACT = `<?xml version="1.0"?><CompactLayout><fullName>Short</fullName><fields>Name</fields><fields>Status__c</fields><label>Short</label></CompactLayout>`;

let under: ConformanceOrg;
beforeAll(async () => {
  under = await startConformanceOrg();
  const schema = under.org.engine.schema();
  schema.otherComponents.set('Layout/Project__c-Project Layout', LAYOUT);
  schema.otherComponents.set('Layout/Account-Account Layout', ACCOUNT_LAYOUT);
  schema.otherComponents.set('ListView/Project__c.Big', LIST);
  schema.otherComponents.set('CompactLayout/Project__c.Short', COMPACT);
  under.org.engine.applySchema(schema);
});
afterAll(() => under.org.close());

const id = (key: string): string => under.ids[key] ?? '';
/** `{p1}` in a path stands for the id of that record. */
const filled = (path: string): string => path.replaceAll(/\{(\w+)\}/g, (_, key: string) => id(key));

interface Case {
  page: string;
  get: string;
  status?: number;
  holds: unknown;
}

const cases: Case[] = [
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Name,Project__c.Budget__c,Project__c.Status__c',
    holds: { apiName: 'Project__c', childRelationships: {}, recordTypeId: '012000000000000AAA', recordTypeInfo: null,
      fields: { Name: { displayValue: null, value: 'One' }, Budget__c: { displayValue: '$10.00', value: 10 }, Status__c: { displayValue: 'Closed', value: 'closed' } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Due__c,Project__c.Done__c,Project__c.CreatedDate,Project__c.Double__c',
    holds: { fields: { Due__c: { displayValue: '11/22/2026', value: '2026-11-22' }, Done__c: { displayValue: null, value: false },
      CreatedDate: { displayValue: '11/22/2026, 10:00 AM', value: '2026-11-22T10:00:00.000Z' }, Double__c: { displayValue: '20.00', value: 20 } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Account__r.Name,Project__c.Account__r.Owner.Name',
    holds: { fields: { Account__r: { displayValue: 'Acme', value: { apiName: 'Account', fields: { Name: { value: 'Acme' }, Owner: { displayValue: 'Local Admin', value: { apiName: 'User' } } } } } } } },
  { page: page('resources_record_get'), get: '/records/{p3}?fields=Project__c.Account__r.Name', holds: { fields: { Account__r: { displayValue: null, value: null } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Owner.Name', holds: { fields: { Owner: { displayValue: 'Local Admin', value: { apiName: 'User' } } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Name&optionalFields=Project__c.Nope__c,Project__c.Nope__r.Name', holds: { fields: { Name: { value: 'One' } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Project__c.Nope__c', status: 400, holds: [{ errorCode: 'INVALID_FIELD', message: expect.stringContaining("No such column 'Nope__c' on entity 'Project__c'") }] },
  { page: page('resources_record_get'), get: '/records/{p1}?fields=Name', status: 400, holds: [{ errorCode: 'INVALID_FIELD' }] },
  { page: page('resources_record_get'), get: '/records/{p1}', status: 400, holds: [{ errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE' }] },
  { page: page('resources_record_get'), get: '/records/a00000000009999AAA?fields=Project__c.Name', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: page('resources_record_get'), get: '/records/zzz?fields=Project__c.Name', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
  { page: page('resources_record_get'), get: '/records/{p1}?layoutTypes=Full&modes=View', holds: { fields: { Name: {}, Account__c: {}, Account__r: { displayValue: 'Acme' }, Budget__c: {} } } },
  { page: page('resources_record_get'), get: '/records/{p1}?layoutTypes=Compact', holds: { fields: { Name: { value: 'One' }, Status__c: { displayValue: 'Closed' } } } },
  { page: page('resources_record_get'), get: '/records/{p1}?layoutTypes=Wide', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
  { page: page('resources_record_get_batch'), get: '/records/batch/{p1},{p2}?fields=Project__c.Name', holds: { hasErrors: false, results: [{ statusCode: 200, result: { fields: { Name: { value: 'One' } } } }, { statusCode: 200 }] } },
  { page: page('resources_record_get_batch'), get: '/records/batch/{p1},a00000000009999AAA?fields=Project__c.Name', holds: { hasErrors: true, results: [{ statusCode: 200 }, { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] }] } },
  { page: page('resources_object_info'), get: '/object-info/Project__c',
    holds: { apiName: 'Project__c', keyPrefix: 'a00', nameFields: ['Name'], defaultRecordTypeId: '012000000000000AAA', recordTypeInfos: { '012000000000000AAA': { master: true, name: 'Master' } },
      fields: { Account__c: { dataType: 'Reference', reference: true, relationshipName: 'Account__r', referenceToInfos: [{ apiName: 'Account', nameFields: ['Name'] }] },
        Budget__c: { dataType: 'Currency', precision: 18, scale: 2 }, Done__c: { dataType: 'Boolean', required: false }, Status__c: { dataType: 'Picklist' }, Double__c: { calculated: true, updateable: false } } } },
  { page: page('resources_object_info'), get: '/object-info/Account', holds: { childRelationships: expect.arrayContaining([{ childObjectApiName: 'Project__c', fieldName: 'Account__c', junctionIdListNames: [], junctionReferenceTo: [], relationshipName: 'Projects__r' }]) } },
  { page: page('resources_object_info'), get: '/object-info/Nope__c', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: page('resources_object_info_batch'), get: '/object-info/batch/Account,Nope__c', holds: { hasErrors: true, results: [{ statusCode: 200, result: { apiName: 'Account' } }, { statusCode: 404 }] } },
  { page: page('resources_picklist_values'), get: '/object-info/Project__c/picklist-values/012000000000000AAA/Status__c',
    holds: { controllerValues: {}, defaultValue: null, values: [{ attributes: null, label: 'Open', validFor: [], value: 'open' }, { label: 'Closed' }] } },
  { page: page('resources_picklist_values'), get: '/object-info/Project__c/picklist-values/012000000000000AAA/Name', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
  { page: page('resources_picklist_values_collection'), get: '/object-info/Project__c/picklist-values/012000000000000', holds: { picklistFieldValues: { Status__c: { values: [{ value: 'open' }, { value: 'closed' }] }, Skills__c: { values: [] } } } },
  { page: page('resources_picklist_values_collection'), get: '/object-info/Project__c/picklist-values/012000000000009AAA', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
  { page: page('resources_record_layout'), get: '/layout/Project__c?layoutType=Full&mode=Edit',
    holds: { layoutType: 'Full', mode: 'Edit', objectApiName: 'Project__c', sections: [{ heading: 'Main', columns: 2, rows: 2, useHeading: true,
      layoutRows: [{ layoutItems: [{ label: 'Name', required: true, editableForUpdate: true, layoutComponents: [{ apiName: 'Name', componentType: 'Field' }] }, { editableForUpdate: false, layoutComponents: [{ apiName: 'Budget__c' }] }] }, { layoutItems: [{ lookupIdApiName: 'Id' }] }] }] } },
  { page: page('resources_record_ui'), get: '/record-ui/{p1}?layoutTypes=Full&modes=View', holds: { layouts: { Project__c: { '012000000000000AAA': { Full: { View: { layoutType: 'Full' } } } } }, objectInfos: { Project__c: { apiName: 'Project__c' } } } },
  { page: page('resources_record_defaults_create'), get: '/record-defaults/create/Project__c', holds: { layout: { mode: 'Create' }, record: { id: null, apiName: 'Project__c', fields: { Name: { value: null } } } } },
  { page: page('resources_get_related_lists'), get: '/related-list-info/Account', holds: { parentObjectApiName: 'Account', relatedLists: [{ relatedListId: 'Projects__r', objectApiName: 'Project__c', fieldApiName: 'Account__c' }] } },
  { page: page('resources_get_related_list_info'), get: '/related-list-info/Account/Projects__r', holds: { displayColumns: [{ fieldApiName: 'Name' }, { fieldApiName: 'Budget__c' }], objectApiNames: ['Project__c'] } },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Projects__r?fields=Project__c.Name&sortBy=-Name', holds: { count: 2, nextPageToken: null, listReference: { relatedListId: 'Projects__r', inContextOfRecordId: expect.any(String) }, records: [{ fields: { Name: { value: 'Two' } } }, { fields: { Name: { value: 'One' } } }] } },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Projects__r?fields=Project__c.Name&pageSize=1', holds: { count: 1, currentPageToken: '0', nextPageToken: '1', previousPageToken: null } },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Projects__r?fields=Project__c.Name&pageSize=1&pageToken=1', holds: { count: 1, currentPageToken: '1', nextPageToken: null, previousPageToken: '0' } },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Nopes__r?fields=Project__c.Name', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Projects__r?pageSize=2000', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
  { page: page('resources_related_list_records'), get: '/related-list-records/{acme}/Projects__r?where=%7B%7D', status: 400, holds: [{ errorCode: 'NOT_IMPLEMENTED_LOCALLY' }] },
  { page: page('resources_related_list_count'), get: '/related-list-count/{acme}/Projects__r', holds: { count: 2, hasMore: false } },
  { page: page('resources_list_views_info'), get: '/list-info/Project__c/Big', holds: { label: 'Big ones', displayColumns: [{ fieldApiName: 'Name' }, { fieldApiName: 'Budget__c' }], filteredByInfo: [{ fieldApiName: 'Budget__c', operator: 'greaterThan' }] } },
  { page: page('resources_list_views_records'), get: '/list-records/Project__c/Big?sortBy=Project__c.Budget__c', holds: { count: 2, records: [{ fields: { Name: { value: 'Two' } } }, { fields: { Name: { value: 'Three' } } }] } },
  { page: page('resources_list_views_records'), get: '/list-records/Project__c/Nope', status: 404, holds: [{ errorCode: 'NOT_FOUND' }] },
  { page: page('resources_list_views'), get: '/list-ui/Project__c', holds: { count: 1, lists: [{ apiName: 'Big', label: 'Big ones' }] } },
  { page: page('resources_list_views'), get: '/list-ui/Project__c/Big', holds: { info: { label: 'Big ones' }, records: { count: 2 } } },
  { page: page('resources_lookup_get'), get: '/lookups/Project__c/Account__c/Account?q=cm', holds: { count: 1, records: [{ apiName: 'Account', fields: { Name: { value: 'Acme' } } }] } },
  { page: page('resources_lookup_get'), get: '/lookups/Project__c/Account__c?q=cm&searchType=TypeAhead', holds: { count: 0, records: [] } },
  { page: page('resources_lookup_get'), get: '/lookups/Project__c/Account__c/Contact?q=x', status: 400, holds: [{ errorCode: 'INVALID_PARAMETER_VALUE' }] },
]; // prettier-ignore

test.each(cases)('GET $get', async ({ get, status, holds }) => {
  const answer = await under.call('GET', UI + filled(get));
  expect(answer.body).toMatchObject(holds as object);
  expect(answer.status).toBe(status ?? 200);
});

test('a record that is created comes back with what was given, and can be changed and deleted', async () => {
  const created = await under.call('POST', `${UI}/records`, {
    apiName: 'Project__c',
    fields: { Name: 'New', Budget__c: 5, Due__c: '2026-12-24' },
  });
  expect(created).toMatchObject({
    status: 201,
    body: {
      apiName: 'Project__c',
      fields: { Name: { value: 'New' }, Due__c: { displayValue: '12/24/2026' } },
    },
  });
  const { id: made, weakEtag } = created.body as { id: string; weakEtag: number };
  expect(weakEtag).toBe(Date.parse('2026-11-22T10:00:00Z'));
  const updated = await under.call('PATCH', `${UI}/records/${made}`, {
    fields: { Budget__c: 7.5 },
  });
  expect(updated).toMatchObject({
    status: 200,
    body: { fields: { Budget__c: { displayValue: '$7.50', value: 7.5 } } },
  });
  expect(await under.call('DELETE', `${UI}/records/${made}`)).toMatchObject({ status: 204 });
  expect(await under.call('GET', `${UI}/records/${made}?fields=Project__c.Name`)).toMatchObject({
    status: 404,
  });
});

test('a refused save blames fields in fieldErrors, as components read it', async () => {
  const answer = await under.call('POST', `${UI}/records`, {
    apiName: 'Contact',
    fields: { FirstName: 'No last name' },
  });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      message: 'An error occurred while trying to create the record. Please try again.',
      statusCode: 400,
      enhancedErrorType: 'RecordError',
      output: {
        errors: [],
        fieldErrors: {
          LastName: [
            { errorCode: 'REQUIRED_FIELD_MISSING', field: 'LastName', fieldLabel: 'Last Name' },
          ],
        },
      },
    },
  });
});

test('an object that does not exist, and a body that is none, are refused', async () => {
  expect(
    await under.call('POST', `${UI}/records`, { apiName: 'Nope__c', fields: {} }),
  ).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_TYPE' }] });
  expect(await under.call('POST', `${UI}/records`, { fields: {} })).toMatchObject({
    status: 400,
    body: [{ errorCode: 'JSON_PARSER_ERROR' }],
  });
});

test('related-list-records takes its request as a body too', async () => {
  const body = {
    fields: ['Project__c.Name'],
    optionalFields: ['Project__c.Nope'],
    pageSize: 1,
    sortBy: ['Project__c.Name'],
  };
  const answer = await under.call(
    'POST',
    `${UI}/related-list-records/${id('acme')}/Projects__r`,
    body,
  );
  expect(answer).toMatchObject({
    status: 200,
    body: { count: 1, nextPageToken: '1', records: [{ fields: { Name: { value: 'One' } } }] },
  });
});

test('the etag of a record changes when the record does, and only then', async () => {
  const read = async () =>
    (await under.call('GET', `${UI}/records/${id('p2')}?fields=Project__c.Budget__c`)).body as {
      eTag: string;
    };
  const before = await read();
  expect((await read()).eTag).toBe(before.eTag);
  await under.call('PATCH', `${UI}/records/${id('p2')}`, { fields: { Budget__c: 21 } });
  expect((await read()).eTag).not.toBe(before.eTag);
});

import { DATA, startGuardedOrg, type GuardedOrg, type Person } from './guarded-org.ts';

/** Pages of Salesforce's documentation that the cases follow. */
const pages = {
  objects: 'https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm',
  access: 'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_concepts_data_access.htm',
  fields: 'https://help.salesforce.com/s/articleView?id=platform.admin_fls.htm',
  always: 'https://help.salesforce.com/s/articleView?id=platform.users_fields_fls_considerations.htm',
  codes: 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm',
  describe: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm',
  errors: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm',
  viewAll: 'https://help.salesforce.com/s/articleView?id=platform.users_profiles_view_all_mod_all.htm',
  groups: 'https://help.salesforce.com/s/articleView?id=platform.perm_set_groups.htm',
  profiles: 'https://help.salesforce.com/s/articleView?id=platform.standard_profiles.htm',
  collections: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm',
} as const; // prettier-ignore

let guarded: GuardedOrg;
/** A project of ann's, one of the administrator's with a value in every field, a board and an account of the administrator's. */
let ann = '';
let whole = '';
let board = '';
let account = '';

beforeAll(async () => {
  guarded = await startGuardedOrg();
  ann = await guarded.create('ann', 'Project__c', { Name: 'of ann' });
  account = await guarded.create('admin', 'Account', { Name: 'Acme', Phone: '1', Website: 'w' });
  board = await guarded.create('admin', 'Board__c', { Name: 'board' });
  whole = await guarded.create('admin', 'Project__c', {
    OwnerId: guarded.ids.get('ann'),
    ExternalKey__c: 'whole',
    Open__c: 'open',
    Shown__c: 'shown',
    Secret__c: 'secret',
  });
});

afterAll(() => guarded.org.close());

const readOnlyField = (name: string): string =>
  `Unable to create/update fields: ${name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
const noColumn = (name: string, object: string): string =>
  `No such column '${name}' on entity '${object}'. If you are attempting`;
const noAccess = 'insufficient access rights on object id';
const wrote = { status: 204 };

interface Case {
  name: string;
  page: string;
  who: Person;
  method: string;
  path: () => string;
  body?: () => unknown;
  status: number;
  code?: string;
  /** The beginning of the message, after the place that query errors point at. */
  message?: string;
}

const soql = (text: string) => () => `/query?q=${encodeURIComponent(text)}`;
const at = (object: string, id: () => string) => () => `/sobjects/${object}/${id()}`;
const one = (path: string) => () => path;
const sent = (fields: Record<string, unknown>) => () => fields;

// prettier-ignore
const cases: Case[] = [
  { name: 'a user without the right to read does not know the object in a query', page: pages.access, who: 'nobody', method: 'GET', path: soql('SELECT Id FROM Project__c'), status: 400, code: 'INVALID_TYPE', message: "sObject type 'Project__c' is not supported." },
  { name: 'nor in a sub-select', page: pages.access, who: 'auditor', method: 'GET', path: soql('SELECT Id FROM Project__c WHERE Id IN (SELECT Project__c FROM Line__c)'), status: 400, code: 'INVALID_TYPE' },
  { name: 'nor as a child list', page: pages.access, who: 'auditor', method: 'GET', path: soql('SELECT Id, (SELECT Id FROM Lines__r) FROM Project__c'), status: 400, code: 'INVALID_FIELD', message: "Didn't understand relationship 'Lines__r'" },
  { name: 'nor as a parent', page: pages.access, who: 'auditor', method: 'GET', path: soql('SELECT Account__r.Name FROM Project__c'), status: 400, code: 'INVALID_FIELD', message: "Didn't understand relationship 'Account__r'" },
  { name: 'nor in a URL', page: pages.errors, who: 'nobody', method: 'GET', path: at('Project__c', () => ann), status: 404, code: 'NOT_FOUND' },
  { name: 'nor for a create', page: pages.errors, who: 'nobody', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Name: 'x' }), status: 404, code: 'NOT_FOUND' },
  { name: 'nor in a describe', page: pages.describe, who: 'nobody', method: 'GET', path: one('/sobjects/Project__c/describe'), status: 404, code: 'NOT_FOUND' },
  { name: 'a reader may not create', page: pages.codes, who: 'reader', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Name: 'x' }), status: 400, code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'entity type cannot be inserted: Project' },
  { name: 'a reader may not update what everybody sees', page: pages.codes, who: 'auditor', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ Name: 'x' }), status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY', message: noAccess },
  { name: 'a reader may not delete', page: pages.codes, who: 'auditor', method: 'DELETE', path: at('Project__c', () => ann), status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY', message: noAccess },
  { name: 'a writer without the right to delete may not delete', page: pages.objects, who: 'ann', method: 'DELETE', path: at('Account', () => account), status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY', message: noAccess },
  { name: 'a writer updates', page: pages.objects, who: 'ann', method: 'PATCH', path: at('Account', () => account), body: sent({ Name: 'Acme' }), ...wrote },
  { name: 'a profile grants its standard objects', page: pages.profiles, who: 'standard', method: 'PATCH', path: at('Account', () => account), body: sent({ Phone: '2', Website: 'v' }), ...wrote },
  { name: 'but no custom object', page: pages.profiles, who: 'standard', method: 'GET', path: soql('SELECT Id FROM Project__c'), status: 400, code: 'INVALID_TYPE' },
  { name: 'a hidden field is no column of a query', page: pages.fields, who: 'ann', method: 'GET', path: soql('SELECT Secret__c FROM Project__c'), status: 400, code: 'INVALID_FIELD', message: noColumn('Secret__c', 'Project__c') },
  { name: 'nor of its conditions', page: pages.fields, who: 'ann', method: 'GET', path: soql("SELECT Id FROM Project__c WHERE Secret__c = 'x'"), status: 400, code: 'INVALID_FIELD', message: noColumn('Secret__c', 'Project__c') },
  { name: 'nor of its order', page: pages.fields, who: 'ann', method: 'GET', path: soql('SELECT Id FROM Project__c ORDER BY Secret__c'), status: 400, code: 'INVALID_FIELD', message: noColumn('Secret__c', 'Project__c') },
  { name: 'nor of its groups', page: pages.fields, who: 'ann', method: 'GET', path: soql('SELECT Secret__c, COUNT(Id) FROM Project__c GROUP BY Secret__c'), status: 400, code: 'INVALID_FIELD' },
  { name: 'nor of a path', page: pages.fields, who: 'ann', method: 'GET', path: soql('SELECT Project__r.Secret__c FROM Line__c'), status: 400, code: 'INVALID_FIELD', message: noColumn('Secret__c', 'Project__c') },
  { name: 'nor of fields=', page: pages.fields, who: 'ann', method: 'GET', path: () => `/sobjects/Project__c/${ann}?fields=Secret__c`, status: 400, code: 'INVALID_FIELD' },
  { name: 'a standard field without a permission is hidden too', page: pages.fields, who: 'ann', method: 'GET', path: soql('SELECT Website FROM Account'), status: 400, code: 'INVALID_FIELD', message: noColumn('Website', 'Account') },
  { name: 'a hidden field cannot be created with', page: pages.fields, who: 'ann', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Secret__c: 'x' }), status: 400, code: 'INVALID_FIELD', message: "No such column 'Secret__c' on sobject of type Project__c" },
  { name: 'nor updated', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ secret__C: 'x' }), status: 400, code: 'INVALID_FIELD', message: "No such column 'secret__C'" },
  { name: 'a field that may only be read cannot be created with', page: pages.fields, who: 'ann', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Shown__c: 'x' }), status: 400, code: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: readOnlyField('Shown__c') },
  { name: 'nor updated', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Account', () => account), body: sent({ Phone: '3' }), status: 400, code: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: readOnlyField('Phone') },
  { name: 'a roll-up is written by nobody', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ Total__c: 3 }), status: 400, code: 'INVALID_FIELD_FOR_INSERT_UPDATE' },
  { name: 'a field with Edit is written', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ Open__c: 'y' }), ...wrote },
  { name: 'a required field needs no permission', page: pages.always, who: 'ann', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ Needed__c: 'y' }), ...wrote },
  { name: 'nor does a name', page: pages.always, who: 'ann', method: 'PATCH', path: at('Project__c', () => ann), body: sent({ Name: 'y' }), ...wrote },
  { name: 'nor do masters and what the system fills, for reading', page: pages.always, who: 'reader', method: 'GET', path: soql('SELECT Id, Name, Needed__c, OwnerId, CreatedDate, CreatedBy.Name, SystemModstamp, IsDeleted, (SELECT Project__c FROM Lines__r) FROM Project__c'), status: 200 },
  { name: 'the parts of an address are one permission', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Account', () => account), body: sent({ BillingCity: 'Bern', BillingStreet: 'A 1' }), ...wrote },
  { name: 'and the other address is another', page: pages.fields, who: 'ann', method: 'PATCH', path: at('Account', () => account), body: sent({ ShippingCity: 'Bern' }), status: 400, code: 'INVALID_FIELD' },
  { name: 'a parent is not named by a key that one may not see', page: pages.fields, who: 'ann', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Other__r: { Secret__c: 'x' } }), status: 400, code: 'INVALID_FIELD', message: "No such column 'Secret__c' on sobject of type Project__c" },
  { name: 'but by one that one may', page: pages.fields, who: 'ann', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Other__r: { ExternalKey__c: 'whole' } }), status: 201 },
  { name: 'an upsert key that one may not see is none', page: pages.fields, who: 'manager', method: 'PATCH', path: one('/sobjects/Project__c/ExternalKey__c/k'), body: sent({ Name: 'x' }), status: 404, code: 'NOT_FOUND', message: 'Provided external ID field does not exist or is not accessible: ExternalKey__c' },
  { name: 'an upsert creates with a key that one may edit', page: pages.fields, who: 'ann', method: 'PATCH', path: one('/sobjects/Project__c/ExternalKey__c/new'), body: sent({ Open__c: 'x' }), status: 201 },
  { name: 'permission sets add up, by a group', page: pages.groups, who: 'member', method: 'POST', path: one('/sobjects/Project__c'), body: sent({ Open__c: 'x', Secret__c: 'x' }), status: 201 },
  { name: 'View All Data reads every object', page: pages.viewAll, who: 'viewer', method: 'GET', path: soql('SELECT Id, Name FROM Project__c'), status: 200 },
  { name: 'but no field without permission', page: pages.viewAll, who: 'viewer', method: 'GET', path: soql('SELECT Open__c FROM Project__c'), status: 400, code: 'INVALID_FIELD' },
  { name: 'and writes none', page: pages.viewAll, who: 'viewer', method: 'PATCH', path: at('Board__c', () => board), body: sent({ Name: 'x' }), status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY' },
  { name: 'Modify All Data writes every object', page: pages.viewAll, who: 'modifier', method: 'PATCH', path: at('Board__c', () => board), body: sent({ Name: 'x' }), ...wrote },
  { name: 'a set of Modify All Data shows no hidden field', page: pages.viewAll, who: 'modifier', method: 'GET', path: soql('SELECT Secret__c FROM Project__c'), status: 400, code: 'INVALID_FIELD' },
  { name: 'View All Fields shows every field of one object', page: pages.fields, who: 'everyfield', method: 'GET', path: soql('SELECT Secret__c, Total__c FROM Project__c'), status: 200 },
  { name: 'the administrator is not asked', page: pages.profiles, who: 'admin', method: 'GET', path: soql('SELECT Secret__c FROM Project__c'), status: 200 },
  { name: 'without API Enabled there is no API', page: 'https://docs.sequin.io/integrations/salesforce/playbooks/enable-salesforce-api', who: 'noapi', method: 'GET', path: soql('SELECT Id FROM Project__c'), status: 403, code: 'API_DISABLED_FOR_ORG', message: 'The REST API is not enabled for this Organization.' },
  { name: 'a permission set may grant it', page: pages.profiles, who: 'viaset', method: 'GET', path: soql('SELECT Id FROM Project__c'), status: 200 },
  { name: 'everybody reads who the users are', page: pages.access, who: 'nobody', method: 'GET', path: soql('SELECT Id, Name, Profile.Name FROM User'), status: 200 },
  { name: 'but makes none', page: pages.codes, who: 'modifier', method: 'POST', path: one('/sobjects/User'), body: sent({ LastName: 'x' }), status: 400, code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'entity type cannot be inserted: User' },
  { name: 'and changes none', page: pages.codes, who: 'ann', method: 'PATCH', path: () => `/sobjects/User/${guarded.ids.get('bob') ?? ''}`, body: sent({ LastName: 'x' }), status: 403, code: 'INSUFFICIENT_ACCESS_OR_READONLY' },
  { name: 'nobody grants himself a permission', page: pages.codes, who: 'ann', method: 'POST', path: one('/sobjects/PermissionSetAssignment'), body: () => ({ AssigneeId: guarded.ids.get('ann'), PermissionSetId: '0PS000000000001AAA' }), status: 400, code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' },
];

test.each(cases)('$name', async ({ page, who, method, path, body, status, code, message }) => {
  expect(page).toMatch(/^https:/);
  const answer = await guarded.call(who, method, path(), body?.());
  const [error] = Array.isArray(answer.body) ? answer.body : [];
  const text = String(error?.message ?? '')
    .split('\n')
    .at(-1);
  expect({ status: answer.status, code: error?.errorCode }).toEqual({ status, code });
  if (message !== undefined) expect(text?.slice(0, message.length)).toBe(message);
});

test('a record read as a whole leaves hidden fields out', async () => {
  const { body } = await guarded.call('ann', 'GET', `/sobjects/Project__c/${whole}`);
  expect(body).toMatchObject({ Open__c: 'open', Shown__c: 'shown' });
  expect(body).not.toHaveProperty('Secret__c');
  const all = await guarded.query('ann', 'SELECT FIELDS(ALL) FROM Project__c LIMIT 1');
  expect(JSON.stringify(all.body)).not.toContain('Secret__c');
});

test('a describe shows what the caller may do with the object and each field', async () => {
  const describe = async (who: Person): Promise<Record<string, string>> => {
    const { body } = await guarded.call(who, 'GET', '/sobjects/Project__c/describe');
    const { fields, ...object } = body as Record<string, boolean> & {
      fields: { name: string; createable: boolean; updateable: boolean }[];
    };
    const wanted = ['Name', 'Open__c', 'Shown__c', 'Secret__c'];
    const may = (one: Record<string, unknown>): string =>
      ['createable', 'updateable', 'deletable'].filter((name) => one[name] === true).join(' ');
    const shown = fields.filter(({ name }) => wanted.includes(name));
    return {
      object: may(object),
      ...Object.fromEntries(shown.map((field) => [field.name, may({ ...field })])),
    };
  };
  const write = 'createable updateable';
  expect(await describe('ann')).toEqual({
    object: `${write} deletable`,
    Name: write,
    Open__c: write,
    Shown__c: '',
  });
  expect(await describe('reader')).toEqual({ object: '', Name: '' });
  expect(await describe('member')).toMatchObject({ Secret__c: write });
  expect(await describe('admin')).toMatchObject({ Secret__c: write, Shown__c: write });
});

test('the list of objects holds what the caller may read', async () => {
  const names = async (who: Person): Promise<string[]> => {
    const { body } = await guarded.call(who, 'GET', '/sobjects');
    const { sobjects } = body as { sobjects: { name: string }[] };
    return sobjects.map(({ name }) => name).filter((name) => name.endsWith('__c'));
  };
  expect(await names('nobody')).toEqual([]);
  expect(await names('reader')).toEqual(['Line__c', 'Program__c', 'Project__c']);
  expect(await names('admin')).toHaveLength(6);
});

test('in a collection each row is judged for itself', async () => {
  const record = (type: string, fields: object) => ({ attributes: { type }, ...fields });
  const { status, body } = await guarded.call('reader', 'POST', '/composite/sobjects', {
    records: [record('Project__c', { Name: 'x' }), record('Board__c', { Name: 'x' })],
  });
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { success: false, errors: [{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' }] },
    { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
  ]);
});

test('a Composite request has no more rights than its caller', async () => {
  const url = `${DATA}/sobjects/Project__c/${whole}`;
  const { body } = await guarded.call('ann', 'POST', '/composite', {
    compositeRequest: [
      { method: 'GET', url, referenceId: 'read' },
      { method: 'PATCH', url, referenceId: 'write', body: { Shown__c: 'x' } },
    ],
  });
  const { compositeResponse } = body as { compositeResponse: { body: object }[] };
  expect(compositeResponse[0]?.body).not.toHaveProperty('Secret__c');
  expect(compositeResponse[1]).toMatchObject({
    httpStatusCode: 400,
    body: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }],
  });
});

import { Connection } from 'jsforce';
import { fieldAccess } from '../../../src/local-org/access/field-access.ts';
import { grantsOf } from '../../../src/local-org/access/grants.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { deployFiles, text } from '../metadata/support.ts';

/** Pages of Salesforce's documentation that the cases follow. */
const compound =
  'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/compound_fields_geolocation.htm';
const limits =
  'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/compound_fields_limitations.htm';
const help =
  'https://help.salesforce.com/s/articleView?id=platform.custom_field_geolocate_overview.htm';

const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const spot = `<fields><fullName>Spot__c</fullName><displayLocationInDecimal>true</displayLocationInDecimal><label>Spot</label><required>false</required><scale>4</scale><type>Location</type></fields><fields><fullName>Charted__c</fullName><formula>NOT(ISBLANK(Spot__c))</formula><label>Charted</label><type>Checkbox</type></fields>`;
const quay = (fields: string): [string, Uint8Array] => [
  'objects/Quay__c.object',
  text(`<CustomObject ${ns}><deploymentStatus>Deployed</deploymentStatus><label>Quay</label><pluralLabel>Quays</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel>${fields}</CustomObject>`),
]; // prettier-ignore
const clerk: [string, Uint8Array] = [
  'permissionsets/Clerk.permissionset',
  text(`<PermissionSet ${ns}><label>Clerk</label><fieldPermissions><editable>false</editable><field>Quay__c.Spot__c</field><readable>true</readable></fieldPermissions><objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Quay__c</object><viewAllRecords>false</viewAllRecords></objectPermissions></PermissionSet>`),
]; // prettier-ignore

function schemaWithQuay(): OrgSchema {
  const files = new Map([quay(spot), clerk]);
  const { schema, messages } = deployFiles(createSchema(), files);
  if (schema === null) throw new Error(JSON.stringify(messages));
  return schema;
}

const schema = schemaWithQuay();
let org: LocalOrg;
let connection: Connection;
beforeAll(async () => {
  org = await startLocalOrg();
  org.engine.applySchema(schema);
  const { instanceUrl, accessToken } = org;
  connection = new Connection({ instanceUrl, accessToken, version: '68.0' });
  await connection
    .sobject('Quay__c')
    .create([
      { Name: 'North', Spot__Latitude__s: 54.32166, Spot__Longitude__s: '10.1389' },
      { Name: 'South', Spot__Latitude__s: -90, Spot__Longitude__s: 180 },
      { Name: 'Nowhere' },
    ]);
});
afterAll(() => org.close());

test.each([
  { name: 'North', latitude: 54.3217, longitude: 10.1389 },
  { name: 'South', latitude: -90, longitude: 180 },
])(`the parts are written, the whole is read: $name (${compound})`, async (expected) => {
  const { records } = await connection.query(
    `SELECT Spot__c, Spot__Latitude__s, Spot__Longitude__s, Charted__c FROM Quay__c WHERE Spot__Latitude__s = ${expected.latitude}`,
  );
  const { latitude, longitude } = expected;
  expect(records).toMatchObject([
    { Spot__c: { latitude, longitude }, Spot__Latitude__s: latitude, Spot__Longitude__s: longitude, Charted__c: true },
  ]); // prettier-ignore
});

test('a place that nobody knows is null', async () => {
  const soql = "SELECT Spot__c, Spot__Latitude__s, Charted__c FROM Quay__c WHERE Name = 'Nowhere'";
  const { records } = await connection.query(soql);
  expect(records).toMatchObject([{ Spot__c: null, Spot__Latitude__s: null, Charted__c: false }]);
});

test.each([
  { given: { Spot__Latitude__s: 90.0001 }, error: 'NUMBER_OUTSIDE_VALID_RANGE', page: help },
  { given: { Spot__Latitude__s: -90.0001 }, error: 'NUMBER_OUTSIDE_VALID_RANGE', page: help },
  { given: { Spot__Longitude__s: 180.0001 }, error: 'NUMBER_OUTSIDE_VALID_RANGE', page: help },
  { given: { Spot__Longitude__s: -180.0001 }, error: 'NUMBER_OUTSIDE_VALID_RANGE', page: help },
  { given: { Spot__c: { latitude: 1, longitude: 1 } }, error: 'INVALID_FIELD_FOR_INSERT_UPDATE', page: limits },
])('$given is refused with $error ($page)', async ({ given, error }) => {
  await expect(connection.sobject('Quay__c').create({ Name: 'x', ...given })).rejects.toMatchObject({ errorCode: error });
}); // prettier-ignore

test.each([
  ["SELECT Id FROM Quay__c WHERE Spot__c = '1'", 'INVALID_FIELD'],
  ['SELECT Id FROM Quay__c ORDER BY Spot__c', 'INVALID_FIELD'],
])(`the whole can neither be filtered nor sorted: %s (${limits})`, async (soql, errorCode) => {
  await expect(connection.query(soql)).rejects.toMatchObject({ errorCode });
});

test(`over SOAP the whole is a location with two elements (${compound})`, async () => {
  const query = `<urn:query><urn:queryString>SELECT Spot__c FROM Quay__c WHERE Name = 'South'</urn:queryString></urn:query>`;
  const envelope = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com"><soapenv:Header><urn:SessionHeader><urn:sessionId>${org.accessToken}</urn:sessionId></urn:SessionHeader></soapenv:Header><soapenv:Body>${query}</soapenv:Body></soapenv:Envelope>`;
  const answer = await fetch(`${org.instanceUrl}/services/Soap/u/64.0`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: envelope,
  });
  expect(await answer.text()).toContain(
    '<sf:Spot__c xsi:type="location"><latitude>-90</latitude><longitude>180</longitude></sf:Spot__c>',
  );
});

test('the describe names the whole and its parts', async () => {
  const { fields } = await connection.sobject('Quay__c').describe();
  const seen = fields
    .filter(({ name }) => name.startsWith('Spot'))
    .map(({ name, type, scale, createable, updateable }) => [name, type, scale, createable, updateable]); // prettier-ignore
  expect(seen).toEqual([
    ['Spot__c', 'location', 4, false, false],
    ['Spot__Latitude__s', 'double', 4, true, true],
    ['Spot__Longitude__s', 'double', 4, true, true],
  ]);
  const wholes = fields.flatMap((field) => ('compoundFieldName' in field ? [field.compoundFieldName] : [])); // prettier-ignore
  expect(wholes.filter((name) => name !== null)).toEqual(['Spot__c', 'Spot__c']);
});

test('a right on the whole is one on its parts', () => {
  const object = schema.objects.get('Quay__c');
  const set = schema.permissionSets.get('Clerk');
  const part = object?.fields.get('Spot__Longitude__s');
  if (object === undefined || set === undefined || part === undefined) throw new Error('no Quay__c');
  const accessWith = (ids: string[]) =>
    fieldAccess(grantsOf(schema, 'Nobody', new Set(ids)), object, part);
  expect(accessWith([set.id])).toEqual({ readable: true, editable: false });
  expect(accessWith([])).toEqual({ readable: false, editable: false });
}); // prettier-ignore

test('with the whole its parts are deleted', () => {
  const destructive = text(`<Package ${ns}><types><members>Quay__c.Spot__c</members><name>CustomField</name></types></Package>`); // prettier-ignore
  const manifest = text(`<Package ${ns}><version>66.0</version></Package>`);
  const files = new Map([['package.xml', manifest], ['destructiveChanges.xml', destructive]]); // prettier-ignore
  const after = deployFiles(schema, files).schema?.objects.get('Quay__c');
  expect([...(after?.fields.keys() ?? [])].filter((name) => name.startsWith('Spot'))).toEqual([]);
});

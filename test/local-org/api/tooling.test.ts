import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
  const { engine } = under.org;
  const schema = { ...engine.schema(), otherComponents: new Map(engine.schema().otherComponents) };
  schema.otherComponents.set('ApexClass/Greeter', '<ApexClass><apiVersion>64.0</apiVersion></ApexClass>');
  schema.otherComponents.set('ApexClass/Greeter#classes/Greeter.cls', 'public class Greeter {}');
  engine.applySchema(schema);
}); // prettier-ignore
afterAll(() => under.org.close());

const tooling = (soql: string, more = '') =>
  under.call('GET', `${DATA}/tooling/query?q=${encodeURIComponent(soql)}${more}`);

const objects = 'api_tooling reference_objects_list';
const cases = [
  { page: 'api_tooling tooling_api_objects_customobject', soql: "SELECT DeveloperName FROM CustomObject WHERE DeveloperName = 'Project'", records: [{ DeveloperName: 'Project' }] },
  { page: 'api_tooling tooling_api_objects_entitydefinition', soql: "SELECT QualifiedApiName, KeyPrefix, Label FROM EntityDefinition WHERE QualifiedApiName = 'Account'", records: [{ QualifiedApiName: 'Account', KeyPrefix: '001', Label: 'Account' }] },
  { page: 'api_tooling tooling_api_objects_fielddefinition', soql: "SELECT QualifiedApiName, DataType, IsNillable FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Project__c' AND QualifiedApiName = 'Budget__c'", records: [{ QualifiedApiName: 'Budget__c', DataType: 'Currency', IsNillable: true }] },
  { page: 'api_tooling tooling_api_objects_customfield', soql: "SELECT TableEnumOrId FROM CustomField WHERE DeveloperName = 'Budget'", records: [{ TableEnumOrId: 'Project__c' }] },
  { page: 'api_tooling tooling_api_objects_apexclass', soql: 'SELECT Name, Body, ApiVersion FROM ApexClass', records: [{ Name: 'Greeter', Body: 'public class Greeter {}', ApiVersion: 64 }] },
  { page: 'api_tooling tooling_api_objects_apextrigger', soql: 'SELECT Name FROM ApexTrigger', records: [] },
]; // prettier-ignore

test.each(cases)('tooling query: $soql ($page)', async ({ soql, records }) => {
  const { status, body } = await tooling(soql);
  expect(status).toBe(200);
  expect(body).toMatchObject({ totalSize: records.length, done: true, records });
});

test.each([
  { page: objects, soql: 'SELECT Id FROM SourceMember', code: 'INVALID_TYPE' },
  { page: objects, soql: 'SELECT Id FROM ApexCodeCoverage', code: 'INVALID_TYPE' },
  { page: objects, soql: 'SELECT Id FROM Project__c', code: 'INVALID_TYPE' },
  { page: objects, soql: 'SELECT Nope FROM ApexClass', code: 'INVALID_FIELD' },
  { page: objects, soql: 'SELECT FROM', code: 'MALFORMED_QUERY' },
  { page: 'api_tooling tooling_api_objects_fielddefinition', soql: 'SELECT Id FROM FieldDefinition', code: 'MALFORMED_QUERY' },
])('tooling query refuses: $soql with $code ($page)', async ({ soql, code }) => {
  const { status, body } = await tooling(soql);
  expect(status).toBe(400);
  expect(body).toMatchObject([{ errorCode: code }]);
}); // prettier-ignore

test('the columns of a tooling query, as sf asks for them', async () => {
  const { body } = await tooling('SELECT Id, DeveloperName FROM CustomObject', '&columns=true');
  expect(body).toMatchObject({
    entityName: 'CustomObject',
    columnMetadata: [{ columnName: 'Id' }, { columnName: 'DeveloperName' }],
  });
});

test('tooling objects are described; SourceMember is not there, so sf tracks no source', async () => {
  const describe = (name: string) => under.call('GET', `${DATA}/tooling/sobjects/${name}/describe`);
  expect((await describe('ApexClass')).body).toMatchObject({ name: 'ApexClass' });
  expect((await describe('SourceMember')).status).toBe(404);
  const { body } = await under.call('GET', `${DATA}/tooling/sobjects`);
  expect(JSON.stringify(body)).toContain('"FieldDefinition"');
});

test.each([
  ['GET', `${DATA}/tooling/executeAnonymous?anonymousBody=x`],
  ['POST', `${DATA}/tooling/runTestsAsynchronous`],
  ['POST', `${DATA}/tooling/runTestsSynchronous`],
])('Apex is not run and the answer says so: %s %s', async (method, path) => {
  const { status, body } = await under.call(method, path, method === 'POST' ? {} : undefined);
  expect(status).toBe(400);
  expect(body).toMatchObject([{ errorCode: 'NOT_IMPLEMENTED_LOCALLY' }]);
});

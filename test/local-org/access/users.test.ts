import { Connection } from 'jsforce';
import { ORG_ID } from '../../../src/local-org/api/system-rows.ts';
import { startGuardedOrg, type GuardedOrg } from './guarded-org.ts';

let guarded: GuardedOrg;

beforeAll(async () => {
  guarded = await startGuardedOrg();
});

afterAll(() => guarded.org.close());

const idsOf = async (soql: string): Promise<string[]> => {
  const { body } = await guarded.query('admin', soql);
  const { records } = body as { records: { Id: string }[] };
  return records.map(({ Id }) => Id);
};

async function createUser(username: string, profile: string): Promise<string> {
  const [profileId] = await idsOf(`SELECT Id FROM Profile WHERE Name = '${profile}'`);
  return guarded.create('admin', 'User', {
    Username: username,
    LastName: 'Made by API',
    Alias: 'api',
    Email: 'made@example.com',
    IsActive: true,
    ProfileId: profileId,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
}

async function login(form: Record<string, string>): Promise<string> {
  const response = await fetch(`${guarded.org.instanceUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const body: unknown = await response.json();
  return String(Reflect.get(Object(body), 'access_token'));
}

const connected = (accessToken: string): Connection =>
  new Connection({ instanceUrl: guarded.org.instanceUrl, accessToken, version: '68.0' });

test('a new org has the standard profiles', async () => {
  const { body } = await guarded.query('admin', 'SELECT Name FROM Profile ORDER BY Name');
  expect((body as { records: object[] }).records).toMatchObject([
    { Name: 'Minimum Access - API Only Integrations' },
    { Name: 'Minimum Access - Salesforce' },
    { Name: 'Salesforce API Only System Integrations' },
    { Name: 'Standard User' },
    { Name: 'System Administrator' },
  ]);
});

test('a user made by API logs in by JWT or password and has what is assigned, as soon as it is', async () => {
  const userId = await createUser('api@local.org', 'Minimum Access - API Only Integrations');
  const claims = { sub: 'api@local.org', iss: 'x', exp: Date.now() / 1000 + 60 };
  const assertion = `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const byJwt = connected(
    await login({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
  );
  expect(await byJwt.request('/services/oauth2/userinfo')).toMatchObject({ user_id: userId });
  const soql = 'SELECT Id FROM Project__c';
  await expect(byJwt.query(soql)).rejects.toThrow("sObject type 'Project__c' is not supported");
  const [setId] = await idsOf("SELECT Id FROM PermissionSet WHERE Name = 'Worker'");
  const assignment = { AssigneeId: userId, PermissionSetId: setId };
  const assigned = await guarded.create('admin', 'PermissionSetAssignment', assignment);
  expect((await byJwt.query(soql)).done).toBe(true);
  const byPassword = connected(
    await login({ grant_type: 'password', username: 'api@local.org', password: 'x' }),
  );
  expect(await byPassword.create('Project__c', { Open__c: 'x' })).toMatchObject({ success: true });
  await guarded.call('admin', 'DELETE', `/sobjects/PermissionSetAssignment/${assigned}`);
  await expect(byJwt.query(soql)).rejects.toThrow("sObject type 'Project__c' is not supported");
});

test('a permission set says which user permissions it has', async () => {
  const soql = 'SELECT Name FROM PermissionSet WHERE PermissionsApiEnabled = TRUE';
  const { body } = await guarded.query('admin', soql);
  expect(body).toMatchObject({ records: [{ Name: 'Api' }] });
});

test('a group is assigned as a whole', async () => {
  const userId = await createUser('group@local.org', 'Minimum Access - API Only Integrations');
  const [groupId] = await idsOf("SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Both'");
  const assignment = { AssigneeId: userId, PermissionSetGroupId: groupId };
  await guarded.create('admin', 'PermissionSetAssignment', assignment);
  const connection = connected(guarded.org.issueToken('group@local.org'));
  expect((await connection.query('SELECT Secret__c, Open__c FROM Project__c')).done).toBe(true);
});

test('a user who was deactivated is out at once', async () => {
  const userId = await createUser('gone@local.org', 'Standard User');
  const connection = connected(guarded.org.issueToken('gone@local.org'));
  expect((await connection.query('SELECT Id FROM Account')).done).toBe(true);
  await guarded.call('admin', 'PATCH', `/sobjects/User/${userId}`, { IsActive: false });
  await expect(connection.query('SELECT Id FROM Account')).rejects.toThrow('Session expired');
  expect(() => guarded.org.issueToken('gone@local.org')).toThrow('no active user');
});

test('a record carries the name of the user who wrote it', async () => {
  const id = await guarded.create('ann', 'Project__c', { Name: 'x' });
  const { body } = await guarded.call('ann', 'GET', `/sobjects/Project__c/${id}`);
  const ann = guarded.ids.get('ann');
  expect(body).toMatchObject({ OwnerId: ann, CreatedById: ann, LastModifiedById: ann });
});

test('a user without Modify Metadata deploys nothing, by SOAP or REST', async () => {
  const token = guarded.org.issueToken('ann@local.org');
  const soap = await fetch(`${guarded.org.instanceUrl}/services/Soap/m/68.0`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><m:SessionHeader><m:sessionId>${token}</m:sessionId></m:SessionHeader></soapenv:Header><soapenv:Body><m:describeMetadata><m:asOfVersion>68.0</m:asOfVersion></m:describeMetadata></soapenv:Body></soapenv:Envelope>`,
  });
  expect(soap.status).toBe(500);
  expect(await soap.text()).toContain('ModifyAllData or ModifyMetadata permissions');
  const rest = await fetch(
    `${guarded.org.instanceUrl}/services/data/v68.0/metadata/deployRequest/0Af000000000001`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  expect(rest.status).toBe(403);
  expect(await rest.json()).toMatchObject([{ errorCode: 'INSUFFICIENT_ACCESS' }]);
});

test('a reset forgets records and keeps users with their permissions', async () => {
  await guarded.create('ann', 'Board__c', { Name: 'x' });
  guarded.org.reset();
  const { body } = await guarded.query('ann', 'SELECT Id FROM Board__c');
  expect(body).toMatchObject({ totalSize: 0 });
  expect(guarded.org.orgId).toBe(ORG_ID);
});

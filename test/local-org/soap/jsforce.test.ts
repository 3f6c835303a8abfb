import { Connection } from 'jsforce';
import { startProjectOrg, type OrgUnderTest } from '../api/org.ts';

let under: OrgUnderTest;
let connection: Connection;

beforeAll(async () => {
  under = await startProjectOrg();
  connection = new Connection({
    loginUrl: under.org.instanceUrl,
    version: '60.0',
    callOptions: { client: 'soap-tests' },
  });
  await connection.login(under.org.username, 'any password');
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const lead = { LastName: 'Fry', Company: 'Acme' };
const conversion = {
  convertedStatus: 'Closed - Converted',
  doNotCreateOpportunity: false,
  overwriteLeadSource: false,
  sendNotificationEmail: false,
};

describe('the unmodified jsforce over SOAP', () => {
  test('logs in with name and password, and uses the session for REST', async () => {
    expect(connection.instanceUrl).toBe(under.org.instanceUrl);
    const { totalSize } = await connection.query('SELECT Id FROM Organization');
    expect(totalSize).toBe(1);
  });

  test('shows why a login is refused', async () => {
    const other = new Connection({ loginUrl: under.org.instanceUrl, version: '60.0' });
    await expect(other.login('nobody@local.org', 'x')).rejects.toThrow(
      'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    );
  });

  test('logs out: the session is over, for REST too', async () => {
    const other = new Connection({ loginUrl: under.org.instanceUrl, version: '60.0' });
    await other.login(under.org.username, 'x');
    const accessToken = other.accessToken ?? '';
    await other.logout();
    const again = new Connection({ instanceUrl: under.org.instanceUrl, accessToken });
    await expect(again.query('SELECT Id FROM Organization')).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    });
  });

  test('logs in again when its session has expired', async () => {
    const other = new Connection({ loginUrl: under.org.instanceUrl, version: '60.0' });
    await other.login(under.org.username, 'x');
    const before = other.accessToken;
    await fetch(`${under.org.instanceUrl}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: before ?? '' }),
    });
    expect(await other.soap.getUserInfo()).toMatchObject({ userName: under.org.username });
    expect(other.accessToken).not.toBe(before);
  });

  test('converts a lead', async () => {
    const { id = '' } = await connection.sobject('Lead').create(lead);
    const result = await connection.soap.convertLead({ ...conversion, leadId: id });
    expect(result).toMatchObject({ success: true, leadId: id, errors: [] });
    expect(await connection.sobject('Lead').retrieve(id)).toMatchObject({
      IsConverted: true,
      ConvertedAccountId: result.accountId,
      ConvertedContactId: result.contactId,
      ConvertedOpportunityId: result.opportunityId,
    });
    const account = await connection.sobject('Account').retrieve(result.accountId ?? '');
    expect(account).toMatchObject({ Name: 'Acme' });
  });

  test('sees the errors of a conversion', async () => {
    const { id = '' } = await connection.sobject('Lead').create(lead);
    const wrong = { ...conversion, leadId: id, convertedStatus: 'Working - Contacted' };
    const [result] = await connection.soap.convertLead([wrong]);
    expect(result).toMatchObject({
      success: false,
      errors: [{ statusCode: 'INVALID_STATUS', fields: ['Status'] }],
    });
  });

  test('finds the converted statuses with a query', async () => {
    const found = await connection.query<{ MasterLabel: string }>(
      'SELECT Id, MasterLabel FROM LeadStatus WHERE IsConverted=true',
    );
    expect(found.records.map(({ MasterLabel }) => MasterLabel)).toEqual(['Closed - Converted']);
  });

  test('creates, updates, upserts and deletes records', async () => {
    const type = 'Project__c';
    const created = await connection.soap.create([
      { type, Name: 'One', Budget__c: 12.5, Done__c: true },
      { type, Name: 'Two', Budget__c: 'much' },
    ]);
    expect(created).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [{ fields: ['Budget__c'] }] },
    ]);
    const id = created[0]?.id ?? '';
    const updated = await connection.soap.update({ type, Id: id, Name: 'Uno', Budget__c: null });
    expect(updated).toMatchObject({ success: true, id });
    expect(await connection.sobject(type).retrieve(id)).toMatchObject({
      Name: 'Uno',
      Budget__c: null,
      Done__c: true,
    });
    const row = { type, Key__c: 'k', Name: 'Keyed' };
    expect(await connection.soap.upsert('Key__c', row)).toMatchObject({ created: true });
    expect(await connection.soap.upsert('Key__c', row)).toMatchObject({ created: false });
    expect(await connection.soap.delete(id)).toMatchObject({ success: true, id });
    expect(await connection.soap.delete(id)).toMatchObject({
      success: false,
      errors: [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
    });
  });

  test('takes records out of the recycle bin, and empties it', async () => {
    const { id = '' } = await connection.sobject('Account').create({ Name: 'Acme' });
    await connection.sobject('Account').destroy(id);
    const all = await connection.query(`SELECT Id FROM Account WHERE Id = '${id}'`, {
      scanAll: true,
    });
    expect(all.totalSize).toBe(1);
    expect(await connection.soap.undelete([id])).toMatchObject([{ id, success: true }]);
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({ Name: 'Acme' });
    await connection.sobject('Account').destroy(id);
    expect(await connection.soap.emptyRecycleBin([id])).toMatchObject([{ id, success: true }]);
    expect(await connection.soap.undelete([id])).toMatchObject([
      { success: false, errors: [{ statusCode: 'UNDELETE_FAILED' }] },
    ]);
  });

  test('asks who it is and what time it is', async () => {
    expect(await connection.soap.getUserInfo()).toMatchObject({
      organizationId: under.org.orgId,
      userName: under.org.username,
      userFullName: 'Local Admin',
    });
    const { timestamp } = await connection.soap.getServerTimestamp();
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(60_000);
  });

  test('is told what the org does not do', async () => {
    await expect(connection.soap.describeTabs()).rejects.toThrow('NOT_IMPLEMENTED_LOCALLY');
  });

  test('counts as an API call', async () => {
    under.org.resetApiCalls();
    await connection.soap.getUserInfo();
    expect(under.org.apiCalls()).toBe(1);
  });
});

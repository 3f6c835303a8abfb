import jsforce from 'jsforce';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_partner.htm */
let org: LocalOrg;
let connection: jsforce.Connection;

beforeAll(async () => {
  org = await startLocalOrg();
  connection = new jsforce.Connection({ ...org, version: '64.0' });
});

afterAll(() => org.close());

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await connection.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved.errors));
  return saved.id;
}

const partners = async (where: string): Promise<object[]> =>
  (
    await connection.query(
      `SELECT AccountFrom.Name, AccountTo.Name, Role, IsPrimary FROM Partner WHERE ${where} ORDER BY CreatedDate, Id`,
    )
  ).records;

test('a partner of an account is one of the other account too', async () => {
  const acme = await made('Account', { Name: 'Acme' });
  const globex = await made('Account', { Name: 'Globex' });
  const id = await made('Partner', {
    AccountFromId: globex,
    AccountToId: acme,
    Role: 'VAR/Reseller',
  });
  const [reverse] = (
    await connection.query(
      `SELECT Id, AccountFromId, AccountToId, Role FROM Partner WHERE ReversePartnerId = '${id}'`,
    )
  ).records;
  expect(reverse).toMatchObject({ AccountFromId: acme, AccountToId: globex, Role: null });
  expect(await connection.sobject('Partner').retrieve(id)).toMatchObject({
    ReversePartnerId: reverse?.['Id'],
    Role: 'VAR/Reseller',
  });
});

test('an opportunity has one primary partner: the newest that was said to be', async () => {
  const deal = await made('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
  });
  for (const Name of ['Acme', 'Ajax'])
    await made('Partner', {
      OpportunityId: deal,
      AccountToId: await made('Account', { Name }),
      IsPrimary: true,
    });
  expect(await partners(`OpportunityId = '${deal}'`)).toMatchObject([
    { AccountTo: { Name: 'Acme' }, IsPrimary: false },
    { AccountTo: { Name: 'Ajax' }, IsPrimary: true },
  ]);
});

test('a partner is of an account or of an opportunity, and is never updated', async () => {
  const account = await made('Account', { Name: 'Acme' });
  const deal = await made('Opportunity', {
    Name: 'Deal',
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
  });
  await expect(made('Partner', { AccountToId: account })).rejects.toThrow(
    'Required fields are missing: [AccountFromId]',
  );
  await expect(
    made('Partner', { AccountToId: account, AccountFromId: account, OpportunityId: deal }),
  ).rejects.toThrow('not both');
  const id = await made('Partner', { AccountToId: account, OpportunityId: deal });
  await expect(
    connection.sobject('Partner').update({ Id: id, Role: 'Consultant' }),
  ).rejects.toThrow(/INVALID_FIELD_FOR_INSERT_UPDATE|Unable to create\/update fields/);
  expect(await connection.sobject('Partner').destroy(id)).toMatchObject({ success: true });
});

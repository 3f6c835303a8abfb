import { systemClock } from '../../src/clock.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { checkOrg } from '../../src/salesforce/doctor.ts';
import { orgNeeds } from '../../src/salesforce/org-needs.ts';
import type { Org, OrgAdmin, OrgRow } from '../../src/salesforce/org.ts';
import { recordTypes } from '../../src/salesforce/record-types.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { jwtSettings } from './support/connected.ts';

const account = (key: string, version = 1, name = key): OrgRow => ({
  object: 'Account',
  key,
  fields: { Name: name, SourceVersion__c: version },
});
const byKey = (object: string, key: string, ...select: string[]) => ({
  object,
  select: ['Id', ...select],
  by: 'ExternalKey__c',
  values: [key],
});

/** A partner in a program, parents first. */
function partnership(name: string): OrgRow[] {
  return [
    account(`${name}:partner`),
    { object: 'PartnerProgram__c', key: `${name}:program`, fields: { Name: 'Referral' } },
    {
      object: 'Partnership__c',
      key: `${name}:partnership`,
      fields: {
        Name: name,
        Partner__r: { ExternalKey__c: `${name}:partner` },
        Program__r: { ExternalKey__c: `${name}:program` },
      },
    },
  ];
}

describe('the port against an org with the metadata of this project', () => {
  let local: LocalOrg;
  let org: Org & OrgAdmin;
  beforeAll(async () => {
    local = await startDeployedOrg();
  }, 120_000);
  beforeEach(async () => {
    org = await connectOrg(
      { kind: 'token', instanceUrl: local.instanceUrl, accessToken: local.accessToken },
      { clock: systemClock },
    );
    local.resetApiCalls();
  });
  afterEach(() => org.close());
  afterAll(() => local.close());

  test('a thousand upserts and a thousand finds at once are one API call each', async () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `stripe:main:customer:cus_${index}`);
    const outcomes = await Promise.all(keys.map((key) => org.upsert([account(key)])));
    expect(outcomes.flat().filter(({ status }) => status !== 'written')).toEqual([]);
    expect(local.apiCalls()).toBe(1);
    const found = await Promise.all(keys.map((key) => org.find(byKey('Account', key, 'Name'))));
    expect(found.map((records) => records.map(({ Name }) => Name))).toEqual(
      keys.map((key) => [key]),
    );
    expect(local.apiCalls()).toBe(2);
    expect(org.apiCalls()).toBe(2);
  });

  test('parents and children travel in one call and hang together', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => org.save(partnership(name))));
    expect(local.apiCalls()).toBe(1);
    const [found] = await org.find({
      object: 'Partnership__c',
      select: ['Name', 'Partner__r.Name', 'Program__r.ExternalKey__c'],
      by: 'Partner__r.ExternalKey__c',
      values: ['b:partner'],
    });
    expect(found).toEqual({
      Name: 'b',
      Partner__r: { Name: 'b:partner', ExternalKey__c: 'b:partner' },
      Program__r: { ExternalKey__c: 'b:program' },
    });
  });

  test('an older version is stale and changes nothing; an equal one and a newer one are written', async () => {
    const write = async (version: number, name: string) =>
      (await org.upsert([account('versions', version, name)]))[0]?.status;
    expect(await write(5, 'five')).toBe('written');
    expect(await write(4, 'four')).toBe('stale');
    expect(await write(5, 'five again')).toBe('written');
    expect(await org.find(byKey('Account', 'versions', 'Name'))).toMatchObject([
      { Name: 'five again' },
    ]);
    expect(await write(6, 'six')).toBe('written');
  });

  test('each row has its own outcome: what the org refuses does not hold up the rest', async () => {
    await org.save(partnership('outcomes'));
    const outcomes = await org.upsert([
      account('fine'),
      { object: 'Account', key: 'nameless', fields: { SourceVersion__c: 1 } },
      {
        object: 'Partnership__c',
        key: 'orphan',
        fields: { Name: 'x', Partner__r: { ExternalKey__c: 'nobody' } },
      },
      {
        object: 'Partnership__c',
        key: 'twin',
        fields: {
          Name: 'same pair',
          Partner__r: { ExternalKey__c: 'outcomes:partner' },
          Program__r: { ExternalKey__c: 'outcomes:program' },
        },
      },
    ]);
    expect(outcomes).toMatchObject([
      { status: 'written', created: true },
      { status: 'failed', verdict: { name: 'PoisonError', code: 'REQUIRED_FIELD_MISSING' } },
      { status: 'failed', verdict: { name: 'TransientError', code: 'PARENT_NOT_FOUND' } },
      {
        status: 'failed',
        verdict: {
          name: 'PoisonError',
          code: 'DUPLICATE_VALUE',
          message: expect.stringContaining('PairKey__c'),
        },
      },
    ]);
  });

  test('a field that the org does not have needs a person', async () => {
    const row = { object: 'Account', key: 'x', fields: { Name: 'x', Nope__c: 1 } };
    expect(await org.upsert([row])).toMatchObject([
      {
        status: 'failed',
        verdict: { name: 'HumanNeededError', action: expect.stringContaining('force-app') },
      },
    ]);
    await expect(org.find(byKey('Account', 'x', 'Nope__c'))).rejects.toMatchObject({
      name: 'HumanNeededError',
      code: 'INVALID_FIELD',
    });
    await expect(org.find(byKey('Nope__c', 'x'))).rejects.toMatchObject({ code: 'INVALID_TYPE' });
  });

  test('null clears a field', async () => {
    const withPhone = { Name: 'phone', Phone: '1' };
    await org.save([{ object: 'Account', key: 'phone', fields: withPhone }]);
    await org.save([{ object: 'Account', key: 'phone', fields: { ...withPhone, Phone: null } }]);
    expect(await org.find(byKey('Account', 'phone', 'Phone'))).toMatchObject([{ Phone: null }]);
  });

  test('record types are found by name, and asked for once', async () => {
    const types = recordTypes(org);
    const partner = await types.recordTypeId('Account', 'Partner');
    expect(partner).toMatch(/^012\w{15}$/);
    expect(await types.recordTypeId('Account', 'Customer')).not.toBe(partner);
    expect(local.apiCalls()).toBe(1);
    await expect(types.recordTypeId('Account', 'Nope')).rejects.toMatchObject({
      code: 'RECORD_TYPE_MISSING',
    });
  });

  test('the doctor finds everything in place for a user with all rights', async () => {
    const findings = await checkOrg(org, orgNeeds());
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['organization', 'Commission__c', 'Account.Partner', 'API calls']),
    );
  });

  test('the doctor says what is missing and what to run', async () => {
    const findings = await checkOrg(org, {
      objects: [
        { object: 'Nope__c', reads: ['Id'], creates: [], updates: [] },
        {
          object: 'Account',
          reads: ['Name', 'Nope__c'],
          creates: ['AttributionCount__c'],
          updates: [],
        },
      ],
      recordTypes: ['Account.Nope'],
    });
    const problems = findings.filter(({ level }) => level === 'problem');
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('Nope__c is not in the org'),
      expect.stringContaining('does not see Nope__c'),
      expect.stringContaining('may not write AttributionCount__c'),
      expect.stringContaining('no active record type Account.Nope'),
    ]);
    expect(problems.every(({ action }) => /sf (project deploy|org assign)/.test(action))).toBe(
      true,
    );
  });

  test('the JWT flow signs in', async () => {
    const settings = jwtSettings(local.instanceUrl, local.username);
    const signedIn = await connectOrg(settings, { clock: systemClock });
    expect(await signedIn.describe('Account')).toMatchObject({ name: 'Account' });
    expect(await signedIn.describe('Nope__c')).toBeNull();
    await signedIn.close();
  });
});

import { fieldsToRead, isPlumbing, numberText } from '../../../src/local-org/api/viewer-fields.ts';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../../src/local-org/schema/types.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';

let org: LocalOrg;
let bare: LocalOrg;

beforeAll(async () => {
  [org, bare] = await Promise.all([startDeployedOrg(), startLocalOrg()]);
}, 60_000);
afterAll(() => Promise.all([org.close(), bare.close()]));

function objectOf(schema: OrgSchema, name: string): ObjectSchema {
  const object = schema.objects.get(name);
  if (!object) throw new Error(`${name} is not in the schema.`);
  return object;
}

function fieldOf(object: string, name: string): FieldSchema {
  const field = objectOf(org.engine.schema(), object).fields.get(name);
  if (!field) throw new Error(`${object}.${name} is not in the schema.`);
  return field;
}

test('fields are read in the order of the compact layout, keys and system fields last', () => {
  const schema = org.engine.schema();
  const fields = fieldsToRead(schema, objectOf(schema, 'Partnership__c'));
  const names = fields.map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['Name', 'Partner__c', 'Program__c', 'Status__c']);
  const plumbing = fields.map(isPlumbing);
  expect(plumbing.indexOf(true)).toBeGreaterThan(plumbing.lastIndexOf(false));
  expect(names.slice(plumbing.indexOf(true))).toEqual(
    expect.arrayContaining(['ExternalKey__c', 'PairKey__c', 'SystemModstamp']),
  );
});

test('an object without a compact layout begins with its name', () => {
  const schema = bare.engine.schema();
  const fields = fieldsToRead(schema, objectOf(schema, 'Account'));
  expect(fields[0]?.name).toBe('Name');
  expect(new Set(fields).size).toBe(objectOf(schema, 'Account').fields.size);
});

test.each([
  ['money', 'Commission__c', 'OrgAmount__c', 24000, '24,000.00'],
  ['money taken back', 'Commission__c', 'OrgAmount__c', -6.67, '-6.67'],
  ['a roll-up that sums a roll-up of money', 'Partnership__c', 'CommissionTotal__c', 0, '0.00'],
  ['a roll-up that counts', 'Partnership__c', 'LeadCount__c', 1200, '1200'],
  ['a percentage', 'Commission__c', 'RatePercent__c', 12.5, '12.5 %'],
  ['a plain number', 'Commission__c', 'Amount__c', 1250, '1250'],
  ['nothing', 'Commission__c', 'Amount__c', null, ''],
])('%s is shown as people write it', (_what, object, field, value, text) => {
  expect(numberText(org.engine.schema(), fieldOf(object, field), value)).toBe(text);
});

import { makeField } from '../../../src/local-org/schema/fields.ts';
import { customObject, extend, externalKey, lookup, schemaWith } from '../support/test-schema.ts';
import { testOrg, type TestOrg } from '../support/test-org.ts';

const thing = customObject('Thing__c', 'a01', [
  externalKey(),
  makeField('Loose__c', 'Text', { length: 20, externalId: true, label: 'Loose' }),
  makeField('Code__c', 'Text', { length: 20, unique: true, externalId: true }),
  makeField('Value__c', 'Number', { precision: 5, scale: 0 }),
  lookup('Partner__c', 'Account'),
]);
const org: TestOrg = testOrg(extend(schemaWith([thing]), 'Account', [externalKey()]));
const upsert = (field: string, value: string, fields = {}) =>
  ({
    operation: 'upsert',
    object: 'Thing__c',
    externalIdField: field,
    externalIdValue: value,
    fields,
  }) as const;

describe('an upsert', () => {
  test('creates once and updates after that', () => {
    const first = org.upsert('Thing__c', 'k1', { Value__c: 1 });
    const second = org.upsert('Thing__c', 'k1', { Value__c: 2 });
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.id).toBe(first.id);
    expect(org.read('Thing__c', String(first.id))).toMatchObject({
      ExternalKey__c: 'k1',
      Value__c: 2,
    });
  });

  test('keeps keys of different case apart only where the field does', () => {
    org.upsert('Thing__c', 'Case', {});
    expect(org.upsert('Thing__c', 'case', {}).created).toBe(true);
    expect(org.save(upsert('Code__c', 'Case'))[0]?.created).toBe(true);
    expect(org.save(upsert('Code__c', 'case'))[0]?.created).toBe(false);
  });

  test.each([
    ['ExternalKey__c', '', 'MISSING_ARGUMENT', 'ExternalKey__c not specified'],
    [
      'Value__c',
      '1',
      'INVALID_FIELD',
      'Field name provided, Value__c does not match an External ID, Salesforce Id, or indexed field for Thing__c',
    ],
    [
      'Nope__c',
      '1',
      'INVALID_FIELD',
      'Field name provided, Nope__c does not match an External ID, Salesforce Id, or indexed field for Thing__c',
    ],
  ])('by %s %p is refused as %s', (field, value, statusCode, message) => {
    expect(org.save(upsert(field, value))[0]?.errors).toMatchObject([{ statusCode, message }]);
  });

  test('that fits several records says which', () => {
    const ids = [
      org.create('Thing__c', { Loose__c: 'twin' }),
      org.create('Thing__c', { Loose__c: 'twin' }),
    ];
    const [result] = org.save(upsert('Loose__c', 'twin'));
    expect(result?.ambiguous).toEqual(ids);
    expect(result?.errors).toEqual([
      {
        statusCode: 'DUPLICATE_EXTERNAL_ID',
        message: `Loose: more than one record found for external id field: [${ids.join(', ')}]`,
        fields: ['Loose__c'],
      },
    ]);
  });

  test('does not find a deleted record', () => {
    const { id } = org.upsert('Thing__c', 'gone', {});
    org.remove('Thing__c', String(id));
    const again = org.upsert('Thing__c', 'gone', {});
    expect(again.created).toBe(true);
    expect(again.id).not.toBe(id);
  });

  test('of one key twice in a request fails for every row that names it, in a later lot it updates', () => {
    const errors = [
      {
        statusCode: 'DUPLICATE_VALUE',
        message: 'Duplicate external id specified: d1',
        fields: ['ExternalKey__c'],
      },
    ];
    const results = org.save(...['d1', 'd2', 'd1'].map((key) => upsert('ExternalKey__c', key)));
    expect(results.map((result) => result.errors)).toEqual([errors, [], errors]);
    const many = Array.from({ length: 200 }, (_, i) => upsert('ExternalKey__c', `lot${i}`));
    const lots = org.save(...many, upsert('ExternalKey__c', 'lot0'));
    expect(lots.filter((result) => !result.success)).toEqual([]);
    expect(lots[200]).toMatchObject({ created: false, id: lots[0]?.id });
  });
});

describe('an update or delete', () => {
  test('of one id twice in a request fails for both rows', () => {
    const id = org.create('Thing__c', {});
    const row = { operation: 'update', object: 'Thing__c', id, fields: {} } as const;
    const message = `Duplicate id specified: ${id}`;
    for (const result of org.save(row, { ...row }))
      expect(result.errors).toMatchObject([{ statusCode: 'DUPLICATE_VALUE', message }]);
  });
});

describe('a unique field', () => {
  const duplicate = (id: string | null, field: string) => [
    {
      statusCode: 'DUPLICATE_VALUE',
      message: `duplicate value found: ${field} duplicates value on record with id: ${String(id).slice(0, 15)}`,
      fields: [],
    },
  ];

  test('refuses a second record, without case unless the field minds it', () => {
    const id = org.create('Thing__c', { Code__c: 'one', ExternalKey__c: 'u1' });
    expect(org.refuse('Thing__c', { Code__c: 'ONE' })).toEqual(duplicate(id, 'Code__c'));
    expect(org.refuse('Thing__c', { ExternalKey__c: 'u1' })).toEqual(
      duplicate(id, 'ExternalKey__c'),
    );
    expect(org.create('Thing__c', { ExternalKey__c: 'U1' })).toBeTruthy();
  });

  test('refuses the second of two rows of one request, and lets a record keep its own value', () => {
    const create = {
      operation: 'create',
      object: 'Thing__c',
      fields: { Code__c: 'same' },
    } as const;
    const [first, second] = org.save(create, { ...create });
    expect(first?.success).toBe(true);
    expect(second?.errors).toEqual(duplicate(String(first?.id), 'Code__c'));
    expect(org.update('Thing__c', String(first?.id), { Code__c: 'Same' }).success).toBe(true);
  });

  test('does not mind blanks or deleted records', () => {
    const id = org.create('Thing__c', { Code__c: 'free' });
    org.remove('Thing__c', id);
    expect(org.create('Thing__c', { Code__c: 'free' })).toBeTruthy();
    expect(org.create('Thing__c', { Code__c: null })).toBeTruthy();
    expect(org.create('Thing__c', { Code__c: '' })).toBeTruthy();
  });
});

describe('a relation by external id', () => {
  const account = String(org.upsert('Account', 'acct:1', { Name: 'Acme' }).id);

  test.each([
    ['in JSON', { Partner__r: { ExternalKey__c: 'acct:1' } }, account],
    [
      'with attributes',
      { Partner__r: { attributes: { type: 'Account' }, ExternalKey__c: 'acct:1' } },
      account,
    ],
    ['in a CSV', { 'Partner__r.ExternalKey__c': 'acct:1' }, account],
    ['as null', { Partner__r: null }, null],
    ['blank in a CSV', { 'Partner__r.ExternalKey__c': '' }, null],
  ])('%s is looked up', (_how, fields, stored) => {
    expect(org.read('Thing__c', org.create('Thing__c', fields)).Partner__c).toBe(stored);
  });

  test.each([
    [
      { Partner__r: { ExternalKey__c: 'nobody' } },
      'Foreign key external ID: nobody not found for field ExternalKey__c in entity Account',
    ],
    [{ Partner__r: { Nope__c: 'x' } }, "No such column 'Nope__c' on sobject of type Account"],
    [
      { Partner__r: { Website: 'x' } },
      'Field name provided, Website does not match an External ID for Account',
    ],
    [{ Partner__r: 'x' }, "No such column 'Partner__r' on sobject of type Thing__c"],
    [
      { Nobody__r: { ExternalKey__c: 'x' } },
      "No such column 'Nobody__r' on sobject of type Thing__c",
    ],
  ])('%p is refused', (fields, message) => {
    expect(org.refuse('Thing__c', fields)).toMatchObject([
      { statusCode: 'INVALID_FIELD', message },
    ]);
  });
});

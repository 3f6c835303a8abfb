import { makeField } from '../../../src/local-org/schema/fields.ts';
import { customObject, extend, externalKey, master, schemaWith } from '../support/test-schema.ts';
import { good, thingOrg } from '../support/thing-org.ts';
import { adminId, testNow, testOrg } from '../support/test-org.ts';

describe('an update', () => {
  test('changes what it names and the stamps, and nothing else', () => {
    const org = thingOrg();
    const id = org.create('Thing__c', { ...good, Number__c: 1 });
    org.clock.now = new Date('2026-11-23T00:00:00.999Z');
    expect(org.update('Thing__c', id.slice(0, 15), { Number__c: 2 })).toEqual({
      id,
      success: true,
      created: false,
      errors: [],
    });
    expect(org.read('Thing__c', id)).toMatchObject({
      Number__c: 2, Needed__c: 'x', CreatedDate: testNow.toISOString(), LastModifiedDate: '2026-11-23T00:00:00.000Z',
    }); // prettier-ignore
  });

  test.each([
    ['', 'MISSING_ARGUMENT', 'Id not specified in an update call'],
    ['a01zzzzzzzzzzzz', 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'],
    ['rubbish', 'MALFORMED_ID', 'Thing ID: id value of incorrect type: rubbish'],
    [
      '001000000000001AAA',
      'MALFORMED_ID',
      'Thing ID: id value of incorrect type: 001000000000001AAA',
    ],
  ])('of %p is refused as %s', (id, statusCode, message) => {
    expect(thingOrg().update('Thing__c', id, {}).errors).toMatchObject([{ statusCode, message }]);
  });

  test('of a value that has since left its picklist is fine as long as the value stays', () => {
    const org = thingOrg();
    const id = org.create('Thing__c', { ...good, Status__c: 'Closed' });
    const schema = org.engine.schema();
    for (const value of schema.objects.get('Thing__c')?.fields.get('Status__c')?.picklistValues ??
      [])
      value.isActive = false;
    expect(org.update('Thing__c', id, { Status__c: 'Closed', Number__c: 1 }).success).toBe(true);
    expect(org.update('Thing__c', id, { Status__c: 'Open' }).success).toBe(false);
  });
});

describe('an object', () => {
  test('that the schema has not, or that cannot be written, is refused', () => {
    const org = thingOrg();
    expect(org.refuse('Nothing__c', {})).toMatchObject([
      { statusCode: 'INVALID_TYPE', message: "sObject type 'Nothing__c' is not supported." },
    ]);
    expect(org.refuse('RecordType', {})).toMatchObject([
      {
        statusCode: 'INVALID_TYPE_FOR_OPERATION',
        message: 'entity type RecordType does not support create',
      },
    ]);
  });

  test('gets new columns with the next deploy, and keeps its rows', () => {
    const org = thingOrg();
    const id = org.create('Thing__c', good);
    const schema = org.engine.schema();
    const more = [
      makeField('New__c', 'Text', { length: 5 }),
      makeField('Yes__c', 'Checkbox', { defaultValue: 'true' }),
    ];
    org.engine.applySchema(extend(schema, 'Thing__c', more));
    expect(org.read('Thing__c', id)).toMatchObject({ New__c: null, Yes__c: 1 });
    expect(org.update('Thing__c', id, { New__c: 'n' }).success).toBe(true);
    expect(org.read('Thing__c', id).New__c).toBe('n');
  });

  test('loses its rows in a reset, users stay', () => {
    const org = thingOrg();
    org.create('Thing__c', good);
    org.engine.reset();
    expect(org.engine.db.prepare('SELECT count(*) AS n FROM Thing__c').get()).toEqual({ n: 0 });
    expect(org.read('User', adminId)).toMatchObject({ LastName: 'Admin' });
  });
});

describe('a detail', () => {
  const parent = customObject('Parent__c', 'a02', [externalKey()]);
  const fixed = customObject('Fixed__c', 'a03', [externalKey(), master('Parent__c', 'Parent__c')]);
  const movable = customObject('Movable__c', 'a04', [
    master('Parent__c', 'Parent__c', { reparentable: true }),
  ]);
  const org = testOrg(schemaWith([parent, fixed, movable]));
  const [one, two] = [org.create('Parent__c', {}), org.create('Parent__c', {})];

  test('needs its master and has no owner', () => {
    expect(org.refuse('Fixed__c', {})).toMatchObject([
      { message: 'Required fields are missing: [Parent__c]' },
    ]);
    expect(org.read('Fixed__c', org.create('Fixed__c', { Parent__c: one }))).not.toHaveProperty(
      'OwnerId',
    );
  });

  test('may name its master again, but moves only where the field allows it', () => {
    const id = org.create('Fixed__c', { Parent__c: one });
    expect(org.update('Fixed__c', id, { Parent__c: one, Name: 'n' }).success).toBe(true);
    expect(org.update('Fixed__c', id, { Parent__c: two }).errors).toMatchObject([
      { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Parent__c'] },
    ]);
    const free = org.create('Movable__c', { Parent__c: one });
    expect(org.update('Movable__c', free, { Parent__c: two }).success).toBe(true);
  });
});

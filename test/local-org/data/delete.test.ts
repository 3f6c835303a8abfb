import { makeField } from '../../../src/local-org/schema/fields.ts';
import { customObject, lookup, master, schemaWith } from '../support/test-schema.ts';
import { adminId, testOrg } from '../support/test-org.ts';

const account = (name: string, deleteConstraint: 'Restrict' | 'SetNull' | 'Cascade') =>
  lookup(name, 'Account', { deleteConstraint });

function org() {
  return testOrg(
    schemaWith([
      customObject(
        'Holder__c',
        'a01',
        [
          account('Strict__c', 'Restrict'),
          account('Loose__c', 'SetNull'),
          account('Bound__c', 'Cascade'),
        ],
        { pluralLabel: 'Holders' },
      ),
      customObject('Detail__c', 'a02', [
        master('Account__c', 'Account'),
        makeField('Text__c', 'Text', { length: 5 }),
      ]),
      customObject('Deep__c', 'a03', [master('Detail__c', 'Detail__c')]),
      customObject(
        'Keeper__c',
        'a04',
        [lookup('Deep__c', 'Deep__c', { deleteConstraint: 'Restrict' })],
        { pluralLabel: 'Keepers' },
      ),
    ]),
  );
}

describe('deleting a record', () => {
  test('moves it to the recycle bin, where nothing can use it', () => {
    const { create, remove, update, refuse, read } = org();
    const id = create('Account', { Name: 'Acme' });
    expect(remove('Account', id)).toEqual({ id, success: true, created: false, errors: [] });
    expect(read('Account', id)).toMatchObject({ IsDeleted: 1, Name: 'Acme' });
    const gone = [{ statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }];
    expect(remove('Account', id).errors).toEqual(gone);
    expect(update('Account', id, { Name: 'x' }).errors).toEqual(gone);
    expect(refuse('Detail__c', { Account__c: id })).toMatchObject([
      { statusCode: 'ENTITY_IS_DELETED', fields: ['Account__c'] },
    ]);
  });

  test('is refused while a restricting lookup points at it, and works once that is gone', () => {
    const { create, remove } = org();
    const id = create('Account', { Name: 'Acme' });
    const holder = create('Holder__c', { Name: 'H-1', Strict__c: id });
    expect(remove('Account', id).errors).toEqual([
      {
        statusCode: 'DELETE_FAILED',
        message:
          'Your attempt to delete Acme could not be completed because it is associated with the following holders.: H-1\n',
        fields: [],
      },
    ]);
    remove('Holder__c', holder);
    expect(remove('Account', id).success).toBe(true);
  });

  test('empties plain lookups, deletes cascading ones and details at every level', () => {
    const { create, remove, read } = org();
    const id = create('Account', { Name: 'Acme' });
    const [loose, bound] = [
      create('Holder__c', { Loose__c: id }),
      create('Holder__c', { Bound__c: id }),
    ];
    const detail = create('Detail__c', { Account__c: id });
    const deep = create('Deep__c', { Detail__c: detail });
    const contact = create('Contact', { LastName: 'C', AccountId: id });
    expect(remove('Account', id).success).toBe(true);
    expect(read('Holder__c', loose)).toMatchObject({ IsDeleted: 0, Loose__c: null });
    expect(read('Holder__c', bound)).toMatchObject({ IsDeleted: 1 });
    expect(read('Detail__c', detail)).toMatchObject({ IsDeleted: 1, Account__c: id });
    expect(read('Deep__c', deep)).toMatchObject({ IsDeleted: 1 });
    expect(read('Contact', contact)).toMatchObject({ IsDeleted: 1 });
  });

  test('leaves everything as it was when a detail deep down is held', () => {
    const { create, remove, read } = org();
    const id = create('Account', { Name: 'Acme' });
    const detail = create('Detail__c', { Account__c: id });
    const deep = create('Deep__c', { Detail__c: detail, Name: 'D' });
    create('Keeper__c', { Deep__c: deep, Name: 'K' });
    expect(remove('Account', id).errors).toMatchObject([
      { statusCode: 'DELETE_FAILED', message: expect.stringContaining('keepers.: K') },
    ]);
    for (const [object, one] of [
      ['Account', id],
      ['Detail__c', detail],
      ['Deep__c', deep],
    ] as const) {
      expect(read(object, one)).toMatchObject({ IsDeleted: 0 });
    }
  });

  test('is refused while a required lookup points at it, whatever that says of deletion', () => {
    const needs = customObject('Needs__c', 'a05', [
      lookup('Account__c', 'Account', { required: true }),
    ]);
    const { create, remove } = testOrg(schemaWith([needs]));
    const id = create('Account', { Name: 'Acme' });
    create('Needs__c', { Account__c: id });
    expect(remove('Account', id).errors).toMatchObject([{ statusCode: 'DELETE_FAILED' }]);
  });

  test('by something that is no id is refused', () => {
    expect(org().remove('Account', 'rubbish').errors).toMatchObject([
      { statusCode: 'MALFORMED_ID', message: 'bad id rubbish' },
    ]);
  });

  test('is no way to get rid of a user', () => {
    expect(org().remove('User', adminId).errors).toMatchObject([
      {
        statusCode: 'INVALID_TYPE_FOR_OPERATION',
        message: 'entity type User does not support delete',
      },
    ]);
  });
});

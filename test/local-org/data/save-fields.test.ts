import { good, thingOrg } from '../support/thing-org.ts';
import { adminId, testNow } from '../support/test-org.ts';

describe('the values of a saved row', () => {
  const org = thingOrg();
  const account = org.create('Account', { Name: 'Acme' });
  const lead = org.create('Lead', { LastName: 'L', Company: 'C' });

  test.each<[string, unknown, unknown]>([
    ['Needed__c', 'abcde', 'abcde'],
    ['Needed__c', ' ab ', 'ab'],
    ['Number__c', 999.99, 999.99],
    ['Number__c', -999.99, -999.99],
    ['Number__c', 1.005, 1.01],
    ['Number__c', -1.005, -1.01],
    ['Number__c', 0.004, 0],
    ['Number__c', '12.5', 12.5],
    ['Number__c', '1e2', 100],
    ['Number__c', '', null],
    ['Whole__c', 2.5, 3],
    ['Flag__c', false, 0],
    ['Flag__c', 'TRUE', 1],
    ['Flag__c', null, 0],
    ['Day__c', '2028-02-29', '2028-02-29'],
    ['Day__c', '2026-11-22T23:00:00Z', '2026-11-22'],
    ['Moment__c', '2026-11-22T10:00:00.987Z', '2026-11-22T10:00:00.000Z'],
    ['Moment__c', '2026-11-22T10:00:00+0200', '2026-11-22T08:00:00.000Z'],
    ['Moment__c', '2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['Email__c', "o'neil+x@example.co", "o'neil+x@example.co"],
    ['Status__c', 'Closed', 'Closed'],
    ['Status__c', null, null],
    ['Free__c', 'anything', 'anything'],
    ['Multi__c', 'A;B', 'A;B'],
    ['Account__c', account.slice(0, 15), account],
    ['account__c', account, account],
  ])('%s: %p is stored as %p', (field, value, stored) => {
    const id = org.create('Thing__c', { ...good, [field]: value });
    const name = field === 'account__c' ? 'Account__c' : field;
    expect(org.read('Thing__c', id)[name]).toBe(stored);
  });

  test.each<[string, unknown, string, string]>([
    [
      'Needed__c',
      'abcdef',
      'STRING_TOO_LONG',
      'Needed: data value too large: abcdef (max length=5)',
    ],
    ['Needed__c', null, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Needed__c]'],
    ['Needed__c', '  ', 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Needed__c]'],
    [
      'Needed__c',
      5,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of string from VALUE_NUMBER_INT value 5 or request may be missing a required field',
    ],
    [
      'Long__c',
      'x'.repeat(21),
      'STRING_TOO_LONG',
      `Long: data value too large: ${'x'.repeat(21)} (max length=20)`,
    ],
    [
      'Number__c',
      1000,
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Number: value outside of valid range on numeric field: 1000',
    ],
    [
      'Number__c',
      999.995,
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Number: value outside of valid range on numeric field: 999.995',
    ],
    [
      'Number__c',
      'many',
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of double from VALUE_STRING value many or request may be missing a required field',
    ],
    [
      'Number__c',
      true,
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of double from VALUE_TRUE value true or request may be missing a required field',
    ],
    [
      'Flag__c',
      'maybe',
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of boolean from VALUE_STRING value maybe or request may be missing a required field',
    ],
    [
      'Day__c',
      '2026-02-29',
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of date from VALUE_STRING value 2026-02-29 or request may be missing a required field',
    ],
    [
      'Day__c',
      '22/11/2026',
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of date from VALUE_STRING value 22/11/2026 or request may be missing a required field',
    ],
    [
      'Moment__c',
      '2026-11-22 10:00',
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of datetime from VALUE_STRING value 2026-11-22 10:00 or request may be missing a required field',
    ],
    [
      'Email__c',
      'nobody@nowhere',
      'INVALID_EMAIL_ADDRESS',
      'Email: invalid email address: nobody@nowhere',
    ],
    [
      'Status__c',
      'Shut',
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Status: bad value for restricted picklist field: Shut',
    ],
    [
      'Multi__c',
      'A;C',
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Multi: bad value for restricted picklist field: C',
    ],
    ['Account__c', 'nonsense', 'MALFORMED_ID', 'Account: id value of incorrect type: nonsense'],
    [
      'Account__c',
      lead,
      'FIELD_INTEGRITY_EXCEPTION',
      `Account: id value of incorrect type: ${lead}`,
    ],
    ['Account__c', '001zzzzzzzzzzzz', 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'],
    ['OwnerId', null, 'INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be blank'],
  ])('%s: %p is refused as %s', (field, value, statusCode, message) => {
    const errors = org.refuse('Thing__c', { ...good, [field]: value });
    expect(errors).toEqual([{ statusCode, message, fields: [field] }]);
  });

  test.each([
    ['Nope__c', 'INVALID_FIELD', "No such column 'Nope__c' on sobject of type Thing__c"],
    [
      'Formula__c',
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: Formula__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    ],
    [
      'CreatedDate',
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    ],
  ])('%s cannot be written', (field, statusCode, message) => {
    const [error] = org.refuse('Thing__c', { ...good, [field]: 'x' });
    expect(error).toMatchObject({ statusCode, message });
  });

  test('several bad values come back together', () => {
    const errors = org.refuse('Thing__c', { Needed__c: 'too long', Email__c: 'bad' });
    expect(errors.map((error) => error.statusCode)).toEqual([
      'STRING_TOO_LONG',
      'INVALID_EMAIL_ADDRESS',
    ]);
  });

  test('defaults fill what was not given, and leave an explicit null alone', () => {
    const id = org.create('Thing__c', good);
    expect(org.read('Thing__c', id)).toMatchObject({
      Whole__c: 90, Percent__c: 25, Flag__c: 1, Day__c: '2026-11-23', Status__c: 'Open', Name: id, IsDeleted: 0,
      OwnerId: adminId, CreatedById: adminId, LastModifiedById: adminId,
      CreatedDate: testNow.toISOString(), SystemModstamp: testNow.toISOString(),
    }); // prettier-ignore
    const blank = org.create('Thing__c', { ...good, Whole__c: null });
    expect(org.read('Thing__c', blank).Whole__c).toBeNull();
  });

  test('auto-numbers count on', () => {
    const [first, second] = [org.create('Thing__c', good), org.create('Thing__c', good)];
    const number = (id: string) => String(org.read('Thing__c', id).Number2__c);
    expect(number(first)).toMatch(/^T-\d{4}$/);
    expect(Number(number(second).slice(2))).toBe(Number(number(first).slice(2)) + 1);
  });

  test('formula fields are reckoned when read: percents as fractions inside, of 100 outside', () => {
    const id = org.create('Thing__c', {
      ...good,
      Number__c: 1.26,
      Percent__c: 50,
      Account__c: account,
    });
    const values = org.engine.formulaValues('Thing__c', org.read('Thing__c', id), [
      'Formula__c',
      'Share__c',
      'OwnerName__c',
    ]);
    expect(values).toEqual({ Formula__c: 2.5, Share__c: 25, OwnerName__c: 'Acme!' });
  });

  test('a record type is the default one, or a given one of this object', () => {
    expect(org.read('Account', account).RecordTypeId).toBe('012000000000001AAA');
    expect(org.refuse('Account', { Name: 'x', RecordTypeId: '012000000000002AAA' })).toEqual([
      {
        statusCode: 'INVALID_CROSS_REFERENCE_KEY',
        message: "Record Type ID: this ID value isn't valid for the user: 012000000000002AAA",
        fields: ['RecordTypeId'],
      },
    ]);
    expect(org.read('RecordType', '012000000000001AAA')).toMatchObject({
      DeveloperName: 'Partner',
      SobjectType: 'Account',
    });
  });

  test('a person has a full name, and an opportunity knows from its stage whether it is won', () => {
    expect(org.read('Lead', lead)).toMatchObject({ Name: 'L', Status: 'Open - Not Contacted' });
    const won = org.create('Opportunity', {
      Name: 'O',
      StageName: 'Closed Won',
      CloseDate: '2026-12-01',
    });
    expect(org.read('Opportunity', won)).toMatchObject({ IsWon: 1, IsClosed: 1 });
  });
});

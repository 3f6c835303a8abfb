import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { thing } from '../support/rule-object.ts';
import { rule, schemaWith } from '../support/test-schema.ts';
import { adminId, testOrg } from '../support/test-org.ts';

function withRules(...rules: [string, string, string?][]) {
  const object = thing();
  for (const [name, formula, field] of rules)
    object.validationRules.set(...rule(name, formula, field));
  return schemaWith([object]);
}

describe('a validation rule', () => {
  test('refuses the row with its message, on its field or on top of the page', () => {
    const org = testOrg(
      withRules(['OnTop', 'Percent__c > 1'], ['OnField', 'Percent__c > 1', 'Percent__c']),
    );
    expect(org.refuse('Thing__c', { Percent__c: 100.01 })).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'OnTop says no.', fields: [] },
      {
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'OnField says no.',
        fields: ['Percent__c'],
      },
    ]);
    expect(org.create('Thing__c', { Percent__c: 100 })).toBeTruthy();
    expect(org.create('Thing__c', {})).toBeTruthy();
  });

  test.each([
    [5, 4, false],
    [5, 5, true],
    [5, 6, true],
    [5, null, true],
    [null, 1, true],
  ])('guards versions: from %p to %p is saved: %p', (from, to, saved) => {
    const formula =
      'AND(NOT(ISNEW()), NOT(ISBLANK(PRIORVALUE(SourceVersion__c))), NOT(ISBLANK(SourceVersion__c)), SourceVersion__c < PRIORVALUE(SourceVersion__c))';
    const org = testOrg(withRules(['SourceVersionNeverFalls', formula]));
    const id = org.create('Thing__c', { SourceVersion__c: from });
    expect(org.update('Thing__c', id, { SourceVersion__c: to }).success).toBe(saved);
    expect(org.read('Thing__c', id).SourceVersion__c).toBe(saved ? to : from);
  });

  test('sees parents, the user, 15-character ids, and what changed', () => {
    const org = testOrg(
      withRules(
        ['Parent', 'BEGINS(Partner__r.Name, "Bad")'],
        ['User', 'AND($User.LastName = "Admin", Note__c = "user")'],
        ['Id', 'AND(LEN(Partner__c) <> 15, NOT(ISBLANK(Partner__c)))'],
        ['Changed', 'AND(ISCHANGED(Partner__c), Note__c = "moved")'],
        ['OwnerRule', 'Owner.Name = "Nobody"'],
        ['Org', '$Organization.Name = "Nobody Inc"'],
      ),
    );
    const [bad, good] = [
      org.create('Account', { Name: 'Bad Inc' }),
      org.create('Account', { Name: 'Good Inc' }),
    ];
    expect(org.refuse('Thing__c', { Partner__c: bad })).toMatchObject([
      { message: 'Parent says no.' },
    ]);
    expect(org.refuse('Thing__c', { Note__c: 'user' })).toMatchObject([
      { message: 'User says no.' },
    ]);
    const id = org.create('Thing__c', { Partner__c: good, Note__c: 'moved' });
    expect(org.update('Thing__c', id, { Partner__c: null }).errors).toMatchObject([
      { message: 'Changed says no.' },
    ]);
  });

  test('asks for custom permissions of the one who saves', () => {
    const schema: OrgSchema = withRules(['Trusted', 'NOT($Permission.MayWrite)']);
    const set = {
      fullName: 'Writer',
      label: 'Writer',
      id: '0PS000000000001GAA',
      objectPermissions: new Map(),
      fieldPermissions: new Map(),
      userPermissions: new Set<string>(),
      customPermissions: new Set(['MayWrite']),
    };
    schema.permissionSets.set('Writer', set);
    const org = testOrg(schema);
    expect(org.refuse('Thing__c', {})).toMatchObject([{ message: 'Trusted says no.' }]);
    org.create('PermissionSetAssignment', { PermissionSetId: set.id, AssigneeId: adminId });
    expect(org.create('Thing__c', {})).toBeTruthy();
  });

  test('that cannot be evaluated refuses the row and says so', () => {
    const org = testOrg(withRules(['Broken', '1 / SourceVersion__c > 1']));
    expect(org.refuse('Thing__c', { SourceVersion__c: 0 })).toMatchObject([
      {
        statusCode: 'FIELD_INTEGRITY_EXCEPTION',
        message: 'The validation rule Thing__c.Broken cannot be evaluated: Division by zero',
      },
    ]);
  });
});

test('a global that formulas do not know here is refused loudly', () => {
  const org = testOrg(withRules(['Setup', '$Setup.Limit__c > 1']));
  expect(org.refuse('Thing__c', {})).toMatchObject([
    {
      statusCode: 'NOT_IMPLEMENTED_LOCALLY',
      message: expect.stringContaining('$Setup in formulas'),
    },
  ]);
});

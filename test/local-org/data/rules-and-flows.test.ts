import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import {
  beforeSaveFlow,
  customObject,
  lookup,
  picklist,
  rule,
  schemaWith,
} from '../support/test-schema.ts';
import { adminId, testOrg } from '../support/test-org.ts';

const thing = () =>
  customObject('Thing__c', 'a01', [
    makeField('SourceVersion__c', 'Number', { precision: 18, scale: 0 }),
    makeField('Percent__c', 'Percent', { precision: 5, scale: 2 }),
    makeField('PairKey__c', 'Text', { length: 100, unique: true }),
    makeField('Note__c', 'Text', { length: 10 }),
    makeField('Upper__c', 'Text', { length: 20, required: true, defaultValue: '"d"' }),
    picklist('Role__c', ['Sourced', 'Resold']),
    lookup('Partner__c', 'Account'),
  ]);

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

const start = {
  object: 'Thing__c',
  triggerType: 'RecordBeforeSave',
  recordTriggerType: 'CreateAndUpdate',
  connector: { targetReference: 'Set' },
};
const setNote = (value: object, field = 'Note__c') => ({
  name: 'Set',
  assignmentItems: { assignToReference: `$Record.${field}`, operator: 'Assign', value },
});
const pairKey = {
  start,
  formulas: {
    name: 'Pair',
    dataType: 'String',
    expression: '{!$Record.Partner__c} & ":" & TEXT({!$Record.Role__c})',
  },
  assignments: setNote({ elementReference: 'Pair' }, 'PairKey__c'),
};

function flowOrg(definition: object) {
  return testOrg(schemaWith([thing()], [beforeSaveFlow('TheFlow', 'Thing__c', definition)]));
}

describe('a before-save flow', () => {
  test('fills a key from 18-character ids before uniqueness is checked', () => {
    const org = flowOrg(pairKey);
    const partner = org.create('Account', { Name: 'A' });
    const id = org.create('Thing__c', { Partner__c: partner, Role__c: 'Sourced' });
    expect(org.read('Thing__c', id).PairKey__c).toBe(`${partner}:Sourced`);
    expect(org.refuse('Thing__c', { Partner__c: partner, Role__c: 'Sourced' })).toMatchObject([
      { statusCode: 'DUPLICATE_VALUE' },
    ]);
    expect(org.update('Thing__c', id, { Role__c: 'Resold' }).success).toBe(true);
    expect(org.read('Thing__c', id).PairKey__c).toBe(`${partner}:Resold`);
  });

  test('takes the way of its decision', () => {
    const org = flowOrg({
      start: { ...start, connector: { targetReference: 'Ask' } },
      decisions: {
        name: 'Ask',
        defaultConnector: { targetReference: 'Low' },
        rules: [
          {
            name: 'High',
            conditionLogic: '1 OR (2 AND 3)',
            connector: { targetReference: 'Set' },
            conditions: [
              {
                leftValueReference: '$Record.Percent__c',
                operator: 'GreaterThan',
                rightValue: { numberValue: 50 },
              },
              {
                leftValueReference: '$Record.Percent__c',
                operator: 'EqualTo',
                rightValue: { numberValue: '50.0' },
              },
              {
                leftValueReference: '$Record.Role__c',
                operator: 'EqualTo',
                rightValue: { stringValue: 'Resold' },
              },
            ],
          },
        ],
      },
      assignments: [
        setNote({ stringValue: 'high' }),
        { ...setNote({ stringValue: 'low' }), name: 'Low' },
      ],
    });
    const note = (fields: object) =>
      org.read('Thing__c', org.create('Thing__c', { ...fields })).Note__c;
    expect(note({ Percent__c: 51 })).toBe('high');
    expect(note({ Percent__c: 50 })).toBe('low');
    expect(note({ Percent__c: 50, Role__c: 'Resold' })).toBe('high');
    expect(note({})).toBe('low');
  });

  test('runs only when its entry conditions and its trigger fit', () => {
    const filters = { field: 'Role__c', operator: 'EqualTo', value: { stringValue: 'Sourced' } };
    const org = flowOrg({
      start: { ...start, filterLogic: 'and', filters },
      assignments: setNote({ stringValue: 'set' }),
    });
    expect(org.read('Thing__c', org.create('Thing__c', { Role__c: 'Sourced' })).Note__c).toBe(
      'set',
    );
    expect(org.read('Thing__c', org.create('Thing__c', { Role__c: 'Resold' })).Note__c).toBeNull();
    const flow = beforeSaveFlow(
      'OnUpdate',
      'Thing__c',
      { start, assignments: setNote({ stringValue: 'set' }) },
      { recordTriggerType: 'Update' },
    );
    const updates = testOrg(schemaWith([thing()], [flow]));
    const id = updates.create('Thing__c', {});
    expect(updates.read('Thing__c', id).Note__c).toBeNull();
    updates.update('Thing__c', id, {});
    expect(updates.read('Thing__c', id).Note__c).toBe('set');
  });

  test('may refuse the row with a message of its own', () => {
    const org = flowOrg({
      start,
      customErrors: {
        name: 'Set',
        customErrorMessages: {
          errorMessage: 'Not so.',
          fieldSelection: 'Note__c',
          isFieldError: 'true',
        },
      },
    });
    expect(org.refuse('Thing__c', {})).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not so.', fields: ['Note__c'] },
    ]);
  });

  test('is checked like any writer: what it sets must fit the field', () => {
    const org = flowOrg({ start, assignments: setNote({ stringValue: 'far too long for it' }) });
    expect(org.refuse('Thing__c', {})).toMatchObject([{ statusCode: 'STRING_TOO_LONG' }]);
  });

  test.each([
    ['an element', { start, recordLookups: { name: 'Get' } }, 'Unrecognized key: "recordLookups"'],
    [
      'a path',
      { start: { ...start, scheduledPaths: {} }, assignments: setNote({}) },
      'Unrecognized key: "scheduledPaths"',
    ],
    [
      'a target',
      { start: { ...start, connector: { targetReference: 'Nowhere' } } },
      "the flow element 'Nowhere'",
    ],
  ])('with %s that the interpreter does not know is refused loudly', (_what, definition, text) => {
    const [error] = flowOrg(definition).refuse('Thing__c', {});
    expect(error).toMatchObject({
      statusCode: 'NOT_IMPLEMENTED_LOCALLY',
      message: expect.stringContaining(text),
    });
  });

  test('that goes round in circles or names what is not there fails the row', () => {
    const circle = flowOrg({
      start,
      assignments: { ...setNote({ stringValue: 'x' }), connector: { targetReference: 'Set' } },
    });
    expect(circle.refuse('Thing__c', {})).toMatchObject([
      { statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER' },
    ]);
    const lost = flowOrg({ start, assignments: setNote({ elementReference: 'Nothing' }) });
    expect(lost.refuse('Thing__c', {})).toMatchObject([
      { message: expect.stringContaining('The resource Nothing does not exist') },
    ]);
  });
});

test('a before-delete flow may forbid the deletion', () => {
  const definition = {
    start: { ...start, triggerType: 'RecordBeforeDelete', recordTriggerType: 'Delete' },
    customErrors: { name: 'Set', customErrorMessages: { errorMessage: 'Keep it.' } },
  };
  const flow = beforeSaveFlow('Guard', 'Thing__c', definition, {
    trigger: 'RecordBeforeDelete',
    recordTriggerType: 'Delete',
  });
  const org = testOrg(schemaWith([thing()], [flow]));
  const id = org.create('Thing__c', {});
  expect(org.remove('Thing__c', id).errors).toMatchObject([{ message: 'Keep it.' }]);
  expect(org.read('Thing__c', id).IsDeleted).toBe(0);
});

import { thing } from '../../support/rule-object.ts';
import { beforeSaveFlow, schemaWith } from '../../support/test-schema.ts';
import { testOrg } from '../../support/test-org.ts';

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
    ['an element', { start, waits: { name: 'Later' } }, 'Unrecognized key: "waits"'],
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

import { externalKey, customObject, master, schemaWith } from '../support/test-schema.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import { testOrg } from '../support/test-org.ts';

const { engine, create } = testOrg(
  schemaWith([
    customObject('Thing__c', 'a01', [
      externalKey(),
      makeField('Code__c', 'Text', { length: 20, unique: true }),
      makeField('Note__c', 'Text', { length: 20 }),
      master('Account__c', 'Account'),
    ]),
  ]),
);

test.each(['Id', 'ExternalKey__c', 'Code__c', 'Account__c', 'SystemModstamp'])(
  '%s is found through an index',
  (column) => {
    const plan = engine.db
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM Thing__c WHERE "${column}" = ?`)
      .all('x');
    expect(String(plan[0]?.detail)).toContain('USING INDEX');
  },
);

test('text compares without case, ids and case-sensitive keys with it', () => {
  const account = create('Account', { Name: 'Acme' });
  create('Thing__c', {
    Account__c: account,
    ExternalKey__c: 'Key',
    Code__c: 'Code',
    Note__c: 'Note',
  });
  const count = (column: string, value: string) =>
    engine.db.prepare(`SELECT count(*) AS n FROM Thing__c WHERE "${column}" = ?`).get(value)?.n;
  expect([count('Code__c', 'CODE'), count('Note__c', 'nOTE')]).toEqual([1, 1]);
  expect([count('ExternalKey__c', 'KEY'), count('ExternalKey__c', 'Key')]).toEqual([0, 1]);
  expect([count('Account__c', account.toLowerCase()), count('Account__c', account)]).toEqual([
    0, 1,
  ]);
});

test('an object may be called like a word of SQL', () => {
  const id = create('Group', { Name: 'Queue', Type: 'Queue' });
  expect(engine.db.prepare('SELECT Name FROM "Group" WHERE Id = ?').get(id)).toMatchObject({
    Name: 'Queue',
  });
});

import { makeField } from '../../../src/local-org/schema/fields.ts';
import {
  customObject,
  externalKey,
  master,
  picklist,
  rule,
  schemaWith,
  summary,
} from './test-schema.ts';
import { testOrg, type TestOrg } from './test-org.ts';

const active = { field: 'Line__c.Status__c', operation: 'equals', value: 'Active' };

/** Program ← Statement ← Line → Other: roll-ups of roll-ups on one side, plain ones on the other. */
function ledger(): TestOrg {
  const program = customObject(
    'Program__c',
    'a01',
    [
      summary('Total__c', 'sum', 'Statement__c.Program__c', 'Statement__c.Total__c'),
      summary('Lines__c', 'sum', 'Statement__c.Program__c', 'Statement__c.Lines__c'),
      summary('Statements__c', 'count', 'Statement__c.Program__c'),
    ],
    { validationRules: new Map([rule('ProgramWithinThousand', 'Total__c > 1000')]) },
  );
  const statement = customObject(
    'Statement__c',
    'a02',
    [
      master('Program__c', 'Program__c', { reparentable: true }),
      summary('Total__c', 'sum', 'Line__c.Statement__c', 'Line__c.Amount__c', [active]),
      summary('Lines__c', 'count', 'Line__c.Statement__c'),
      summary('First__c', 'min', 'Line__c.Statement__c', 'Line__c.Day__c', [active]),
      summary('Largest__c', 'max', 'Line__c.Statement__c', 'Line__c.Amount__c'),
      summary('Share__c', 'sum', 'Line__c.Statement__c', 'Line__c.Share__c', [active]),
    ],
    { validationRules: new Map([rule('ShareWithinHundred', 'Share__c > 1')]) },
  );
  const other = customObject('Other__c', 'a03', [summary('Lines__c', 'count', 'Line__c.Other__c')]);
  const line = customObject('Line__c', 'a04', [
    externalKey(),
    master('Statement__c', 'Statement__c', { reparentable: true }),
    master('Other__c', 'Other__c', { reparentable: true }),
    makeField('Amount__c', 'Number', { precision: 18, scale: 3 }),
    makeField('Share__c', 'Percent', { precision: 5, scale: 2 }),
    makeField('Day__c', 'Date'),
    picklist('Status__c', ['Active*', 'Ended']),
  ]);
  return testOrg(schemaWith([program, statement, other, line]));
}

/** An org with one program, one statement of it and one other master, all empty. */
export interface Ledger extends TestOrg {
  program: string;
  statement: string;
  other: string;
}

export function filledLedger(): Ledger {
  const org = ledger();
  const program = org.create('Program__c', {});
  return {
    ...org,
    program,
    statement: org.create('Statement__c', { Program__c: program }),
    other: org.create('Other__c', {}),
  };
}

import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { ObjectSchema } from '../../../src/local-org/schema/types.ts';
import { customObject, lookup, picklist } from './test-schema.ts';

/** An object for rules and flows to run on. */
export const thing = (): ObjectSchema =>
  customObject('Thing__c', 'a01', [
    makeField('SourceVersion__c', 'Number', { precision: 18, scale: 0 }),
    makeField('Percent__c', 'Percent', { precision: 5, scale: 2 }),
    makeField('PairKey__c', 'Text', { length: 100, unique: true }),
    makeField('Note__c', 'Text', { length: 10 }),
    makeField('Upper__c', 'Text', { length: 20, required: true, defaultValue: '"d"' }),
    picklist('Role__c', ['Sourced', 'Resold']),
    lookup('Partner__c', 'Account'),
  ]);

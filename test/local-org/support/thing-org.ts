import { makeField } from '../../../src/local-org/schema/fields.ts';
import {
  addRecordType,
  customObject,
  externalKey,
  lookup,
  picklist,
  schemaWith,
} from './test-schema.ts';
import { testOrg, type TestOrg } from './test-org.ts';

/** An org with one custom object that has a field of every kind. */
export function thingOrg(): TestOrg {
  const thing = customObject('Thing__c', 'a01', [
    externalKey(),
    makeField('Code__c', 'Text', { length: 10, unique: true, externalId: true }),
    makeField('Needed__c', 'Text', { length: 5, required: true, label: 'Needed' }),
    makeField('Number__c', 'Number', { precision: 5, scale: 2, label: 'Number' }),
    makeField('Whole__c', 'Number', { precision: 3, scale: 0, defaultValue: '90' }),
    makeField('Percent__c', 'Percent', { precision: 5, scale: 2, defaultValue: '0.25' }),
    makeField('Flag__c', 'Checkbox', { defaultValue: 'true' }),
    makeField('Day__c', 'Date', { defaultValue: 'TODAY() + 1' }),
    makeField('Moment__c', 'DateTime'),
    makeField('Email__c', 'Email', { length: 80, label: 'Email' }),
    makeField('Long__c', 'LongTextArea', { length: 20 }),
    picklist('Status__c', ['Open*', 'Closed'], { label: 'Status' }),
    picklist('Free__c', ['A'], { restricted: false }),
    picklist('Multi__c', ['A', 'B'], { type: 'MultiselectPicklist', label: 'Multi' }),
    lookup('Account__c', 'Account', { label: 'Account' }),
    makeField('Number2__c', 'AutoNumber', { displayFormat: 'T-{0000}' }),
    makeField('Formula__c', 'Formula', {
      formula: 'Number__c * 2',
      formulaReturnType: 'Number',
      scale: 1,
    }),
    makeField('Share__c', 'Formula', {
      formula: 'Percent__c / 2',
      formulaReturnType: 'Percent',
      scale: 2,
    }),
    makeField('OwnerName__c', 'Formula', {
      formula: 'Account__r.Name & "!"',
      formulaReturnType: 'Text',
    }),
  ]);
  const schema = schemaWith([thing]);
  addRecordType(schema, 'Account', 'Partner', '012000000000001AAA', true);
  return testOrg(schema);
}

/** What a Thing__c must have to be accepted. */
export const good = { Needed__c: 'x' };

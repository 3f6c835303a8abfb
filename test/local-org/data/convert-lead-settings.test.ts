import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import {
  baseSchema,
  convertingOrg,
  deployed,
  failedWith,
  mapping,
  pages,
  statuses,
  strict,
  type Case,
} from '../support/converting-org.ts';
import { beforeSaveFlow, extend, rule } from '../support/test-schema.ts';

const cases: Case[] = [
  {
    page: pages.status,
    what: 'a status that does not stand for converted leads is refused',
    check: () => {
      const { lead, convert } = convertingOrg();
      expect(convert(lead(), { convertedStatus: 'Closed - Not Converted' })).toMatchObject({
        errors: [
          {
            statusCode: 'INVALID_STATUS',
            message: 'invalid convertedStatus: Closed - Not Converted',
            fields: ['Status'],
          },
        ],
      });
    },
  },
  {
    page: pages.status,
    what: 'LeadStatus lists the statuses of a new org, and which of them converts',
    check: () => {
      const rows = convertingOrg().engine.db.prepare('SELECT "MasterLabel", "IsConverted" FROM "LeadStatus" ORDER BY "SortOrder"').all(); // prettier-ignore
      expect(rows.map((row) => [row['MasterLabel'], row['IsConverted']])).toEqual([
        ['Open - Not Contacted', 0],
        ['Working - Contacted', 0],
        ['Closed - Converted', 1],
        ['Closed - Not Converted', 0],
      ]);
    },
  },
  {
    page: pages.status,
    what: 'a deployed value set says which statuses there are and which convert',
    check: () => {
      const file = 'standardValueSets/LeadStatus.standardValueSet';
      const { engine, lead, convert } = convertingOrg(deployed(baseSchema(), { [file]: statuses }));
      const rows = engine.db.prepare('SELECT "ApiName" FROM "LeadStatus" WHERE "IsConverted" = 1').all(); // prettier-ignore
      expect(rows).toEqual([{ ApiName: 'Won over' }]);
      expect(convert(lead())).toMatchObject(failedWith('INVALID_STATUS'));
      expect(convert(lead(), { convertedStatus: 'Won over' })).toMatchObject({ success: true });
    },
  },
  {
    page: pages.converted,
    what: 'a converted lead cannot be edited, nor converted again',
    check: () => {
      const { lead, convert, update } = convertingOrg();
      const id = lead();
      convert(id);
      const error = {
        statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
        message: 'cannot reference converted lead',
      };
      expect(update('Lead', id, { Title: 'x' })).toMatchObject({ success: false, errors: [error] });
      expect(convert(id)).toMatchObject({ success: false, errors: [error] });
    },
  },
  {
    page: pages.call,
    what: 'a deleted lead is refused',
    check: () => {
      const { lead, convert, remove } = convertingOrg();
      const id = lead();
      remove('Lead', id);
      expect(convert(id)).toMatchObject(failedWith('ENTITY_IS_DELETED'));
    },
  },
  {
    page: pages.settings,
    what: 'mapped custom fields go along',
    check: () => {
      const file = 'LeadConvertSettings/LeadConvertSettings.LeadConvertSetting';
      const { lead, convert, read } = convertingOrg(deployed(baseSchema(), { [file]: mapping }));
      const { opportunityId } = convert(lead({ Partner__c: 'P-1', Sure__c: true }));
      const deal = read('Opportunity', String(opportunityId));
      expect(deal).toMatchObject({ Partner__c: 'P-1', Sure__c: 1 });
    },
  },
  {
    page: pages.call,
    what: 'a mapped text that is too long for its new field fails the conversion',
    check: () => {
      const file = 'LeadConvertSettings/LeadConvertSettings.LeadConvertSetting';
      const { lead, convert } = convertingOrg(deployed(baseSchema(), { [file]: mapping }));
      const result = convert(lead({ Partner__c: 'P-12345' }));
      expect(result).toMatchObject(failedWith('STRING_TOO_LONG'));
    },
  },
  {
    page: pages.settings,
    what: 'custom fields that nobody mapped stay behind',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const { opportunityId } = convert(lead({ Partner__c: 'P-1' }));
      expect(read('Opportunity', String(opportunityId))).toMatchObject({ Partner__c: null });
    },
  },
  {
    page: pages.config,
    what: 'validation rules are asked only where the settings require it',
    check: () => {
      const schema = (): OrgSchema =>
        extend(baseSchema(), 'Opportunity', [], [rule('NoAcme', 'Name = "Acme"', 'Name')]);
      const lenient = convertingOrg(schema());
      expect(lenient.convert(lenient.lead())).toMatchObject({ success: true });
      const asked = convertingOrg(deployed(schema(), { 'settings/LeadConfig.settings': strict }));
      expect(asked.convert(asked.lead())).toMatchObject({
        success: false,
        errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Name'] }],
      });
    },
  },
  {
    page: pages.config,
    what: 'required custom fields of the new records are asked only where the settings require it',
    check: () => {
      const needed = makeField('Needed__c', 'Text', { length: 5, required: true });
      const schema = (): OrgSchema => extend(baseSchema(), 'Account', [needed]);
      const lenient = convertingOrg(schema());
      expect(lenient.convert(lenient.lead())).toMatchObject({ success: true });
      const asked = convertingOrg(deployed(schema(), { 'settings/LeadConfig.settings': strict }));
      expect(asked.convert(asked.lead())).toMatchObject(failedWith('REQUIRED_FIELD_MISSING'));
    },
  },
  {
    page: 'https://help.salesforce.com/s/articleView?id=sales.customize_leadsettings.htm',
    what: 'flows on Lead see the conversion as an update',
    check: () => {
      const flow = beforeSaveFlow(
        'Lead_On_Conversion',
        'Lead',
        {
          start: {
            object: 'Lead',
            triggerType: 'RecordBeforeSave',
            recordTriggerType: 'Update',
            connector: { targetReference: 'Mark' },
            filterLogic: 'and',
            filters: [
              { field: 'IsConverted', operator: 'EqualTo', value: { booleanValue: 'true' } },
            ],
          },
          assignments: [
            {
              name: 'Mark',
              assignmentItems: [
                {
                  assignToReference: '$Record.Partner__c',
                  operator: 'Assign',
                  value: { stringValue: 'converted' },
                },
              ],
            },
          ],
        },
        { recordTriggerType: 'Update' },
      );
      const { lead, convert, read } = convertingOrg(baseSchema([flow]));
      const id = lead();
      expect(read('Lead', id)).toMatchObject({ Partner__c: null });
      expect(convert(id)).toMatchObject({ success: true });
      expect(read('Lead', id)).toMatchObject({ Partner__c: 'converted' });
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check());

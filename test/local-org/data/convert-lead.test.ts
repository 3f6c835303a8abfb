import type { LeadConversion, LeadConversionResult } from '../../../src/local-org/data/engine.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { deployFiles, text } from '../metadata/support.ts';
import { beforeSaveFlow, extend, rule, schemaWith } from '../support/test-schema.ts';
import { adminId, testOrg, type TestOrg } from '../support/test-org.ts';

const pages = {
  call: 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm',
  mapping: 'https://help.salesforce.com/s/articleView?id=sales.lead_conversion_mapping.htm',
  settings:
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_leadconvertsettings.htm',
  config:
    'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_leadconfigsettings.htm',
  status:
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_leadstatus.htm',
  converted: 'https://help.salesforce.com/s/articleView?id=000384333',
} as const;

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function deployed(schema: OrgSchema, files: Record<string, string>): OrgSchema {
  const parts = Object.entries(files).map(([path, xml]) => [path, text(xml)] as const);
  const outcome = deployFiles(schema, new Map(parts));
  if (outcome.schema === null) throw new Error(JSON.stringify(outcome.messages));
  return outcome.schema;
}

const mapping = `<LeadConvertSettings ${namespace}><allowOwnerChange>false</allowOwnerChange>
<objectMapping><inputObject>Lead</inputObject>
<mappingFields><inputField>Partner__c</inputField><outputField>Partner__c</outputField></mappingFields>
<mappingFields><inputField>Sure__c</inputField><outputField>Sure__c</outputField></mappingFields>
<outputObject>Opportunity</outputObject></objectMapping>
<opportunityCreationOptions>VisibleOptional</opportunityCreationOptions></LeadConvertSettings>`;
const statuses = `<StandardValueSet ${namespace}><sorted>false</sorted>
<standardValue><fullName>New</fullName><default>true</default><label>New</label><converted>false</converted></standardValue>
<standardValue><fullName>Won over</fullName><default>false</default><label>Won over</label><converted>true</converted></standardValue>
</StandardValueSet>`;
const strict = `<LeadConfigSettings ${namespace}><shouldLeadConvertRequireValidation>true</shouldLeadConvertRequireValidation></LeadConfigSettings>`;

function baseSchema(flows: Parameters<typeof schemaWith>[1] = []): OrgSchema {
  const schema = schemaWith([], flows);
  const partner = () => makeField('Partner__c', 'Text', { length: 20 });
  const sure = () => makeField('Sure__c', 'Checkbox', { defaultValue: 'false' });
  extend(schema, 'Lead', [partner(), sure()]);
  extend(schema, 'Opportunity', [makeField('Partner__c', 'Text', { length: 5 }), sure()]);
  return schema;
}

interface Converting extends TestOrg {
  lead: (fields?: object) => string;
  convert: (leadId: string, given?: Partial<LeadConversion>) => LeadConversionResult;
}

function org(schema: OrgSchema = baseSchema()): Converting {
  const under = testOrg(schema);
  return {
    ...under,
    lead: (fields = {}) => under.create('Lead', { LastName: 'Fry', Company: 'Acme', ...fields }),
    convert: (leadId, given = {}) => {
      const request: LeadConversion = {
        leadId,
        convertedStatus: 'Closed - Converted',
        accountId: null,
        contactId: null,
        opportunityId: null,
        opportunityName: null,
        ownerId: null,
        doNotCreateOpportunity: false,
        overwriteLeadSource: false,
        ...given,
      };
      const context = { userId: adminId, changeOrigin: '' };
      const [result] = under.engine.convertLeads([request], { allOrNone: false, context });
      if (result === undefined) throw new Error('The engine gave no result.');
      return result;
    },
  };
}

const failedWith = (statusCode: string) => ({
  success: false,
  leadId: null,
  accountId: null,
  errors: [{ statusCode }],
});

interface Case {
  page: string;
  what: string;
  check: () => void;
}

const cases: Case[] = [
  {
    page: pages.call,
    what: 'a lead becomes an account, a contact and an opportunity, and says which',
    check: () => {
      const { lead, convert, read } = org();
      const id = lead();
      const result = convert(id);
      expect(result).toMatchObject({ success: true, leadId: id, errors: [] });
      expect(read('Lead', id)).toMatchObject({
        Status: 'Closed - Converted',
        IsConverted: 1,
        ConvertedDate: '2026-11-22',
        ConvertedAccountId: result.accountId,
        ConvertedContactId: result.contactId,
        ConvertedOpportunityId: result.opportunityId,
      });
      expect(read('Contact', String(result.contactId))).toMatchObject({
        AccountId: result.accountId,
      });
    },
  },
  {
    page: pages.mapping,
    what: 'standard fields go where the help says',
    check: () => {
      const { lead, convert, read } = org();
      const result = convert(
        lead({
          FirstName: 'Ann', City: 'Bonn', Phone: '1', MobilePhone: '2', Website: 'a.example', Email: 'a@b.example',
          AnnualRevenue: 7, NumberOfEmployees: 3, Title: 'CEO', Description: 'D', LeadSource: 'Web', DoNotCall: true,
        }), // prettier-ignore
      );
      expect(read('Account', String(result.accountId))).toMatchObject({
        Name: 'Acme',
        BillingCity: 'Bonn',
        Phone: '1',
        Website: 'a.example',
        AnnualRevenue: 7,
        NumberOfEmployees: 3,
        AccountSource: null,
        Description: null,
      });
      expect(read('Contact', String(result.contactId))).toMatchObject({
        Name: 'Ann Fry',
        MailingCity: 'Bonn',
        Phone: '1',
        MobilePhone: '2',
        Email: 'a@b.example',
        Title: 'CEO',
        Description: 'D',
        LeadSource: 'Web',
        DoNotCall: 1,
      });
      expect(read('Opportunity', String(result.opportunityId))).toMatchObject({
        Name: 'Acme',
        AccountId: result.accountId,
        LeadSource: 'Web',
        StageName: 'Prospecting',
      });
    },
  },
  {
    page: pages.mapping,
    what: 'the opportunity closes at the end of the quarter',
    check: () => {
      const { lead, convert, read, clock } = org();
      const days = ['2026-11-22', '2026-01-01', '2024-02-29', '2026-06-30', '2026-07-01'];
      const closes = days.map((day) => {
        clock.now = new Date(`${day}T23:59:59.000Z`);
        const { opportunityId } = convert(lead());
        return read('Opportunity', String(opportunityId))['CloseDate'];
      });
      expect(closes).toEqual(['2026-12-31', '2026-03-31', '2024-03-31', '2026-06-30', '2026-09-30']);
    },
  },
  {
    page: pages.call,
    what: 'doNotCreateOpportunity makes none',
    check: () => {
      const { lead, convert, read } = org();
      const id = lead();
      expect(convert(id, { doNotCreateOpportunity: true })).toMatchObject({
        success: true,
        opportunityId: null,
      });
      expect(read('Lead', id)).toMatchObject({ ConvertedOpportunityId: null });
    },
  },
  {
    page: pages.call,
    what: 'doNotCreateOpportunity with a name for one is refused',
    check: () => {
      const { lead, convert, read } = org();
      const id = lead();
      const given = { doNotCreateOpportunity: true, opportunityName: 'X' };
      expect(convert(id, given)).toMatchObject(failedWith('INVALID_FIELD'));
      expect(read('Lead', id)).toMatchObject({ IsConverted: 0 });
    },
  },
  {
    page: pages.call,
    what: 'the opportunity has the name asked for',
    check: () => {
      const { lead, convert, read } = org();
      const { opportunityId } = convert(lead(), { opportunityName: 'Big deal' });
      expect(read('Opportunity', String(opportunityId))).toMatchObject({ Name: 'Big deal' });
    },
  },
  {
    page: pages.call,
    what: 'existing records keep what they have, and only their empty fields are filled',
    check: () => {
      const { create, lead, convert, read } = org();
      const accountId = create('Account', { Name: 'Old', Phone: '9' });
      const contactId = create('Contact', { LastName: 'Old', AccountId: accountId, LeadSource: 'Other' }); // prettier-ignore
      const id = lead({ Phone: '1', City: 'Bonn', LeadSource: 'Web', Title: 'CEO', DoNotCall: true }); // prettier-ignore
      expect(convert(id, { accountId, contactId })).toMatchObject({ accountId, contactId });
      expect(read('Account', accountId)).toMatchObject({ Name: 'Old', Phone: '9', BillingCity: 'Bonn' }); // prettier-ignore
      expect(read('Contact', contactId)).toMatchObject({
        LastName: 'Old',
        Phone: '1',
        Title: 'CEO',
        LeadSource: 'Other',
        DoNotCall: 0,
      });
    },
  },
  {
    page: pages.call,
    what: 'overwriteLeadSource replaces the source of an existing contact',
    check: () => {
      const { create, lead, convert, read } = org();
      const accountId = create('Account', { Name: 'Old' });
      const contactId = create('Contact', { LastName: 'Old', AccountId: accountId, LeadSource: 'Other' }); // prettier-ignore
      convert(lead({ LeadSource: 'Web' }), { accountId, contactId, overwriteLeadSource: true });
      expect(read('Contact', contactId)).toMatchObject({ LeadSource: 'Web' });
    },
  },
  {
    page: pages.call,
    what: 'a contact without its account is refused',
    check: () => {
      const { create, lead, convert } = org();
      const contactId = create('Contact', { LastName: 'C' });
      expect(convert(lead(), { contactId })).toMatchObject(failedWith('REQUIRED_FIELD_MISSING'));
    },
  },
  {
    page: pages.call,
    what: 'a contact of another account is refused, and nothing is left of the conversion',
    check: () => {
      const { create, lead, convert, engine } = org();
      const accountId = create('Account', { Name: 'A' });
      const contactId = create('Contact', { LastName: 'C', AccountId: create('Account', { Name: 'B' }) }); // prettier-ignore
      const result = convert(lead(), { accountId, contactId });
      expect(result).toMatchObject(failedWith('INVALID_CROSS_REFERENCE_KEY'));
      expect(engine.db.prepare('SELECT COUNT(*) AS n FROM "Opportunity"').get()).toEqual({ n: 0 });
    },
  },
  {
    page: pages.call,
    what: 'new records belong to the owner asked for, else to the lead’s',
    check: () => {
      const { engine, lead, convert, read } = org();
      const other = '005000000000002AAA';
      engine.seed('User', other, { Username: 'o@example.com', LastName: 'O', IsActive: true });
      const asked = convert(lead(), { ownerId: other });
      expect(read('Contact', String(asked.contactId))).toMatchObject({ OwnerId: other });
      const kept = convert(lead({ OwnerId: other }));
      expect(read('Opportunity', String(kept.opportunityId))).toMatchObject({ OwnerId: other });
    },
  },
  {
    page: pages.status,
    what: 'a status that does not stand for converted leads is refused',
    check: () => {
      const { lead, convert } = org();
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
      const rows = org().engine.db.prepare('SELECT "MasterLabel", "IsConverted" FROM "LeadStatus" ORDER BY "SortOrder"').all(); // prettier-ignore
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
      const { engine, lead, convert } = org(deployed(baseSchema(), { [file]: statuses }));
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
      const { lead, convert, update } = org();
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
      const { lead, convert, remove } = org();
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
      const { lead, convert, read } = org(deployed(baseSchema(), { [file]: mapping }));
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
      const { lead, convert } = org(deployed(baseSchema(), { [file]: mapping }));
      const result = convert(lead({ Partner__c: 'P-12345' }));
      expect(result).toMatchObject(failedWith('STRING_TOO_LONG'));
    },
  },
  {
    page: pages.settings,
    what: 'custom fields that nobody mapped stay behind',
    check: () => {
      const { lead, convert, read } = org();
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
      const lenient = org(schema());
      expect(lenient.convert(lenient.lead())).toMatchObject({ success: true });
      const asked = org(deployed(schema(), { 'settings/LeadConfig.settings': strict }));
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
      const lenient = org(schema());
      expect(lenient.convert(lenient.lead())).toMatchObject({ success: true });
      const asked = org(deployed(schema(), { 'settings/LeadConfig.settings': strict }));
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
            filters: [{ field: 'IsConverted', operator: 'EqualTo', value: { booleanValue: 'true' } }],
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
      const { lead, convert, read } = org(baseSchema([flow]));
      const id = lead();
      expect(read('Lead', id)).toMatchObject({ Partner__c: null });
      expect(convert(id)).toMatchObject({ success: true });
      expect(read('Lead', id)).toMatchObject({ Partner__c: 'converted' });
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check());

test('leads of one call stand for themselves, unless all or none is asked for', () => {
  const { lead, engine, read } = org();
  const context = { userId: adminId, changeOrigin: '' };
  const request = (leadId: string, convertedStatus: string): LeadConversion => ({
    leadId,
    convertedStatus,
    accountId: null,
    contactId: null,
    opportunityId: null,
    opportunityName: null,
    ownerId: null,
    doNotCreateOpportunity: true,
    overwriteLeadSource: false,
  });
  const [good, bad] = [lead(), lead()];
  const both = [request(good, 'Closed - Converted'), request(bad, 'nonsense')];
  const together = engine.convertLeads(both, { allOrNone: true, context });
  expect(together.map(({ success, errors }) => [success, errors[0]?.statusCode])).toEqual([
    [false, 'ALL_OR_NONE_OPERATION_ROLLED_BACK'],
    [false, 'INVALID_STATUS'],
  ]);
  expect(read('Lead', good)).toMatchObject({ IsConverted: 0 });
  const apart = engine.convertLeads(both, { allOrNone: false, context });
  expect(apart.map(({ success }) => success)).toEqual([true, false]);
});

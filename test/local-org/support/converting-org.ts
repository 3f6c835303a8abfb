import type { LeadConversion, LeadConversionResult } from '../../../src/local-org/data/engine.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { deployFiles, text } from '../metadata/support.ts';
import { extend, schemaWith } from './test-schema.ts';
import { adminId, testOrg, type TestOrg } from './test-org.ts';

/** Pages that document what the cases check. */
export const pages = {
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

/** The schema with these files deployed to it. */
export function deployed(schema: OrgSchema, files: Record<string, string>): OrgSchema {
  const parts = Object.entries(files).map(([path, xml]) => [path, text(xml)] as const);
  const outcome = deployFiles(schema, new Map(parts));
  if (outcome.schema === null) throw new Error(JSON.stringify(outcome.messages));
  return outcome.schema;
}

export const mapping = `<LeadConvertSettings ${namespace}><allowOwnerChange>false</allowOwnerChange>
<objectMapping><inputObject>Lead</inputObject>
<mappingFields><inputField>Partner__c</inputField><outputField>Partner__c</outputField></mappingFields>
<mappingFields><inputField>Sure__c</inputField><outputField>Sure__c</outputField></mappingFields>
<outputObject>Opportunity</outputObject></objectMapping>
<opportunityCreationOptions>VisibleOptional</opportunityCreationOptions></LeadConvertSettings>`;
export const statuses = `<StandardValueSet ${namespace}><sorted>false</sorted>
<standardValue><fullName>New</fullName><default>true</default><label>New</label><converted>false</converted></standardValue>
<standardValue><fullName>Won over</fullName><default>false</default><label>Won over</label><converted>true</converted></standardValue>
</StandardValueSet>`;
export const strict = `<LeadConfigSettings ${namespace}><shouldLeadConvertRequireValidation>true</shouldLeadConvertRequireValidation></LeadConfigSettings>`;

/** Custom fields on Lead and Opportunity that may be mapped. */
export function baseSchema(flows: Parameters<typeof schemaWith>[1] = []): OrgSchema {
  const schema = schemaWith([], flows);
  const partner = () => makeField('Partner__c', 'Text', { length: 20 });
  const sure = () => makeField('Sure__c', 'Checkbox', { defaultValue: 'false' });
  extend(schema, 'Lead', [partner(), sure()]);
  extend(schema, 'Opportunity', [makeField('Partner__c', 'Text', { length: 5 }), sure()]);
  return schema;
}

/** A request that says nothing but the lead and a good status, unless more is given. */
export function conversion(leadId: string, given: Partial<LeadConversion> = {}): LeadConversion {
  return {
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
}

/** An org with a shorthand for leads and their conversion. */
export interface Converting extends TestOrg {
  lead: (fields?: object) => string;
  convert: (leadId: string, given?: Partial<LeadConversion>) => LeadConversionResult;
}

export function convertingOrg(schema: OrgSchema = baseSchema()): Converting {
  const under = testOrg(schema);
  return {
    ...under,
    lead: (fields = {}) => under.create('Lead', { LastName: 'Fry', Company: 'Acme', ...fields }),
    convert: (leadId, given = {}) => {
      const request = conversion(leadId, given);
      const context = { userId: adminId, changeOrigin: '' };
      const [result] = under.engine.convertLeads([request], { allOrNone: false, context });
      if (result === undefined) throw new Error('The engine gave no result.');
      return result;
    },
  };
}

export const failedWith = (statusCode: string) => ({
  success: false,
  leadId: null,
  accountId: null,
  errors: [{ statusCode }],
});

/** One behaviour, the page that documents it, and its check. */
export interface Case {
  page: string;
  what: string;
  check: () => void;
}

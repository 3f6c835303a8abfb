import { childrenOf, flagAt, parseXml, textAt, type XmlElement } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';
import { convertValue } from './convert-value.ts';
import type { StoredRecord } from './record-store.ts';
import { objectIndex, type Session } from './session.ts';

/** What a lead can become. */
export type ConversionTarget = 'Account' | 'Contact' | 'Opportunity';

type FieldPair = readonly [leadField: string, targetField: string];

const addressParts = [
  'Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy',
]; // prettier-ignore

const address = (prefix: string): FieldPair[] =>
  addressParts.map((part) => [part, `${prefix}${part}`]);

/** https://help.salesforce.com/s/articleView?id=sales.lead_conversion_mapping.htm */
const standardFields: Readonly<Record<ConversionTarget, readonly FieldPair[]>> = {
  Account: [
    ['Company', 'Name'],
    ...address('Billing'),
    ['Phone', 'Phone'],
    ['Fax', 'Fax'],
    ['Website', 'Website'],
    ['Industry', 'Industry'],
    ['AnnualRevenue', 'AnnualRevenue'],
    ['NumberOfEmployees', 'NumberOfEmployees'],
    ['Rating', 'Rating'],
  ],
  Contact: [
    ['Salutation', 'Salutation'],
    ['FirstName', 'FirstName'],
    ['LastName', 'LastName'],
    ['Title', 'Title'],
    ...address('Mailing'),
    ['Phone', 'Phone'],
    ['MobilePhone', 'MobilePhone'],
    ['Fax', 'Fax'],
    ['Email', 'Email'],
    ['Description', 'Description'],
    ['LeadSource', 'LeadSource'],
    ['DoNotCall', 'DoNotCall'],
    ['HasOptedOutOfEmail', 'HasOptedOutOfEmail'],
    ['HasOptedOutOfFax', 'HasOptedOutOfFax'],
  ],
  Opportunity: [['LeadSource', 'LeadSource']],
};

function component(schema: OrgSchema, type: string): XmlElement | null {
  for (const [key, source] of schema.otherComponents) {
    if (source !== '' && key.startsWith(`${type}/`)) return parseXml(source);
  }
  return null;
}

/**
 * Whether validation rules and required custom fields hold in a conversion: only where the org's settings say so.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_leadconfigsettings.htm
 */
export function validatesConversion(schema: OrgSchema): boolean {
  const source = schema.otherComponents.get('Settings/LeadConfig');
  if (source === undefined || source === '') return false;
  return flagAt(parseXml(source), 'shouldLeadConvertRequireValidation');
}

/** Custom fields that the deployed LeadConvertSettings map onto an object. */
function customFields(schema: OrgSchema, target: ConversionTarget): FieldPair[] {
  const settings = component(schema, 'LeadConvertSettings');
  if (settings === null) return [];
  return childrenOf(settings, 'objectMapping')
    .filter((mapping) => textAt(mapping, 'outputObject') === target)
    .flatMap((mapping) => childrenOf(mapping, 'mappingFields'))
    .map((pair) => [textAt(pair, 'inputField') ?? '', textAt(pair, 'outputField') ?? '']);
}

/** What a lead gives to the record it becomes, in stored form. Throws the row error of a value that does not fit there. */
export function mappedValues(
  session: Session,
  lead: StoredRecord,
  target: ConversionTarget,
): StoredRecord {
  const from = objectIndex(session, 'Lead').object.fields;
  const to = objectIndex(session, target).object.fields;
  const values: StoredRecord = {};
  const pairs = [...standardFields[target], ...customFields(session.index.schema, target)];
  for (const [input, output] of pairs) {
    const [source, field, value] = [from.get(input), to.get(output), lead[input] ?? null];
    if (source === undefined || field === undefined || value === null) continue;
    values[output] = convertValue(field, source.type === 'Checkbox' ? value === 1 : value);
  }
  return values;
}

/**
 * What a lead gives to a record that is there already: only what that has not. Opt-outs are left as they are. Sources as
 * for `mappedValues`, and
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm
 */
export function fillingValues(
  session: Session,
  lead: StoredRecord,
  target: ConversionTarget,
  existing: StoredRecord,
): StoredRecord {
  const fields = objectIndex(session, target).object.fields;
  const given = Object.entries(mappedValues(session, lead, target));
  const missing = given.filter(
    ([name]) => existing[name] === null && fields.get(name)?.type !== 'Checkbox',
  );
  return Object.fromEntries(missing);
}

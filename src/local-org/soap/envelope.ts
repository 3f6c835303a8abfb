import { toXml, type SoapValue } from '../metadata/soap.ts';
import { escapeXml } from '../metadata/xml.ts';
import type { SaveError } from '../data/engine.ts';

/** Namespaces as the partner WSDL names them. */
const partner = 'urn:partner.soap.sforce.com';
const partnerObject = 'urn:sobject.partner.soap.sforce.com';
const partnerFault = 'urn:fault.partner.soap.sforce.com';

function envelope(sf: string, body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns="${partner}" xmlns:sf="${sf}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

/** The answer to an operation, from the XML of its `result` elements. */
export function answerEnvelope(operation: string, results: string): string {
  return envelope(partnerObject, `<${operation}Response>${results}</${operation}Response>`);
}

/** https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm */
const faultTypes = new Map([
  ['INVALID_LOGIN', 'LoginFault'],
  ['MALFORMED_QUERY', 'MalformedQueryFault'],
  ['INVALID_TYPE', 'InvalidSObjectFault'],
  ['INVALID_FIELD', 'InvalidFieldFault'],
  ['INVALID_QUERY_LOCATOR', 'InvalidQueryLocatorFault'],
  ['MALFORMED_ID', 'InvalidIdFault'],
]);

/** A fault; it travels with HTTP status 500. */
export function faultEnvelope(code: string, message: string): string {
  const type = faultTypes.get(code) ?? 'UnexpectedErrorFault';
  const text = escapeXml(message);
  return envelope(
    partnerFault,
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${text}</faultstring>` +
      `<detail><sf:${type} xsi:type="sf:${type}"><sf:exceptionCode>${code}</sf:exceptionCode>` +
      `<sf:exceptionMessage>${text}</sf:exceptionMessage></sf:${type}></detail></soapenv:Fault>`,
  );
}

/** A row's errors as SOAP lists them. */
export function errorValues(errors: readonly SaveError[]): SoapValue {
  return errors.map(({ fields, message, statusCode }) => ({ fields, message, statusCode }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** REST ends date-times in +0000, SOAP in Z. */
export function soapTime(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/, '$1Z');
}

/** Data of a JSON answer as SOAP data; what is null there is left out. */
export function soapValue(value: unknown): SoapValue {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(soapValue);
  if (!isObject(value)) return typeof value === 'string' ? soapTime(value) : undefined;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, soapValue(item)]));
}

function childListXml(name: string, list: Record<string, unknown>): string {
  const records = Array.isArray(list['records']) ? list['records'] : [];
  const rows = records.map((record) => recordXml('records', isObject(record) ? record : {}));
  const size = Number(list['totalSize'] ?? records.length);
  return `<${name} xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/>${rows.join('')}<size>${size}</size></${name}>`;
}

/**
 * A geolocation, the only structured value that is no record.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/compound_fields_geolocation.htm
 */
function locationXml(name: string, { latitude, longitude }: Record<string, unknown>): string {
  const parts = `${toXml('latitude', soapValue(latitude) ?? null)}${toXml('longitude', soapValue(longitude) ?? null)}`;
  return `<${name} xsi:type="location">${parts}</${name}>`;
}

function fieldXml(name: string, value: unknown): string {
  const element = `sf:${name}`;
  if (!isObject(value)) return toXml(element, soapValue(value) ?? null);
  if ('records' in value) return childListXml(element, value);
  return 'attributes' in value ? recordXml(element, value) : locationXml(element, value);
}

/** A record of a JSON answer as an sObject: its type, its id (nil where it was not asked for), its fields. */
export function recordXml(name: string, record: Record<string, unknown>): string {
  const { attributes, ...fields } = record;
  const type = isObject(attributes) ? String(attributes['type']) : '';
  const id = typeof record['Id'] === 'string' ? record['Id'] : null;
  const inner = Object.entries(fields).map(([field, value]) => fieldXml(field, value));
  return `<${name} xsi:type="sf:sObject">${toXml('sf:type', type)}${toXml('sf:Id', id)}${inner.join('')}</${name}>`;
}

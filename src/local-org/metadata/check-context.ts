import { otherStandardFields } from './standard-field-names.generated.ts';
import { standardObjectNames } from './standard-object-names.generated.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import type { Component } from './components.ts';
import { errorAt, type Problem } from './problems.ts';
import { textAt, type XmlElement } from './xml.ts';

/** What a check may look at: the org before the deploy and as it would be after it, and the whole package. */
export interface CheckContext {
  before: OrgSchema;
  after: OrgSchema;
  components: readonly Component[];
}

export type Check = (element: XmlElement, component: Component, context: CheckContext) => Problem[];

/** Salesforce's text for a reference to something that is not there. */
export function notFound(
  at: XmlElement | undefined,
  field: string,
  type: string,
  name: string,
): Problem {
  return errorAt(at, `In field: ${field} - no ${type} named ${name} found`);
}

/** The name of the object that a part of an object's file belongs to, and its own name. */
export function splitName(fullName: string): [string, string] {
  const dot = fullName.indexOf('.');
  return dot === -1 ? ['', fullName] : [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

/** Fields whose API name in metadata differs from the one in the data API: compound fields and relations. */
const metadataFieldNames = new Set([
  'Address',
  'BillingAddress',
  'ShippingAddress',
  'MailingAddress',
  'OtherAddress',
  'CreatedBy',
  'LastModifiedBy',
  'Owner',
  'RecordType',
  'RecordTypeId',
]);

/** Whether a standard object has this standard field, be it one that the local org does not model. */
export function isStandardField(object: ObjectSchema, name: string): boolean {
  if (object.fields.has(name) || metadataFieldNames.has(name)) return true;
  return otherStandardFields[object.name]?.split(' ').includes(name) === true;
}

/** Whether a field may be named on this object; standard fields outside our tables pass, custom ones must exist. */
export function fieldExists(object: ObjectSchema, name: string): boolean {
  if (object.fields.has(name) || metadataFieldNames.has(name)) return true;
  // "Protected Component" of a custom metadata record: on its layouts, not in the data APIs.
  if (object.kind === 'customMetadata' && name === 'IsProtected') return true;
  return !object.custom && !name.endsWith('__c');
}

/** Whether an object is in the org, or one of the standard objects that every org has and this one does not model. */
export function objectExists(schema: OrgSchema, name: string): boolean {
  return schema.objects.has(name) || standardObjectNames.has(name);
}

/**
 * What a custom metadata type may refer to besides other custom metadata types: objects and fields.
 * https://help.salesforce.com/s/articleView?id=platform.custommetadatatypes_relationships_field_particle.htm
 */
export const definitions: ReadonlySet<string> = new Set([
  'EntityDefinition',
  'EntityParticle',
  'FieldDefinition',
]);

/** Looks a field up as `Object.Field`. */
export function fieldByPath(schema: OrgSchema, path: string): FieldSchema | undefined {
  const [object, field] = splitName(path);
  return schema.objects.get(object)?.fields.get(field);
}

/** Whether a component of this type is in the org, be it modelled or only remembered. */
export function isDeployed(schema: OrgSchema, type: string, fullName: string): boolean {
  return schema.otherComponents.has(`${type}/${fullName}`);
}

/** The text of a child, with the child to point at: '' and the parent where it is absent. */
export function textAndPlace(element: XmlElement, name: string): [string, XmlElement] {
  const child = element.children.find((candidate) => candidate.name === name);
  return [textAt(element, name) ?? '', child ?? element];
}

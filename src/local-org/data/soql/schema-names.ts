import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from '../../schema/types.ts';

function lookUp<Value>(map: ReadonlyMap<string, Value>, name: string): Value | undefined {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, value] of map) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

/** An object by API name in any letter case, as Salesforce takes names. */
export function findObject(schema: OrgSchema, name: string): ObjectSchema | undefined {
  return lookUp(schema.objects, name);
}

/** A field by API name in any letter case. */
export function findField(object: ObjectSchema, name: string): FieldSchema | undefined {
  return lookUp(object.fields, name);
}

/** The name by which a lookup's parent is reached in a path: `Partner__c` → `Partner__r`, `AccountId` → `Account`. */
export function parentRelationshipName(field: FieldSchema): string | null {
  if (field.referenceTo.length === 0) return null;
  if (field.relationshipName !== null) return field.relationshipName;
  if (field.name.endsWith('__c')) return field.name.replace(/__c$/, '__r');
  return field.name.endsWith('Id') ? field.name.slice(0, -2) : null;
}

/** The lookup behind a parent relationship name in any letter case. */
export function findParentField(object: ObjectSchema, name: string): FieldSchema | undefined {
  const wanted = name.toLowerCase();
  for (const field of object.fields.values())
    if (parentRelationshipName(field)?.toLowerCase() === wanted) return field;
  return undefined;
}

export interface ChildRelationship {
  name: string;
  object: ObjectSchema;
  field: FieldSchema;
}

/** Every child list of an object: what sub-queries, composite trees and the viewer walk. */
export function childRelationships(schema: OrgSchema, parent: ObjectSchema): ChildRelationship[] {
  const found: ChildRelationship[] = [];
  for (const object of schema.objects.values())
    for (const field of object.fields.values())
      if (field.childRelationshipName !== null && field.referenceTo.includes(parent.name)) {
        const suffix = field.custom && !field.childRelationshipName.endsWith('__r') ? '__r' : '';
        found.push({ name: field.childRelationshipName + suffix, object, field });
      }
  return found;
}

/** How a value is compared and shown. `longText` can be read but not filtered, sorted or grouped. */
export type ValueKind =
  | 'id'
  | 'text'
  | 'longText'
  /** Bytes: read as the path that gives them. */
  | 'blob'
  | 'number'
  | 'boolean'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'multiPicklist'
  /** Latitude and longitude as JSON; read only. */
  | 'location';

const KINDS: Record<Exclude<FieldType, 'Summary' | 'Formula'>, ValueKind> = {
  Id: 'id',
  Lookup: 'id',
  MasterDetail: 'id',
  AutoNumber: 'text',
  Text: 'text',
  TextArea: 'text',
  Email: 'text',
  Phone: 'text',
  Url: 'text',
  Picklist: 'text',
  LongTextArea: 'longText',
  Html: 'longText',
  Base64: 'blob',
  Number: 'number',
  Currency: 'number',
  Percent: 'number',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'dateTime',
  Time: 'time',
  MultiselectPicklist: 'multiPicklist',
  Location: 'location',
};

/** The kind of a field's value; a roll-up takes it from the field it sums up, a formula from what it returns. */
export function valueKind(schema: OrgSchema, field: FieldSchema): ValueKind {
  if (field.type === 'Formula') {
    const returns = field.formulaReturnType ?? 'Text';
    return returns === 'Formula' || returns === 'Summary' ? 'text' : KINDS[returns];
  }
  if (field.type !== 'Summary') return KINDS[field.type];
  const summary = field.summary;
  if (summary?.summarizedField == null) return 'number';
  const child = schema.objects.get(summary.childObject);
  const summarized = child?.fields.get(summary.summarizedField);
  if (summarized === undefined || summarized.type === 'Summary') return 'number';
  return valueKind(schema, summarized);
}

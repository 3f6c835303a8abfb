import {
  makeField,
  makeObject,
  recordTypeField,
  systemFields,
} from '../../../src/local-org/schema/fields.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type {
  FieldSchema, FlowSchema, ObjectSchema, OrgSchema, PicklistValue, SummaryFilter, ValidationRuleSchema,
} from '../../../src/local-org/schema/types.ts'; // prettier-ignore

/** A custom object with a text name, the system fields, and what the test adds. */
export function customObject(
  name: string,
  keyPrefix: string,
  fields: readonly FieldSchema[],
  given: Partial<ObjectSchema> = {},
): ObjectSchema {
  const detail = fields.some((field) => field.type === 'MasterDetail');
  const nameField = makeField('Name', 'Text', { length: 80 });
  const all = [...systemFields(!detail), nameField, ...fields];
  return makeObject(name, keyPrefix, {
    fields: new Map(all.map((field) => [field.name, field])),
    ...given,
  });
}

export function picklist(
  name: string,
  values: readonly string[],
  given: Partial<FieldSchema> = {},
): FieldSchema {
  const picklistValues = values.map((text): PicklistValue => {
    const value = text.replace('*', '');
    return { value, label: value, isDefault: text.endsWith('*'), isActive: true };
  });
  return makeField(name, 'Picklist', { picklistValues, restricted: true, ...given });
}

export function lookup(
  name: string,
  target: string,
  given: Partial<FieldSchema> = {},
): FieldSchema {
  return makeField(name, 'Lookup', {
    referenceTo: [target],
    relationshipName: name.replace('__c', '__r'),
    deleteConstraint: 'SetNull',
    ...given,
  });
}

export function master(
  name: string,
  target: string,
  given: Partial<FieldSchema> = {},
): FieldSchema {
  return makeField(name, 'MasterDetail', {
    referenceTo: [target],
    relationshipName: name.replace('__c', '__r'),
    updateable: given.reparentable ?? false,
    ...given,
  });
}

export function externalKey(given: Partial<FieldSchema> = {}): FieldSchema {
  const kind = { length: 255, unique: true, externalId: true, caseSensitive: true };
  return makeField('ExternalKey__c', 'Text', { ...kind, ...given });
}

export function summary(
  name: string,
  operation: 'count' | 'sum' | 'min' | 'max',
  foreignKey: string,
  summarizedField: string | null = null,
  filters: SummaryFilter[] = [],
): FieldSchema {
  const childObject = foreignKey.split('.')[0] ?? '';
  return makeField(name, 'Summary', {
    summary: { operation, childObject, foreignKey, summarizedField, filters },
  });
}

export function rule(
  fullName: string,
  formula: string,
  errorField: string | null = null,
): [string, ValidationRuleSchema] {
  return [
    fullName,
    { fullName, active: true, formula, message: `${fullName} says no.`, errorField },
  ];
}

export function beforeSaveFlow(
  fullName: string,
  object: string,
  definition: object,
  given: Partial<FlowSchema> = {},
): FlowSchema {
  return {
    fullName, active: true, object, trigger: 'RecordBeforeSave', triggerOrder: null, recordTriggerType: 'CreateAndUpdate', definition, ...given,
  }; // prettier-ignore
}

/** The standard objects plus the given ones and flows. */
export function schemaWith(
  objects: readonly ObjectSchema[],
  flows: readonly FlowSchema[] = [],
): OrgSchema {
  const schema = createSchema();
  for (const object of objects) schema.objects.set(object.name, object);
  for (const flow of flows) schema.flows.set(flow.fullName, flow);
  return schema;
}

/** Adds fields, rules or record types to a standard object. */
export function extend(
  schema: OrgSchema,
  name: string,
  fields: readonly FieldSchema[],
  rules: readonly [string, ValidationRuleSchema][] = [],
): OrgSchema {
  const object = schema.objects.get(name);
  if (object === undefined) throw new Error(`No object ${name}`);
  for (const field of fields) object.fields.set(field.name, field);
  for (const [key, value] of rules) object.validationRules.set(key, value);
  return schema;
}

export function addRecordType(
  schema: OrgSchema,
  objectName: string,
  developerName: string,
  id: string,
  isDefault = false,
): void {
  const object = schema.objects.get(objectName);
  if (object === undefined) throw new Error(`No object ${objectName}`);
  object.fields.set('RecordTypeId', recordTypeField());
  object.recordTypes.set(developerName, {
    developerName,
    label: developerName,
    active: true,
    id,
    isDefault,
  });
}

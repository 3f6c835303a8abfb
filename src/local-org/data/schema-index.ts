import type {
  DuplicateRuleSchema, FieldSchema, FieldType, FlowSchema, ObjectSchema, OrgSchema, ValidationRuleSchema,
} from '../schema/types.ts'; // prettier-ignore
import { inRunOrder } from './flow/run-order.ts';

/** A master's roll-up fields that count rows of one child object by one of its master-detail fields. */
export interface RollUpGroup {
  parentObject: string;
  foreignKey: string;
  summaries: readonly FieldSchema[];
}

/** A lookup or master-detail field of some object that points at the object it is listed under. */
export interface ChildLink {
  childObject: string;
  field: FieldSchema;
}

/** An object with what every save asks of it, worked out once per deploy. */
export interface ObjectIndex {
  object: ObjectSchema;
  fieldsByLowerName: ReadonlyMap<string, FieldSchema>;
  relationsByLowerName: ReadonlyMap<string, FieldSchema>;
  storedFields: readonly FieldSchema[];
  storedNames: ReadonlySet<string>;
  referenceFields: readonly FieldSchema[];
  masterFields: readonly FieldSchema[];
  uniqueFields: readonly FieldSchema[];
  rules: readonly ValidationRuleSchema[];
  flows: readonly FlowSchema[];
  duplicateRules: readonly DuplicateRuleSchema[];
  rollUpsFed: readonly RollUpGroup[];
  childLinks: readonly ChildLink[];
}

export interface SchemaIndex {
  schema: OrgSchema;
  objects: ReadonlyMap<string, ObjectIndex>;
  objectsByPrefix: ReadonlyMap<string, string>;
}

const textTypes: readonly FieldType[] = [
  'Id', 'AutoNumber', 'Text', 'TextArea', 'LongTextArea', 'Html', 'Base64', 'Email', 'Phone', 'Url', 'Date', 'DateTime', 'Time',
  'Picklist', 'MultiselectPicklist', 'Lookup', 'MasterDetail',
]; // prettier-ignore

/** Whether SQLite holds the field as text; the others are numbers, checkboxes among them. */
export function isTextType(type: FieldType): boolean {
  return textTypes.includes(type);
}

/** "Line__c.Amount__c" → "Amount__c": roll-ups name their fields with the object. */
export function unqualified(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Whether the field holds the id of another record. */
export function isReference(field: FieldSchema): boolean {
  return field.type === 'Lookup' || field.type === 'MasterDetail';
}

function rollUpsFedBy(schema: OrgSchema, childObject: string): RollUpGroup[] {
  const groups: RollUpGroup[] = [];
  for (const parent of schema.objects.values()) {
    const summaries = [...parent.fields.values()].filter(
      (field) => field.summary?.childObject === childObject,
    );
    for (const foreignKey of new Set(summaries.map((field) => field.summary?.foreignKey ?? ''))) {
      groups.push({
        parentObject: parent.name,
        foreignKey,
        summaries: summaries.filter((field) => field.summary?.foreignKey === foreignKey),
      });
    }
  }
  return groups;
}

function linksTo(schema: OrgSchema, name: string): ChildLink[] {
  return [...schema.objects.values()].flatMap((child) =>
    [...child.fields.values()]
      .filter((field) => isReference(field) && field.referenceTo.includes(name))
      .map((field) => ({ childObject: child.name, field })),
  );
}

function flowsOf(schema: OrgSchema, object: string): FlowSchema[] {
  return [...schema.flows.values()].filter((flow) => flow.active && flow.object === object);
}

function indexObject(schema: OrgSchema, object: ObjectSchema): ObjectIndex {
  const fields = [...object.fields.values()];
  const storedFields = fields.filter(({ type }) => type !== 'Formula' && type !== 'Location');
  const referenceFields = fields.filter(isReference);
  return {
    object,
    fieldsByLowerName: new Map(fields.map((field) => [field.name.toLowerCase(), field])),
    relationsByLowerName: new Map(
      referenceFields.map((field) => [(field.relationshipName ?? '').toLowerCase(), field]),
    ),
    storedFields,
    storedNames: new Set(storedFields.map((field) => field.name)),
    referenceFields,
    masterFields: fields.filter((field) => field.type === 'MasterDetail'),
    uniqueFields: fields.filter((field) => field.unique),
    rules: [...object.validationRules.values()].filter((rule) => rule.active),
    duplicateRules: [...schema.duplicateRules.values()]
      .filter((rule) => rule.active && rule.object === object.name)
      .sort((left, right) => left.sortOrder - right.sortOrder),
    flows: inRunOrder(flowsOf(schema, object.name)),
    rollUpsFed: rollUpsFedBy(schema, object.name),
    childLinks: linksTo(schema, object.name),
  };
}

/** Everything the save order looks up per row, worked out once after each deploy. */
export function indexSchema(schema: OrgSchema): SchemaIndex {
  const objects = [...schema.objects.values()];
  return {
    schema,
    objects: new Map(objects.map((object) => [object.name, indexObject(schema, object)])),
    objectsByPrefix: new Map(objects.map((object) => [object.keyPrefix, object.name])),
  };
}

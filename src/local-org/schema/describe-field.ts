import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from './types.ts';

/** One entry of `fields` in Salesforce's describe; names, types and order as the REST API gives them. */
export interface FieldDescription {
  aggregatable: boolean;
  autoNumber: boolean;
  byteLength: number;
  calculated: boolean;
  calculatedFormula: string | null;
  cascadeDelete: boolean;
  caseSensitive: boolean;
  compoundFieldName: string | null;
  controllerName: null;
  createable: boolean;
  custom: boolean;
  defaultValue: string | boolean | null;
  defaultValueFormula: string | null;
  defaultedOnCreate: boolean;
  dependentPicklist: boolean;
  deprecatedAndHidden: boolean;
  digits: number;
  displayLocationInDecimal: boolean;
  encrypted: boolean;
  externalId: boolean;
  extraTypeInfo: string | null;
  filterable: boolean;
  filteredLookupInfo: null;
  groupable: boolean;
  highScaleNumber: boolean;
  htmlFormatted: boolean;
  idLookup: boolean;
  inlineHelpText: string | null;
  label: string;
  length: number;
  mask: null;
  maskType: null;
  name: string;
  nameField: boolean;
  namePointing: boolean;
  nillable: boolean;
  permissionable: boolean;
  picklistValues: {
    active: boolean;
    defaultValue: boolean;
    label: string;
    validFor: null;
    value: string;
  }[];
  polymorphicForeignKey: boolean;
  precision: number;
  queryByDistance: boolean;
  referenceTargetField: null;
  referenceTo: string[];
  relationshipName: string | null;
  relationshipOrder: number | null;
  restrictedDelete: boolean;
  restrictedPicklist: boolean;
  scale: number;
  searchPrefilterable: boolean;
  soapType: string;
  sortable: boolean;
  type: string;
  unique: boolean;
  updateable: boolean;
  writeRequiresMasterRead: boolean;
}

const apiTypes: Record<Exclude<FieldType, 'Summary' | 'Formula' | 'Number'>, string> = {
  Id: 'id',
  AutoNumber: 'string',
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Base64: 'base64',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Currency: 'currency',
  Percent: 'percent',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
  Time: 'time',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Lookup: 'reference',
  MasterDetail: 'reference',
  Location: 'location',
};

const soapTypes: Record<string, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  int: 'xsd:int',
  boolean: 'xsd:boolean',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  location: 'urn:location',
};

/**
 * The type of the value that a field holds: a formula's return type, a roll-up's summarized type (COUNT is a Number), else
 * the field's own.
 */
export function valueType(schema: OrgSchema, field: FieldSchema): FieldType {
  if (field.type === 'Formula') return field.formulaReturnType ?? 'Text';
  if (field.type !== 'Summary') return field.type;
  const summarized = summarizedField(schema, field);
  return summarized === null ? 'Number' : valueType(schema, summarized);
}

/** The child's field that a roll-up sums up; null for counts and for every other field. */
function summarizedField(schema: OrgSchema, field: FieldSchema): FieldSchema | null {
  const { summary } = field;
  if (summary?.summarizedField == null) return null;
  return schema.objects.get(summary.childObject)?.fields.get(summary.summarizedField) ?? null;
}

function apiType(schema: OrgSchema, field: FieldSchema): string {
  const type = valueType(schema, field);
  if (type === 'Number') {
    const isStandardInteger = !field.custom && field.scale === 0 && (field.precision ?? 0) <= 9;
    return isStandardInteger ? 'int' : 'double';
  }
  return type === 'Summary' || type === 'Formula' ? 'string' : apiTypes[type];
}

/** Fields that take part in `upsert by this field` besides Id and external ids. */
const idLookupFields = new Set(['User.Username', 'User.Email', 'Contact.Email', 'Lead.Email']);

/** Filled by Salesforce when the caller says nothing. */
const alwaysFilled = new Set([
  'Id',
  'OwnerId',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]);

function extraTypeInfo(field: FieldSchema): string | null {
  if (field.type === 'Html') return 'richtextarea';
  return field.type === 'LongTextArea' ? 'plaintextarea' : null;
}

function defaultOf(field: FieldSchema): string | boolean | null {
  if (field.type === 'Checkbox') return field.defaultValue === 'true';
  return field.picklistValues.find((value) => value.isDefault)?.value ?? null;
}

function sizesOf(type: string, field: FieldSchema, scale: number) {
  const isText = ['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist'];
  const isReference = type === 'id' || type === 'reference';
  const length = isReference ? 18 : isText.includes(type) ? (field.length ?? 255) : 0;
  const isInteger = type === 'int';
  const precision = isInteger
    ? 0
    : (field.precision ?? (soapTypes[type] === 'xsd:double' ? 18 : 0));
  return {
    byteLength: length * 3,
    length,
    precision,
    scale,
    digits: isInteger ? (field.precision ?? 9) : 0,
  };
}

function isNillable(field: FieldSchema, isName: boolean): boolean {
  if (field.required || alwaysFilled.has(field.name)) return false;
  if (field.type === 'Checkbox' || field.type === 'MasterDetail') return false;
  return !(isName && field.type === 'AutoNumber');
}

/** What can be done with the field in SOQL and in forms. */
function usesOf(type: string, field: FieldSchema) {
  const isLong = ['LongTextArea', 'Html', 'Base64', 'Location'].includes(field.type);
  const calculated = field.type === 'Formula' || field.type === 'Summary';
  const isNumberOrTime = ['double', 'currency', 'percent', 'datetime'].includes(type);
  return {
    aggregatable: !isLong && type !== 'boolean' && type !== 'multipicklist',
    calculated,
    calculatedFormula: field.formula,
    cascadeDelete: field.type === 'MasterDetail' || field.deleteConstraint === 'Cascade',
    createable: field.createable,
    extraTypeInfo: extraTypeInfo(field),
    filterable: !isLong,
    groupable: !isLong && !calculated && !isNumberOrTime,
    htmlFormatted: field.type === 'Html',
    permissionable:
      field.custom &&
      !field.required &&
      field.type !== 'MasterDetail' &&
      field.compoundField === null,
    restrictedDelete: field.deleteConstraint === 'Restrict',
    searchPrefilterable: type === 'reference',
    sortable: !isLong && type !== 'multipicklist',
    updateable: field.updateable,
  };
}

function defaultsOf(field: FieldSchema, nillable: boolean) {
  const isPicklist = field.type === 'Picklist' || field.type === 'MultiselectPicklist';
  const value = defaultOf(field);
  const filled = alwaysFilled.has(field.name) || field.type === 'AutoNumber';
  return {
    defaultValue: value,
    defaultValueFormula: field.type === 'Checkbox' || isPicklist ? null : field.defaultValue,
    defaultedOnCreate: filled || field.defaultValue !== null || value !== null,
    nillable,
    picklistValues: field.picklistValues.map((entry) => ({
      active: entry.isActive,
      defaultValue: entry.isDefault,
      label: entry.label,
      validFor: null,
      value: entry.value,
    })),
    restrictedPicklist: isPicklist && field.restricted,
  };
}

const neverTrue = {
  controllerName: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  encrypted: false,
  filteredLookupInfo: null,
  highScaleNumber: false,
  mask: null,
  maskType: null,
  referenceTargetField: null,
} as const;

/** Describes one field as `GET /sobjects/X/describe` does; a schema as a user sees it carries that user's field permissions. */
export function describeField(
  schema: OrgSchema,
  object: ObjectSchema,
  field: FieldSchema,
): FieldDescription {
  const type = apiType(schema, field);
  const isName = field.name === object.nameField && field.name !== 'Id';
  const idLookup =
    field.type === 'Id' ||
    field.externalId ||
    (isName && object.custom) ||
    idLookupFields.has(`${object.name}.${field.name}`);
  return {
    ...neverTrue,
    ...usesOf(type, field),
    ...defaultsOf(field, isNillable(field, isName)),
    ...sizesOf(type, field, summarizedField(schema, field)?.scale ?? field.scale ?? 0),
    autoNumber: field.type === 'AutoNumber',
    compoundFieldName: field.compoundField,
    displayLocationInDecimal: field.displayLocationInDecimal,
    queryByDistance: field.type === 'Location',
    caseSensitive: field.caseSensitive,
    custom: field.custom,
    externalId: field.externalId,
    idLookup,
    inlineHelpText: field.inlineHelpText,
    label: field.label,
    name: field.name,
    nameField: isName,
    namePointing: field.referenceTo.length > 1,
    polymorphicForeignKey: field.referenceTo.length > 1,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.relationshipOrder,
    soapType: soapTypes[type] ?? 'xsd:string',
    type,
    unique: field.unique,
    writeRequiresMasterRead: field.writeRequiresMasterRead,
  };
}

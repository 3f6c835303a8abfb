import type { FieldSchema, FieldType, ObjectSchema } from './types.ts';

const emptyField: Omit<FieldSchema, 'name' | 'label' | 'type' | 'referenceTo' | 'picklistValues'> =
  {
    custom: false,
    length: null,
    precision: null,
    scale: null,
    required: false,
    unique: false,
    caseSensitive: false,
    externalId: false,
    createable: true,
    updateable: true,
    defaultValue: null,
    description: null,
    inlineHelpText: null,
    relationshipName: null,
    childRelationshipName: null,
    deleteConstraint: null,
    relationshipOrder: null,
    reparentable: false,
    writeRequiresMasterRead: false,
    restricted: false,
    valueSetName: null,
    formula: null,
    formulaReturnType: null,
    summary: null,
    compoundField: null,
    displayLocationInDecimal: false,
    displayFormat: null,
  };

const neverWritten: readonly FieldType[] = ['AutoNumber', 'Summary', 'Formula', 'Id', 'Location'];

/** A whole field from what is said about it; what is not said is as Salesforce leaves it: optional, writable, no default. */
export function makeField(
  name: string,
  type: FieldType,
  given: Partial<Omit<FieldSchema, 'name' | 'type'>> = {},
): FieldSchema {
  const writable = !neverWritten.includes(type);
  return {
    ...emptyField,
    referenceTo: [],
    picklistValues: [],
    name,
    type,
    label: labelFromName(name),
    createable: writable,
    updateable: writable,
    ...given,
  };
}

/**
 * The two fields that hold what a geolocation shows: `Place__c` → `Place__Latitude__s`, `Place__Longitude__s`. They are what one
 * writes; the whole can only be read. Field-level security names the whole.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/compound_fields_geolocation.htm
 */
export function locationParts(location: FieldSchema): FieldSchema[] {
  const { name, label, required, description, inlineHelpText } = location;
  // Without decimal places nothing is rounded: doubles have 15 digits that count.
  const scale = location.scale ?? 15;
  return ['Latitude', 'Longitude'].map((part) =>
    makeField(name.replace(/__c$/, `__${part}__s`), 'Number', {
      custom: true,
      label: `${label} (${part})`,
      compoundField: name,
      precision: scale + 3,
      scale,
      required,
      description,
      inlineHelpText,
    }),
  );
}

/** "AnnualRevenue" → "Annual Revenue", "OwnerId" → "Owner ID": how Salesforce labels most standard fields. */
export function labelFromName(name: string): string {
  return name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/\bId\b/g, 'ID');
}

function userLookup(name: string, writable: boolean): FieldSchema {
  return makeField(name, 'Lookup', {
    referenceTo: ['User'],
    relationshipName: name.slice(0, -2),
    createable: writable,
    updateable: writable,
    required: false,
  });
}

const readOnly = { createable: false, updateable: false };

/**
 * The fields that Salesforce adds to every object. `owned` says whether the rows have an owner of their own: details of
 * a master-detail have none.
 */
export function systemFields(owned: boolean): FieldSchema[] {
  const fields = [
    makeField('Id', 'Id', { length: 18 }),
    makeField('IsDeleted', 'Checkbox', { ...readOnly, defaultValue: 'false', label: 'Deleted' }),
    makeField('CreatedDate', 'DateTime', readOnly),
    userLookup('CreatedById', false),
    makeField('LastModifiedDate', 'DateTime', readOnly),
    userLookup('LastModifiedById', false),
    makeField('SystemModstamp', 'DateTime', readOnly),
    makeField('LastViewedDate', 'DateTime', readOnly),
    makeField('LastReferencedDate', 'DateTime', readOnly),
  ];
  return owned ? [...fields, ownerField()] : fields;
}

/** The owner of a row: a user or a queue (a Group), as every object without a master has it. */
export function ownerField(): FieldSchema {
  return makeField('OwnerId', 'Lookup', {
    referenceTo: ['Group', 'User'],
    relationshipName: 'Owner',
  });
}

/** The field that appears on an object together with its first record type. */
export function recordTypeField(): FieldSchema {
  return makeField('RecordTypeId', 'Lookup', {
    label: 'Record Type ID',
    referenceTo: ['RecordType'],
    relationshipName: 'RecordType',
  });
}

/** An empty custom object; its name field and its other fields are added by the one who parses it. */
export function makeObject(
  name: string,
  keyPrefix: string,
  given: Partial<ObjectSchema> = {},
): ObjectSchema {
  return {
    name,
    label: labelFromName(name),
    pluralLabel: `${labelFromName(name)}s`,
    custom: name.includes('__'),
    keyPrefix,
    sharingModel: 'ReadWrite',
    fields: new Map(),
    validationRules: new Map(),
    recordTypes: new Map(),
    kind: 'object',
    nameField: 'Name',
    writable: true,
    ...given,
  };
}

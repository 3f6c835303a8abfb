import type {
  FieldSchema,
  ObjectSchema,
  OrgSchema,
  PermissionSetSchema,
  PicklistValue,
} from './types.ts';

function eachValue<T>(map: ReadonlyMap<string, T>, copy: (value: T) => T): Map<string, T> {
  return new Map([...map].map(([key, value]) => [key, copy(value)]));
}

/** Values of a picklist, shared with nobody. */
export function clonePicklist(values: readonly PicklistValue[]): PicklistValue[] {
  return values.map((value) => ({ ...value }));
}

/** A field, shared with nobody. */
export function cloneField(field: FieldSchema): FieldSchema {
  const { summary } = field;
  const filters = summary?.filters.map((filter) => ({ ...filter })) ?? [];
  return {
    ...field,
    referenceTo: [...field.referenceTo],
    picklistValues: clonePicklist(field.picklistValues),
    summary: summary === null ? null : { ...summary, filters },
  };
}

function cloneObject(object: ObjectSchema): ObjectSchema {
  return {
    ...object,
    fields: eachValue(object.fields, cloneField),
    validationRules: eachValue(object.validationRules, (rule) => ({ ...rule })),
    recordTypes: eachValue(object.recordTypes, (recordType) => ({ ...recordType })),
  };
}

function clonePermissionSet(set: PermissionSetSchema): PermissionSetSchema {
  return {
    ...set,
    objectPermissions: eachValue(set.objectPermissions, (rights) => ({ ...rights })),
    fieldPermissions: eachValue(set.fieldPermissions, (rights) => ({ ...rights })),
    userPermissions: new Set(set.userPermissions),
    customPermissions: new Set(set.customPermissions),
  };
}

/**
 * A schema to work on while the old one stays as it is. Flow definitions, matching and duplicate rules are
 * shared: nobody changes them. (Not
 * `structuredClone`: its maps come from another realm under jest, where `instanceof Map` then fails.)
 */
export function cloneSchema(schema: OrgSchema): OrgSchema {
  return {
    objects: eachValue(schema.objects, cloneObject),
    globalValueSets: eachValue(schema.globalValueSets, clonePicklist),
    flows: eachValue(schema.flows, (flow) => ({ ...flow })),
    permissionSets: eachValue(schema.permissionSets, clonePermissionSet),
    customPermissions: new Set(schema.customPermissions),
    matchingRules: new Map(schema.matchingRules),
    duplicateRules: new Map(schema.duplicateRules),
    otherComponents: new Map(schema.otherComponents),
  };
}

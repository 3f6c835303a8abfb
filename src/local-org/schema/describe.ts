import { describeField, type FieldDescription } from './describe-field.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from './types.ts';

export interface ChildRelationshipDescription {
  cascadeDelete: boolean;
  childSObject: string;
  deprecatedAndHidden: boolean;
  field: string;
  junctionIdListNames: string[];
  junctionReferenceTo: string[];
  relationshipName: string | null;
  restrictedDelete: boolean;
}

export interface RecordTypeDescription {
  active: boolean;
  available: boolean;
  defaultRecordTypeMapping: boolean;
  developerName: string;
  master: boolean;
  name: string;
  recordTypeId: string;
  urls: Record<string, string>;
}

/** What `GET /sobjects` says of each object; `GET /sobjects/X/describe` says the same and more. */
export interface ObjectSummary {
  activateable: boolean;
  associateEntityType: string | null;
  associateParentEntity: string | null;
  createable: boolean;
  custom: boolean;
  customSetting: boolean;
  deepCloneable: boolean;
  deletable: boolean;
  deprecatedAndHidden: boolean;
  feedEnabled: boolean;
  hasSubtypes: boolean;
  isInterface: boolean;
  isSubtype: boolean;
  keyPrefix: string;
  label: string;
  labelPlural: string;
  layoutable: boolean;
  mergeable: boolean;
  mruEnabled: boolean;
  name: string;
  queryable: boolean;
  replicateable: boolean;
  retrieveable: boolean;
  searchable: boolean;
  triggerable: boolean;
  undeletable: boolean;
  updateable: boolean;
  urls: Record<string, string>;
}

export interface ObjectDescription extends ObjectSummary {
  actionOverrides: never[];
  childRelationships: ChildRelationshipDescription[];
  compactLayoutable: boolean;
  defaultImplementation: null;
  extendedBy: null;
  extendsInterfaces: null;
  fields: FieldDescription[];
  implementedBy: null;
  implementsInterfaces: null;
  listviewable: null;
  lookupLayoutable: null;
  namedLayoutInfos: never[];
  networkScopeFieldName: null;
  recordTypeInfos: RecordTypeDescription[];
  searchLayoutable: boolean;
  sobjectDescribeOption: string;
  supportedScopes: { label: string; name: string }[];
}

const mergeable = new Set(['Account', 'Contact', 'Lead']);
const withoutRecycleBin = new Set(['User', 'PermissionSet', 'PermissionSetAssignment', 'Group']);

function summarize(object: ObjectSchema, apiVersion: string): ObjectSummary {
  const base = `/services/data/v${apiVersion}/sobjects/${object.name}`;
  const isMetadata = object.kind === 'customMetadata';
  const writable = object.writable && !isMetadata;
  const deletable = writable && object.name !== 'User';
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: writable,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: writable,
    mergeable: mergeable.has(object.name),
    mruEnabled: writable,
    name: object.name,
    queryable: true,
    replicateable: writable,
    retrieveable: true,
    searchable: writable,
    triggerable: writable,
    undeletable: deletable && !withoutRecycleBin.has(object.name),
    updateable: writable,
    urls: {
      rowTemplate: `${base}/{ID}`,
      describe: `${base}/describe`,
      sobject: base,
    },
  };
}

/** The answer of `GET /services/data/vX/sobjects`: every object, in the order of its name. */
export function describeGlobal(
  schema: OrgSchema,
  apiVersion: string,
): { encoding: string; maxBatchSize: number; sobjects: ObjectSummary[] } {
  const sobjects = [...schema.objects.values()]
    .map((object) => summarize(object, apiVersion))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects };
}

/** The name of a child list as queries use it: a custom one ends in `__r`. */
function childRelationshipName(field: FieldSchema): string | null {
  const name = field.childRelationshipName;
  return name === null || !field.custom || name.endsWith('__r') ? name : `${name}__r`;
}

function childRelationship(child: ObjectSchema, field: FieldSchema): ChildRelationshipDescription {
  return {
    cascadeDelete: field.type === 'MasterDetail' || field.deleteConstraint === 'Cascade',
    childSObject: child.name,
    deprecatedAndHidden: false,
    field: field.name,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: childRelationshipName(field),
    restrictedDelete: field.deleteConstraint === 'Restrict',
  };
}

function childRelationships(
  schema: OrgSchema,
  object: ObjectSchema,
): ChildRelationshipDescription[] {
  return [...schema.objects.values()].flatMap((child) =>
    [...child.fields.values()]
      .filter((field) => field.referenceTo.includes(object.name))
      .map((field) => childRelationship(child, field)),
  );
}

const masterRecordTypeId = '012000000000000AAA';

function recordTypeInfos(object: ObjectSchema, base: string): RecordTypeDescription[] {
  const own = [...object.recordTypes.values()];
  const info = (
    id: string,
    given: { active: boolean; isDefault: boolean; developerName: string; label: string },
  ): RecordTypeDescription => ({
    active: given.active,
    available: given.active,
    defaultRecordTypeMapping: given.isDefault,
    developerName: given.developerName,
    master: id === masterRecordTypeId,
    name: given.label,
    recordTypeId: id,
    urls: { layout: `${base}/describe/layouts/${id}` },
  });
  return [
    ...own.map((recordType) => info(recordType.id, recordType)),
    info(masterRecordTypeId, {
      active: true,
      isDefault: !own.some((recordType) => recordType.isDefault),
      developerName: 'Master',
      label: 'Master',
    }),
  ];
}

/** What USING SCOPE takes for the object: one's own rows only where rows have owners. */
function supportedScopes(object: ObjectSchema): { label: string; name: string }[] {
  const plural = object.pluralLabel.toLowerCase();
  const all = { label: `All ${plural}`, name: 'everything' };
  return object.fields.has('OwnerId') ? [all, { label: `My ${plural}`, name: 'mine' }] : [all];
}

/** The answer of `GET /services/data/vX/sobjects/<name>/describe`; null where the org has no such object. */
export function describeObject(
  schema: OrgSchema,
  name: string,
  apiVersion: string,
): ObjectDescription | null {
  const wanted = name.toLowerCase();
  const object = [...schema.objects.values()].find(
    (candidate) => candidate.name.toLowerCase() === wanted,
  );
  if (object === undefined) return null;
  const summary = summarize(object, apiVersion);
  return {
    ...summary,
    actionOverrides: [],
    childRelationships: childRelationships(schema, object),
    compactLayoutable: summary.layoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: [...object.fields.values()].map((field) => describeField(schema, object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(object, summary.urls['sobject'] ?? ''),
    searchLayoutable: summary.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: supportedScopes(object),
  };
}

/**
 * The org's schema as the local org keeps it: made from the table of standard objects plus what is deployed. The metadata
 * side writes it, the data side reads it. It knows no partner object by name.
 */
export type FieldType =
  | 'Id'
  | 'AutoNumber'
  | 'Text'
  | 'TextArea'
  | 'LongTextArea'
  | 'Html'
  | 'Base64'
  | 'Email'
  | 'Phone'
  | 'Url'
  | 'Number'
  | 'Currency'
  | 'Percent'
  | 'Checkbox'
  | 'Date'
  | 'DateTime'
  | 'Time'
  | 'Picklist'
  | 'MultiselectPicklist'
  | 'Lookup'
  | 'MasterDetail'
  | 'Summary'
  | 'Formula'
  /** A geolocation: not stored itself, made of two Numbers (see `locationParts`). */
  | 'Location';

export interface PicklistValue {
  value: string;
  label: string;
  isDefault: boolean;
  isActive: boolean;
  /** Lead statuses only: the value stands for a converted lead. */
  isConverted?: boolean;
}

export interface SummaryFilter {
  field: string;
  operation: string;
  value: string;
}

export interface SummaryDefinition {
  operation: 'count' | 'sum' | 'min' | 'max';
  /** Child object and the master-detail field on it. */
  childObject: string;
  foreignKey: string;
  /** Field on the child; null for count. */
  summarizedField: string | null;
  filters: SummaryFilter[];
}

export interface FieldSchema {
  name: string;
  label: string;
  type: FieldType;
  custom: boolean;
  /** Length of text types, total digits and digits after the point of numbers. */
  length: number | null;
  precision: number | null;
  scale: number | null;
  required: boolean;
  unique: boolean;
  caseSensitive: boolean;
  externalId: boolean;
  /** False for formulas, roll-ups, auto-numbers and system fields. */
  createable: boolean;
  updateable: boolean;
  defaultValue: string | null;
  description: string | null;
  inlineHelpText: string | null;
  /** Lookup and master-detail only. */
  referenceTo: string[];
  relationshipName: string | null;
  childRelationshipName: string | null;
  deleteConstraint: 'SetNull' | 'Restrict' | 'Cascade' | null;
  relationshipOrder: number | null;
  reparentable: boolean;
  /** Master-detail: reading the master is enough to write its details; otherwise it takes the right to edit the master. */
  writeRequiresMasterRead: boolean;
  /** Picklists only. */
  restricted: boolean;
  picklistValues: PicklistValue[];
  valueSetName: string | null;
  /** Formula fields: text and what it returns. */
  formula: string | null;
  formulaReturnType: FieldType | null;
  summary: SummaryDefinition | null;
  /** Latitude and longitude: the geolocation that they are parts of. */
  compoundField: string | null;
  /** Geolocations: shown as decimals instead of degrees, minutes and seconds. */
  displayLocationInDecimal: boolean;
  /** "PS-{0000}" for auto-numbers. */
  displayFormat: string | null;
}

export interface ValidationRuleSchema {
  fullName: string;
  active: boolean;
  formula: string;
  message: string;
  /** Field the message is shown on; null: top of page. */
  errorField: string | null;
}

export interface RecordTypeSchema {
  developerName: string;
  label: string;
  active: boolean;
  /** Given when deployed; stable for the life of the org. */
  id: string;
  isDefault: boolean;
}

export interface ObjectSchema {
  name: string;
  label: string;
  pluralLabel: string;
  custom: boolean;
  keyPrefix: string;
  sharingModel: string;
  fields: Map<string, FieldSchema>;
  validationRules: Map<string, ValidationRuleSchema>;
  recordTypes: Map<string, RecordTypeSchema>;
  /** The metadata type for custom settings and custom metadata types, else 'object'. */
  kind: 'object' | 'customMetadata';
  nameField: string;
  /** False for objects that the API can read but not write (RecordType, Organization …). */
  writable: boolean;
  /** In a schema as one user sees it: what that user may do with the object. Absent where nobody is asked. */
  rights?: ObjectPermissions;
  /** In a schema as one user sees it: the fields that are missing because the user may not read them. */
  hiddenFields?: readonly string[];
}

/** A flow that the save order runs, parsed: one that a record triggers, or one that other flows start. */
export interface FlowSchema {
  fullName: string;
  active: boolean;
  /** '' for a flow that no record triggers. */
  object: string;
  /** 'None': other flows start it. */
  trigger: 'RecordBeforeSave' | 'RecordAfterSave' | 'RecordBeforeDelete' | 'None';
  /** 1 to 2,000; null where the flow says nothing. */
  triggerOrder: number | null;
  recordTriggerType: 'Create' | 'Update' | 'CreateAndUpdate' | 'Delete';
  /** The flow's parsed XML, for the interpreter. */
  definition: unknown;
}

/** How records of one object are compared; only exact comparisons come this far. */
export interface MatchingRuleSchema {
  object: string;
  name: string;
  active: boolean;
  /** "and", or "1 AND (2 OR 3)". */
  logic: string;
  items: { field: string; matchBlanks: boolean }[];
}

/** What becomes of a record that is like others. */
export interface DuplicateRuleSchema {
  object: string;
  name: string;
  active: boolean;
  sortOrder: number;
  alertText: string | null;
  onInsert: 'Block' | 'Alert' | 'Silent';
  onUpdate: 'Block' | 'Alert' | 'Silent';
  filterLogic: string;
  filters: { table: string; field: string; operation: string; value: string }[];
  /** `fields`: the compared object's fields and what they are on the record, where they differ. */
  matches: { object: string; matchingRule: string; fields: Map<string, string> }[];
}

export interface PermissionSetSchema {
  fullName: string;
  label: string;
  id: string;
  objectPermissions: Map<string, ObjectPermissions>;
  /** "Object.Field" → readable, editable. */
  fieldPermissions: Map<string, { readable: boolean; editable: boolean }>;
  userPermissions: Set<string>;
  customPermissions: Set<string>;
}

/** Permission sets that are assigned together. */
export interface PermissionSetGroupSchema {
  fullName: string;
  label: string;
  id: string;
  permissionSets: string[];
}

export interface ObjectPermissions {
  allowCreate: boolean;
  allowRead: boolean;
  allowEdit: boolean;
  allowDelete: boolean;
  viewAllRecords: boolean;
  modifyAllRecords: boolean;
  /** Every field of the object may be read, those to come included. */
  viewAllFields: boolean;
}

export interface OrgSchema {
  objects: Map<string, ObjectSchema>;
  globalValueSets: Map<string, PicklistValue[]>;
  flows: Map<string, FlowSchema>;
  permissionSets: Map<string, PermissionSetSchema>;
  permissionSetGroups: Map<string, PermissionSetGroupSchema>;
  customPermissions: Set<string>;
  /** By "Object.Name". */
  matchingRules: Map<string, MatchingRuleSchema>;
  duplicateRules: Map<string, DuplicateRuleSchema>;
  /** Every other deployed component, remembered as deployed: "Layout/Account-Partner" → file text. */
  otherComponents: Map<string, string>;
  /** In a schema as one user sees it: the objects that are missing because the user may not read them. */
  hiddenObjects?: readonly ObjectSchema[];
}

import { childrenOf, textOf, type MetadataFile, type XmlNode } from './metadata-file.ts';

export interface PicklistEntry {
  value: string;
  label: string;
}

export interface FieldModel {
  object: string;
  name: string;
  label: string;
  type: string;
  description: string;
  /** Must be filled when a record is made; true for master-details, which have no such element. */
  required: boolean;
  unique: boolean;
  externalId: boolean;
  length: string | undefined;
  precision: string | undefined;
  scale: string | undefined;
  /** Lookups and master-details: the object that they point to. */
  referenceTo: string | undefined;
  relationshipName: string | undefined;
  /** Picklists: the global value set, or undefined when the values are the field's own. */
  valueSet: string | undefined;
  values: PicklistEntry[];
  /** Formula fields: the expression; nobody writes such a field. */
  formula: string | undefined;
  /** Roll-ups: "SUM of Commission__c.Amount__c", filters included. */
  summary: string | undefined;
  file: MetadataFile;
}

export interface ObjectModel {
  name: string;
  /** The domain that holds the object, or most of a standard object's fields. */
  domain: string;
  label: string;
  description: string | undefined;
  custom: boolean;
  nameField: { label: string; type: string } | null;
  fields: FieldModel[];
  rules: MetadataFile[];
  recordTypes: MetadataFile[];
}

export interface OrgModel {
  objects: ObjectModel[];
  valueSets: Map<string, PicklistEntry[]>;
  files: MetadataFile[];
}

/** The org as force-app describes it: objects with their fields, and the global value sets that their picklists use. */
export function orgModel(files: MetadataFile[]): OrgModel {
  const valueSets = new Map(
    files
      .filter((file) => file.kind === 'globalValueSet')
      .map((file) => [file.name, childrenOf(file.xml, 'customValue').map(entryOf)]),
  );
  const names = [...new Set(files.flatMap((file) => file.object ?? []))].sort();
  return {
    objects: names.map((name) =>
      objectModel(
        name,
        files.filter((file) => file.object === name),
        valueSets,
      ),
    ),
    valueSets,
    files,
  };
}

function objectModel(
  name: string,
  files: MetadataFile[],
  valueSets: OrgModel['valueSets'],
): ObjectModel {
  const own = files.find((file) => file.kind === 'object');
  const nameField = own ? childrenOf(own.xml, 'nameField')[0] : undefined;
  const recordTypes = files.filter((file) => file.kind === 'recordType');
  return {
    name,
    domain:
      (own ?? recordTypes[0] ?? files.find((file) => file.domain === 'partner'))?.domain ?? '',
    label: (own ? textOf(own.xml, 'label') : undefined) ?? name,
    description: own ? textOf(own.xml, 'description') : undefined,
    custom: name.endsWith('__c'),
    nameField: nameField
      ? { label: textOf(nameField, 'label') ?? '', type: textOf(nameField, 'type') ?? '' }
      : null,
    fields: files
      .filter((file) => file.kind === 'field')
      .map((file) => fieldModel(name, file, valueSets))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    rules: files.filter((file) => file.kind === 'validationRule'),
    recordTypes,
  };
}

function fieldModel(
  object: string,
  file: MetadataFile,
  valueSets: OrgModel['valueSets'],
): FieldModel {
  const { xml } = file;
  const type = textOf(xml, 'type') ?? '';
  const valueSet = childrenOf(xml, 'valueSet')[0];
  const valueSetName = valueSet ? textOf(valueSet, 'valueSetName') : undefined;
  const definition = valueSet ? childrenOf(valueSet, 'valueSetDefinition')[0] : undefined;
  return {
    object,
    name: textOf(xml, 'fullName') ?? file.name,
    label: textOf(xml, 'label') ?? '',
    type,
    description: textOf(xml, 'description') ?? '',
    required: textOf(xml, 'required') === 'true' || type === 'MasterDetail',
    unique: textOf(xml, 'unique') === 'true',
    externalId: textOf(xml, 'externalId') === 'true',
    length: textOf(xml, 'length'),
    precision: textOf(xml, 'precision'),
    scale: textOf(xml, 'scale'),
    referenceTo: textOf(xml, 'referenceTo'),
    relationshipName: textOf(xml, 'relationshipName'),
    valueSet: valueSetName,
    values: valueSetName
      ? (valueSets.get(valueSetName) ?? [])
      : definition
        ? childrenOf(definition, 'value').map(entryOf)
        : [],
    formula: textOf(xml, 'formula'),
    summary: type === 'Summary' ? summaryOf(xml) : undefined,
    file,
  };
}

function entryOf(node: XmlNode): PicklistEntry {
  return { value: textOf(node, 'fullName') ?? '', label: textOf(node, 'label') ?? '' };
}

function summaryOf(xml: XmlNode): string {
  const operation = (textOf(xml, 'summaryOperation') ?? '').toUpperCase();
  const source =
    textOf(xml, 'summarizedField') ?? (textOf(xml, 'summaryForeignKey') ?? '').split('.')[0] ?? '';
  const filters = childrenOf(xml, 'summaryFilterItems').map(
    (item) =>
      `${(textOf(item, 'field') ?? '').split('.')[1] ?? ''} ${textOf(item, 'operation') ?? ''} ${textOf(item, 'value') ?? ''}`,
  );
  return `${operation} of ${source}${filters.length > 0 ? ` where ${filters.join(' and ')}` : ''}`;
}

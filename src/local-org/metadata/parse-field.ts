import { makeField } from '../schema/fields.ts';
import type { FieldSchema, FieldType, PicklistValue, SummaryDefinition } from '../schema/types.ts';
import { childOf, childrenOf, flagAt, numberAt, textAt, type XmlElement } from './xml.ts';

const fieldTypes: readonly FieldType[] = [
  'AutoNumber',
  'Text',
  'TextArea',
  'LongTextArea',
  'Html',
  'Email',
  'Phone',
  'Url',
  'Number',
  'Currency',
  'Percent',
  'Checkbox',
  'Date',
  'DateTime',
  'Time',
  'Picklist',
  'MultiselectPicklist',
  'Lookup',
  'MasterDetail',
  'Summary',
  'Location',
];

/** The type of a field's XML as the schema knows it; null for types that the local org does not model. */
export function fieldTypeOf(element: XmlElement): FieldType | null {
  const text = textAt(element, 'type');
  if (text === 'MetadataRelationship') return 'Lookup';
  return fieldTypes.find((type) => type === text) ?? null;
}

/** The values of a global value set, a standard one, or a field's own. */
export function parsePicklistValues(elements: readonly XmlElement[]): PicklistValue[] {
  return elements.map((element) => {
    const value = textAt(element, 'fullName') ?? '';
    return {
      value,
      label: textAt(element, 'label') ?? value,
      isDefault: flagAt(element, 'default'),
      isActive: textAt(element, 'isActive') !== 'false',
      ...(flagAt(element, 'converted') ? { isConverted: true } : {}),
    };
  });
}

function parsePicklist(element: XmlElement): Partial<FieldSchema> {
  const valueSet = childOf(element, 'valueSet');
  if (valueSet === undefined) return {};
  const valueSetName = textAt(valueSet, 'valueSetName');
  const definition = childOf(valueSet, 'valueSetDefinition');
  return {
    valueSetName,
    // A picklist on a global value set is always restricted (help: Restricted Picklists).
    restricted: flagAt(valueSet, 'restricted') || valueSetName !== null,
    picklistValues: definition ? parsePicklistValues(childrenOf(definition, 'value')) : [],
  };
}

function parseReference(element: XmlElement, name: string): Partial<FieldSchema> {
  const child = textAt(element, 'relationshipName');
  const isMaster = textAt(element, 'type') === 'MasterDetail';
  const constraint = textAt(element, 'deleteConstraint');
  const required = flagAt(element, 'required');
  return {
    length: 18,
    referenceTo: [textAt(element, 'referenceTo') ?? ''],
    relationshipName: name.replace(/__c$/, '__r'),
    childRelationshipName: child === null ? null : `${child}__r`,
    deleteConstraint: isMaster ? 'Cascade' : parseConstraint(constraint, required),
    relationshipOrder: isMaster ? (numberAt(element, 'relationshipOrder') ?? 0) : null,
    reparentable: flagAt(element, 'reparentableMasterDetail'),
    writeRequiresMasterRead: flagAt(element, 'writeRequiresMasterRead'),
    ...(isMaster
      ? { updateable: flagAt(element, 'reparentableMasterDetail'), required: true }
      : {}),
  };
}

function parseConstraint(text: string | null, required: boolean): FieldSchema['deleteConstraint'] {
  if (text === 'Restrict' || text === 'Cascade' || text === 'SetNull') return text;
  return required ? 'Restrict' : 'SetNull';
}

const summaryOperations = ['count', 'sum', 'min', 'max'] as const;

function parseSummary(element: XmlElement): SummaryDefinition {
  const [childObject = '', foreignKey = ''] = (textAt(element, 'summaryForeignKey') ?? '').split(
    '.',
  );
  const wanted = textAt(element, 'summaryOperation');
  const summarized = textAt(element, 'summarizedField');
  return {
    operation: summaryOperations.find((operation) => operation === wanted) ?? 'count',
    childObject,
    foreignKey,
    summarizedField: summarized?.split('.')[1] ?? null,
    filters: childrenOf(element, 'summaryFilterItems').map((item) => ({
      field: (textAt(item, 'field') ?? '').replace(/^.*\./, ''),
      operation: textAt(item, 'operation') ?? '',
      value: textAt(item, 'value') ?? textAt(item, 'valueField') ?? '',
    })),
  };
}

const typeLength: Partial<Record<FieldType, number>> = {
  TextArea: 255,
  Email: 80,
  Phone: 40,
  Url: 255,
  Picklist: 255,
  MultiselectPicklist: 4099,
  AutoNumber: 30,
};

/**
 * Makes a field of the schema from its XML. It does not judge: a wrong file gives a field that the checks then refuse.
 * Picklists on a global value set get its values when the whole package is read.
 */
export function parseField(element: XmlElement): FieldSchema | null {
  const type = fieldTypeOf(element);
  const name = textAt(element, 'fullName') ?? '';
  if (type === null) return null;
  const formula = textAt(element, 'formula');
  const isReference = type === 'Lookup' || type === 'MasterDetail';
  const isPicklist = type === 'Picklist' || type === 'MultiselectPicklist';
  return makeField(name, formula === null ? type : 'Formula', {
    custom: true,
    label: textAt(element, 'label') ?? name,
    length: numberAt(element, 'length') ?? typeLength[type] ?? null,
    precision: numberAt(element, 'precision'),
    scale: numberAt(element, 'scale'),
    required: flagAt(element, 'required'),
    unique: flagAt(element, 'unique'),
    caseSensitive: flagAt(element, 'caseSensitive'),
    externalId: flagAt(element, 'externalId'),
    defaultValue: textAt(element, 'defaultValue'),
    description: textAt(element, 'description'),
    inlineHelpText: textAt(element, 'inlineHelpText'),
    displayLocationInDecimal: flagAt(element, 'displayLocationInDecimal'),
    displayFormat: type === 'AutoNumber' ? (textAt(element, 'displayFormat') ?? '{0}') : null,
    ...(isReference ? parseReference(element, name) : {}),
    ...(isPicklist ? parsePicklist(element) : {}),
    ...(type === 'Summary' ? { summary: parseSummary(element) } : {}),
    ...(formula === null ? {} : { formula, formulaReturnType: type, defaultValue: null }),
  });
}

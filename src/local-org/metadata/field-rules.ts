import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, flagAt, numberAt, textAt, type XmlElement } from './xml.ts';

/** For each element that only some types take: the types that do. Metadata API, CustomField; texts in A.10. */
const takenBy: Record<string, readonly string[]> = {
  length: ['Text', 'LongTextArea', 'Html', 'EncryptedText'],
  precision: ['Number', 'Currency', 'Percent'],
  scale: ['Number', 'Currency', 'Percent', 'Location'],
  visibleLines: ['LongTextArea', 'Html', 'MultiselectPicklist'],
  displayFormat: ['AutoNumber'],
  displayLocationInDecimal: ['Location'],
  startingNumber: ['AutoNumber'],
  deleteConstraint: ['Lookup'],
  relationshipOrder: ['MasterDetail'],
  reparentableMasterDetail: ['MasterDetail'],
  writeRequiresMasterRead: ['MasterDetail'],
  referenceTo: ['Lookup', 'MasterDetail', 'Hierarchy', 'MetadataRelationship'],
  relationshipName: ['Lookup', 'MasterDetail', 'Hierarchy', 'MetadataRelationship'],
  relationshipLabel: ['Lookup', 'MasterDetail', 'Hierarchy', 'MetadataRelationship'],
  summaryForeignKey: ['Summary'],
  summaryOperation: ['Summary'],
  summarizedField: ['Summary'],
  summaryFilterItems: ['Summary'],
  valueSet: ['Picklist', 'MultiselectPicklist'],
  unique: ['Text', 'Number', 'Email', 'MetadataRelationship'],
  caseSensitive: ['Text'],
  externalId: ['Text', 'Number', 'Email', 'AutoNumber'],
  formula: ['Checkbox', 'Currency', 'Date', 'DateTime', 'Number', 'Percent', 'Text', 'Time'],
};

/** What a type cannot do without. */
const neededBy: Record<string, readonly string[]> = {
  Text: ['length'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Checkbox: ['defaultValue'],
  MultiselectPicklist: ['visibleLines', 'valueSet'],
  Picklist: ['valueSet'],
  Lookup: ['referenceTo'],
  MasterDetail: ['referenceTo', 'relationshipName', 'relationshipOrder'],
  Summary: ['summaryForeignKey', 'summaryOperation'],
};

/** Elements that a retrieve writes as `false` on any type; only `true` says something. */
const harmlessWhenFalse = new Set(['unique', 'externalId', 'caseSensitive']);

function elementRules(element: XmlElement, type: string): Problem[] {
  const isFormula = childOf(element, 'formula') !== undefined;
  const problems = element.children.flatMap((child) => {
    const types = takenBy[child.name];
    if (types === undefined || types.includes(type)) return [];
    if (harmlessWhenFalse.has(child.name) && child.text === 'false') return [];
    return [errorAt(child, `Can not specify '${child.name}' for a CustomField of type ${type}`)];
  });
  if (isFormula) return problems;
  const missing = (neededBy[type] ?? [])
    .filter((name) => childOf(element, name) === undefined)
    .map((name) => errorAt(element, `Must specify '${name}' for a CustomField of type ${type}`));
  return [...problems, ...missing];
}

function requiredRules(element: XmlElement, type: string): Problem[] {
  const required = childOf(element, 'required');
  if (required === undefined) return [];
  if (type === 'MasterDetail') {
    return [errorAt(required, 'Master-Detail Relationship Fields Cannot be Optional or Required')];
  }
  const isCalculated = type === 'Summary' || type === 'AutoNumber';
  const isTrueCheckbox = type === 'Checkbox' && required.text === 'true';
  if (isCalculated || isTrueCheckbox) {
    return [errorAt(required, `Can not specify 'required' for a CustomField of type ${type}`)];
  }
  const constraint = childOf(element, 'deleteConstraint');
  if (type === 'Lookup' && required.text === 'true' && constraint?.text === 'SetNull') {
    const text =
      "Can not specify 'deleteConstraint' SetNull for a required CustomField of type Lookup: use Restrict";
    return [errorAt(constraint, text)];
  }
  return [];
}

interface Range {
  element: string;
  types: readonly string[];
  low: number;
  high: number;
}

const ranges: readonly Range[] = [
  { element: 'length', types: ['Text'], low: 1, high: 255 },
  { element: 'length', types: ['LongTextArea', 'Html'], low: 256, high: 131_072 },
  { element: 'precision', types: ['Number', 'Currency', 'Percent'], low: 1, high: 18 },
  { element: 'scale', types: ['Number', 'Currency', 'Percent'], low: 0, high: 18 },
];

function sizeRules(element: XmlElement, type: string): Problem[] {
  const problems = ranges
    .filter((range) => range.types.includes(type))
    .flatMap((range) => {
      const value = numberAt(element, range.element);
      if (value === null || (value >= range.low && value <= range.high)) return [];
      const text = `${range.element} of a CustomField of type ${type} must be between ${range.low} and ${range.high}`;
      return [errorAt(childOf(element, range.element), text)];
    });
  const precision = numberAt(element, 'precision');
  const scale = numberAt(element, 'scale');
  return precision !== null && scale !== null && scale > precision
    ? [
        ...problems,
        errorAt(childOf(element, 'scale'), 'scale must be less than or equal to precision'),
      ]
    : problems;
}

/** Finds texts that stand more than once; returns the later ones. */
export function repeatedValues(elements: readonly XmlElement[], name: string): XmlElement[] {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const text = textAt(element, name) ?? '';
    const repeated = seen.has(text.toLowerCase());
    seen.add(text.toLowerCase());
    return repeated;
  });
}

/** Values of a value set that are defined twice. */
export function duplicateValues(values: readonly XmlElement[]): Problem[] {
  return repeatedValues(values, 'fullName').map((element) =>
    errorAt(
      element,
      `duplicate value found: [${textAt(element, 'fullName') ?? ''}] is defined multiple times`,
    ),
  );
}

function valueSetRules(element: XmlElement): Problem[] {
  const valueSet = childOf(element, 'valueSet');
  if (valueSet === undefined) return [];
  const name = childOf(valueSet, 'valueSetName');
  const definition = childOf(valueSet, 'valueSetDefinition');
  if ((name === undefined) === (definition === undefined)) {
    const text = 'Value set must reference a value set name or define a value set, but not both';
    return [errorAt(valueSet, text)];
  }
  return definition === undefined ? [] : duplicateValues(childrenOf(definition, 'value'));
}

const fieldName = /^[A-Za-z](?:_?[A-Za-z0-9])*__c$/;

function nameRules(element: XmlElement): Problem[] {
  const fullName = childOf(element, 'fullName');
  const name = fullName?.text ?? '';
  if (!fieldName.test(name) || name.length > 43) {
    const text =
      'The Field Name field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.';
    return [errorAt(fullName ?? element, text)];
  }
  return textAt(element, 'label') === null
    ? [errorAt(element, 'Must specify a non-empty label for the CustomField')]
    : [];
}

/**
 * The rules that a custom field's own XML must keep, whatever else is in the org. Texts: research/salesforce.md A.10 where
 * known; the wordings of ranges and of the SetNull rule are ours.
 */
export function fieldRules(element: XmlElement): Problem[] {
  const type = textAt(element, 'type');
  if (type === null)
    return [...nameRules(element), errorAt(element, 'Required field is missing: type')];
  const filter = childOf(element, 'lookupFilter');
  const problems = [
    ...nameRules(element),
    ...elementRules(element, type),
    ...requiredRules(element, type),
    ...sizeRules(element, type),
    ...valueSetRules(element),
  ];
  if (type === 'MasterDetail' && filter !== undefined) {
    problems.push(
      errorAt(filter, 'Lookup filters are only supported on Lookup Relationship Fields'),
    );
  }
  if (
    flagAt(element, 'caseSensitive') &&
    !flagAt(element, 'unique') &&
    !flagAt(element, 'externalId')
  ) {
    const text = "Can not specify 'caseSensitive' for a CustomField that is not unique";
    problems.push(errorAt(childOf(element, 'caseSensitive'), text));
  }
  return problems;
}

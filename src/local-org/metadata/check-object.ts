import type { ObjectSchema } from '../schema/types.ts';
import {
  fieldExists,
  isDeployed,
  notFound,
  splitName,
  textAndPlace,
  type Check,
} from './check-context.ts';
import { formulaError, tooManyRelations } from './check-formula.ts';
import { duplicateValues } from './field-rules.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

const sharingText = 'on a CustomObject';

function sharingProblems(
  element: XmlElement,
  object: ObjectSchema,
  ownFields: ObjectSchema['fields'],
): Problem[] {
  const [model, place] = textAndPlace(element, 'sharingModel');
  const isMaster = [...object.fields.values()].some((field) => field.type === 'MasterDetail');
  // A real org wants the field in the same request, even where it exists already (A.10).
  const brought = [...ownFields.values()].some((field) => field.type === 'MasterDetail');
  if (model === 'ControlledByParent' && !brought && object.custom) {
    const text = `Cannot set sharingModel to ControlledByParent ${sharingText} without a MasterDetail relationship field`;
    return [errorAt(place, text)];
  }
  if (model !== '' && model !== 'ControlledByParent' && isMaster) {
    const text = `Cannot set sharingModel to ${model} ${sharingText} with a MasterDetail relationship field`;
    return [errorAt(place, text)];
  }
  return [];
}

function nameFieldProblems(element: XmlElement): Problem[] {
  const nameField = childOf(element, 'nameField');
  if (nameField === undefined) return [errorAt(element, 'Required field is missing: nameField')];
  const [type, place] = textAndPlace(nameField, 'type');
  if (type !== 'Text' && type !== 'AutoNumber') {
    return [errorAt(place, 'The name field of a CustomObject must be of type Text or AutoNumber')];
  }
  if (textAt(nameField, 'label') === null) {
    return [errorAt(nameField, 'Must specify a non-empty label for the CustomField')];
  }
  const needsFormat = type === 'AutoNumber' && childOf(nameField, 'displayFormat') === undefined;
  return needsFormat
    ? [errorAt(nameField, "Must specify 'displayFormat' for a CustomField of type AutoNumber")]
    : [];
}

/** The object's own elements; its fields, rules and record types are components of their own. */
export const checkObject: Check = (element, component, context) => {
  const object = context.after.objects.get(component.fullName);
  if (object === undefined) {
    return [
      errorAt(
        element,
        `Entity of type 'CustomObject' named '${component.fullName}' cannot be found`,
      ),
    ];
  }
  if (!object.custom) return [];
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*__(?:c|mdt|e)$/.test(component.fullName)) {
    const text =
      'The object name can only contain alphanumeric characters, must begin with a letter, cannot end with an underscore or contain two consecutive underscores';
    return [errorAt(undefined, text)];
  }
  if (textAt(element, 'label') === null) {
    return [errorAt(undefined, 'Must specify a non-empty label for the CustomObject')];
  }
  // Custom settings have neither plural, name field nor sharing (api_meta customobject, customSettingsType).
  if (childOf(element, 'customSettingsType') !== undefined) return [];
  if (textAt(element, 'pluralLabel') === null) {
    return [errorAt(undefined, 'Must specify a non-empty pluralLabel for the CustomObject')];
  }
  if (object.kind === 'customMetadata' || component.fullName.endsWith('__e')) return [];
  const names = context.components
    .filter((other) => other.type === 'CustomField' && other.fileName === component.fileName)
    .map((other) => splitName(other.fullName)[1]);
  const brought = new Map([...object.fields].filter(([name]) => names.includes(name)));
  const needsModel = childOf(element, 'sharingModel') === undefined;
  return [
    ...nameFieldProblems(element),
    ...(needsModel ? [errorAt(element, 'Required field is missing: sharingModel')] : []),
    ...sharingProblems(element, object, brought),
  ];
};

const ruleName = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/** A validation rule: its name, its formula's syntax and fields, where its error is shown. */
export const checkValidationRule: Check = (element, component, context) => {
  const [objectName, name] = splitName(component.fullName);
  const object = context.after.objects.get(objectName);
  if (object === undefined) {
    return [
      errorAt(element, `Entity of type 'CustomObject' named '${objectName}' cannot be found`),
    ];
  }
  const problems: Problem[] = [];
  if (!ruleName.test(name) || name.length > 40) {
    const text =
      'The validation name can only contain alphanumeric characters, must begin with a letter, cannot end with an underscore or contain two consecutive underscore characters, and must be unique across all validation rules of the object';
    problems.push(errorAt(childOf(element, 'fullName') ?? element, text));
  }
  const [formula, place] = textAndPlace(element, 'errorConditionFormula');
  const error =
    formula === ''
      ? null
      : (formulaError(context.after, object, formula) ?? tooManyRelations(object));
  if (error !== null) problems.push(errorAt(place, error));
  const [message, messagePlace] = textAndPlace(element, 'errorMessage');
  if (message.length > 255) {
    problems.push(
      errorAt(messagePlace, 'Value too long for field: ErrorMessage maximum length is:255'),
    );
  }
  const [shownOn, shownPlace] = textAndPlace(element, 'errorDisplayField');
  if (shownOn !== '' && !fieldExists(object, shownOn)) {
    problems.push(
      notFound(shownPlace, 'errorDisplayField', 'CustomField', `${objectName}.${shownOn}`),
    );
  }
  return problems;
};

const needsBusinessProcess = new Set(['Lead', 'Opportunity', 'Case', 'Solution']);

function picklistProblems(element: XmlElement, object: ObjectSchema): Problem[] {
  return childrenOf(element, 'picklistValues').flatMap((entry) => {
    const [name, place] = textAndPlace(entry, 'picklist');
    const field = object.fields.get(name);
    const values = childrenOf(entry, 'values');
    if (field === undefined) {
      const isStandard = !name.endsWith('__c') && !object.custom;
      return isStandard
        ? []
        : [notFound(place, 'picklist', 'CustomField', `${object.name}.${name}`)];
    }
    const known = new Set(field.picklistValues.map((value) => value.value));
    const unknown = values
      .filter((value) => !known.has(decodeURIComponent(textAt(value, 'fullName') ?? '')))
      .map((value) => {
        const text = decodeURIComponent(textAt(value, 'fullName') ?? '');
        return errorAt(value, `Picklist value: ${text} in picklist: ${name} not found`);
      });
    return [...unknown, ...duplicateValues(values)];
  });
}

/** A record type: sales processes where Salesforce wants them, and only picklist values that exist. */
export const checkRecordType: Check = (element, component, context) => {
  const [objectName] = splitName(component.fullName);
  const object = context.after.objects.get(objectName);
  if (object === undefined) {
    return [
      errorAt(element, `Entity of type 'CustomObject' named '${objectName}' cannot be found`),
    ];
  }
  const missing =
    needsBusinessProcess.has(objectName) && textAt(element, 'businessProcess') === null
      ? [errorAt(element, 'Required field is missing: businessProcess')]
      : [];
  const layout = textAt(element, 'compactLayoutAssignment');
  const isKnown =
    layout === null ||
    layout === 'SYSTEM' ||
    isDeployed(context.after, 'CompactLayout', `${objectName}.${layout}`);
  const unknown = isKnown
    ? []
    : [
        notFound(
          childOf(element, 'compactLayoutAssignment'),
          'compactLayoutAssignment',
          'CompactLayout',
          layout,
        ),
      ];
  return [...missing, ...unknown, ...picklistProblems(element, object)];
};

/** A list view: its columns and filters exist, and "Mine" only where records have an owner. */
export const checkListView: Check = (element, component, context) => {
  const [objectName] = splitName(component.fullName);
  const object = context.after.objects.get(objectName);
  if (object === undefined) return [];
  const problems: Problem[] = [];
  const [scope, place] = textAndPlace(element, 'filterScope');
  if (scope === 'Mine' && !object.fields.has('OwnerId')) {
    problems.push(errorAt(place, 'Invalid scope:Mine, not allowed'));
  }
  const columns = childrenOf(element, 'columns');
  const filters = childrenOf(element, 'filters').flatMap((filter) => childrenOf(filter, 'field'));
  for (const column of [...columns, ...filters]) {
    const name = column.text.replace(/^.*\./, '');
    if (name.endsWith('__c') && !object.fields.has(name)) {
      problems.push(errorAt(column, `Could not resolve list view column: ${column.text}`));
    }
  }
  return problems;
};

/** A compact layout or field set: the fields that it lists exist. */
export const checkFieldList: Check = (element, component, context) => {
  const [objectName] = splitName(component.fullName);
  const object = context.after.objects.get(objectName);
  if (object === undefined) return [];
  const listed = [
    ...childrenOf(element, 'fields'),
    ...['availableFields', 'displayedFields'].flatMap((name) =>
      childrenOf(element, name).flatMap((item) => childrenOf(item, 'field')),
    ),
  ];
  return listed
    .filter((item) => !item.text.includes('.') && !fieldExists(object, item.text))
    .map((item) => notFound(item, 'fields', 'CustomField', `${objectName}.${item.text}`));
};

import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import {
  fieldByPath,
  fieldExists,
  isDeployed,
  notFound,
  splitName,
  textAndPlace,
  type Check,
} from './check-context.ts';
import { repeatedValues } from './field-rules.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, descendants, textAt, type XmlElement } from './xml.ts';

function layoutItems(element: XmlElement): XmlElement[] {
  return childrenOf(element, 'layoutSections')
    .flatMap((section) => childrenOf(section, 'layoutColumns'))
    .flatMap((column) => childrenOf(column, 'layoutItems'))
    .filter((item) => childOf(item, 'field') !== undefined);
}

function relatedListProblems(element: XmlElement, org: OrgSchema): Problem[] {
  return childrenOf(element, 'relatedLists').flatMap((list) => {
    const [name, place] = textAndPlace(list, 'relatedList');
    const isCustom = name.includes('__c.') || name.endsWith('__c');
    const isFound = !isCustom || fieldByPath(org, name)?.referenceTo.length === 1;
    return isFound ? [] : [errorAt(place, `Cannot find related list:${name}`)];
  });
}

function requiredFieldProblems(
  element: XmlElement,
  object: ObjectSchema,
  shown: Set<string>,
): Problem[] {
  return [...object.fields.values()]
    .filter((field) => field.custom && field.required && field.createable && !shown.has(field.name))
    .map((field) =>
      errorAt(element, `Layout must contain an item for required layout field: ${field.name}`),
    );
}

/** A page layout: fields and related lists exist, none twice, and every required field is on it. */
export const checkLayout: Check = (element, component, context) => {
  const objectName = component.fullName.split('-')[0] ?? '';
  const object = context.after.objects.get(objectName);
  if (object === undefined) {
    return objectName.endsWith('__c')
      ? [notFound(undefined, 'fullName', 'CustomObject', objectName)]
      : [];
  }
  const items = layoutItems(element);
  const unknown = items
    .filter((item) => !fieldExists(object, textAt(item, 'field') ?? ''))
    .map((item) =>
      notFound(
        childOf(item, 'field'),
        'field',
        'CustomField',
        `${objectName}.${textAt(item, 'field') ?? ''}`,
      ),
    );
  const twice = repeatedValues(items, 'field').map((item) =>
    errorAt(item, `Field:field, value:${textAt(item, 'field') ?? ''} appears more than once`),
  );
  const shown = new Set(items.map((item) => textAt(item, 'field') ?? ''));
  return [
    ...unknown,
    ...twice,
    ...relatedListProblems(element, context.after),
    ...requiredFieldProblems(element, object, shown),
  ];
};

/** A Lightning page: the object and the fields of its field sections exist. */
export const checkFlexiPage: Check = (element, _component, context) => {
  const [objectName, place] = textAndPlace(element, 'sobjectType');
  if (objectName === '') return [];
  const object = context.after.objects.get(objectName);
  if (object === undefined) {
    return objectName.endsWith('__c')
      ? [notFound(place, 'sobjectType', 'CustomObject', objectName)]
      : [];
  }
  return descendants(element, 'fieldItem')
    .filter((item) => {
      const [root, name] = splitName(item.text);
      return root !== 'Record' || (!name.includes('.') && !fieldExists(object, name));
    })
    .map((item) =>
      errorAt(item, `We couldn't retrieve or load the information on the field: ${item.text}.`),
    );
};

/** A tab of an object stands on that object. */
export const checkTab: Check = (element, component, context) => {
  const isObjectTab = textAt(element, 'customObject') === 'true';
  return isObjectTab && !context.after.objects.has(component.fullName)
    ? [notFound(undefined, 'fullName', 'CustomObject', component.fullName)]
    : [];
};

/** An app lists tabs that exist. */
export const checkApplication: Check = (element, _component, context) =>
  childrenOf(element, 'tabs')
    .filter(
      (tab) =>
        !tab.text.startsWith('standard-') && !isDeployed(context.after, 'CustomTab', tab.text),
    )
    .map((tab) => notFound(tab, 'tab', 'CustomTab', tab.text));

/** A quick action on an object, creating or updating one. */
export const checkQuickAction: Check = (element, component, context) => {
  const org = context.after;
  const [objectName] = splitName(component.fullName);
  const [target, place] = textAndPlace(element, 'targetObject');
  const missing = [objectName, target].filter(
    (name) => name.endsWith('__c') && !org.objects.has(name),
  );
  const object = org.objects.get(target === '' ? objectName : target);
  const fields = [
    ...descendants(element, 'quickActionLayoutItems').flatMap((item) => childrenOf(item, 'field')),
    ...childrenOf(element, 'fieldOverrides').flatMap((item) => childrenOf(item, 'field')),
  ].filter((field) => object !== undefined && !fieldExists(object, field.text));
  return [
    ...missing.map((name) => notFound(place, 'targetObject', 'CustomObject', name)),
    ...fields.map((field) =>
      notFound(field, 'field', 'CustomField', `${object?.name ?? ''}.${field.text}`),
    ),
  ];
};

/** A path stands on a picklist of an object. */
export const checkPath: Check = (element, _component, context) => {
  const [entity, place] = textAndPlace(element, 'entityName');
  const [field, fieldPlace] = textAndPlace(element, 'fieldName');
  const object = context.after.objects.get(entity);
  if (object === undefined) return [notFound(place, 'entityName', 'CustomObject', entity)];
  const steps = childrenOf(element, 'pathAssistantSteps').flatMap((step) =>
    childrenOf(step, 'fieldNames'),
  );
  return [
    ...(object.fields.has(field)
      ? []
      : [notFound(fieldPlace, 'fieldName', 'CustomField', `${entity}.${field}`)]),
    ...steps
      .filter((step) => !fieldExists(object, step.text))
      .map((step) => notFound(step, 'fieldNames', 'CustomField', `${entity}.${step.text}`)),
  ];
};

/** Lead conversion copies custom fields of the lead into custom fields that exist. */
export const checkLeadConversion: Check = (element, _component, context) =>
  childrenOf(element, 'objectMapping').flatMap((mapping) => {
    const sides = [
      ['inputField', textAt(mapping, 'inputObject') ?? ''],
      ['outputField', textAt(mapping, 'outputObject') ?? ''],
    ] as const;
    return childrenOf(mapping, 'mappingFields').flatMap((pair) =>
      sides.flatMap(([side, objectName]) => {
        const [name, place] = textAndPlace(pair, side);
        const object = context.after.objects.get(objectName);
        const isKnown = object !== undefined && fieldExists(object, name);
        return isKnown ? [] : [notFound(place, side, 'CustomField', `${objectName}.${name}`)];
      }),
    );
  });

/** A record of a custom metadata type: the type and the fields that it fills exist. */
export const checkCustomMetadata: Check = (element, component, context) => {
  const typeName = `${splitName(component.fullName)[0]}__mdt`;
  const type = context.after.objects.get(typeName);
  if (type === undefined) return [notFound(undefined, 'fullName', 'CustomObject', typeName)];
  return childrenOf(element, 'values').flatMap((value) => {
    const [name, place] = textAndPlace(value, 'field');
    return type.fields.has(name)
      ? []
      : [notFound(place, 'field', 'CustomField', `${typeName}.${name}`)];
  });
};

/** Change Data Capture selects an object that exists. */
export const checkChannelMember: Check = (element, _component, context) => {
  const [entity, place] = textAndPlace(element, 'selectedEntity');
  const name = entity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '');
  const text = `The channel member references an invalid event in the "selectedEntity" field: ${entity}`;
  return context.after.objects.has(name) ? [] : [errorAt(place, text)];
};

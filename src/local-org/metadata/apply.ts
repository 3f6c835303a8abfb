import { makeId } from '../data/ids.ts';
import { clonePicklist } from '../schema/clone.ts';
import {
  locationParts,
  makeField,
  makeObject,
  ownerField,
  recordTypeField,
  systemFields,
} from '../schema/fields.ts';
import { nextKeyPrefix } from '../schema/standard-objects.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { splitName } from './check-context.ts';
import type { Component } from './components.ts';
import { parseDuplicateRule, parseMatchingRule } from './parse-duplicates.ts';
import { parseFlow } from './parse-flow.ts';
import { parseField, parsePicklistValues } from './parse-field.ts';
import { parsePermissionSet, parsePermissionSetGroup } from './parse-permission-set.ts';
import { childOf, childrenOf, flagAt, serializeXml, textAt, type XmlElement } from './xml.ts';

function nameFieldOf(element: XmlElement) {
  const nameField = childOf(element, 'nameField');
  const isAutoNumber = nameField !== undefined && textAt(nameField, 'type') === 'AutoNumber';
  const label = nameField === undefined ? 'Name' : (textAt(nameField, 'label') ?? 'Name');
  return isAutoNumber
    ? makeField('Name', 'AutoNumber', {
        label,
        length: 80,
        displayFormat: textAt(nameField, 'displayFormat'),
      })
    : makeField('Name', 'Text', { label, length: 80 });
}

function applyObject(schema: OrgSchema, component: Component, element: XmlElement): void {
  const name = component.fullName;
  const known = schema.objects.get(name);
  if (known === undefined && !name.includes('__')) return;
  const isMetadata = name.endsWith('__mdt');
  const object = known ?? newObject(schema, name, isMetadata);
  schema.objects.set(name, object);
  object.label = textAt(element, 'label') ?? object.label;
  object.pluralLabel = textAt(element, 'pluralLabel') ?? object.pluralLabel;
  object.sharingModel = textAt(element, 'sharingModel') ?? object.sharingModel;
  if (object.custom && !isMetadata) object.fields.set('Name', nameFieldOf(element));
}

function newObject(schema: OrgSchema, name: string, isMetadata: boolean): ObjectSchema {
  const object = makeObject(name, nextKeyPrefix(schema, isMetadata ? 'm' : 'a'), {
    kind: isMetadata ? 'customMetadata' : 'object',
    writable: !isMetadata,
    nameField: isMetadata ? 'MasterLabel' : 'Name',
  });
  const own = isMetadata
    ? [
        makeField('DeveloperName', 'Text', { length: 40, required: true }),
        makeField('NamespacePrefix', 'Text', { length: 15, createable: false, updateable: false }),
        makeField('MasterLabel', 'Text', { length: 40, required: true, label: 'Label' }),
        makeField('QualifiedApiName', 'Text', { length: 70, createable: false, updateable: false }),
      ]
    : [];
  for (const field of [...systemFields(!isMetadata), ...own]) object.fields.set(field.name, field);
  return object;
}

function applyField(schema: OrgSchema, component: Component, element: XmlElement): void {
  const [objectName, name] = splitName(component.fullName);
  const object = schema.objects.get(objectName);
  const field = parseField(element);
  if (object === undefined || field === null || !name.endsWith('__c')) return;
  const values =
    field.valueSetName === null ? null : schema.globalValueSets.get(field.valueSetName);
  if (values != null) field.picklistValues = clonePicklist(values);
  object.fields.set(name, field);
  if (field.type === 'Location') {
    for (const part of locationParts(field)) object.fields.set(part.name, part);
  }
  settleOwner(object);
}

/** A detail has no owner: it is its master's. Made again when the last master-detail field goes. */
export function settleOwner(object: ObjectSchema): void {
  if (!object.custom || object.kind === 'customMetadata') return;
  const isDetail = [...object.fields.values()].some((field) => field.type === 'MasterDetail');
  if (isDetail) {
    object.fields.delete('OwnerId');
    if (object.sharingModel === 'ReadWrite') object.sharingModel = 'ControlledByParent';
  } else if (!object.fields.has('OwnerId')) {
    object.fields.set('OwnerId', ownerField());
  }
}

function applyValidationRule(schema: OrgSchema, component: Component, element: XmlElement): void {
  const [objectName, fullName] = splitName(component.fullName);
  schema.objects.get(objectName)?.validationRules.set(fullName, {
    fullName,
    active: flagAt(element, 'active'),
    formula: textAt(element, 'errorConditionFormula') ?? '',
    message: textAt(element, 'errorMessage') ?? '',
    errorField: textAt(element, 'errorDisplayField'),
  });
}

function applyRecordType(schema: OrgSchema, component: Component, element: XmlElement): void {
  const [objectName, developerName] = splitName(component.fullName);
  const object = schema.objects.get(objectName);
  if (object === undefined) return;
  const known = object.recordTypes.get(developerName);
  const count = [...schema.objects.values()].reduce(
    (sum, other) => sum + other.recordTypes.size,
    0,
  );
  object.recordTypes.set(developerName, {
    developerName,
    label: textAt(element, 'label') ?? developerName,
    active: flagAt(element, 'active'),
    id: known?.id ?? makeId('012', count + 1),
    isDefault: known?.isDefault ?? false,
  });
  if (!object.fields.has('RecordTypeId')) object.fields.set('RecordTypeId', recordTypeField());
}

function eachField(schema: OrgSchema, valueSet: string, isStandard: boolean) {
  return [...schema.objects.values()].flatMap((object) =>
    [...object.fields.values()].filter(
      (field) => field.valueSetName === valueSet && field.custom !== isStandard,
    ),
  );
}

function applyGlobalValueSet(schema: OrgSchema, component: Component, element: XmlElement): void {
  const values = parsePicklistValues(childrenOf(element, 'customValue'));
  schema.globalValueSets.set(component.fullName, values);
  for (const field of eachField(schema, component.fullName, false)) {
    field.picklistValues = clonePicklist(values);
  }
}

function applyStandardValueSet(schema: OrgSchema, component: Component, element: XmlElement): void {
  const values = parsePicklistValues(childrenOf(element, 'standardValue'));
  for (const field of eachField(schema, component.fullName, true)) {
    field.picklistValues = clonePicklist(values);
  }
}

function applyPermissionSet(schema: OrgSchema, component: Component, element: XmlElement): void {
  const known = schema.permissionSets.get(component.fullName);
  const id = known?.id ?? makeId('0PS', schema.permissionSets.size + 1);
  schema.permissionSets.set(
    component.fullName,
    parsePermissionSet(component.fullName, id, element),
  );
}

function applyPermissionSetGroup(schema: OrgSchema, component: Component, element: XmlElement) {
  const { fullName } = component;
  const known = schema.permissionSetGroups.get(fullName);
  const id = known?.id ?? makeId('0PG', schema.permissionSetGroups.size + 1);
  schema.permissionSetGroups.set(fullName, parsePermissionSetGroup(fullName, id, element));
}

function applyFlow(schema: OrgSchema, component: Component, element: XmlElement): void {
  const flow = parseFlow(component.fullName, element);
  const known = schema.flows.get(component.fullName);
  // A draft is a further version: the active one goes on.
  if (flow !== null && known?.active === true && textAt(element, 'status') === 'Draft') return;
  if (flow === null) schema.flows.delete(component.fullName);
  else schema.flows.set(component.fullName, flow);
}

/** Which version of a flow is active; 0 for none, which is how a flow is switched off. */
function applyFlowDefinition(schema: OrgSchema, component: Component, element: XmlElement): void {
  const flow = schema.flows.get(component.fullName);
  if (flow !== undefined && textAt(element, 'activeVersionNumber') === '0') flow.active = false;
}

function applyCustomPermission(schema: OrgSchema, component: Component): void {
  schema.customPermissions.add(component.fullName);
}

function applyMatchingRule(schema: OrgSchema, { fullName }: Component, element: XmlElement): void {
  schema.matchingRules.set(fullName, parseMatchingRule(fullName, element));
}

function applyDuplicateRule(schema: OrgSchema, { fullName }: Component, element: XmlElement): void {
  schema.duplicateRules.set(fullName, parseDuplicateRule(fullName, element));
}

type Apply = (schema: OrgSchema, component: Component, element: XmlElement) => void;

/** In the order in which they build on each other; what is not listed is only remembered. */
const appliers = new Map<string, Apply>([
  ['GlobalValueSet', applyGlobalValueSet],
  ['CustomObject', applyObject],
  ['CustomField', applyField],
  ['StandardValueSet', applyStandardValueSet],
  ['RecordType', applyRecordType],
  ['ValidationRule', applyValidationRule],
  ['CustomPermission', applyCustomPermission],
  ['PermissionSet', applyPermissionSet],
  ['PermissionSetGroup', applyPermissionSetGroup],
  ['Flow', applyFlow],
  ['FlowDefinition', applyFlowDefinition],
  ['MatchingRule', applyMatchingRule],
  ['DuplicateRule', applyDuplicateRule],
]);
const order = [...appliers.keys()];

/** The types that change how the org behaves. */
export const modelledTypes: ReadonlySet<string> = new Set(order);

function rank(component: Component): number {
  const place = order.indexOf(component.type);
  return place === -1 ? order.length : place;
}

/** Key under which a component's source is remembered; `#path` is added for its further files. */
export function componentKey(component: { type: string; fullName: string }): string {
  return `${component.type}/${component.fullName}`;
}

function remember(schema: OrgSchema, component: Component): void {
  const key = componentKey(component);
  if (component.element !== null) {
    schema.otherComponents.set(key, serializeXml(component.element));
  } else {
    schema.otherComponents.set(key, '');
  }
  for (const old of [...schema.otherComponents.keys()].filter((name) =>
    name.startsWith(`${key}#`),
  )) {
    schema.otherComponents.delete(old);
  }
  for (const [path, text] of component.parts) schema.otherComponents.set(`${key}#${path}`, text);
}

/** Writes the components into the schema, which the caller has cloned. Order inside the package does not matter. */
export function applyComponents(schema: OrgSchema, components: readonly Component[]): void {
  const sorted = [...components].sort((left, right) => rank(left) - rank(right));
  for (const component of sorted) {
    if (component.element !== null)
      appliers.get(component.type)?.(schema, component, component.element);
    remember(schema, component);
  }
}

import type { OrgSchema } from '../schema/types.ts';
import {
  fieldByPath,
  isDeployed,
  notFound,
  objectExists,
  splitName,
  textAndPlace,
  type Check,
} from './check-context.ts';
import { repeatedValues } from './field-rules.ts';
import { errorAt, type Problem } from './problems.ts';
import { childrenOf, flagAt, textAt, type XmlElement } from './xml.ts';
import { userPermissions } from './user-permissions.generated.ts';

/**
 * Editable on a formula field deploys and changes nothing: Salesforce's own sample has it (Property_Management_Access of
 * @salesforce/ui-bundle-template-app-react-sample-b2e 12.7.0, KPI_Snapshot__c.Sales_MoM_Change__c).
 */
function fieldProblems(entry: XmlElement, org: OrgSchema): Problem[] {
  const [path, place] = textAndPlace(entry, 'field');
  const [objectName, name] = splitName(path);
  const object = org.objects.get(objectName);
  if (object === undefined) {
    if (objectExists(org, objectName) && !name.endsWith('__c')) return [];
    return [notFound(place, 'field', 'CustomObject', objectName)];
  }
  const field = fieldByPath(org, path);
  if (field === undefined) {
    return name.endsWith('__c') || object.custom
      ? [notFound(place, 'field', 'CustomField', path)]
      : [];
  }
  if (field.required || field.type === 'MasterDetail' || name === object.nameField) {
    return [errorAt(place, `You cannot deploy to a required field: ${path}`)];
  }
  if (flagAt(entry, 'editable') && textAt(entry, 'readable') === 'false') {
    return [errorAt(entry, `Permission Edit ${path} depends on permission(s): Read ${path}`)];
  }
  return [];
}

/** Which object right needs which others on the same object. Object Reference, ObjectPermissions. */
const rightNeeds: readonly [string, string, readonly string[]][] = [
  ['allowCreate', 'Create', ['allowRead']],
  ['allowEdit', 'Edit', ['allowRead']],
  ['allowDelete', 'Delete', ['allowRead', 'allowEdit']],
  ['viewAllRecords', 'View All', ['allowRead']],
  ['modifyAllRecords', 'Modify All', ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords']],
];
const rightNames: Record<string, string> = {
  allowRead: 'Read',
  allowEdit: 'Edit',
  allowDelete: 'Delete',
  viewAllRecords: 'View All',
};

function mastersOf(org: OrgSchema, name: string): string[] {
  if (name === 'Contact' || name === 'Opportunity') return ['Account'];
  const fields = [...(org.objects.get(name)?.fields.values() ?? [])];
  return fields
    .filter((field) => field.type === 'MasterDetail')
    .flatMap((field) => field.referenceTo);
}

function objectProblems(
  entry: XmlElement,
  readable: ReadonlySet<string>,
  org: OrgSchema,
): Problem[] {
  const [name, place] = textAndPlace(entry, 'object');
  if (!objectExists(org, name)) return [notFound(place, 'field', 'CustomObject', name)];
  const problems = rightNeeds.flatMap(([right, label, needs]) => {
    const lacking = needs.filter((need) => !flagAt(entry, need));
    if (!flagAt(entry, right) || lacking.length === 0) return [];
    const list = lacking.map((need) => `${rightNames[need] ?? need} ${name}`).join(', ');
    return [errorAt(entry, `Permission ${label} ${name} depends on permission(s): ${list}`)];
  });
  const hidden = mastersOf(org, name).filter((master) => !readable.has(master));
  if (flagAt(entry, 'allowRead') && hidden.length > 0) {
    const list = hidden.map((master) => `Read ${master}`).join(', ');
    problems.push(errorAt(entry, `Permission Read ${name} depends on permission(s): ${list}`));
  }
  return problems;
}

/** Entries that name another component: list, its naming element, the type, and what needs no deploy. */
const references: readonly [string, string, string, RegExp | null][] = [
  ['classAccesses', 'apexClass', 'ApexClass', null],
  ['customPermissions', 'name', 'CustomPermission', null],
  ['flowAccesses', 'flow', 'Flow', null],
  ['pageAccesses', 'apexPage', 'ApexPage', null],
  ['applicationVisibilities', 'application', 'CustomApplication', /^standard__/],
  ['tabSettings', 'tab', 'CustomTab', /^standard-/],
  ['customMetadataTypeAccesses', 'name', 'CustomObject', null],
  ['customSettingAccesses', 'name', 'CustomObject', null],
];

function referenceProblems(element: XmlElement, org: OrgSchema): Problem[] {
  const missing = references.flatMap(([list, naming, type, free]) =>
    childrenOf(element, list).flatMap((entry) => {
      const [name, place] = textAndPlace(entry, naming);
      const known = free?.test(name) === true || isDeployed(org, type, name);
      return known ? [] : [notFound(place, naming, type, name)];
    }),
  );
  const recordTypes = childrenOf(element, 'recordTypeVisibilities').flatMap((entry) => {
    const [path, place] = textAndPlace(entry, 'recordType');
    const [object, name] = splitName(path);
    const known = org.objects.get(object)?.recordTypes.has(name) === true;
    return known ? [] : [notFound(place, 'recordType', 'RecordType', path)];
  });
  return [...missing, ...recordTypes];
}

const known = new Set(userPermissions);

/** A permission set: everything that it names exists and may be granted. Profiles are held to the same. */
export const checkPermissionSet: Check = (element, _component, context) => {
  const org = context.after;
  const fields = childrenOf(element, 'fieldPermissions');
  const objects = childrenOf(element, 'objectPermissions');
  const readable = new Set(
    objects
      .filter((entry) => flagAt(entry, 'allowRead'))
      .map((entry) => textAt(entry, 'object') ?? ''),
  );
  const users = childrenOf(element, 'userPermissions').flatMap((entry) => {
    const [name, place] = textAndPlace(entry, 'name');
    return known.has(name) ? [] : [errorAt(place, `Unknown user permission: ${name}`)];
  });
  const repeated = [
    ...repeatedValues(fields, 'field').map(
      (entry) => ['field', textAt(entry, 'field'), entry] as const,
    ),
    ...repeatedValues(objects, 'object').map(
      (entry) => ['object', textAt(entry, 'object'), entry] as const,
    ),
  ].map(([field, value, entry]) =>
    errorAt(entry, `Field:${field}, value:${value ?? ''} appears more than once`),
  );
  return [
    ...objects.flatMap((entry) => objectProblems(entry, readable, org)),
    ...fields.flatMap((entry) => fieldProblems(entry, org)),
    ...users,
    ...referenceProblems(element, org),
    ...repeated,
  ];
};

import { referencedFields } from '../data/formula.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { settleOwner } from './apply.ts';
import { splitName } from './check-context.ts';
import type { Manifest } from './manifest.ts';
import type { Problem } from './problems.ts';

/** One thing that a destructiveChanges file asks to delete, and what came of it. */
export interface Deletion {
  type: string;
  fullName: string;
  fileName: string;
  problems: Problem[];
}

const problem = (severity: Problem['severity'], text: string): Problem => ({
  severity,
  text,
  line: 0,
  column: 0,
});

function formulasOf(object: ObjectSchema): string[] {
  const rules = [...object.validationRules.values()].map((rule) => rule.formula);
  const fields = [...object.fields.values()].map((field) => field.formula ?? '');
  return [...rules, ...fields].filter((formula) => formula !== '');
}

function mentions(formula: string, field: string): boolean {
  try {
    return referencedFields(formula).some((path) => path.split('.').includes(field));
  } catch {
    return false;
  }
}

function isFieldUsed(schema: OrgSchema, objectName: string, name: string): boolean {
  const object = schema.objects.get(objectName);
  const inFormula =
    object !== undefined && formulasOf(object).some((formula) => mentions(formula, name));
  const inRollUp = [...schema.objects.values()].some((other) =>
    [...other.fields.values()].some(
      ({ summary }) =>
        summary?.childObject === objectName &&
        (summary.foreignKey === name || summary.summarizedField === name),
    ),
  );
  return inFormula || inRollUp;
}

function isObjectUsed(schema: OrgSchema, name: string): boolean {
  return [...schema.objects.values()].some(
    (other) =>
      other.name !== name &&
      [...other.fields.values()].some((field) => field.referenceTo.includes(name)),
  );
}

function deleteField(schema: OrgSchema, fullName: string): Problem[] {
  const [objectName, name] = splitName(fullName);
  const object = schema.objects.get(objectName);
  if (isFieldUsed(schema, objectName, name)) {
    return [problem('Error', 'This custom field is referenced elsewhere in Salesforce.')];
  }
  object?.fields.delete(name);
  for (const part of object?.fields.values() ?? []) {
    if (part.compoundField === name) object?.fields.delete(part.name);
  }
  if (object !== undefined) settleOwner(object);
  for (const set of schema.permissionSets.values()) set.fieldPermissions.delete(fullName);
  return [];
}

function deleteObject(schema: OrgSchema, fullName: string): Problem[] {
  if (isObjectUsed(schema, fullName)) {
    return [problem('Error', 'This custom object is referenced elsewhere in Salesforce.')];
  }
  schema.objects.delete(fullName);
  for (const set of schema.permissionSets.values()) set.objectPermissions.delete(fullName);
  for (const key of [...schema.otherComponents.keys()]) {
    if (key.includes(`/${fullName}.`)) schema.otherComponents.delete(key);
  }
  return [];
}

function deleteModelled(schema: OrgSchema, type: string, fullName: string): Problem[] {
  const [objectName, name] = splitName(fullName);
  switch (type) {
    case 'CustomField':
      return deleteField(schema, fullName);
    case 'CustomObject':
      return deleteObject(schema, fullName);
    case 'RecordType':
      return [problem('Error', 'Cannot delete record type through API')];
    case 'ValidationRule':
      schema.objects.get(objectName)?.validationRules.delete(name);
      return [];
    case 'GlobalValueSet':
      schema.globalValueSets.delete(fullName);
      return [];
    case 'PermissionSetGroup':
      schema.permissionSetGroups.delete(fullName);
      return [];
    case 'PermissionSet':
      schema.permissionSets.delete(fullName);
      return [];
    case 'Flow':
      schema.flows.delete(fullName);
      return [];
    case 'MatchingRule':
      schema.matchingRules.delete(fullName);
      return [];
    case 'DuplicateRule':
      schema.duplicateRules.delete(fullName);
      return [];
    case 'CustomPermission':
      schema.customPermissions.delete(fullName);
      return [];
    default:
      return [];
  }
}

/**
 * Deletes what the manifest names from the (cloned) schema. What is not there is a warning, as in Salesforce; what others
 * still use is an error. References from flows, layouts and pages are not searched.
 */
export function applyDeletions(
  schema: OrgSchema,
  manifest: Manifest,
  fileName: string,
): Deletion[] {
  return [...manifest.members].flatMap(([type, names]) =>
    [...names].map((fullName) => {
      const key = `${type}/${fullName}`;
      if (!schema.otherComponents.has(key)) {
        const missing = problem('Warning', `No ${type} named: ${fullName} found`);
        return { type, fullName, fileName, problems: [missing] };
      }
      const problems = deleteModelled(schema, type, fullName);
      if (problems.length === 0) {
        for (const known of [...schema.otherComponents.keys()]) {
          if (known === key || known.startsWith(`${key}#`)) schema.otherComponents.delete(known);
        }
      }
      return { type, fullName, fileName, problems };
    }),
  );
}

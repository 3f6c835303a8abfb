import type { FieldSchema, ObjectPermissions, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { isFileObject } from '../schema/standard-files.ts';
import { fieldAccess } from './field-access.ts';
import { objectRights, type Grants } from './grants.ts';
import { rights } from './profiles.ts';

/** People and the org itself: everybody may read them, few may write. */
const setupObjects: ReadonlySet<string> = new Set([
  'Group',
  'Organization',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroup',
  'Profile',
  'RecordType',
  'User',
  'UserRole',
]);

/** Objects without an owner or a sharing model of their own. */
export function isSetupObject(name: string): boolean {
  return setupObjects.has(name);
}

/** The user permission that lets one write a setup object; what is not listed takes Customize Application. */
const writtenWith: Readonly<Record<string, string>> = {
  User: 'ManageUsers',
  PermissionSetAssignment: 'AssignPermissionSets',
};

function setupRights(grants: Grants, name: string): ObjectPermissions {
  const mayWrite = grants.userPermissions.has(writtenWith[name] ?? 'CustomizeApplication');
  return rights({
    allowRead: true,
    allowCreate: mayWrite,
    allowEdit: mayWrite,
    allowDelete: mayWrite,
    viewAllRecords: true,
    modifyAllRecords: mayWrite,
  });
}

function rightsOn(grants: Grants, object: ObjectSchema): ObjectPermissions {
  if (isSetupObject(object.name)) return setupRights(grants, object.name);
  if (object.kind === 'customMetadata')
    return rights({ allowRead: grants.userPermissions.has('CustomizeApplication') });
  if (isFileObject(object.name))
    return rights({ allowCreate: true, allowRead: true, allowEdit: true, allowDelete: true });
  return objectRights(grants, object.name);
}

function fieldAsSeen(
  grants: Grants,
  object: ObjectSchema,
  allowed: ObjectPermissions,
  field: FieldSchema,
): FieldSchema | null {
  const whole =
    isSetupObject(object.name) || isFileObject(object.name) || object.kind === 'customMetadata';
  const { readable, editable } = whole
    ? { readable: true, editable: true }
    : fieldAccess(grants, object, field);
  if (!readable) return null;
  return {
    ...field,
    createable: field.createable && editable && allowed.allowCreate,
    updateable: field.updateable && editable && allowed.allowEdit,
  };
}

function objectAsSeen(grants: Grants, object: ObjectSchema): ObjectSchema | null {
  const allowed = rightsOn(grants, object);
  if (!allowed.allowRead) return null;
  const fields = [...object.fields.values()]
    .map((field) => fieldAsSeen(grants, object, allowed, field))
    .filter((field) => field !== null);
  const seen = new Set(fields.map(({ name }) => name));
  return {
    ...object,
    rights: allowed,
    fields: new Map(fields.map((field) => [field.name, field])),
    hiddenFields: [...object.fields.keys()].filter((name) => !seen.has(name)),
  };
}

/**
 * The org's schema as a user sees it: objects and fields that may not be read are absent, so that queries, describes and
 * URLs answer as if there were none, which is what Salesforce does.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_concepts_data_access.htm
 */
export function schemaAsSeen(schema: OrgSchema, grants: Grants): OrgSchema {
  const objects = [...schema.objects.values()]
    .map((object) => objectAsSeen(grants, object))
    .filter((object) => object !== null);
  const seen = new Map(objects.map((object) => [object.name, object]));
  const hidden = [...schema.objects.values()].filter(({ name }) => !seen.has(name));
  return { ...schema, objects: seen, hiddenObjects: hidden };
}

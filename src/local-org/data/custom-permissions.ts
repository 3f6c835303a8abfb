import type { Session } from './session.ts';

/**
 * The custom permissions that a user holds through the permission sets assigned to them: what `$Permission.Name` is true
 * for. https://help.salesforce.com/s/articleView?id=platform.custom_perms_overview.htm
 */
export function customPermissionsOf(
  { store, index }: Pick<Session, 'store' | 'index'>,
  userId: string,
): ReadonlySet<string> {
  if (!index.objects.has('PermissionSetAssignment')) return new Set();
  const assigned = new Set(
    store.findBy('PermissionSetAssignment', 'AssigneeId', userId).map((row) => row.PermissionSetId),
  );
  const sets = [...index.schema.permissionSets.values()].filter((set) => assigned.has(set.id));
  return new Set(sets.flatMap((set) => [...set.customPermissions]));
}

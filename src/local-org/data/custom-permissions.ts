import { assignedSets } from '../access/grants.ts';
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
  const assigned = store
    .findBy('PermissionSetAssignment', 'AssigneeId', userId)
    .flatMap((row) => [String(row.PermissionSetId), String(row.PermissionSetGroupId)]);
  const sets = assignedSets(index.schema, new Set(assigned));
  return new Set(sets.flatMap((set) => [...set.customPermissions]));
}

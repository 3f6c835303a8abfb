import type { ObjectPermissions, OrgSchema, PermissionSetSchema } from '../schema/types.ts';
import { rights, standardProfiles, type StandardProfile } from './profiles.ts';

/** What a user's profile, permission sets and their groups grant together: rights only ever add up. */
export interface Grants {
  profile: StandardProfile;
  sets: readonly PermissionSetSchema[];
  userPermissions: ReadonlySet<string>;
}

const recordRights: readonly (keyof ObjectPermissions)[] = [
  'allowCreate',
  'allowRead',
  'allowEdit',
  'allowDelete',
  'viewAllRecords',
  'modifyAllRecords',
];

/** The permission sets behind these ids of sets and groups. */
export function assignedSets(
  schema: OrgSchema,
  assignedIds: ReadonlySet<string>,
): PermissionSetSchema[] {
  const inGroups = new Set(
    [...schema.permissionSetGroups.values()]
      .filter(({ id }) => assignedIds.has(id))
      .flatMap(({ permissionSets }) => permissionSets),
  );
  return [...schema.permissionSets.values()].filter(
    ({ id, fullName }) => assignedIds.has(id) || inGroups.has(fullName),
  );
}

/** `assignedIds` are those of permission sets and of groups. A profile that is not known here grants nothing. */
export function grantsOf(
  schema: OrgSchema,
  profileName: string,
  assignedIds: ReadonlySet<string>,
): Grants {
  const profile = standardProfiles.find(({ name }) => name === profileName) ?? {
    name: profileName,
    isAdministrator: false,
    userPermissions: [],
    objects: new Map<string, ObjectPermissions>(),
    standardFields: false,
  };
  const sets = assignedSets(schema, assignedIds);
  const userPermissions = new Set([
    ...profile.userPermissions,
    ...sets.flatMap((set) => [...set.userPermissions]),
  ]);
  return { profile, sets, userPermissions };
}

/** The rights on one object; View All Data and Modify All Data stand for them on every object. */
export function objectRights(grants: Grants, object: string): ObjectPermissions {
  const all = rights({});
  const given = [
    grants.profile.objects.get(object),
    ...grants.sets.map((set) => set.objectPermissions.get(object)),
  ];
  for (const one of given)
    for (const name of [...recordRights, 'viewAllFields'] as const)
      all[name] ||= one?.[name] === true;
  if (grants.userPermissions.has('ViewAllData'))
    Object.assign(all, { allowRead: true, viewAllRecords: true });
  if (grants.userPermissions.has('ModifyAllData'))
    for (const name of recordRights) all[name] = true;
  return all;
}

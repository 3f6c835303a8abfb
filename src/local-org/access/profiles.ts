import type { ObjectPermissions } from '../schema/types.ts';

/** A profile that every org has, as far as it grants something here. */
export interface StandardProfile {
  name: string;
  /** Everything, field permissions included: nobody asks such a user. */
  isAdministrator: boolean;
  userPermissions: readonly string[];
  objects: ReadonlyMap<string, ObjectPermissions>;
  /** Whether the profile shows and edits every standard field of its objects. */
  standardFields: boolean;
}

/** The rights that are named, and no others. */
export function rights(given: Partial<ObjectPermissions>): ObjectPermissions {
  return {
    allowCreate: false,
    allowRead: false,
    allowEdit: false,
    allowDelete: false,
    viewAllRecords: false,
    modifyAllRecords: false,
    viewAllFields: false,
    ...given,
  };
}

const fullUse = rights({ allowCreate: true, allowRead: true, allowEdit: true, allowDelete: true });

/** Names as `SELECT Name FROM Profile` gives them; https://help.salesforce.com/s/articleView?id=platform.standard_profiles.htm */
export const standardProfiles: readonly StandardProfile[] = [
  {
    name: 'System Administrator',
    isAdministrator: true,
    userPermissions: [
      'ApiEnabled',
      'ConvertLeads',
      'CustomizeApplication',
      'ModifyAllData',
      'ViewAllData',
    ],
    objects: new Map(),
    standardFields: true,
  },
  {
    name: 'Standard User',
    isAdministrator: false,
    userPermissions: ['ApiEnabled', 'ConvertLeads'],
    objects: new Map([
      ...['Account', 'Contact', 'Lead', 'Opportunity', 'Task', 'Event'].map(
        (name) => [name, fullUse] as const,
      ),
      ['Campaign', rights({ allowRead: true })],
      ['Product2', rights({ allowRead: true })],
    ]),
    standardFields: true,
  },
  ...(
    [
      ['Minimum Access - Salesforce', []],
      ['Minimum Access - API Only Integrations', ['ApiEnabled', 'ApiUserOnly']],
      ['Salesforce API Only System Integrations', ['ApiEnabled', 'ApiUserOnly']],
    ] as const
  ).map(([name, userPermissions]) => ({
    name,
    isAdministrator: false,
    userPermissions,
    objects: new Map<string, ObjectPermissions>(),
    standardFields: false,
  })),
];

import type { SchemaIndex } from './schema-index.ts';

/** A row that the org keeps because of what was deployed, not because anyone saved it. */
export interface SetupRecord {
  object: string;
  id: string;
  fields: Record<string, string | number | null>;
}

/** User permissions that the table of permission sets has a column for. */
const permissionColumns = ['ApiEnabled', 'ModifyAllData', 'ViewAllData', 'ConvertLeads'];

/** The queryable rows of deployed record types, permission sets and their groups, with the ids the schema gave them. */
export function schemaRecords(index: SchemaIndex): SetupRecord[] {
  const records: SetupRecord[] = [];
  if (index.objects.has('RecordType')) {
    for (const { object } of index.objects.values()) {
      for (const type of object.recordTypes.values()) {
        const fields = {
          Name: type.label,
          DeveloperName: type.developerName,
          SobjectType: object.name,
          IsActive: type.active ? 1 : 0,
        };
        records.push({ object: 'RecordType', id: type.id, fields });
      }
    }
  }
  if (index.objects.has('PermissionSet')) {
    for (const set of index.schema.permissionSets.values()) {
      const granted = permissionColumns.map(
        (name) => [`Permissions${name}`, set.userPermissions.has(name) ? 1 : 0] as const,
      );
      const fields = {
        Name: set.fullName,
        Label: set.label,
        IsCustom: 1,
        IsOwnedByProfile: 0,
        ...Object.fromEntries(granted),
      };
      records.push({ object: 'PermissionSet', id: set.id, fields });
    }
  }
  if (index.objects.has('PermissionSetGroup')) {
    for (const { fullName, label, id } of index.schema.permissionSetGroups.values()) {
      const fields = { DeveloperName: fullName, MasterLabel: label, Status: 'Updated' };
      records.push({ object: 'PermissionSetGroup', id, fields });
    }
  }
  return records;
}

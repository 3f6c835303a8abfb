import { customMetadataRows } from './custom-metadata-rows.ts';
import { makeId } from './ids.ts';
import type { SchemaIndex } from './schema-index.ts';

/** A row that the org keeps because of what was deployed, not because anyone saved it. */
export interface SetupRecord {
  object: string;
  id: string;
  fields: Record<string, string | number | null>;
}

/** User permissions that the table of permission sets has a column for. */
const permissionColumns = ['ApiEnabled', 'ModifyAllData', 'ViewAllData', 'ConvertLeads'];

/** The statuses that a lead can have, as the rows of LeadStatus. */
function leadStatuses(index: SchemaIndex): SetupRecord[] {
  const status = index.objects.get('Lead')?.object.fields.get('Status');
  const values = index.objects.has('LeadStatus') ? (status?.picklistValues ?? []) : [];
  return values
    .filter(({ isActive }) => isActive)
    .map(({ value, label, isDefault, isConverted }, place) => ({
      object: 'LeadStatus',
      id: makeId('01J', place + 1),
      fields: {
        MasterLabel: label,
        ApiName: value,
        SortOrder: place + 1,
        IsDefault: isDefault ? 1 : 0,
        IsConverted: isConverted === true ? 1 : 0,
      },
    }));
}

/** Objects whose rows are wholly made from the schema: rows that it no longer has are removed. */
export function derivedObjects(index: SchemaIndex): string[] {
  return [...index.objects.values()]
    .filter(({ object }) => object.name === 'LeadStatus' || object.kind === 'customMetadata')
    .map(({ object }) => object.name);
}

/** The queryable rows of what is deployed: record types, permission sets and their groups, lead statuses, custom metadata. */
export function schemaRecords(index: SchemaIndex): SetupRecord[] {
  const records: SetupRecord[] = [...leadStatuses(index), ...customMetadataRows(index)];
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

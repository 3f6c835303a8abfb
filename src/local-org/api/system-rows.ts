import type { DataEngine } from '../data/engine.ts';
import { makeId } from '../data/ids.ts';
import { quoted } from '../data/tables.ts';

export const ORG_ID = makeId('00D', 1);
export const ADMIN_ID = makeId('005', 1);
export const ADMIN_USERNAME = 'admin@local.org';
const ADMIN_PROFILE_ID = makeId('00e', 1);

type Values = Record<string, string | number | null>;

/** Writes a row past the save order: these rows are the org itself, not something that a user saved. */
function put(engine: DataEngine, object: string, values: Values): void {
  const schema = engine.schema().objects.get(object);
  if (schema === undefined) return;
  const names = Object.keys(values).filter((name) => schema.fields.has(name));
  const columns = names.map(quoted).join(', ');
  const updates = names.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
  engine.db
    .prepare(
      `INSERT INTO ${quoted(object)} (${columns}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT ("Id") DO UPDATE SET ${updates}`,
    )
    .run(...names.map((name) => values[name] ?? null));
}

function stamps(now: Date): Values {
  const time = now.toISOString();
  return {
    IsDeleted: 0,
    CreatedDate: time,
    CreatedById: ADMIN_ID,
    LastModifiedDate: time,
    LastModifiedById: ADMIN_ID,
    SystemModstamp: time,
  };
}

const ADMIN: Values = {
  Id: ADMIN_ID,
  Username: ADMIN_USERNAME,
  FirstName: 'Local',
  LastName: 'Admin',
  Name: 'Local Admin',
  Alias: 'ladmin',
  CommunityNickname: 'local-admin',
  Email: ADMIN_USERNAME,
  IsActive: 1,
  ProfileId: ADMIN_PROFILE_ID,
  UserType: 'Standard',
  TimeZoneSidKey: 'GMT',
  LocaleSidKey: 'en_US',
  LanguageLocaleKey: 'en_US',
  EmailEncodingKey: 'UTF-8',
};

const ADMIN_PROFILE: Values = {
  Id: ADMIN_PROFILE_ID,
  Name: 'System Administrator',
  UserType: 'Standard',
  PermissionsApiEnabled: 1,
  PermissionsModifyAllData: 1,
  PermissionsViewAllData: 1,
  PermissionsCustomizeApplication: 1,
  PermissionsConvertLeads: 1,
};

const ORGANIZATION: Values = {
  Id: ORG_ID,
  Name: 'Local Org',
  InstanceName: 'LOCAL',
  IsSandbox: 0,
  IsReadOnly: 0,
  OrganizationType: 'Developer Edition',
  TrialExpirationDate: null,
  NamespacePrefix: null,
  TimeZoneSidKey: 'GMT',
  DefaultLocaleSidKey: 'en_US',
  LanguageLocaleKey: 'en_US',
  FiscalYearStartMonth: 1,
  UsesStartDateAsFiscalYearName: 0,
};

function alreadyThere(engine: DataEngine, object: string, id: string): boolean {
  const row = engine.db.prepare(`SELECT 1 FROM ${quoted(object)} WHERE "Id" = ?`).get(id);
  return row !== undefined;
}

/** The org's own rows: the organization, the administrator and the profile. Rows that exist stay as they are. */
export function putOrgRows(engine: DataEngine, now: Date): void {
  const rows: [string, Values][] = [
    ['Organization', ORGANIZATION],
    ['Profile', ADMIN_PROFILE],
    ['User', ADMIN],
  ];
  for (const [object, values] of rows)
    if (!alreadyThere(engine, object, String(values['Id'])))
      put(engine, object, { ...values, ...stamps(now) });
}

/** Makes what was deployed visible to queries: a RecordType row per record type, a PermissionSet row per permission set. */
export function putMetadataRows(engine: DataEngine, now: Date): void {
  const schema = engine.schema();
  for (const object of schema.objects.values())
    for (const recordType of object.recordTypes.values())
      put(engine, 'RecordType', {
        ...stamps(now),
        Id: recordType.id,
        Name: recordType.label,
        DeveloperName: recordType.developerName,
        SobjectType: object.name,
        IsActive: recordType.active ? 1 : 0,
      });
  for (const permissionSet of schema.permissionSets.values())
    put(engine, 'PermissionSet', {
      ...stamps(now),
      Id: permissionSet.id,
      Name: permissionSet.fullName,
      Label: permissionSet.label,
      IsOwnedByProfile: 0,
      IsCustom: 1,
      Type: 'Regular',
    });
}

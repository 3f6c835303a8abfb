import type { LocalDataEngine } from '../data/create-engine.ts';
import { makeId } from '../data/ids.ts';

export const ORG_ID = makeId('00D', 1);
export const ADMIN_ID = makeId('005', 1);
export const ADMIN_USERNAME = 'admin@local.org';
const ADMIN_PROFILE_ID = makeId('00e', 1);

type Values = Record<string, string | number | boolean | null>;

const ADMIN: Values = {
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
  Name: 'System Administrator',
  UserType: 'Standard',
  PermissionsApiEnabled: 1,
  PermissionsModifyAllData: 1,
  PermissionsViewAllData: 1,
  PermissionsCustomizeApplication: 1,
  PermissionsConvertLeads: 1,
};

const ORGANIZATION: Values = {
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

/** The org's own rows: the organization, the administrator and the profile. Rows that exist stay as they are. */
export function putOrgRows(engine: LocalDataEngine): void {
  const rows: [object: string, id: string, values: Values][] = [
    ['Organization', ORG_ID, ORGANIZATION],
    ['Profile', ADMIN_PROFILE_ID, ADMIN_PROFILE],
    ['User', ADMIN_ID, ADMIN],
  ];
  const stamps = { CreatedById: ADMIN_ID, LastModifiedById: ADMIN_ID };
  for (const [object, id, values] of rows) {
    const found = engine.db.prepare(`SELECT 1 FROM "${object}" WHERE "Id" = ?`).get(id);
    if (found === undefined) engine.seed(object, id, { ...values, ...stamps });
  }
}

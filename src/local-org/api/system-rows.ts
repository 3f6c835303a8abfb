import type { LocalDataEngine } from '../data/create-engine.ts';
import { standardProfiles } from '../access/profiles.ts';
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

/** User permissions that the table of profiles has a column for. */
const profileColumns = [
  'ApiEnabled',
  'ModifyAllData',
  'ViewAllData',
  'CustomizeApplication',
  'ConvertLeads',
];

/** The administrator's profile is the first, with the first id. */
const PROFILES: [object: string, id: string, values: Values][] = standardProfiles.map(
  ({ name, userPermissions }, place) => {
    const granted = profileColumns.map(
      (permission) =>
        [`Permissions${permission}`, userPermissions.includes(permission) ? 1 : 0] as const,
    );
    const values = { Name: name, UserType: 'Standard', ...Object.fromEntries(granted) };
    return ['Profile', makeId('00e', place + 1), values];
  },
);

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

/** The org's own rows: the organization, the administrator and the standard profiles. Rows that exist stay as they are. */
export function putOrgRows(engine: LocalDataEngine): void {
  const rows: [object: string, id: string, values: Values][] = [
    ['Organization', ORG_ID, ORGANIZATION],
    ...PROFILES,
    ['User', ADMIN_ID, ADMIN],
  ];
  const stamps = { CreatedById: ADMIN_ID, LastModifiedById: ADMIN_ID };
  for (const [object, id, values] of rows) {
    const found = engine.db.prepare(`SELECT 1 FROM "${object}" WHERE "Id" = ?`).get(id);
    if (found === undefined) engine.seed(object, id, { ...values, ...stamps });
  }
}

import jsforce from 'jsforce';

/** Where the demo's org is, and its administrator's session. */
export interface OrgHandle {
  instanceUrl: string;
  accessToken: string;
}

/** Who works in the demo's org, each logged in, with a job's permission set and nothing more. */
export interface People {
  admin: jsforce.Connection;
  /** The integration user: the service. */
  service: { id: string; accessToken: string };
  rep: jsforce.Connection;
  manager: jsforce.Connection;
  /** Two of finance: who closes a statement may not approve it. */
  accountant: jsforce.Connection;
  approver: jsforce.Connection;
}

/** The last version that still logs in with a name and a password (SOAP login ends with 65.0). */
const version = '64.0';

interface Job {
  name: string;
  profile: string;
  permissionSets: readonly string[];
}

/** Makes a user with a job's permission sets, and logs in as that user. The local org checks no passwords. */
async function hire(
  admin: jsforce.Connection,
  { name, profile, permissionSets }: Job,
): Promise<jsforce.Connection> {
  const names = permissionSets.map((set) => `'${set}'`).join(', ');
  const [profiles, sets] = await Promise.all([
    admin.query<{ Id: string }>(`SELECT Id FROM Profile WHERE Name = '${profile}'`),
    admin.query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE Name IN (${names})`),
  ]);
  const username = `${name.toLowerCase()}@demo.local`;
  const user = await admin.sobject('User').create({
    IsActive: true,
    Username: username,
    LastName: name,
    Alias: name.slice(0, 8),
    Email: username,
    ProfileId: profiles.records[0]?.Id,
    TimeZoneSidKey: 'America/Los_Angeles',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  await admin
    .sobject('PermissionSetAssignment')
    .create(sets.records.map((set) => ({ AssigneeId: user.id, PermissionSetId: set.Id })));
  const connection = new jsforce.Connection({ loginUrl: admin.instanceUrl, version });
  await connection.login(username, 'not checked here');
  return connection;
}

const office = 'Standard User';
const finance = ['CommissionApprover', 'PartnerReadOnly'];

/** The people of the demo: see the admin guide for who gets which permission sets. */
export async function hirePeople(org: OrgHandle): Promise<People> {
  const admin = new jsforce.Connection({ ...org, version });
  const [service, rep, manager, accountant, approver] = await Promise.all([
    hire(admin, {
      name: 'Partnerverse',
      profile: 'Minimum Access - API Only Integrations',
      permissionSets: ['SyncService'],
    }),
    hire(admin, { name: 'Rep', profile: office, permissionSets: ['SalesRep'] }),
    hire(admin, { name: 'Manager', profile: office, permissionSets: ['PartnerManager'] }),
    hire(admin, { name: 'Accountant', profile: office, permissionSets: finance }),
    hire(admin, { name: 'Approver', profile: office, permissionSets: finance }),
  ]);
  return {
    admin,
    service: { id: service.userInfo?.id ?? '', accessToken: service.accessToken ?? '' },
    rep,
    manager,
    accountant,
    approver,
  };
}

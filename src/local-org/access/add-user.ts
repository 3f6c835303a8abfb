import type { LocalDataEngine } from '../data/create-engine.ts';
import type { SaveContext } from '../data/engine.ts';

/** A further user of the org, as a test asks for one. */
export interface NewUser {
  username: string;
  /** A standard profile's name; "Minimum Access - Salesforce" when not said. */
  profile?: string;
  /** API names of deployed permission sets or groups. */
  permissionSets?: readonly string[];
}

function idWhere(engine: LocalDataEngine, sql: string, value: string, what: string): string {
  const row = engine.db.prepare(sql).get(value);
  if (row === undefined) throw new Error(`The local org has no ${what} ${value}.`);
  return String(row['Id']);
}

function created(
  engine: LocalDataEngine,
  context: SaveContext,
  object: string,
  fields: Record<string, unknown>,
): string {
  const request = { operation: 'create' as const, object, fields };
  const [result] = engine.save([request], { allOrNone: true, context });
  if (result?.id == null)
    throw new Error(`The local org refused the ${object}: ${JSON.stringify(result?.errors)}`);
  return result.id;
}

function assign(
  engine: LocalDataEngine,
  context: SaveContext,
  assignee: string,
  name: string,
): void {
  const group = engine.schema().permissionSetGroups.get(name);
  const set = group ?? engine.schema().permissionSets.get(name);
  if (set === undefined) throw new Error(`The local org has no permission set or group ${name}.`);
  const field = group === undefined ? 'PermissionSetId' : 'PermissionSetGroupId';
  created(engine, context, 'PermissionSetAssignment', { AssigneeId: assignee, [field]: set.id });
}

/** Creates an active user with its assignments; its id. Throws where the org would refuse, or knows no such profile or set. */
export function addUser(engine: LocalDataEngine, adminId: string, user: NewUser): string {
  const context = { userId: adminId, changeOrigin: '' };
  const profile = user.profile ?? 'Minimum Access - Salesforce';
  const id = created(engine, context, 'User', {
    Username: user.username,
    LastName: user.username.split('@')[0],
    Alias: user.username.slice(0, 8),
    Email: user.username.includes('@') ? user.username : `${user.username}@local.org`,
    CommunityNickname: user.username.slice(0, 40),
    IsActive: true,
    ProfileId: idWhere(engine, 'SELECT "Id" FROM "Profile" WHERE "Name" = ?', profile, 'profile'),
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
  for (const name of user.permissionSets ?? []) assign(engine, context, id, name);
  return id;
}

/** The id of an active user; throws when there is none of that name. */
export function userNamed(engine: LocalDataEngine, username: string): string {
  const sql = 'SELECT "Id" FROM "User" WHERE "Username" = ? AND "IsActive" = 1';
  return idWhere(engine, sql, username, 'active user');
}

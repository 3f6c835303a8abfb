import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { quoted } from '../data/tables.ts';
import type { OrgSchema } from '../schema/types.ts';
import { grantsOf, type Grants } from './grants.ts';
import { RowAccess, type Level } from './row-access.ts';
import { schemaAsSeen } from './user-schema.ts';

/** What one user may do, worked out once per schema and set of assignments. Administrators have none: nobody asks them. */
export class UserAccess {
  readonly userId: string;
  readonly isActive: boolean;
  /** The org's schema as the user sees it. */
  readonly schema: OrgSchema;
  private readonly grants: Grants;
  private readonly db: DatabaseSync;
  private readonly rows: RowAccess;
  private readonly conditions = new Map<string, string | null>();
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    db: DatabaseSync,
    user: { id: string; isActive: boolean },
    schema: OrgSchema,
    grants: Grants,
  ) {
    const { id: userId, isActive } = user;
    this.userId = userId;
    this.isActive = isActive;
    this.schema = schemaAsSeen(schema, grants);
    this.grants = grants;
    this.db = db;
    this.rows = new RowAccess(userId, this.schema);
  }

  /** Whether the user has a user permission by its API name: `ApiEnabled`. */
  has(permission: string): boolean {
    return this.grants.userPermissions.has(permission);
  }

  /** SQL under which rows of the table called `alias` may be touched; null: all of them. */
  condition(object: string, level: Level, alias: string): string | null {
    const key = `${object} ${level} ${alias}`;
    const known = this.conditions.get(key);
    if (known !== undefined) return known;
    const condition = this.rows.condition(object, level, alias);
    this.conditions.set(key, condition);
    return condition;
  }

  /** Whether the user may touch one record. */
  allows(object: string, id: string, level: Level): boolean {
    const condition = this.condition(object, level, 't');
    if (condition === null) return true;
    const sql = `SELECT 1 FROM ${quoted(object)} AS t WHERE t."Id" = ? AND (${condition})`;
    const statement = this.statements.get(sql) ?? this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement.get(id) !== undefined;
  }
}

interface Known {
  schema: OrgSchema;
  fingerprint: string;
  access: UserAccess | null;
}

const SQL = `SELECT u."ProfileId", u."IsActive", p."Name" AS profile, (
  SELECT group_concat(COALESCE(a."PermissionSetId", a."PermissionSetGroupId"))
  FROM "PermissionSetAssignment" AS a WHERE a."AssigneeId" = u."Id" AND a."IsDeleted" = 0
) AS assigned FROM "User" AS u LEFT JOIN "Profile" AS p ON p."Id" = u."ProfileId" WHERE u."Id" = ?`;

/** The access of every user, found again by what it was made of: the schema, the profile, the assignments. */
export class AccessBook {
  private readonly db: DatabaseSync;
  private readonly known = new Map<string, Known>();
  private statement: StatementSync | null = null;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  /**
   * Null where nobody is asked: administrators, the system itself, and users without a profile, which only an engine
   * without an org has.
   */
  of(userId: string, schema: OrgSchema): UserAccess | null {
    if (userId === '') return null;
    this.statement ??= this.db.prepare(SQL);
    const row = this.statement.get(userId);
    if (typeof row?.['ProfileId'] !== 'string') return null;
    const profile = String(row['profile'] ?? '');
    const assigned = typeof row['assigned'] === 'string' ? row['assigned'] : '';
    const isActive = row['IsActive'] === 1;
    const fingerprint = `${isActive} ${profile} ${assigned}`;
    const known = this.known.get(userId);
    if (known?.schema === schema && known.fingerprint === fingerprint) return known.access;
    const grants = grantsOf(schema, profile, new Set(assigned.split(',')));
    const access = grants.profile.isAdministrator
      ? null
      : new UserAccess(this.db, { id: userId, isActive }, schema, grants);
    this.known.set(userId, { schema, fingerprint, access });
    return access;
  }
}

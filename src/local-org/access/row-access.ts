import { quoted } from '../data/tables.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { isSetupObject } from './user-schema.ts';

export type Level = 'read' | 'edit' | 'delete';

/** Objects under an account whose owner may read the account: implicit sharing. */
const underAccount = ['Contact', 'Opportunity', 'Case'];

const NO_ROW = '0';

const rightFor = { read: 'allowRead', edit: 'allowEdit', delete: 'allowDelete' } as const;

function joinAnd(parts: readonly (string | null)[]): string | null {
  const some = parts.filter((part) => part !== null);
  return some.length === 0 ? null : some.map((part) => `(${part})`).join(' AND ');
}

/** Which records of which objects one user may touch, as conditions for SQLite. */
export class RowAccess {
  private readonly userId: string;
  /** The schema as the user sees it. */
  private readonly schema: OrgSchema;
  private aliases = 0;

  constructor(userId: string, schema: OrgSchema) {
    this.userId = userId;
    this.schema = schema;
  }

  /**
   * The condition under which a row of the table called `alias` may be read, edited or deleted; null: every row. By the
   * user's rights on the object, its organization-wide default and the row's owner; there are no roles, rules or manual shares here.
   * https://help.salesforce.com/s/articleView?id=platform.sharing_model_fields.htm
   */
  condition(name: string, level: Level, alias: string): string | null {
    const object = this.schema.objects.get(name);
    const rights = object?.rights;
    if (object === undefined || rights === undefined) return NO_ROW;
    if (!rights[rightFor[level]]) return NO_ROW;
    if (isSetupObject(name) || object.kind === 'customMetadata') return null;
    if (rights.modifyAllRecords || (level === 'read' && rights.viewAllRecords)) return null;
    switch (object.sharingModel) {
      case 'ControlledByParent':
        return this.byParents(object, level, alias);
      case 'Private':
        return this.ownedOrAbove(object, level, alias);
      case 'Read':
        return level === 'read' ? null : this.owned(object, alias);
      case 'FullAccess':
        return null;
      default:
        return level === 'delete' ? this.owned(object, alias) : null;
    }
  }

  private owned(object: ObjectSchema, alias: string): string | null {
    if (!object.fields.has('OwnerId')) return null;
    return `${alias}."OwnerId" = '${this.userId}'`;
  }

  private ownedOrAbove(object: ObjectSchema, level: Level, alias: string): string | null {
    const owned = this.owned(object, alias);
    if (owned === null || object.name !== 'Account' || level !== 'read') return owned;
    const children = underAccount
      .map((name) => this.schema.objects.get(name))
      .filter((child) => child !== undefined)
      .map((child) => {
        const own = `"AccountId" = ${alias}."Id" AND "OwnerId" = '${this.userId}'`;
        return `EXISTS (SELECT 1 FROM ${quoted(child.name)} WHERE ${own} AND "IsDeleted" = 0)`;
      });
    return [owned, ...children].join(' OR ');
  }

  /** A detail is what its masters are; a contact what its account is, or its owner's while it has none. */
  private byParents(object: ObjectSchema, level: Level, alias: string): string | null {
    const masters = [...object.fields.values()].filter(({ type }) => type === 'MasterDetail');
    const all = joinAnd(
      masters.map((field) => {
        const needed = level === 'read' || field.writeRequiresMasterRead ? 'read' : 'edit';
        return this.underParent(field.name, field.referenceTo[0] ?? '', needed, alias);
      }),
    );
    if (masters.length > 0) return all;
    const under = this.underParent('AccountId', 'Account', level, alias);
    if (under === null) return null;
    return `(${under}) OR (${alias}."AccountId" IS NULL AND ${alias}."OwnerId" = '${this.userId}')`;
  }

  private underParent(field: string, parent: string, level: Level, alias: string): string | null {
    const above = `a${this.aliases++}`;
    const condition = this.condition(parent, level, above);
    if (condition === null) return null;
    return `${alias}.${quoted(field)} IN (SELECT ${above}."Id" FROM ${quoted(parent)} AS ${above} WHERE ${condition})`;
  }
}

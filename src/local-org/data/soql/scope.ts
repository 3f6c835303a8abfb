import { notImplemented } from '../../api/api-error.ts';
import { quoted } from '../tables.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { invalidField, noSuchColumn, noSuchRelationship } from './query-errors.ts';
import {
  findField,
  findParentField,
  parentRelationshipName,
  valueKind,
  type ValueKind,
} from './schema-names.ts';

const MOST_PARENT_LEVELS = 5;

/** One record in a row's family: the object itself or a parent reached through lookups. */
export interface Source {
  /** The table's alias in the SQL. */
  alias: string;
  object: ObjectSchema;
  /** Relationship names from the root in the schema's letter case; empty for the root. */
  path: readonly string[];
}

/** A field path, resolved. */
export interface ResolvedField {
  source: Source;
  field: FieldSchema;
  kind: ValueKind;
  /** SQL expression of the stored value; for a formula, which is not stored, it must not be used. */
  sql: string;
}

/** What every part of one query's compilation needs to know. */
export interface QueryFrame {
  schema: OrgSchema;
  /** The whole query's text, for positions in errors. */
  text: string;
  now: Date;
  aliases: { next: number };
  /** SQL under which the caller sees rows of a table; null: all of them. */
  visibleRows(object: string, alias: string): string | null;
}

/** The tables that one SELECT reads: its object and the parents that its paths pass through, each joined once. */
export class Scope {
  readonly frame: QueryFrame;
  readonly root: Source;
  private readonly sources = new Map<string, Source>();
  private readonly joins: string[] = [];
  private readonly prefixes: ReadonlySet<string>;

  constructor(frame: QueryFrame, object: ObjectSchema, alias: string | undefined) {
    this.frame = frame;
    this.root = { alias: `t${frame.aliases.next++}`, object, path: [] };
    const names = alias === undefined ? [object.name] : [object.name, alias];
    this.prefixes = new Set(names.map((name) => name.toLowerCase()));
  }

  /** The FROM clause with its joins; complete only after every path of the query has been resolved. */
  fromSql(): string {
    return [`${quoted(this.root.object.name)} AS ${this.root.alias}`, ...this.joins].join(' ');
  }

  /** `Partner__r.Owner.Name`, `a.Name` → its table and field. Throws 400 INVALID_FIELD with Salesforce's texts. */
  resolve(path: string): ResolvedField {
    const segments = path.split('.');
    const first = segments[0]?.toLowerCase() ?? '';
    // An alias or the object's own name may stand in front, unless it is a relationship of the object.
    if (segments.length > 1 && this.prefixes.has(first)) {
      const isRelationship = findParentField(this.root.object, first) !== undefined;
      if (!isRelationship) segments.shift();
    }
    const name = segments.pop() ?? '';
    const source = this.parent(segments, path);
    const field = findField(source.object, name);
    if (field === undefined)
      throw invalidField(this.frame.text, path, noSuchColumn(name, source.object.name));
    return {
      source,
      field,
      kind: valueKind(this.frame.schema, field),
      sql: `${source.alias}.${quoted(field.name)}`,
    };
  }

  /** The parent at a path of relationship names that has been resolved before. */
  sourceAt(path: readonly string[]): Source {
    return this.sources.get(path.join('.')) ?? this.root;
  }

  private parent(relationships: readonly string[], path: string): Source {
    if (relationships.length > MOST_PARENT_LEVELS)
      throw invalidField(
        this.frame.text,
        path,
        `SOQL relationships may not go more than ${MOST_PARENT_LEVELS} levels up: ${path}`,
      );
    let source = this.root;
    for (const name of relationships) source = this.join(source, name, path);
    return source;
  }

  private join(source: Source, name: string, path: string): Source {
    const lookup = findParentField(source.object, name);
    const target = lookup === undefined ? undefined : this.target(lookup);
    if (lookup === undefined || target === undefined)
      throw invalidField(this.frame.text, path, noSuchRelationship(name, 'field path'));
    const fullPath = [...source.path, parentRelationshipName(lookup) ?? name];
    const key = fullPath.join('.');
    const known = this.sources.get(key);
    if (known !== undefined) return known;
    const alias = `t${this.frame.aliases.next++}`;
    const visible = this.frame.visibleRows(target.name, alias);
    const only = visible === null ? '' : ` AND (${visible})`;
    this.joins.push(
      `LEFT JOIN ${quoted(target.name)} AS ${alias} ON ${alias}."Id" = ${source.alias}.${quoted(lookup.name)}${only}`,
    );
    const joined = { alias, object: target, path: fullPath };
    this.sources.set(key, joined);
    return joined;
  }

  /** A lookup to several objects (Owner: user or queue) is read as the user, the only kind that owns rows here. */
  private target(lookup: FieldSchema): ObjectSchema | undefined {
    const names = lookup.referenceTo.includes('User') ? ['User'] : lookup.referenceTo;
    if (names.length > 1)
      throw notImplemented(`A path through ${lookup.name}, which has several targets,`);
    return this.frame.schema.objects.get(names[0] ?? '');
  }
}

/** Refuses a formula where its value would have to be known to SQLite. */
export function storedSql(resolved: ResolvedField, use: string): string {
  if (resolved.field.type === 'Formula')
    throw notImplemented(`${use} by the formula field ${resolved.field.name}`);
  return resolved.sql;
}

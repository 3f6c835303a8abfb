import { quoted } from '../tables.ts';
import { locationParts } from '../../schema/fields.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { nameColumnSql, nameEntity } from './name-entity.ts';
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
  object: ObjectSchema;
  /** Relationship names from the root in the schema's letter case; empty for the root. */
  path: readonly string[];
  /** SQL of one of its stored fields. */
  column(field: string): string;
  /** What a lookup with several targets may point at, each read as itself; empty for every other source. */
  targets: readonly Source[];
}

/** A field path, resolved. */
export interface ResolvedField {
  source: Source;
  field: FieldSchema;
  kind: ValueKind;
  /** SQL expression of the value; a formula is computed row by row. */
  sql: string;
}

/** What every part of one query's compilation needs to know. */
export interface QueryFrame {
  schema: OrgSchema;
  /** The whole query's text, for positions in errors. */
  text: string;
  now: Date;
  /** Whose rows USING SCOPE mine are; null where nobody asks. */
  userId: string | null;
  aliases: { next: number };
  /** SQL under which the caller sees rows of a table; null: all of them. */
  visibleRows(object: string, alias: string): string | null;
}

/** The tables that one SELECT reads: its object and the parents that its paths pass through, each joined once. */
export class Scope {
  readonly frame: QueryFrame;
  readonly root: Source & { alias: string };
  private readonly sources = new Map<string, Source>();
  private readonly joins: string[] = [];
  private readonly prefixes: ReadonlySet<string>;

  constructor(frame: QueryFrame, object: ObjectSchema, alias: string | undefined) {
    this.frame = frame;
    const table = `t${frame.aliases.next++}`;
    this.root = { alias: table, object, path: [], column: tableColumn(table), targets: [] };
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
    return this.fieldOf(this.parent(segments, path), name, path);
  }

  /** A field of a source by its name; `path` is what the query says, for the error. */
  fieldOf(source: Source, name: string, path: string): ResolvedField {
    const field = findField(source.object, name);
    if (field === undefined)
      throw invalidField(this.frame.text, path, noSuchColumn(name, source.object.name));
    return {
      source,
      field,
      kind: valueKind(this.frame.schema, field),
      sql: fieldSql(source, field),
    };
  }

  /** The parent at a path of relationship names that has been resolved before. */
  sourceAt(path: readonly string[]): Source {
    return this.sources.get(path.join('.')) ?? this.root;
  }

  /** The record that relationship names lead to: `['Owner']`. Throws 400 INVALID_FIELD. */
  parent(relationships: readonly string[], path: string): Source {
    if (relationships.length > MOST_PARENT_LEVELS)
      throw invalidField(
        this.frame.text,
        path,
        `SOQL relationships may not go more than ${MOST_PARENT_LEVELS} levels up: ${path}`,
      );
    let source: Source = this.root;
    for (const name of relationships) source = this.join(source, name, path);
    return source;
  }

  private join(source: Source, name: string, path: string): Source {
    const lookup = findParentField(source.object, name);
    const targets = (lookup?.referenceTo ?? []).flatMap(
      (target) => this.frame.schema.objects.get(target) ?? [],
    );
    if (lookup === undefined || targets.length === 0)
      throw invalidField(this.frame.text, path, noSuchRelationship(name, 'field path'));
    const fullPath = [...source.path, parentRelationshipName(lookup) ?? name];
    const key = fullPath.join('.');
    const known = this.sources.get(key);
    if (known !== undefined) return known;
    const tables = targets.map((object) => {
      const alias = `t${this.frame.aliases.next++}`;
      const visible = this.frame.visibleRows(object.name, alias);
      const only = visible === null ? '' : ` AND (${visible})`;
      this.joins.push(
        `LEFT JOIN ${quoted(object.name)} AS ${alias} ON ${alias}."Id" = ${source.column(lookup.name)}${only}`,
      );
      return { alias, object };
    });
    const [single] = tables;
    const joined =
      tables.length === 1 && single !== undefined
        ? tableSource(single.object, single.alias, fullPath)
        : {
            object: nameEntity(tables),
            path: fullPath,
            column: (field: string) => nameColumnSql(tables, field),
            targets: tables.map(({ object, alias }) => tableSource(object, alias, fullPath)),
          };
    this.sources.set(key, joined);
    return joined;
  }
}

const tableColumn = (alias: string) => (field: string) => `${alias}.${quoted(field)}`;

const tableSource = (object: ObjectSchema, alias: string, path: readonly string[]): Source => ({
  object,
  path,
  column: tableColumn(alias),
  targets: [],
});

/** `{"latitude":…,"longitude":…}`; null where neither is known. */
function locationSql(source: Source, field: FieldSchema): string {
  const [latitude = '', longitude = ''] = locationParts(field).map(({ name }) =>
    source.column(name),
  );
  return `CASE WHEN coalesce(${latitude}, ${longitude}) IS NOT NULL THEN json_object('latitude', ${latitude}, 'longitude', ${longitude}) END`;
}

/** Formulas are not stored: SQLite asks the engine for their value (see create-engine.ts). */
function fieldSql(source: Source, field: FieldSchema): string {
  if (field.type === 'Location') return locationSql(source, field);
  if (field.type !== 'Formula') return source.column(field.name);
  return `formula_value('${source.object.name}', '${field.name}', ${source.column('Id')})`;
}

import type { DatabaseSync } from 'node:sqlite';
import type { FieldSchema } from '../schema/types.ts';
import { isReference, isTextType, type ObjectIndex, type SchemaIndex } from './schema-index.ts';

/** A name as SQLite quotes it; API names hold only letters, digits and underscores, but some are SQL words (Group). */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Salesforce compares text without case, ids and case-sensitive keys with it: said once on the column, so that every
 * query and index follows.
 */
function columnType(field: FieldSchema): string {
  if (field.type === 'Id' || isReference(field)) return 'TEXT';
  if (isTextType(field.type)) return field.caseSensitive ? 'TEXT' : 'TEXT COLLATE NOCASE';
  return field.type === 'Checkbox' ? 'INTEGER' : 'REAL';
}

function columnDefinition(field: FieldSchema): string {
  const key = field.name === 'Id' ? ' PRIMARY KEY' : '';
  return `${quoted(field.name)} ${columnType(field)}${key}`;
}

function addColumns(
  db: DatabaseSync,
  { object, storedFields }: ObjectIndex,
  present: ReadonlySet<string>,
): void {
  const table = quoted(object.name);
  for (const field of storedFields) {
    if (present.has(field.name)) continue;
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${columnDefinition(field)}`);
    if (field.type === 'Checkbox') {
      const value = field.defaultValue === 'true' ? 1 : 0;
      db.exec(`UPDATE ${table} SET ${quoted(field.name)} = ${value}`);
    }
  }
}

function isIndexed(field: FieldSchema): boolean {
  if (field.name.endsWith('ById')) return false;
  return field.externalId || field.unique || isReference(field) || field.name === 'SystemModstamp';
}

function applyTable(db: DatabaseSync, index: ObjectIndex): void {
  const { name } = index.object;
  const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(name);
  if (columns.length > 0) addColumns(db, index, new Set(columns.map((row) => String(row.name))));
  else {
    const definitions = index.storedFields.map(columnDefinition).join(', ');
    db.exec(`CREATE TABLE ${quoted(name)} (${definitions})`);
  }
  for (const field of index.storedFields.filter(isIndexed)) {
    const indexName = quoted(`${name}.${field.name}`);
    db.exec(`CREATE INDEX IF NOT EXISTS ${indexName} ON ${quoted(name)} (${quoted(field.name)})`);
  }
}

/** Makes tables, columns and indexes for what the schema has and the database has not; drops nothing. */
export function applyTables(db: DatabaseSync, index: SchemaIndex): void {
  db.exec('BEGIN');
  for (const objectIndex of index.objects.values()) applyTable(db, objectIndex);
  db.exec('COMMIT');
}

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

function applyTable(db: DatabaseSync, { object, storedFields }: ObjectIndex): void {
  const table = quoted(object.name);
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} ("Id" TEXT PRIMARY KEY)`);
  const present = new Set(
    db.prepare(`SELECT name FROM pragma_table_info(?)`).all(object.name).map((row) => row.name), // prettier-ignore
  );
  for (const field of storedFields) {
    if (present.has(field.name)) continue;
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${columnDefinition(field)}`);
    if (field.type === 'Checkbox') {
      db.exec(
        `UPDATE ${table} SET ${quoted(field.name)} = ${field.defaultValue === 'true' ? 1 : 0}`,
      );
    }
  }
  for (const field of storedFields) {
    if (!field.externalId && !field.unique && !isReference(field)) continue;
    const index = quoted(`${object.name}.${field.name}`);
    db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${table} (${quoted(field.name)})`);
  }
  if (object.fields.has('SystemModstamp')) {
    const index = quoted(`${object.name}.SystemModstamp`);
    db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${table} ("SystemModstamp")`);
  }
}

/** Makes tables, columns and indexes for what the schema has and the database has not; drops nothing. */
export function applyTables(db: DatabaseSync, index: SchemaIndex): void {
  db.exec('BEGIN');
  for (const objectIndex of index.objects.values()) applyTable(db, objectIndex);
  db.exec('COMMIT');
}

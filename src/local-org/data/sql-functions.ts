import type { DatabaseSync } from 'node:sqlite';

/**
 * What SQL must be able to ask beside tables: `fold(text)` is the text in lower case of every script (SQLite's own NOCASE
 * knows ASCII only), `formula_value(object, field, id)` the value of a formula field as it would be stored.
 */
export function addSqlFunctions(
  db: DatabaseSync,
  formulaValue: (object: string, field: string, id: string) => string | number | null,
): void {
  db.function('fold', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  );
  db.function('formula_value', (object, field, id) =>
    typeof id === 'string' ? formulaValue(String(object), String(field), id) : null,
  );
}

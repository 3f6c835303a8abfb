import { fileTables } from './standard-files.ts';
import { salesTables } from './standard-sales.ts';
import { setupTables } from './standard-setup.ts';
import { parseStandardTable } from './table-parser.ts';
import type { OrgSchema } from './types.ts';

/**
 * The schema of a new, empty org: standard objects with their usual fields, nothing deployed. `Account.IsPartner` is
 * absent, as in every org without partner licences. Compound address fields are not modelled, their parts are.
 */
export function createSchema(): OrgSchema {
  const tables = [...salesTables, ...setupTables, ...fileTables];
  return {
    objects: new Map(tables.map((table) => [table.name, parseStandardTable(table)])),
    globalValueSets: new Map(),
    flows: new Map(),
    permissionSets: new Map(),
    permissionSetGroups: new Map(),
    customPermissions: new Set(),
    matchingRules: new Map(),
    duplicateRules: new Map(),
    otherComponents: new Map(),
  };
}

const prefixDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The next free key prefix: a00, a01 … for custom objects, m00 … for custom metadata types. */
export function nextKeyPrefix(schema: OrgSchema, letter: 'a' | 'm'): string {
  const used = new Set([...schema.objects.values()].map((object) => object.keyPrefix));
  for (const first of prefixDigits) {
    for (const second of prefixDigits) {
      const prefix = `${letter}${first}${second}`;
      if (!used.has(prefix)) return prefix;
    }
  }
  throw new Error(
    `Every key prefix of the form ${letter}.. is taken: the org holds too many objects.`,
  );
}

import { formulaProblem, referencedFields } from '../data/formula.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';

const globals =
  /^\$(ObjectType|User|Profile|UserRole|Organization|Permission|Setup|Label|CustomMetadata|System|Api|RecordType|Record__Prior|Flow)\b/i;

function findField(object: ObjectSchema, name: string): FieldSchema | undefined {
  const wanted = name.toLowerCase();
  return [...object.fields.values()].find((field) => field.name.toLowerCase() === wanted);
}

function findRelation(object: ObjectSchema, name: string): FieldSchema | undefined {
  const wanted = name.toLowerCase();
  return [...object.fields.values()].find(
    (field) => field.relationshipName?.toLowerCase() === wanted,
  );
}

/** Whether a path like `Partner__r.Owner.Name` leads to a field. */
export function pathExists(schema: OrgSchema, object: ObjectSchema, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return findField(object, first) !== undefined;
  const relation = findRelation(object, first);
  return (relation?.referenceTo ?? []).some((name) => {
    const target = schema.objects.get(name);
    return target !== undefined && pathExists(schema, target, rest.join('.'));
  });
}

/** The path from the record itself; null for globals, and for a flow's own variables. */
function recordPath(name: string, prefix: string | null): string | null {
  if (globals.test(name)) return null;
  if (prefix === null) return name;
  const start = `${prefix}.`.toLowerCase();
  return name.toLowerCase().startsWith(start) ? name.slice(start.length) : null;
}

/**
 * What is wrong with a formula on this object, in Salesforce's words; null if nothing. `prefix` is what leads to the record
 * itself, as `$Record` does in flows.
 */
export function formulaError(
  schema: OrgSchema,
  object: ObjectSchema,
  formula: string,
  prefix: string | null = null,
): string | null {
  const broken = formulaProblem(formula);
  if (broken !== null) return broken;
  for (const name of referencedFields(formula)) {
    const path = recordPath(name, prefix);
    if (path !== null && !pathExists(schema, object, path)) {
      return `Field ${path.split('.').at(-1) ?? path} does not exist. Check spelling.`;
    }
  }
  return null;
}

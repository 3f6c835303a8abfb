import { formulaProblem, referencedFields } from '../data/formula.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';

const globals =
  /^\$(User|Profile|UserRole|Organization|Permission|Setup|Label|CustomMetadata|System|Api|RecordType|Record__Prior|Flow)\b/i;

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
    const isRecord = prefix !== null && name.toLowerCase().startsWith(`${prefix.toLowerCase()}.`);
    const path = isRecord && prefix !== null ? name.slice(prefix.length + 1) : name;
    const isOther = globals.test(name) || name.toLowerCase() === '$objecttype';
    const isVariable = prefix !== null && !isRecord;
    if (isOther || isVariable || name.toLowerCase().startsWith('$objecttype.')) continue;
    if (!pathExists(schema, object, path)) {
      return `Field ${path.split('.').at(-1) ?? path} does not exist. Check spelling.`;
    }
  }
  return null;
}

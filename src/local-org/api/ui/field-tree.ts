import { nameEntity } from '../../data/soql/name-entity.ts';
import { noSuchColumn } from '../../data/soql/query-errors.ts';
import {
  findField,
  findParentField,
  parentRelationshipName,
} from '../../data/soql/schema-names.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { ApiError } from '../api-error.ts';

/** The fields asked of a record and, nested, of its parents. */
export interface FieldTree {
  object: ObjectSchema;
  fields: Map<string, FieldSchema>;
  parents: Map<string, FieldTree>;
}

export function emptyTree(object: ObjectSchema): FieldTree {
  return { object, fields: new Map(), parents: new Map() };
}

function parentTree(schema: OrgSchema, tree: FieldTree, name: string): FieldTree | null {
  const lookup = findParentField(tree.object, name);
  const key = lookup === undefined ? null : parentRelationshipName(lookup);
  if (lookup === undefined || key === null) return null;
  const known = tree.parents.get(key);
  if (known !== undefined) return known;
  const targets = lookup.referenceTo.flatMap((target) => schema.objects.get(target) ?? []);
  const [only] = targets;
  if (only === undefined) return null;
  const object =
    targets.length === 1 ? only : nameEntity(targets.map((one) => ({ alias: '', object: one })));
  const parent = emptyTree(object);
  tree.parents.set(key, parent);
  return parent;
}

/** Adds a path like `Account.Name`, seen from the tree's object; what it does not find is null, else the field. */
export function addPath(
  schema: OrgSchema,
  tree: FieldTree,
  path: readonly string[],
): FieldSchema | null {
  const [name = '', ...rest] = path;
  if (rest.length > 0) {
    const known = new Set(tree.parents.keys());
    const parent = parentTree(schema, tree, name);
    if (parent === null) return null;
    const field = addPath(schema, parent, rest);
    if (field === null)
      for (const key of tree.parents.keys()) if (!known.has(key)) tree.parents.delete(key);
    return field;
  }
  const field = findField(tree.object, name);
  if (field === undefined) return null;
  tree.fields.set(field.name, field);
  return field;
}

/**
 * Adds `Account.Owner.Name` and the like, each with the object's name in front, as the User Interface API wants them.
 * Throws 400 INVALID_FIELD for a field that is not there, unless it is optional.
 */
export function addNamedFields(
  schema: OrgSchema,
  tree: FieldTree,
  names: readonly string[],
  optional: boolean,
): void {
  for (const name of names) {
    const [first = '', ...path] = name.trim().split('.');
    const fits = first.toLowerCase() === tree.object.name.toLowerCase() && path.length > 0;
    const field = fits ? addPath(schema, tree, path) : null;
    if (field === null && !optional)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        noSuchColumn(path.join('.') || first, tree.object.name),
      );
  }
}

const ALWAYS = ['Id', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp', 'RecordTypeId'];

/** The paths to select so that records can be shown with the tree's fields. */
export function selectedPaths(tree: FieldTree, prefix = ''): string[] {
  const own = [...tree.fields.keys(), ...ALWAYS, tree.object.nameField].filter((name) =>
    tree.object.fields.has(name),
  );
  const parents = [...tree.parents].flatMap(([name, parent]) =>
    selectedPaths(parent, `${prefix}${name}.`),
  );
  return [...new Set(own.map((name) => prefix + name)), ...parents];
}

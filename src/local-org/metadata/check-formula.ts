import { calledFunctions, formulaProblem, referencedFields } from '../data/formula.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { definitions } from './check-context.ts';

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
    // What Salesforce says of objects and fields: standard fields that no table of ours has.
    if (definitions.has(name)) return !path.endsWith('__c');
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

const farthest = 10;

function pathError(schema: OrgSchema, object: ObjectSchema, path: string): string | null {
  const relations = path.split('.').length - 1;
  if (relations > farthest) {
    return `${path} goes over ${relations} relationships; a formula may go over ${farthest}.`;
  }
  if (pathExists(schema, object, path)) return null;
  return `Field ${path.split('.').at(-1) ?? path} does not exist. Check spelling.`;
}

/** A custom permission that a formula asks for must be there, like a field. */
function permissionError(schema: OrgSchema, name: string): string | null {
  const [, permission] = /^\$Permission\.(\w+)$/i.exec(name) ?? [];
  if (permission === undefined || schema.customPermissions.has(permission)) return null;
  return `Field ${name} does not exist. Check spelling.`;
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
    const error = path === null ? permissionError(schema, name) : pathError(schema, object, path);
    if (error !== null) return error;
  }
  return null;
}

/**
 * Functions that a formula field may not use: there is no save that it could ask about, and patterns are for rules.
 * https://help.salesforce.com/s/articleView?id=platform.customize_functions_ischanged.htm and its neighbours
 */
const notInFields = ['ISNEW', 'ISCHANGED', 'PRIORVALUE', 'REGEX'];

/** The same for the formula of a formula field. */
export function formulaFieldError(
  schema: OrgSchema,
  object: ObjectSchema,
  formula: string,
): string | null {
  const error = formulaError(schema, object, formula);
  if (error !== null) return error;
  const misplaced = calledFunctions(formula).find((name) => notInFields.includes(name));
  return misplaced === undefined
    ? null
    : `Function ${misplaced} may not be used in this type of formula`;
}

/** Relations that one object's formulas and rules may go over, all together. Text and rule: help article 000006372. */
const mostRelations = 15;

function relationsIn(formula: string): string[] {
  return referencedFields(formula)
    .filter((path) => !path.startsWith('$'))
    .flatMap((path) => {
      const steps = path.toLowerCase().split('.').slice(0, -1);
      return steps.map((_step, position) => steps.slice(0, position + 1).join('.'));
    });
}

/** Whether an object's formulas refer to more related objects than Salesforce allows. */
export function tooManyRelations(object: ObjectSchema): string | null {
  const formulas = [
    ...[...object.fields.values()].map((field) => field.formula ?? ''),
    ...[...object.validationRules.values()].map((rule) => rule.formula),
  ].filter((formula) => formula !== '' && formulaProblem(formula) === null);
  const relations = new Set(formulas.flatMap(relationsIn));
  return relations.size > mostRelations
    ? `You have reached the maximum number of ${mostRelations} object references on ${object.label}`
    : null;
}

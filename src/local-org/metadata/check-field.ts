import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import {
  definitions,
  fieldByPath,
  isStandardField,
  notFound,
  objectExists,
  splitName,
  textAndPlace,
  type Check,
  type CheckContext,
} from './check-context.ts';
import { formulaFieldError, tooManyRelations } from './check-formula.ts';
import { fieldRules } from './field-rules.ts';
import { fieldTypeOf } from './parse-field.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

const isReference = (field: FieldSchema): boolean =>
  field.type === 'Lookup' || field.type === 'MasterDetail';

function changeOfType(
  before: FieldSchema | undefined,
  after: FieldSchema,
  at: XmlElement,
): Problem[] {
  if (before === undefined) return [];
  const same = before.type === after.type && before.formulaReturnType === after.formulaReturnType;
  const place = childOf(at, 'type');
  if (same) {
    const moved = isReference(after) && before.referenceTo[0] !== after.referenceTo[0];
    return moved
      ? [
          errorAt(
            childOf(at, 'referenceTo'),
            'Cannot change the referenceTo of a relationship field',
          ),
        ]
      : [];
  }
  if (isReference(before) && isReference(after)) return [];
  const kind = after.type === 'MasterDetail' ? 'MasterDetail' : 'Lookup';
  return [
    errorAt(
      place,
      isReference(after)
        ? `Cannot update a field to a ${kind} from something else`
        : 'Cannot change type due to existing data',
    ),
  ];
}

function referenceProblems(
  field: FieldSchema,
  object: ObjectSchema,
  at: XmlElement,
  org: OrgSchema,
): Problem[] {
  if (!isReference(field)) return [];
  const [target, place] = textAndPlace(at, 'referenceTo');
  const isDefinition = textAt(at, 'type') === 'MetadataRelationship' && definitions.has(target);
  if (isDefinition) return [];
  if (!org.objects.has(target)) {
    return [
      errorAt(place, `referenceTo value of '${target}' does not resolve to a valid sObject type`),
    ];
  }
  const problems: Problem[] = [];
  if (field.type === 'MasterDetail' && (target === 'Lead' || target === 'User')) {
    const text = `${target} cannot be the master of a Master-Detail relationship: use a Lookup`;
    problems.push(errorAt(place, text));
  }
  if (field.type === 'MasterDetail' && masterDepth(org, object.name) > 3) {
    const text = 'A chain of Master-Detail relationships can be 3 levels deep, and never a ring';
    problems.push(errorAt(place, text));
  }
  if (field.type === 'MasterDetail' && !object.custom) {
    problems.push(
      errorAt(place, 'A standard object cannot be the detail of a Master-Detail relationship'),
    );
  }
  const child = field.childRelationshipName;
  const clash = [...org.objects.values()].some((other) =>
    [...other.fields.values()].some(
      (candidate) =>
        candidate !== field &&
        candidate.childRelationshipName === child &&
        candidate.referenceTo.includes(target),
    ),
  );
  if (child !== null && clash) {
    const name = child.replace(/__r$/, '');
    problems.push(
      errorAt(
        childOf(at, 'relationshipName'),
        `There is already a Child Relationship named ${name} on ${target}.`,
      ),
    );
  }
  return problems;
}

/** How many masters stand above an object, one over the other; a ring counts as endless. */
function masterDepth(org: OrgSchema, name: string, seen: readonly string[] = []): number {
  if (seen.includes(name)) return Number.POSITIVE_INFINITY;
  const fields = [...(org.objects.get(name)?.fields.values() ?? [])];
  const masters = fields.filter((field) => field.type === 'MasterDetail');
  const depths = masters.map((field) =>
    masterDepth(org, field.referenceTo[0] ?? '', [...seen, name]),
  );
  return masters.length === 0 ? 0 : 1 + Math.max(...depths);
}

/** Per-object limits; counted on the org as it would be. The wordings are ours, the numbers Salesforce's (A.1, A.2). */
function limitProblems(field: FieldSchema, object: ObjectSchema, at: XmlElement): Problem[] {
  const fields = [...object.fields.values()];
  const later = (kind: (other: FieldSchema) => boolean, limit: number): boolean =>
    kind(field) && fields.filter(kind).indexOf(field) >= limit;
  const isMaster = (other: FieldSchema): boolean => other.type === 'MasterDetail';
  const isRollUp = (other: FieldSchema): boolean => other.type === 'Summary';
  const isRelation = (other: FieldSchema): boolean => other.custom && isReference(other);
  const isExternal = (other: FieldSchema): boolean => other.externalId;
  const problems: [boolean, string][] = [
    [later(isMaster, 2), 'You can only have 2 Master-Detail relationships on a custom object'],
    [later(isRollUp, 25), 'You have reached the maximum of 25 roll-up summary fields on an object'],
    [later(isRelation, 40), 'You have reached the maximum of 40 relationship fields on an object'],
    [later(isExternal, 25), 'You have reached the maximum of 25 external ID fields on an object'],
  ];
  return problems.filter(([exceeded]) => exceeded).map(([, text]) => errorAt(at, text));
}

const memberFormat =
  'Must specify the name in the CustomObject.CustomField format (e.g. Account.MyNewCustomField)';

function summaryProblems(
  field: FieldSchema,
  object: ObjectSchema,
  at: XmlElement,
  org: OrgSchema,
): Problem[] {
  if (field.summary === null) return [];
  const problems: Problem[] = [];
  const [key, keyPlace] = textAndPlace(at, 'summaryForeignKey');
  const foreignKey = fieldByPath(org, key);
  if (!key.includes('.')) problems.push(errorAt(keyPlace, memberFormat));
  else if (foreignKey === undefined) {
    problems.push(notFound(keyPlace, 'summaryForeignKey', 'CustomField', key));
  } else if (foreignKey.type !== 'MasterDetail' || foreignKey.referenceTo[0] !== object.name) {
    const text = `summaryForeignKey ${key} must be a Master-Detail relationship to ${object.name}`;
    problems.push(errorAt(keyPlace, text));
  }
  const [summarized, place] = textAndPlace(at, 'summarizedField');
  const isCount = field.summary.operation === 'count';
  if (isCount && summarized !== '') {
    problems.push(
      errorAt(place, "Can not specify 'summarizedField' for a summary operation of type count"),
    );
  }
  if (!isCount && !summarized.includes('.')) problems.push(errorAt(place, memberFormat));
  else if (!isCount && fieldByPath(org, summarized) === undefined) {
    problems.push(notFound(place, 'summarizedField', 'CustomField', summarized));
  }
  for (const item of childrenOf(at, 'summaryFilterItems')) {
    const [path, itemPlace] = textAndPlace(item, 'field');
    if (fieldByPath(org, path) === undefined) {
      problems.push(notFound(itemPlace, 'field', 'CustomField', path));
    }
  }
  return problems;
}

function valueSetProblems(field: FieldSchema, at: XmlElement, org: OrgSchema): Problem[] {
  const name = field.valueSetName;
  if (name === null || org.globalValueSets.has(name)) return [];
  return [notFound(childOf(at, 'valueSet'), 'valueSetName', 'GlobalValueSet', name)];
}

function formulaProblems(
  field: FieldSchema,
  object: ObjectSchema,
  at: XmlElement,
  org: OrgSchema,
): Problem[] {
  if (field.formula === null) return [];
  const error = formulaFieldError(org, object, field.formula) ?? tooManyRelations(object);
  return error === null ? [] : [errorAt(childOf(at, 'formula'), error)];
}

function againstOrg(
  field: FieldSchema,
  object: ObjectSchema,
  at: XmlElement,
  context: CheckContext,
): Problem[] {
  const org = context.after;
  const before = context.before.objects.get(object.name)?.fields.get(field.name);
  return [
    ...changeOfType(before, field, at),
    ...referenceProblems(field, object, at, org),
    ...limitProblems(field, object, at),
    ...summaryProblems(field, object, at, org),
    ...valueSetProblems(field, at, org),
    ...formulaProblems(field, object, at, org),
  ];
}

/** A field of an object's file: its own rules, then what it says about the rest of the org. */
export const checkField: Check = (element, component, context) => {
  const [objectName, name] = splitName(component.fullName);
  const object = context.after.objects.get(objectName);
  if (object === undefined) {
    if (objectExists(context.after, objectName)) {
      const text = `NOT_IMPLEMENTED_LOCALLY: the local org has no standard object ${objectName}; deploy ${component.fullName} to a real org`;
      return [errorAt(element, text)];
    }
    return [
      errorAt(element, `Entity of type 'CustomObject' named '${objectName}' cannot be found`),
    ];
  }
  if (!name.endsWith('__c')) {
    return isStandardField(object, name)
      ? []
      : [errorAt(element, "Could not resolve standard field's name.")];
  }
  const type = textAt(element, 'type');
  if (type !== null && fieldTypeOf(element) === null) {
    const text = `NOT_IMPLEMENTED_LOCALLY: the local org has no fields of type ${type}; deploy ${component.fullName} to a real org`;
    return [errorAt(childOf(element, 'type'), text)];
  }
  const own = fieldRules(element);
  const field = object.fields.get(name);
  if (own.length > 0 || field === undefined) return own;
  return againstOrg(field, object, element, context);
};

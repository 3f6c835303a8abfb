import { formulaProblem, referencedFields } from '../data/formula.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { fieldExists, isDeployed, notFound, textAndPlace, type Check } from './check-context.ts';
import { formulaError, pathExists } from './check-formula.ts';
import { errorAt, type Problem } from './problems.ts';
import { notRunProblems } from './check-flow-support.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

function walk(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(walk)];
}

/** Elements of a flow that are referred to by name. */
function namedElements(flow: XmlElement): XmlElement[] {
  return flow.children.filter((child) => childOf(child, 'name') !== undefined);
}

/** Parts of elements that are resources of the flow too: inputs of screens, outcomes of decisions, what a wait waits for. */
const namedParts = new Set(['fields', 'rules', 'waitEvents', 'stageSteps']);

/**
 * Everything in a flow that can be named in a reference, a formula or a text.
 * https://help.salesforce.com/s/articleView?id=platform.flow_ref_resources.htm
 */
function resourceNames(flow: XmlElement): Set<string> {
  const parts = walk(flow).filter((element) => namedParts.has(element.name));
  return new Set(
    [...namedElements(flow), ...parts].map((element) => textAt(element, 'name') ?? ''),
  );
}

function connectorProblems(flow: XmlElement): Problem[] {
  const names = new Set(namedElements(flow).map((element) => textAt(element, 'name')));
  return walk(flow)
    .filter((element) => element.name === 'targetReference')
    .filter((target) => !names.has(target.text))
    .map((target) =>
      errorAt(target, `The flow element ${target.text}, which a connector leads to, doesn't exist`),
    );
}

function duplicateProblems(flow: XmlElement): Problem[] {
  const seen = new Set<string>();
  return namedElements(flow).flatMap((element) => {
    const [name, place] = textAndPlace(element, 'name');
    const isRepeated = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    return isRepeated
      ? [errorAt(place, `duplicate value found: [${name}] is defined multiple times`)]
      : [];
  });
}

const recordElements = [
  'start',
  'recordLookups',
  'recordCreates',
  'recordUpdates',
  'recordDeletes',
];

function recordElementProblems(element: XmlElement, org: OrgSchema): Problem[] {
  const [objectName, place] = textAndPlace(element, 'object');
  if (objectName === '') return [];
  const object = org.objects.get(objectName);
  if (object === undefined) {
    return objectName.endsWith('__c')
      ? [notFound(place, 'object', 'CustomObject', objectName)]
      : [];
  }
  const named = ['filters', 'inputAssignments'].flatMap((list) =>
    childrenOf(element, list).flatMap((item) => childrenOf(item, 'field')),
  );
  return [...named, ...childrenOf(element, 'queriedFields')]
    .filter((field) => !fieldExists(object, field.text))
    .map((field) =>
      errorAt(field, `The field "${field.text}" for the object "${objectName}" doesn't exist.`),
    );
}

const referring = new Set([
  'assignToReference',
  'leftValueReference',
  'elementReference',
  'inputReference',
  'outputReference',
  'collectionReference',
  'assignRecordIdToReference',
  'assignNextValueToReference',
]);

function referenceProblems(
  flow: XmlElement,
  org: OrgSchema,
  object: ObjectSchema | undefined,
): Problem[] {
  const names = resourceNames(flow);
  return walk(flow)
    .filter((element) => referring.has(element.name))
    .flatMap((element) => {
      const [root = '', ...rest] = element.text.split('.');
      const path = rest.join('.');
      if (root === '$Record' || root === '$Record__Prior') {
        const isKnown =
          object === undefined ||
          path === '' ||
          !isCheckable(object, path) ||
          pathExists(org, object, path);
        const text = `The field "${path}" for the object "${object?.name ?? ''}" doesn't exist.`;
        return isKnown ? [] : [errorAt(element, text)];
      }
      const isGlobal = root.startsWith('$');
      return isGlobal || names.has(root)
        ? []
        : [errorAt(element, `The flow resource ${root} doesn't exist`)];
    });
}

/** Standard objects have more fields than our tables: only what we can know is judged. */
function isCheckable(object: ObjectSchema, path: string): boolean {
  return object.custom || path.includes('__c');
}

/** A name in a formula or text that is neither a global nor anything in the flow. */
function unknownName(names: ReadonlySet<string>, used: readonly string[]): string | undefined {
  return used
    .map((name) => name.split('.')[0] ?? '')
    .find((root) => !root.startsWith('$') && !names.has(root));
}

function expressionError(
  names: ReadonlySet<string>,
  org: OrgSchema,
  object: ObjectSchema | undefined,
  expression: string,
): string | null {
  const text = expression.replace(/\{!([^}]+)\}/g, '$1').replaceAll('$Record__Prior.', '$Record.');
  const error =
    object === undefined ? formulaProblem(text) : formulaError(org, object, text, '$Record');
  if (error !== null) return error;
  const unknown = unknownName(names, referencedFields(text));
  return unknown === undefined ? null : `Field ${unknown} does not exist. Check spelling.`;
}

function formulaProblems(
  flow: XmlElement,
  org: OrgSchema,
  object: ObjectSchema | undefined,
): Problem[] {
  const names = resourceNames(flow);
  const startFormula = childrenOf(flow, 'start').flatMap((start) =>
    childrenOf(start, 'filterFormula'),
  );
  const formulas = childrenOf(flow, 'formulas').flatMap((formula) =>
    childrenOf(formula, 'expression'),
  );
  return [...formulas, ...startFormula].flatMap((place) => {
    const error = expressionError(names, org, object, place.text);
    return error === null ? [] : [errorAt(place, `The formula expression is invalid: ${error}`)];
  });
}

const merging = new Set(['stringValue', 'errorMessage', 'text']);

/** Texts with `{!Name}` in them: every name is there. */
function mergeProblems(flow: XmlElement): Problem[] {
  const names = resourceNames(flow);
  const texts = flow.children
    .filter((child) => child.name !== 'processMetadataValues')
    .flatMap(walk)
    .filter((element) => merging.has(element.name));
  return texts.flatMap((element) => {
    const used = [...element.text.matchAll(/\{!([^}]+)\}/g)].map(([, name = '']) => name.trim());
    const unknown = unknownName(names, used);
    return unknown === undefined
      ? []
      : [errorAt(element, `The flow resource ${unknown} doesn't exist`)];
  });
}

/**
 * What a flow may not do before the record is saved: write other records.
 * https://help.salesforce.com/s/articleView?id=platform.flow_considerations_trigger_record.htm
 */
function beforeSaveProblems(flow: XmlElement): Problem[] {
  const start = childOf(flow, 'start');
  if (start === undefined || textAt(start, 'triggerType') !== 'RecordBeforeSave') return [];
  const updates = childrenOf(flow, 'recordUpdates').filter(
    (update) => textAt(update, 'inputReference') !== '$Record',
  );
  const writes = ['recordCreates', 'recordDeletes'].flatMap((list) => childrenOf(flow, list));
  return [...writes, ...updates].map((element) =>
    errorAt(
      element,
      `The ${textAt(element, 'name') ?? ''} element can't be used in a flow that runs before the record is saved.`,
    ),
  );
}

function subflowProblems(flow: XmlElement, org: OrgSchema): Problem[] {
  return childrenOf(flow, 'subflows').flatMap((element) => {
    const [name, place] = textAndPlace(element, 'flowName');
    return isDeployed(org, 'Flow', name) ? [] : [notFound(place, 'flowName', 'Flow', name)];
  });
}

/** A flow: connectors lead somewhere, names are unique, and the objects, fields and resources that it names exist. */
export const checkFlow: Check = (flow, component, context) => {
  const org = context.after;
  const start = childOf(flow, 'start');
  const object = org.objects.get(start === undefined ? '' : (textAt(start, 'object') ?? ''));
  const records = flow.children.filter((child) => recordElements.includes(child.name));
  return [
    ...connectorProblems(flow),
    ...duplicateProblems(flow),
    ...records.flatMap((element) => recordElementProblems(element, org)),
    ...referenceProblems(flow, org, object),
    ...formulaProblems(flow, org, object),
    ...mergeProblems(flow),
    ...beforeSaveProblems(flow),
    ...subflowProblems(flow, org),
    ...notRunProblems(flow, component.fullName),
  ];
};

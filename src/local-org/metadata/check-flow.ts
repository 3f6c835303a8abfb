import { readFlow } from '../data/flow/definition.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { fieldExists, isDeployed, notFound, textAndPlace, type Check } from './check-context.ts';
import { formulaError, pathExists } from './check-formula.ts';
import { errorAt, type Problem } from './problems.ts';
import { parseFlow } from './parse-flow.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

function walk(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(walk)];
}

/** Elements of a flow that are referred to by name. */
function namedElements(flow: XmlElement): XmlElement[] {
  return flow.children.filter((child) => childOf(child, 'name') !== undefined);
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
  const names = new Set(namedElements(flow).map((element) => textAt(element, 'name') ?? ''));
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

function formulaProblems(
  flow: XmlElement,
  org: OrgSchema,
  object: ObjectSchema | undefined,
): Problem[] {
  if (object === undefined) return [];
  const startFormula = childrenOf(flow, 'start').flatMap((start) =>
    childrenOf(start, 'filterFormula'),
  );
  const formulas = childrenOf(flow, 'formulas').flatMap((formula) =>
    childrenOf(formula, 'expression'),
  );
  return [...formulas, ...startFormula].flatMap((place) => {
    const text = place.text.replace(/\{!([^}]+)\}/g, '$1');
    const error = formulaError(
      org,
      object,
      text.replaceAll('$Record__Prior.', '$Record.'),
      '$Record',
    );
    return error === null ? [] : [errorAt(place, `The formula expression is invalid: ${error}`)];
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

/**
 * An active flow that saves would start but that the local org cannot run: a warning, because a real org takes it; a
 * deploy that ignores warnings goes on, and the saves are refused.
 */
function notRunProblems(flow: XmlElement, fullName: string): Problem[] {
  const parsed = parseFlow(fullName, flow);
  if (parsed?.active !== true) return [];
  const read = readFlow(parsed.definition);
  if (!('problem' in read)) return [];
  const text = `NOT_IMPLEMENTED_LOCALLY: saves that start the flow ${fullName} will be refused here (${read.problem})`;
  return [{ ...errorAt(flow, text), severity: 'Warning' }];
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
    ...beforeSaveProblems(flow),
    ...subflowProblems(flow, org),
    ...notRunProblems(flow, component.fullName),
  ];
};

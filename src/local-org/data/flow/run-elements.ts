import { FormulaError } from '../formula-parser.ts';
import { notImplemented, RowError } from '../row-error.ts';
import { LimitError } from '../transaction.ts';
import { assign, runAssignment } from './assign.ts';
import { compiledFlow, type CompiledFlow, type FlowElement } from './compiled-flow.ts';
import { runDecision } from './decide.ts';
import type { CustomError, Loop, Subflow } from './definition.ts';
import { faultMessage, FlowFault, flowFailure, isOurs } from './faults.ts';
import { runLookup } from './get-records.ts';
import { mergedText, readValue, resolve, type Interview } from './interview.ts';
import { collectionOf, copyOf, copyOfItem, itemsOf } from './values.ts';
import { runCreate, runDelete, runUpdate } from './write-records.ts';

/** Flows of API 56.0 and before may run 2,000 elements; the page of limits (transaction.ts) names the limit no longer. */
const mostElementsBefore57 = 2_000;
/** Later ones end by processor time, which is no measure here: so many elements stand for it. */
const mostElements = 100_000;

/**
 * The flow's own refusal: on a field, or on the whole record.
 * https://help.salesforce.com/s/articleView?id=platform.flow_ref_elements_custom_error.htm
 */
function refuse(interview: Interview, { customErrorMessages }: CustomError): never {
  throw new RowError(
    customErrorMessages.map(({ errorMessage, fieldSelection, isFieldError }) => ({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: mergedText(interview, errorMessage),
      fields: isFieldError && fieldSelection !== undefined ? [fieldSelection] : [],
    })),
  );
}

/** One turn of a loop: its next item as its output, or the way out. */
function runLoop(interview: Interview, loop: Loop): string | undefined {
  const { loops, variables } = interview;
  let rest = loops.get(loop.name);
  if (rest === undefined) {
    const items = itemsOf(resolve(interview, loop.collectionReference)).map(copyOfItem);
    rest = loop.iterationOrder === 'Desc' ? items.reverse() : items;
    loops.set(loop.name, rest);
  }
  const item = rest.shift();
  if (item === undefined) {
    loops.delete(loop.name);
    return loop.noMoreValuesConnector?.targetReference;
  }
  if (loop.assignNextValueToReference === undefined) variables.set(loop.name, item);
  else assign(interview, loop.assignNextValueToReference, 'Assign', item);
  return loop.nextValueConnector?.targetReference;
}

/** A new run of a flow; its variables hold their own first values. */
export function startInterview(
  flow: CompiledFlow,
  given: Pick<Interview, 'session' | 'trigger' | 'scope'>,
): Interview {
  const interview: Interview = {
    ...given,
    flow,
    variables: new Map(),
    loops: new Map(),
    turns: new Map(),
    faultMessage: '',
  };
  for (const { name, value, isCollection } of flow.variables.values()) {
    interview.variables.set(name, isCollection ? collectionOf([]) : readValue(interview, value));
  }
  return interview;
}

/** Runs another flow with values of this one. It knows no `$Record`: what it needs is given to it. */
function runSubflow(interview: Interview, element: Subflow): void {
  const { session, scope } = interview;
  const schema = session.index.schema.flows.get(element.flowName);
  if (schema?.trigger !== 'None' || !schema.active) {
    throw new FormulaError(`The flow ${element.flowName} isn't active or can't be found.`);
  }
  const inner = startInterview(compiledFlow(schema), { session, scope, trigger: null });
  for (const { name, value } of element.inputAssignments) {
    if (inner.flow.variables.get(name)?.isInput !== true) {
      throw new FormulaError(`The input variable ${name} doesn't exist in ${element.flowName}.`);
    }
    inner.variables.set(name, copyOf(readValue(interview, value)));
  }
  const key = elementKey(interview, element.name);
  const outer = session.transaction.place;
  session.transaction.place = `${outer}>${key}`;
  try {
    runElements(inner);
  } finally {
    session.transaction.place = outer;
  }
  for (const { assignToReference, name } of element.outputAssignments) {
    assign(interview, assignToReference, 'Assign', inner.variables.get(name) ?? null);
  }
  for (const { name, isOutput } of element.storeOutputAutomatically
    ? inner.flow.variables.values()
    : []) {
    if (isOutput)
      interview.variables.set(`${element.name}.${name}`, inner.variables.get(name) ?? null);
  }
}

/** Names an element's run for the limits: rows of a lot share it. */
function elementKey({ flow, turns }: Interview, name: string): string {
  return `${flow.fullName}.${name}#${turns.get(name) ?? 0}`;
}

type RecordElement = Extract<FlowElement, { kind: `record${string}` }>;

function runRecordElement(interview: Interview, one: RecordElement): void {
  const key = elementKey(interview, one.element.name);
  switch (one.kind) {
    case 'recordLookup':
      runLookup(interview, one.element, key);
      break;
    case 'recordCreate':
      runCreate(interview, one.element, key);
      break;
    case 'recordUpdate':
      runUpdate(interview, one.element, key);
      break;
    case 'recordDelete':
      runDelete(interview, one.element, key);
      break;
  }
}

/** Reads or writes records; where that fails, nothing of it stays, and the fault path goes on. */
function tryRecordElement(interview: Interview, one: RecordElement): string | undefined {
  try {
    interview.session.store.undoable(() => runRecordElement(interview, one));
    return one.element.connector?.targetReference;
  } catch (error) {
    const isFault = error instanceof RowError || error instanceof FormulaError;
    if (!isFault || isOurs(error)) throw error;
    const message = faultMessage(one.kind, error);
    const path = one.element.faultConnector?.targetReference;
    if (path === undefined) throw new FlowFault(message);
    interview.faultMessage = message;
    return path;
  }
}

/** Runs one element and gives the name of the next; undefined at the end of the path. */
function step(interview: Interview, name: string): string | undefined {
  const one = interview.flow.elements.get(name);
  if (one === undefined) throw notImplemented(`the flow element '${name}'`);
  interview.turns.set(name, (interview.turns.get(name) ?? 0) + 1);
  switch (one.kind) {
    case 'assignment':
      runAssignment(interview, one.element);
      return one.element.connector?.targetReference;
    case 'decision':
      return runDecision(interview, one.element);
    case 'customError':
      return refuse(interview, one.element);
    case 'loop':
      return runLoop(interview, one.element);
    case 'subflow':
      runSubflow(interview, one.element);
      return one.element.connector?.targetReference;
    default:
      return tryRecordElement(interview, one);
  }
}

/** Runs a flow's elements from the first to the end of a path. */
export function runElements(interview: Interview): void {
  const { first, definition, label } = interview.flow;
  const isOld = definition.apiVersion > 0 && definition.apiVersion < 57;
  const most = isOld ? mostElementsBefore57 : mostElements;
  let next = first;
  for (let count = 0; next !== undefined; count += 1) {
    if (count >= most) {
      const details = isOld ? 'Number of iterations exceeded' : 'Apex CPU time limit exceeded';
      throw new LimitError(flowFailure(label, details));
    }
    next = step(interview, next);
  }
}

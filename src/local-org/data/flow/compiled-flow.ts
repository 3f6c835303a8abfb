import type { FlowSchema } from '../../schema/types.ts';
import { notImplemented } from '../row-error.ts';
import {
  readFlow,
  type Assignment,
  type CustomError,
  type Decision,
  type FlowDefinition,
  type FlowFormula,
  type Loop,
  type RecordCreate,
  type RecordDelete,
  type RecordLookup,
  type RecordUpdate,
  type Subflow,
} from './definition.ts';

export type FlowElement =
  | { kind: 'assignment'; element: Assignment }
  | { kind: 'decision'; element: Decision }
  | { kind: 'customError'; element: CustomError }
  | { kind: 'loop'; element: Loop }
  | { kind: 'recordLookup'; element: RecordLookup }
  | { kind: 'recordCreate'; element: RecordCreate }
  | { kind: 'recordUpdate'; element: RecordUpdate }
  | { kind: 'recordDelete'; element: RecordDelete }
  | { kind: 'subflow'; element: Subflow };

/** A flow with what an interview looks up by name, made once after each deploy. */
export interface CompiledFlow {
  fullName: string;
  /** What Salesforce's messages call it. */
  label: string;
  definition: FlowDefinition;
  /** The first element; undefined in a flow that does nothing. */
  first: string | undefined;
  elements: ReadonlyMap<string, FlowElement>;
  formulas: ReadonlyMap<string, FlowFormula>;
  constants: ReadonlyMap<string, FlowDefinition['constants'][number]>;
  templates: ReadonlyMap<string, FlowDefinition['textTemplates'][number]>;
  variables: ReadonlyMap<string, FlowDefinition['variables'][number]>;
}

function byName<Item extends { name: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.name, item]));
}

function elementsOf(definition: FlowDefinition): FlowElement[] {
  return [
    ...definition.assignments.map((element) => ({ kind: 'assignment', element }) as const),
    ...definition.decisions.map((element) => ({ kind: 'decision', element }) as const),
    ...definition.customErrors.map((element) => ({ kind: 'customError', element }) as const),
    ...definition.loops.map((element) => ({ kind: 'loop', element }) as const),
    ...definition.recordLookups.map((element) => ({ kind: 'recordLookup', element }) as const),
    ...definition.recordCreates.map((element) => ({ kind: 'recordCreate', element }) as const),
    ...definition.recordUpdates.map((element) => ({ kind: 'recordUpdate', element }) as const),
    ...definition.recordDeletes.map((element) => ({ kind: 'recordDelete', element }) as const),
    ...definition.subflows.map((element) => ({ kind: 'subflow', element }) as const),
  ];
}

function compile(fullName: string, definition: FlowDefinition): CompiledFlow {
  return {
    fullName,
    label: definition.label ?? fullName,
    definition,
    first: definition.start?.connector?.targetReference ?? definition.startElementReference,
    elements: new Map(elementsOf(definition).map((one) => [one.element.name, one])),
    formulas: byName(definition.formulas),
    constants: byName(definition.constants),
    templates: byName(definition.textTemplates),
    variables: byName(definition.variables),
  };
}

const compiled = new WeakMap<FlowSchema, CompiledFlow>();

/** The flow, read once per deploy. A flow with something that the interpreter does not know is refused as a whole. */
export function compiledFlow(flow: FlowSchema): CompiledFlow {
  const known = compiled.get(flow);
  if (known !== undefined) return known;
  const read = readFlow(flow.definition);
  if ('problem' in read) throw notImplemented(`the flow ${flow.fullName} (${read.problem})`);
  const made = compile(flow.fullName, read.definition);
  compiled.set(flow, made);
  return made;
}

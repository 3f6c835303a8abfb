import type { FlowSchema } from '../../schema/types.ts';
import { storedFromFormula } from '../defaults.ts';
import { evaluateFormula } from '../formula.ts';
import { FormulaError } from '../formula-parser.ts';
import { add, asNumber, subtract, toText, type FormulaScope, type FormulaValue } from '../formula-values.ts'; // prettier-ignore
import { recordScope, type RecordState } from '../record-scope.ts';
import type { StoredRecord } from '../record-store.ts';
import { notImplemented, RowError, rowError } from '../row-error.ts';
import { objectIndex, type Session } from '../session.ts';
import { combine, holds } from './conditions.ts';
import { readFlow, type FlowDefinition, type FlowValue } from './definition.ts';

/** Elements a flow may pass before it is taken for an endless loop. */
const mostSteps = 2000;

interface Run {
  session: Session;
  flow: FlowDefinition;
  state: RecordState;
  scope: FormulaScope;
  variables: Map<string, FormulaValue>;
}

function variableName(reference: string): string {
  return reference.replace(/^\{!(.*)\}$/, '$1');
}

/** A name in a flow: $Record.Field, $Record__Prior.Field, $User.…, or a formula, constant or variable of the flow. */
function resolve(run: Run, reference: string): FormulaValue {
  const name = variableName(reference);
  const { flow } = run;
  if (name.startsWith('$Record.')) return run.scope.value(name.slice('$Record.'.length));
  if (name.startsWith('$Record__Prior.')) {
    const path = name.slice('$Record__Prior.'.length);
    return run.state.before === null ? null : run.scope.prior(path);
  }
  if (name === '$Flow.CurrentDate') return evaluateFormula('TODAY()', run.scope);
  if (name === '$Flow.CurrentDateTime') return evaluateFormula('NOW()', run.scope);
  if (name.startsWith('$')) return run.scope.value(name);
  const formula = flow.formulas.find((one) => one.name === name);
  if (formula !== undefined) return evaluateFormula(formula.expression, flowScope(run));
  const constant = flow.constants.find((one) => one.name === name);
  if (constant !== undefined) return readValue(run, constant.value);
  if (run.variables.has(name)) return run.variables.get(name) ?? null;
  throw new FormulaError(`The resource ${name} does not exist in the flow.`);
}

/** Formulas of a flow name `$Record.Field` and the flow's own resources, never bare fields. */
function flowScope(run: Run): FormulaScope {
  return {
    now: run.scope.now,
    isNew: run.scope.isNew,
    value: (path) => resolve(run, path),
    prior: (path) => run.scope.prior(path.replace(/^\$Record\./, '')),
  };
}

function readValue(run: Run, value: FlowValue | undefined): FormulaValue {
  if (value === undefined) return null;
  const { stringValue, numberValue, booleanValue, dateValue, dateTimeValue, elementReference } = value; // prettier-ignore
  if (elementReference !== undefined) return resolve(run, elementReference);
  if (numberValue !== undefined) return Number(numberValue);
  if (booleanValue !== undefined) return booleanValue.toLowerCase() === 'true';
  if (dateValue !== undefined) return { kind: 'date', ms: Date.parse(dateValue) };
  if (dateTimeValue !== undefined) return { kind: 'datetime', ms: Date.parse(dateTimeValue) };
  if (stringValue === undefined) return null;
  return stringValue.replace(/\{![^}]*\}/g, (merge) => toText(resolve(run, merge))); // prettier-ignore
}

function assigned(operator: string, current: FormulaValue, value: FormulaValue): FormulaValue {
  if (operator === 'Assign') return value;
  if (operator === 'Add') return typeof current === 'string' ? current + toText(value) : add(current, value); // prettier-ignore
  if (operator === 'Subtract') return subtract(current ?? 0, asNumber(value));
  throw notImplemented(`the flow assignment operator '${operator}'`);
}

function assign(run: Run, reference: string, operator: string, value: FormulaValue): void {
  const name = variableName(reference);
  const current = operator === 'Assign' ? null : resolve(run, name);
  const next = assigned(operator, current, value);
  if (!name.startsWith('$Record.')) {
    if (!run.flow.variables.some((variable) => variable.name === name)) {
      throw notImplemented(`assigning to ${name} in a flow`);
    }
    run.variables.set(name, next);
    return;
  }
  const path = name.slice('$Record.'.length);
  const index = objectIndex(run.session, run.state.object);
  const field = index.fieldsByLowerName.get(path.toLowerCase());
  if (field === undefined) throw new FormulaError(`Field ${path} does not exist. Check spelling.`);
  run.state.record[field.name] = storedFromFormula(field, next, 'flow');
}

function refuse(flow: FlowDefinition, name: string): void {
  const error = flow.customErrors.find((one) => one.name === name);
  if (error === undefined) return;
  throw new RowError(
    error.customErrorMessages.map(({ errorMessage, fieldSelection, isFieldError }) => ({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: errorMessage,
      fields: isFieldError === 'true' && fieldSelection !== undefined ? [fieldSelection] : [],
    })),
  );
}

/** Runs one element and gives the name of the next; undefined at the end of the path. */
function step(run: Run, name: string): string | undefined {
  const { flow } = run;
  refuse(flow, name);
  const assignment = flow.assignments.find((one) => one.name === name);
  if (assignment !== undefined) {
    for (const item of assignment.assignmentItems) {
      assign(run, item.assignToReference, item.operator, readValue(run, item.value));
    }
    return assignment.connector?.targetReference;
  }
  const decision = flow.decisions.find((one) => one.name === name);
  if (decision === undefined) throw notImplemented(`the flow element '${name}'`);
  const outcome = decision.rules.find((rule) =>
    combine(
      rule.conditionLogic,
      rule.conditions.map((one) =>
        holds(one.operator, resolve(run, one.leftValueReference), readValue(run, one.rightValue)),
      ),
    ),
  );
  return (outcome === undefined ? decision.defaultConnector : outcome.connector)?.targetReference;
}

function meetsEntry(run: Run, scope: FormulaScope): boolean {
  const { filters, filterFormula, filterLogic } = run.flow.start;
  if (filterFormula !== undefined && evaluateFormula(filterFormula, flowScope(run)) !== true)
    return false;
  const results = filters.map((one) =>
    holds(one.operator, scope.value(one.field), readValue(run, one.value)),
  );
  return combine(filterLogic ?? 'and', results);
}

function isEntered(run: Run): boolean {
  if (!meetsEntry(run, run.scope)) return false;
  const { before, object } = run.state;
  const onlyOnChange = run.flow.start.doesRequireRecordChangedToMeetCriteria === 'true';
  if (!onlyOnChange || before === null) return true;
  return !meetsEntry(run, recordScope(run.session, { object, record: before, before }, 'flow'));
}

function interpret(session: Session, flow: FlowDefinition, state: RecordState): void {
  const scope = recordScope(session, state, 'flow');
  const run: Run = { session, flow, state, scope, variables: new Map() };
  for (const { name, value } of flow.variables) run.variables.set(name, readValue(run, value));
  if (!isEntered(run)) return;
  let next = flow.start.connector?.targetReference;
  for (let steps = 0; next !== undefined; steps += 1) {
    if (steps >= mostSteps)
      throw new FormulaError('The number of flow elements to run is exceeded.');
    next = step(run, next);
  }
}

const readFlows = new WeakMap<FlowSchema, ReturnType<typeof readFlow>>();

function definitionOf(flow: FlowSchema): FlowDefinition {
  const read = readFlows.get(flow) ?? readFlow(flow.definition);
  readFlows.set(flow, read);
  if ('problem' in read) throw notImplemented(`the flow ${flow.fullName} (${read.problem})`);
  return read.definition;
}

function fits(flow: FlowSchema, before: StoredRecord | null): boolean {
  const kind = before === null ? 'Create' : 'Update';
  return ['Delete', 'CreateAndUpdate', kind].includes(flow.recordTriggerType);
}

/** After-save flows are not run, so a save that would start one is refused rather than done by half. */
export function refuseAfterSaveFlows(
  session: Session,
  object: string,
  before: StoredRecord | null,
): void {
  const { flows } = objectIndex(session, object);
  const flow = flows.find((one) => one.trigger === 'RecordAfterSave' && fits(one, before));
  if (flow !== undefined) throw notImplemented(`the after-save flow ${flow.fullName}`);
}

/**
 * Runs the object's active flows of one trigger on the record as it is about to be saved or deleted, and gives the
 * record as they leave it. A fault in a flow is a row error, as in an org.
 */
export function runFlows(
  session: Session,
  trigger: FlowSchema['trigger'],
  state: RecordState,
): StoredRecord {
  const flows = objectIndex(session, state.object).flows.filter((one) => one.trigger === trigger);
  if (flows.length === 0) return state.record;
  const copy = { ...state, record: { ...state.record } };
  for (const flow of flows.filter((one) => fits(one, state.before))) {
    try {
      interpret(session, definitionOf(flow), copy);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      throw rowError(
        'CANNOT_EXECUTE_FLOW_TRIGGER',
        `We can't save this record because the “${flow.fullName}” process failed. ${error.message}`,
      );
    }
  }
  return copy.record;
}

import { storedFromFormula } from '../defaults.ts';
import { evaluateFormula } from '../formula.ts';
import { FormulaError } from '../formula-parser.ts';
import { normaliseId } from '../ids.ts';
import { toText, type FormulaScope, type FormulaValue } from '../formula-values.ts';
import { roundTo } from '../numbers.ts';
import { recordScope } from '../record-scope.ts';
import type { StoredRecord, StoredValue } from '../record-store.ts';
import { notImplemented } from '../row-error.ts';
import { objectIndex, type Session } from '../session.ts';
import type { CompiledFlow } from './compiled-flow.ts';
import type { FlowFormula, FlowValue } from './definition.ts';
import { isPlain, isRecord, type FlowData, type FlowRecord } from './values.ts';

/** The record that started a flow. */
export interface Trigger {
  kind: 'RecordBeforeSave' | 'RecordAfterSave' | 'RecordBeforeDelete';
  record: FlowRecord;
  before: StoredRecord | null;
}

/** One run of a flow, for one record. */
export interface Interview {
  session: Session;
  flow: CompiledFlow;
  /** Null in a flow that another flow started. */
  trigger: Trigger | null;
  /** How `$User`, `$Permission` and, where there is one, the triggering record are read. */
  scope: FormulaScope;
  variables: Map<string, FlowData>;
  /** Loops on their way: what is left to do. */
  loops: Map<string, FlowData[]>;
  /** How often each element ran. */
  turns: Map<string, number>;
  faultMessage: string;
}

/** Salesforce's text where a flow reads a field of a record that is not there. */
function notSet(name: string): FormulaError {
  return new FormulaError(
    `The flow failed to access the value for ${name} because it hasn't been set or assigned.`,
  );
}

function flowGlobal({ scope, trigger, faultMessage }: Interview, name: string): FlowData {
  switch (name) {
    case '$Flow.CurrentDate':
      return evaluateFormula('TODAY()', scope);
    case '$Flow.CurrentDateTime':
    case '$Flow.InterviewStartTime':
      return evaluateFormula('NOW()', scope);
    case '$Flow.FaultMessage':
      return faultMessage;
    case '$Flow.CurrentRecord':
      return trigger?.record.fields.Id ?? null;
    case '$GlobalConstant.True':
      return true;
    case '$GlobalConstant.False':
      return false;
    case '$GlobalConstant.EmptyString':
      return '';
    default:
      throw notImplemented(`${name} in flows`);
  }
}

function triggerValue(interview: Interview, root: string, path: string): FlowData {
  const { trigger, scope } = interview;
  if (trigger === null) throw new FormulaError(`The resource ${root} does not exist in the flow.`);
  if (root === '$Record') return path === '' ? trigger.record : scope.value(path);
  const { before } = trigger;
  if (before === null) return null;
  if (path !== '') return scope.prior(path);
  return { ...trigger.record, fields: { ...before }, changed: new Set() };
}

/** Reads a path of any record that the flow holds. */
export function fieldOf(session: Session, record: FlowRecord, path: string): FormulaValue {
  const state = { object: record.object, record: record.fields, before: null };
  return recordScope(session, state, 'flow').value(path);
}

function ofVariable(interview: Interview, name: string, root: string, path: string): FlowData {
  const { variables, session } = interview;
  const whole = variables.get(name);
  if (whole !== undefined) return whole;
  const held = variables.get(root);
  if (held === undefined) {
    throw new FormulaError(`The resource ${root} does not exist in the flow.`);
  }
  if (path === '') return held;
  if (!isRecord(held)) throw notSet(name);
  return fieldOf(session, held, path);
}

function formulaValue(interview: Interview, formula: FlowFormula): FormulaValue {
  const value = evaluateFormula(formula.expression, flowScope(interview));
  const isRounded = typeof value === 'number' && formula.scale !== undefined;
  return isRounded ? roundTo(value, Number(formula.scale)) : value;
}

/** The name inside `{!…}`. */
export function bareName(reference: string): string {
  return reference.replace(/^\{!(.*)\}$/s, '$1').trim();
}

/** What a name stands for: a field of a record, a variable, an element's output, a formula, constant or text template. */
export function resolve(interview: Interview, reference: string): FlowData {
  const name = bareName(reference);
  const dot = name.indexOf('.');
  const [root, path] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
  if (root === '$Record' || root === '$Record__Prior') return triggerValue(interview, root, path);
  if (root === '$Flow' || root === '$GlobalConstant') return flowGlobal(interview, name);
  if (root.startsWith('$')) return interview.scope.value(name);
  const { formulas, constants, templates } = interview.flow;
  const formula = formulas.get(name);
  if (formula !== undefined) return formulaValue(interview, formula);
  const constant = constants.get(name);
  if (constant !== undefined) return readValue(interview, constant.value);
  const template = templates.get(name);
  if (template !== undefined) return mergedText(interview, template.text);
  return ofVariable(interview, name, root, path);
}

/** The same where only a single value makes sense. */
export function resolvePlain(interview: Interview, reference: string): FormulaValue {
  const data = resolve(interview, reference);
  if (isPlain(data)) return data;
  throw new FormulaError(`${bareName(reference)} is not a single value.`);
}

/** Formulas of a flow name `$Record.Field` and the flow's own resources, never bare fields. */
export function flowScope(interview: Interview): FormulaScope {
  const { scope } = interview;
  return {
    now: scope.now,
    isNew: scope.isNew,
    value: (path) => resolvePlain(interview, path),
    prior: (path) => scope.prior(path.replace(/^\$Record\./, '')),
  };
}

/** Text with every `{!Name}` in it replaced by its value. */
export function mergedText(interview: Interview, text: string): string {
  return text.replace(/\{![^}]*\}/g, (merge) => toText(resolvePlain(interview, merge)));
}

/** A value as an element gives it: a literal or a reference. */
export function readValue(interview: Interview, value: FlowValue | undefined): FlowData {
  if (value === undefined) return null;
  const { stringValue, numberValue, booleanValue, dateValue, dateTimeValue, elementReference } = value; // prettier-ignore
  if (elementReference !== undefined) return resolve(interview, elementReference);
  if (numberValue !== undefined) return Number(numberValue);
  if (booleanValue !== undefined) return booleanValue.toLowerCase() === 'true';
  if (dateValue !== undefined) return { kind: 'date', ms: Date.parse(dateValue) };
  if (dateTimeValue !== undefined) return { kind: 'datetime', ms: Date.parse(dateTimeValue) };
  return stringValue === undefined ? null : mergedText(interview, stringValue);
}

/** A flow's value in the form that the field stores; throws the row error of a value that does not fit. */
export function storedValue(
  session: Session,
  object: string,
  fieldName: string,
  data: FlowData,
): [string, StoredValue] {
  const field = objectIndex(session, object).fieldsByLowerName.get(fieldName.toLowerCase());
  if (field === undefined) {
    throw new FormulaError(`Field ${fieldName} does not exist. Check spelling.`);
  }
  if (!isPlain(data)) throw new FormulaError(`${fieldName} takes a single value.`);
  if (field.type === 'Id') return [field.name, typeof data === 'string' ? normaliseId(data) : null];
  return [field.name, storedFromFormula(field, data, 'flow')];
}

/** Sets a field of a record that the flow holds. */
export function setField(
  session: Session,
  record: FlowRecord,
  fieldName: string,
  data: FlowData,
): void {
  const [name, stored] = storedValue(session, record.object, fieldName, data);
  record.fields[name] = stored;
  record.changed.add(name);
}

import { evaluateFormula } from '../formula.ts';
import { isBlank, sameValue } from '../formula-values.ts';
import { recordScope } from '../record-scope.ts';
import type { FormulaScope } from '../formula-values.ts';
import { combine, holdsForData } from './conditions.ts';
import type { Decision, FlowCondition, FlowFilter } from './definition.ts';
import { bareName, flowScope, readValue, resolve, type Interview } from './interview.ts';

/** Whether a field of the triggering record differs from before the save; on a new record nothing has changed yet. */
function isChanged({ scope, trigger }: Interview, path: string): boolean {
  if (trigger?.before == null) return false;
  const [now, before] = [scope.value(path), scope.prior(path)];
  return isBlank(now) !== isBlank(before) || !sameValue(now, before);
}

function conditionHolds(interview: Interview, condition: FlowCondition): boolean {
  const { leftValueReference, operator } = condition;
  const right = readValue(interview, condition.rightValue);
  if (operator === 'IsChanged') {
    const path = bareName(leftValueReference).replace(/^\$Record\./, '');
    return isChanged(interview, path) === right;
  }
  return holdsForData(operator, resolve(interview, leftValueReference), right);
}

type Rule = Decision['rules'][number];

function ruleHolds(interview: Interview, rule: Rule): boolean {
  const results = rule.conditions.map((condition) => conditionHolds(interview, condition));
  return combine(rule.conditionLogic, results);
}

/** The same rule for the record as it was before the save. */
function heldBefore(interview: Interview, rule: Rule): boolean {
  const { trigger, session } = interview;
  if (trigger?.before == null) return false;
  const { before, record } = trigger;
  const scope = recordScope(session, { object: record.object, record: before, before }, 'flow');
  const past = { ...trigger, record: { ...record, fields: before } };
  return ruleHolds({ ...interview, trigger: past, scope }, rule);
}

/** The element that a decision leads to: its first outcome that holds, else the default one. */
export function runDecision(interview: Interview, decision: Decision): string | undefined {
  const outcome = decision.rules.find(
    (rule) =>
      ruleHolds(interview, rule) &&
      !(rule.doesRequireRecordChangedToMeetCriteria && heldBefore(interview, rule)),
  );
  return (outcome === undefined ? decision.defaultConnector : outcome.connector)?.targetReference;
}

/** Which filters of a list a record passes, read through `scope`. */
function filterHolds(interview: Interview, filter: FlowFilter, scope: FormulaScope): boolean {
  const right = readValue(interview, filter.value);
  if (filter.operator === 'IsChanged') return isChanged(interview, filter.field) === right;
  return holdsForData(filter.operator, scope.value(filter.field), right);
}

function meetsEntry(interview: Interview, scope: FormulaScope): boolean {
  const { start } = interview.flow.definition;
  if (start === undefined) return true;
  const { filters, filterFormula, filterLogic } = start;
  if (filterFormula !== undefined && evaluateFormula(filterFormula, flowScope(interview)) !== true)
    return false;
  const results = filters.map((filter) => filterHolds(interview, filter, scope));
  return combine(filterLogic ?? 'and', results);
}

/**
 * Whether the record starts the flow. "Only when a record is updated to meet the conditions" asks that it did not meet
 * them before. https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm, FlowStart
 */
export function isEntered(interview: Interview): boolean {
  if (!meetsEntry(interview, interview.scope)) return false;
  const { flow, session, trigger } = interview;
  const onlyOnChange = flow.definition.start?.doesRequireRecordChangedToMeetCriteria === true;
  if (!onlyOnChange || trigger?.before == null) return true;
  const { record, before } = trigger;
  const scope = recordScope(session, { object: record.object, record: before, before }, 'flow');
  const past = { ...trigger, record: { ...record, fields: before } };
  return !meetsEntry({ ...interview, trigger: past, scope }, scope);
}

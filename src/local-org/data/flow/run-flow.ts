import type { FlowSchema } from '../../schema/types.ts';
import { recordScope, type RecordState } from '../record-scope.ts';
import type { StoredRecord } from '../record-store.ts';
import { objectIndex, type Session } from '../session.ts';
import { compiledFlow } from './compiled-flow.ts';
import { isEntered } from './decide.ts';
import { asRowError } from './faults.ts';
import type { Trigger } from './interview.ts';
import { runElements, startInterview } from './run-elements.ts';
import { newRecord } from './values.ts';

function fits(flow: FlowSchema, before: StoredRecord | null): boolean {
  const kind = before === null ? 'Create' : 'Update';
  return ['Delete', 'CreateAndUpdate', kind].includes(flow.recordTriggerType);
}

function run(session: Session, schema: FlowSchema, kind: Trigger['kind'], state: RecordState) {
  const flow = compiledFlow(schema);
  const scope = recordScope(session, state, 'flow');
  const record = newRecord(state.object, state.record);
  const trigger = { kind, record, before: state.before };
  const interview = startInterview(flow, { session, scope, trigger });
  try {
    if (isEntered(interview)) runElements(interview);
  } catch (error) {
    throw asRowError(flow.label, error);
  }
}

/** Whether a save of such a record would start a flow after it. */
export function hasAfterSaveFlows(session: Session, object: string): boolean {
  return objectIndex(session, object).flows.some(({ trigger }) => trigger === 'RecordAfterSave');
}

/**
 * Runs the object's active flows of one trigger, in their order, on the record as it is about to be saved or deleted, or
 * has been; gives the record as they leave it. A fault in a flow is a row error, as in an org.
 */
export function runFlows(
  session: Session,
  kind: Trigger['kind'],
  state: RecordState,
): StoredRecord {
  const flows = objectIndex(session, state.object).flows.filter(
    (flow) => flow.trigger === kind && fits(flow, state.before),
  );
  if (flows.length === 0) return state.record;
  const copy = { ...state, record: { ...state.record } };
  for (const flow of flows) run(session, flow, kind, copy);
  return copy.record;
}

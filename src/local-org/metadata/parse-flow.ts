import type { FlowSchema } from '../schema/types.ts';
import { toPlainData } from './element-check.ts';
import { childOf, textAt, type XmlElement } from './xml.ts';

const triggers = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete'] as const;
const moments = ['Create', 'Update', 'CreateAndUpdate', 'Delete'] as const;

/** What starts a flow: a record, another flow, or (null) something that the local org does not have. */
function triggerOf(element: XmlElement): FlowSchema['trigger'] | null {
  const start = childOf(element, 'start');
  const type = start === undefined ? null : textAt(start, 'triggerType');
  if (type !== null && type !== 'None') return triggers.find((name) => name === type) ?? null;
  return textAt(element, 'processType') === 'AutoLaunchedFlow' ? 'None' : null;
}

/**
 * A flow for the save order: one that a record triggers, or one that such flows may start; null for every other, which is
 * only remembered. `definition` is the flow's XML as plain data: repeated elements are arrays, leaves are texts.
 */
export function parseFlow(fullName: string, element: XmlElement): FlowSchema | null {
  const start = childOf(element, 'start');
  const trigger = triggerOf(element);
  const object = (start === undefined ? null : textAt(start, 'object')) ?? '';
  if (trigger === null || (trigger !== 'None' && object === '')) return null;
  const wanted = start === undefined ? null : textAt(start, 'recordTriggerType');
  const moment = moments.find((name) => name === wanted);
  const order = textAt(element, 'triggerOrder');
  return {
    fullName,
    active: textAt(element, 'status') === 'Active',
    object: trigger === 'None' ? '' : object,
    trigger,
    triggerOrder: order === null ? null : Number(order),
    recordTriggerType: moment ?? (trigger === 'RecordBeforeDelete' ? 'Delete' : 'Create'),
    definition: toPlainData(element, 'Flow'),
  };
}

import type { FlowSchema } from '../schema/types.ts';
import { toPlainData } from './element-check.ts';
import { childOf, textAt, type XmlElement } from './xml.ts';

const triggers = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete'] as const;
const moments = ['Create', 'Update', 'CreateAndUpdate', 'Delete'] as const;

/**
 * A record-triggered flow for the save order; null for every other flow. `definition` is the flow's XML as plain data:
 * repeated elements are arrays, leaves are texts.
 */
export function parseFlow(fullName: string, element: XmlElement): FlowSchema | null {
  const start = childOf(element, 'start');
  if (start === undefined) return null;
  const trigger = triggers.find((name) => name === textAt(start, 'triggerType'));
  const object = textAt(start, 'object');
  if (trigger === undefined || object === null) return null;
  const moment = moments.find((name) => name === textAt(start, 'recordTriggerType'));
  return {
    fullName,
    active: textAt(element, 'status') === 'Active',
    object,
    trigger,
    recordTriggerType: moment ?? (trigger === 'RecordBeforeDelete' ? 'Delete' : 'Create'),
    definition: toPlainData(element, 'Flow'),
  };
}

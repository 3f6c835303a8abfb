import { isBlank, sameValue, type FormulaValue } from '../formula-values.ts';
import type { StoredRecord } from '../record-store.ts';

/** A record in a flow: one that was read, the one that triggered the flow, or one that is being made. */
export interface FlowRecord {
  kind: 'record';
  object: string;
  fields: StoredRecord;
  /** What the flow has set: an update writes these. */
  changed: Set<string>;
}

export type FlowItem = FormulaValue | FlowRecord;

export interface FlowCollection {
  kind: 'collection';
  items: readonly FlowItem[];
}

/** What a resource of a flow may hold. A Get Records element that found nothing holds null. */
export type FlowData = FlowItem | FlowCollection;

export function isRecord(data: FlowData): data is FlowRecord {
  return typeof data === 'object' && data !== null && data.kind === 'record';
}

export function isCollection(data: FlowData): data is FlowCollection {
  return typeof data === 'object' && data !== null && data.kind === 'collection';
}

export function isPlain(data: FlowData): data is FormulaValue {
  return !isRecord(data) && !isCollection(data);
}

export function newRecord(object: string, fields: StoredRecord = {}): FlowRecord {
  return { kind: 'record', object, fields, changed: new Set() };
}

export function collectionOf(items: readonly FlowItem[]): FlowCollection {
  return { kind: 'collection', items };
}

/** An item that is shared with nobody: assigning a record to a variable copies it. */
export function copyOfItem(item: FlowItem): FlowItem {
  if (!isRecord(item)) return item;
  return { ...item, fields: { ...item.fields }, changed: new Set(item.changed) };
}

/** The same for whatever a resource holds. */
export function copyOf(data: FlowData): FlowData {
  return isCollection(data) ? collectionOf(data.items.map(copyOfItem)) : copyOfItem(data);
}

/** The items of a collection, one value as a list of itself, nothing as an empty list. */
export function itemsOf(data: FlowData): readonly FlowItem[] {
  if (isCollection(data)) return data.items;
  return data === null ? [] : [data];
}

/** Whether nothing is there. An emptied collection is not null, as in Salesforce. */
export function isNothing(data: FlowData): boolean {
  return isPlain(data) && isBlank(data);
}

function sameRecord(left: FlowRecord, right: FlowRecord): boolean {
  const [one, other] = [left.fields.Id ?? null, right.fields.Id ?? null];
  if (one !== null || other !== null) return one === other;
  const names = new Set([...Object.keys(left.fields), ...Object.keys(right.fields)]);
  return [...names].every((name) => (left.fields[name] ?? null) === (right.fields[name] ?? null));
}

/** Whether two items of collections are the same: records by id, or by their fields where they have none yet. */
export function sameItem(left: FlowItem, right: FlowItem): boolean {
  if (isRecord(left)) return isRecord(right) && sameRecord(left, right);
  return !isRecord(right) && sameValue(left, right);
}

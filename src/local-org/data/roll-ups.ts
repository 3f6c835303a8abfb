import type { FieldSchema, SummaryDefinition } from '../schema/types.ts';
import { formulaFieldValues } from './formula-fields.ts';
import { roundTo } from './numbers.ts';
import type { ParentWatch } from './parent-watch.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import { unqualified, type ObjectIndex, type RollUpGroup } from './schema-index.ts';
import { objectIndex, type Session } from './session.ts';
import { passesFilter } from './summary-filter.ts';

/** A child's value; roll-ups may read formula fields too. */
function childValue(
  session: Session,
  index: ObjectIndex,
  child: StoredRecord,
  name: string,
): StoredValue {
  if (index.storedNames.has(name)) return child[name] ?? null;
  const value = formulaFieldValues(session, index.object.name, child, [name])[name];
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function isCounted(
  session: Session,
  index: ObjectIndex,
  summary: SummaryDefinition,
  child: StoredRecord,
): boolean {
  return summary.filters.every((filter) => {
    const field = index.object.fields.get(unqualified(filter.field));
    if (field === undefined) return false;
    return passesFilter(filter, field, childValue(session, index, child, field.name));
  });
}

/** What one child gives to a roll-up: 1 to a count, its value to the others; null where it gives nothing. */
function contribution(
  session: Session,
  index: ObjectIndex,
  summary: SummaryDefinition,
  child: StoredRecord | null,
): StoredValue {
  if (child?.IsDeleted !== 0 || !isCounted(session, index, summary, child)) return null;
  if (summary.operation === 'count') return 1;
  return childValue(session, index, child, unqualified(summary.summarizedField ?? ''));
}

function scaleOf(index: ObjectIndex, summary: SummaryDefinition): number {
  const field = index.object.fields.get(unqualified(summary.summarizedField ?? ''));
  return field?.scale ?? (field?.type === 'Summary' ? 6 : 0);
}

function further(operation: 'min' | 'max', one: StoredValue, other: StoredValue): StoredValue {
  if (one === null || other === null) return one ?? other;
  return (operation === 'min') === one < other ? one : other;
}

/** The roll-up of all live children of one master, from scratch. */
function fromScratch(
  session: Session,
  group: RollUpGroup,
  summary: SummaryDefinition,
  parentId: string,
): StoredValue {
  const index = objectIndex(session, summary.childObject);
  const given = session.store
    .findBy(summary.childObject, unqualified(group.foreignKey), parentId)
    .map((child) => contribution(session, index, summary, child))
    .filter((value) => value !== null);
  const { operation } = summary;
  if (operation === 'count') return given.length;
  if (operation === 'sum') {
    return roundTo(given.reduce<number>((sum, value) => sum + Number(value), 0), scaleOf(index, summary)); // prettier-ignore
  }
  return given.reduce<StoredValue>((best, value) => further(operation, best, value), null);
}

interface Change {
  removed: StoredRecord | null;
  added: StoredRecord | null;
}

/** The roll-up after one child changed; reckons from the old value where that is exact, so that masters may be large. */
function afterChange(
  session: Session,
  group: RollUpGroup,
  field: FieldSchema,
  parent: StoredRecord,
  change: Change,
): StoredValue {
  const { summary } = field;
  if (summary === null) return null;
  const index = objectIndex(session, summary.childObject);
  const removed = contribution(session, index, summary, change.removed);
  const added = contribution(session, index, summary, change.added);
  const current = parent[field.name] ?? null;
  if (removed === added) return current;
  const { operation } = summary;
  if (operation === 'count') return Number(current) + Number(added) - Number(removed);
  if (operation === 'sum') {
    return roundTo(Number(current) + Number(added) - Number(removed), scaleOf(index, summary));
  }
  if (removed !== null && removed === current) {
    return fromScratch(session, group, summary, String(parent.Id));
  }
  return further(operation, current, added);
}

function writeParent(
  session: Session,
  object: string,
  parent: StoredRecord,
  changes: StoredRecord,
  watch: ParentWatch,
): void {
  const stamp = session.now.toISOString();
  const stamps = {
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  };
  const id = String(parent.Id);
  session.store.update(object, id, { ...changes, ...stamps });
  watch.note(object, id, parent);
  rollUp(session, object, parent, { ...parent, ...changes, ...stamps }, watch);
}

function rollUpGroup(
  session: Session,
  group: RollUpGroup,
  before: StoredRecord | null,
  after: StoredRecord | null,
  watch: ParentWatch,
): void {
  const key = unqualified(group.foreignKey);
  for (const parentId of new Set([before?.[key], after?.[key]])) {
    if (typeof parentId !== 'string') continue;
    const parent = session.store.get(group.parentObject, parentId);
    if (parent?.IsDeleted !== 0) continue;
    const change = {
      removed: before?.[key] === parentId ? before : null,
      added: after?.[key] === parentId ? after : null,
    };
    const changes: StoredRecord = {};
    for (const field of group.summaries) {
      const value = afterChange(session, group, field, parent, change);
      if (value !== parent[field.name]) changes[field.name] = value;
    }
    if (Object.keys(changes).length > 0) {
      writeParent(session, group.parentObject, parent, changes, watch);
    }
  }
}

/**
 * Brings the masters of a row that was just written (`before` null: created; `after` null or deleted: gone) up to date,
 * and their masters in turn. Every master that changed is noted in `watch`: its own rules have still to run.
 */
export function rollUp(
  session: Session,
  object: string,
  before: StoredRecord | null,
  after: StoredRecord | null,
  watch: ParentWatch,
): void {
  for (const group of objectIndex(session, object).rollUpsFed) {
    rollUpGroup(session, group, before, after, watch);
  }
}

/** The roll-ups of one master from scratch, as its live children are now. */
export function summaryValues(session: Session, object: string, id: string): StoredRecord {
  const values: StoredRecord = {};
  for (const { name, summary } of objectIndex(session, object).storedFields) {
    if (summary === null) continue;
    const group = { parentObject: object, foreignKey: summary.foreignKey, summaries: [] };
    values[name] = fromScratch(session, group, summary, id);
  }
  return values;
}

/** Levels of roll-ups upon roll-ups, one more than a chain of master-details may have, so that the last finds nothing. */
const mostLevels = 4;

function recalculateGroup(session: Session, group: RollUpGroup): boolean {
  let changed = false;
  for (const parentId of session.store.idsBy(group.parentObject, 'IsDeleted', 0)) {
    const parent = session.store.get(group.parentObject, parentId) ?? {};
    for (const { name, summary } of group.summaries) {
      const value = summary === null ? null : fromScratch(session, group, summary, parentId);
      if (value === parent[name]) continue;
      session.store.update(group.parentObject, parentId, { [name]: value });
      changed = true;
    }
  }
  return changed;
}

/**
 * Reckons every roll-up of the org from scratch, in silence: after a deploy, when a new or changed roll-up meets rows
 * that are there. Repeats while something changes, because roll-ups may sum up roll-ups.
 */
export function recalculateAll(session: Session): void {
  const groups = [...session.index.objects.values()].flatMap((index) => index.rollUpsFed);
  for (let level = 0; level < mostLevels; level += 1) {
    const changed = groups.map((group) => recalculateGroup(session, group));
    if (!changed.includes(true)) return;
  }
}

import { normaliseId } from '../ids.ts';
import { recordScope } from '../record-scope.ts';
import type { StoredRecord, StoredValue } from '../record-store.ts';
import { isReference } from '../schema-index.ts';
import { objectIndex, type Session } from '../session.ts';
import { assign } from './assign.ts';
import { combine, holdsForData } from './conditions.ts';
import type { FlowFilter, RecordLookup } from './definition.ts';
import { refuseExcess } from './faults.ts';
import { readValue, storedValue, type Interview } from './interview.ts';
import { collectionOf, isPlain, newRecord, type FlowData, type FlowRecord } from './values.ts';

interface ReadFilter {
  filter: FlowFilter;
  value: FlowData;
}

function isAllOf(logic: string | undefined): boolean {
  return logic === undefined || logic === '' || logic.toLowerCase() === 'and';
}

/** A 15-character id finds what the 18-character one does. */
function wholeId(session: Session, object: string, { filter, value }: ReadFilter): ReadFilter {
  const field = objectIndex(session, object).fieldsByLowerName.get(filter.field.toLowerCase());
  const isId = field !== undefined && (field.type === 'Id' || isReference(field));
  if (!isId || typeof value !== 'string') return { filter, value };
  return { filter, value: normaliseId(value) ?? value };
}

/** Live rows to look through: by an equality on a stored field where there is one, else all of the object. */
function candidates(
  session: Session,
  object: string,
  filters: readonly ReadFilter[],
  isAll: boolean,
): StoredRecord[] {
  const index = objectIndex(session, object);
  for (const { filter, value } of isAll ? filters : []) {
    const field = index.fieldsByLowerName.get(filter.field.toLowerCase());
    const isKey = field !== undefined && index.storedNames.has(field.name);
    if (filter.operator !== 'EqualTo' || !isKey || !isPlain(value) || value === null) continue;
    if (value === '') continue;
    const [name, stored] = storedValue(session, object, field.name, value);
    return session.store.findBy(object, name, stored);
  }
  return session.store.findBy(object, 'IsDeleted', 0);
}

/** The live records of an object that pass the filters of an element, in the order of their ids. */
export function findRecords(
  interview: Interview,
  object: string,
  filters: readonly FlowFilter[],
  filterLogic: string | undefined,
): StoredRecord[] {
  const { session } = interview;
  const read = filters
    .map((filter) => ({ filter, value: readValue(interview, filter.value) }))
    .map((one) => wholeId(session, object, one));
  const rows = candidates(session, object, read, isAllOf(filterLogic));
  return rows.filter((row) => {
    const scope = recordScope(session, { object, record: row, before: row }, 'flow');
    const results = read.map(({ filter, value }) =>
      holdsForData(filter.operator, scope.value(filter.field), value),
    );
    return combine(filterLogic ?? 'and', results);
  });
}

function comparable(value: StoredValue): string | number {
  return typeof value === 'string' ? value.toLowerCase() : (value ?? '');
}

/** Nulls come first in both directions, as in SOQL. */
function sorted(rows: readonly StoredRecord[], name: string, isDown: boolean): StoredRecord[] {
  return [...rows].sort((left, right) => {
    const [one, other] = [left[name] ?? null, right[name] ?? null];
    if (one === null || other === null) return Number(other === null) - Number(one === null);
    const [a, b] = [comparable(one), comparable(other)];
    if (a === b) return 0;
    return a < b === isDown ? 1 : -1;
  });
}

function ordered(
  interview: Interview,
  lookup: RecordLookup,
  rows: readonly StoredRecord[],
): readonly StoredRecord[] {
  const { sortField, sortOrder, object } = lookup;
  if (sortField === undefined || sortOrder === undefined) return rows;
  const index = objectIndex(interview.session, object);
  const field = index.fieldsByLowerName.get(sortField.toLowerCase());
  return sorted(rows, field?.name ?? sortField, sortOrder === 'Desc');
}

function limited(interview: Interview, lookup: RecordLookup, rows: readonly StoredRecord[]) {
  if (lookup.getFirstRecordOnly) return rows.slice(0, 1);
  const most = lookup.limit === undefined ? null : readValue(interview, lookup.limit);
  return typeof most === 'number' ? rows.slice(0, most) : rows;
}

/** The fields that the element asks for; all where it leaves them to Salesforce. */
function shownFields(row: StoredRecord, queriedFields: readonly string[]): StoredRecord {
  if (queriedFields.length === 0) return row;
  const names = ['Id', ...queriedFields];
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => names.includes(name) || name === 'IsDeleted'),
  );
}

function outcome(lookup: RecordLookup, records: readonly FlowRecord[]): FlowData {
  const [first] = records;
  if (first === undefined) return null;
  return lookup.getFirstRecordOnly ? first : collectionOf(records);
}

function assignFields(
  interview: Interview,
  lookup: RecordLookup,
  record: FlowRecord | undefined,
): void {
  if (record === undefined && !lookup.assignNullValuesIfNoRecordsFound) return;
  const { session } = interview;
  for (const { assignToReference, field } of lookup.outputAssignments) {
    const state =
      record === undefined ? null : { object: record.object, record: record.fields, before: null };
    const value = state === null ? null : recordScope(session, state, 'flow').value(field);
    assign(interview, assignToReference, 'Assign', value);
  }
}

/**
 * Runs a Get Records element: what it finds goes into its own output, a variable, or variables field by field.
 * https://help.salesforce.com/s/articleView?id=platform.flow_ref_elements_data_retrieve.htm
 */
export function runLookup(interview: Interview, lookup: RecordLookup, key: string): void {
  const { object, filters, filterLogic, outputReference } = lookup;
  const found = findRecords(interview, object, filters, filterLogic);
  const rows = limited(interview, lookup, ordered(interview, lookup, found));
  refuseExcess(interview, interview.session.transaction.query(key, rows.length));
  const records = rows.map((row) => newRecord(object, shownFields(row, lookup.queriedFields)));
  const data = outcome(lookup, records);
  if (outputReference !== undefined) {
    if (data !== null || lookup.assignNullValuesIfNoRecordsFound) {
      assign(interview, outputReference, 'Assign', data);
    }
  } else if (lookup.outputAssignments.length > 0) assignFields(interview, lookup, records[0]);
  else interview.variables.set(lookup.name, data);
}

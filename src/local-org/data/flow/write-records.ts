import type { FieldSchema } from '../../schema/types.ts';
import type { SaveRequest } from '../engine.ts';
import { FormulaError } from '../formula-parser.ts';
import type { StoredRecord, StoredValue } from '../record-store.ts';
import { rowError } from '../row-error.ts';
import { objectIndex } from '../session.ts';
import { assign } from './assign.ts';
import type { FlowFieldInput, RecordCreate, RecordDelete, RecordUpdate } from './definition.ts';
import { refuseExcess, tooDeep } from './faults.ts';
import { findRecords } from './get-records.ts';
import {
  bareName, readValue, resolve, setField, storedValue, type Interview,
} from './interview.ts'; // prettier-ignore
import { isRecord, itemsOf, type FlowRecord } from './values.ts';

/** A stored value as a request gives it. */
function requested(field: FieldSchema | undefined, value: StoredValue): unknown {
  return field?.type === 'Checkbox' ? value === 1 : value;
}

function requestFields(
  interview: Interview,
  object: string,
  fields: StoredRecord,
  names: Iterable<string>,
): Record<string, unknown> {
  const { fieldsByLowerName } = objectIndex(interview.session, object);
  return Object.fromEntries(
    [...names]
      .filter((name) => name !== 'Id')
      .map((name) => [
        name,
        requested(fieldsByLowerName.get(name.toLowerCase()), fields[name] ?? null),
      ]),
  );
}

/** Writes rows as one statement, all or none; their ids. */
function write(interview: Interview, key: string, requests: readonly SaveRequest[]): string[] {
  const { transaction, saveWithin } = interview.session;
  if (requests.length === 0) return [];
  refuseExcess(interview, transaction.statement(key, requests.length));
  if (transaction.isDeepest()) throw tooDeep(interview);
  return transaction.inside(key, () => saveWithin(interview.session, requests));
}

/** The records that a reference names, one or many. */
function recordsAt(interview: Interview, reference: string): FlowRecord[] {
  return itemsOf(resolve(interview, reference)).map((item) => {
    if (isRecord(item)) return item;
    throw new FormulaError(`${bareName(reference)} is not a record.`);
  });
}

function inputs(
  interview: Interview,
  object: string,
  assignments: readonly FlowFieldInput[],
): StoredRecord {
  const { session } = interview;
  return Object.fromEntries(
    assignments.map(({ field, value }) =>
      storedValue(session, object, field, readValue(interview, value)),
    ),
  );
}

function objectOf(element: { name: string; object?: string | undefined }): string {
  if (element.object !== undefined) return element.object;
  throw new FormulaError(`The element ${element.name} names no object.`);
}

function idOf(record: FlowRecord): string {
  const id = record.fields.Id;
  if (typeof id === 'string') return id;
  throw rowError('MISSING_ARGUMENT', 'Id not specified in an update call');
}

/** Runs a Create Records element; the new ids go into the record variables, or into the element's output. */
export function runCreate(interview: Interview, element: RecordCreate, key: string): void {
  const { inputReference, assignRecordIdToReference } = element;
  if (inputReference !== undefined) {
    const records = recordsAt(interview, inputReference);
    const ids = write(
      interview,
      key,
      records.map(({ object, fields }) => ({
        operation: 'create',
        object,
        fields: requestFields(interview, object, fields, Object.keys(fields)),
      })),
    );
    for (const [position, record] of records.entries()) record.fields.Id = ids[position] ?? null;
    return;
  }
  const object = objectOf(element);
  const given = inputs(interview, object, element.inputAssignments);
  const fields = requestFields(interview, object, given, Object.keys(given));
  const [id = null] = write(interview, key, [{ operation: 'create', object, fields }]);
  if (assignRecordIdToReference !== undefined)
    assign(interview, assignRecordIdToReference, 'Assign', id);
  else interview.variables.set(element.name, id);
}

function updateOf(interview: Interview, object: string, id: string, changes: StoredRecord) {
  const fields = requestFields(interview, object, changes, Object.keys(changes));
  return { operation: 'update', object, id, fields } as const;
}

function changesOf({ fields, changed }: FlowRecord): StoredRecord {
  return Object.fromEntries([...changed].map((name) => [name, fields[name] ?? null]));
}

/** "Update the record that triggered the flow": before the save that is an assignment, after it a write. */
function updateTrigger(interview: Interview, element: RecordUpdate, key: string): void {
  const { trigger, session } = interview;
  if (trigger === null) throw new FormulaError('The resource $Record does not exist in the flow.');
  const { record } = trigger;
  if (element.filters.length > 0) {
    const found = findRecords(interview, record.object, element.filters, element.filterLogic);
    if (!found.some((row) => row.Id === record.fields.Id)) return;
  }
  for (const { field, value } of element.inputAssignments) {
    setField(session, record, field, readValue(interview, value));
  }
  if (trigger.kind === 'RecordBeforeSave') return;
  write(interview, key, [updateOf(interview, record.object, idOf(record), changesOf(record))]);
  record.changed.clear();
}

/** Runs an Update Records element: records that the flow holds, those that pass its filters, or `$Record`. */
export function runUpdate(interview: Interview, element: RecordUpdate, key: string): void {
  const { inputReference, inputAssignments, filters, filterLogic } = element;
  if (inputReference !== undefined && bareName(inputReference) === '$Record') {
    updateTrigger(interview, element, key);
    return;
  }
  if (inputReference !== undefined) {
    const records = recordsAt(interview, inputReference);
    const requests = records.map((record) =>
      updateOf(interview, record.object, idOf(record), changesOf(record)),
    );
    write(interview, key, requests);
    for (const record of records) record.changed.clear();
    return;
  }
  const object = objectOf(element);
  const rows = findRecords(interview, object, filters, filterLogic);
  refuseExcess(interview, interview.session.transaction.query(key, rows.length));
  const changes = inputs(interview, object, inputAssignments);
  write(
    interview,
    key,
    rows.map((row) => updateOf(interview, object, String(row.Id), changes)),
  );
}

/** Runs a Delete Records element: records that the flow holds, or those that pass its filters. */
export function runDelete(interview: Interview, element: RecordDelete, key: string): void {
  const { inputReference, filters, filterLogic } = element;
  if (inputReference !== undefined) {
    const records = recordsAt(interview, inputReference);
    const requests = records.map((record) => deleteOf(record.object, idOf(record)));
    write(interview, key, requests);
    return;
  }
  const object = objectOf(element);
  const rows = findRecords(interview, object, filters, filterLogic);
  refuseExcess(interview, interview.session.transaction.query(key, rows.length));
  write(
    interview,
    key,
    rows.map((row) => deleteOf(object, String(row.Id))),
  );
}

function deleteOf(object: string, id: string): SaveRequest {
  return { operation: 'delete', object, id, fields: {} };
}

import type { Commit, RecordChange } from '../data/change-log.ts';
import type { StoredRecord, StoredValue } from '../data/record-store.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';
export type GapType = `GAP_${ChangeType}`;

/** https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_event_fields_header.htm */
export interface ChangeEventHeader {
  entityName: string;
  recordIds: string[];
  changeType: ChangeType | GapType | 'GAP_OVERFLOW';
  changeOrigin: string;
  transactionKey: string;
  sequenceNumber: number;
  /** Milliseconds since 1970. */
  commitTimestamp: number;
  commitNumber: number;
  commitUser: string;
  /** Of updates only; parts of a compound field as `Name.LastName`. */
  changedFields: string[];
  nulledFields: string[];
  /** Always empty here: long texts are sent whole. */
  diffFields: string[];
}

/** One event, whatever transport it takes: the header, and the fields that it tells of. */
export interface ChangeEvent {
  header: ChangeEventHeader;
  fields: Record<string, unknown>;
}

/** What all events of one transaction share. */
export interface Transaction {
  transactionKey: string;
  commitNumber: number;
}

/** Never part of an event: they are in the header, or not the record's own. */
const leftOut: ReadonlySet<string> = new Set([
  'Id',
  'IsDeleted',
  'SystemModstamp',
  'LastActivityDate',
  'PhotoUrl',
]);

const nameParts: ReadonlySet<string> = new Set(['Salutation', 'FirstName', 'LastName']);
const addressPart =
  /^(.*?)(Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)$/;

/** The compound field that a standard field is a part of, with its name in there; null for a field of its own. */
function compoundOf(object: ObjectSchema, name: string): { field: string; part: string } | null {
  if (object.custom || name.endsWith('__c')) return null;
  const isPerson = object.fields.has('LastName');
  if (isPerson && nameParts.has(name)) return { field: 'Name', part: name };
  const [, prefix, part] = addressPart.exec(name) ?? [];
  if (prefix === undefined || part === undefined) return null;
  return object.fields.has(`${prefix}Street`) ? { field: `${prefix}Address`, part } : null;
}

function eventFields(object: ObjectSchema): FieldSchema[] {
  const isPerson = object.fields.has('LastName');
  return [...object.fields.values()].filter(
    ({ name, type }) =>
      type !== 'Formula' &&
      type !== 'Location' &&
      !leftOut.has(name) &&
      !(isPerson && !object.custom && name === 'Name'),
  );
}

function shown(field: FieldSchema, value: StoredValue): unknown {
  if (value === null) return null;
  if (field.type === 'Checkbox') return value === 1;
  return field.type === 'DateTime' ? String(value).replace(/\.000Z$/, 'Z') : value;
}

/** The given fields of a record as an event's body, parts of compounds inside them. */
function body(
  object: ObjectSchema,
  fields: readonly FieldSchema[],
  record: StoredRecord,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const compounds = new Map<string, Record<string, unknown>>();
  for (const field of fields) {
    const value = shown(field, record[field.name] ?? null);
    const compound = compoundOf(object, field.name);
    if (compound === null) {
      values[field.name] = value;
      continue;
    }
    const parts = compounds.get(compound.field) ?? {};
    parts[compound.part] = value;
    compounds.set(compound.field, parts);
  }
  return { ...values, ...Object.fromEntries(compounds) };
}

function path(object: ObjectSchema, name: string): string {
  const compound = compoundOf(object, name);
  return compound === null ? name : `${compound.field}.${compound.part}`;
}

function changeType({ before, after }: RecordChange): ChangeType | null {
  if (before === null) return after.IsDeleted === 1 ? null : 'CREATE';
  if (before.IsDeleted !== after.IsDeleted) return after.IsDeleted === 1 ? 'DELETE' : 'UNDELETE';
  return after.IsDeleted === 1 ? null : 'UPDATE';
}

/**
 * What an update changed. Every update tells LastModifiedDate, but for the conversion of a lead:
 * https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_standard_objects_lead_conversion.htm
 */
function updatedFields(object: ObjectSchema, change: RecordChange): FieldSchema[] {
  const { before, after } = change;
  const isStamp = (name: string): boolean => name === 'LastModifiedDate';
  const all = eventFields(object);
  const changed = all.filter(
    ({ name }) => !isStamp(name) && (before?.[name] ?? null) !== (after[name] ?? null),
  );
  const isStamped = before?.LastModifiedDate !== after.LastModifiedDate;
  if (changed.length === 0 && !isStamped) return [];
  const isConversion =
    object.name === 'Lead' && before?.IsConverted !== 1 && after.IsConverted === 1;
  return isConversion ? changed : [...changed, ...all.filter(({ name }) => isStamp(name))];
}

type Draft = Pick<ChangeEvent, 'fields'> &
  Pick<ChangeEventHeader, 'entityName' | 'recordIds' | 'changedFields' | 'nulledFields'> & {
    changeType: ChangeType;
  };

function draft(object: ObjectSchema, change: RecordChange): Draft | null {
  const type = changeType(change);
  if (type === null) return null;
  const { after } = change;
  const updated = type === 'UPDATE' ? updatedFields(object, change) : [];
  if (type === 'UPDATE' && updated.length === 0) return null;
  const whole = eventFields(object).filter(({ name }) => (after[name] ?? null) !== null);
  const told = type === 'UPDATE' ? updated : type === 'DELETE' ? [] : whole;
  const nulled = updated.filter(({ name }) => (after[name] ?? null) === null);
  return {
    entityName: object.name,
    recordIds: [change.id],
    changeType: type,
    changedFields: updated.map(({ name }) => path(object, name)),
    nulledFields: nulled.map(({ name }) => path(object, name)),
    fields: body(object, told, after),
  };
}

/**
 * Records of one object that changed alike become one event; creations never do.
 * https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_subscribe_merged_events.htm
 */
function merged(drafts: readonly Draft[]): Draft[] {
  const byChange = new Map<string, Draft>();
  for (const one of drafts) {
    const { recordIds, ...rest } = one;
    const key = JSON.stringify(one.changeType === 'CREATE' ? one : rest);
    const same = byChange.get(key);
    if (same === undefined) byChange.set(key, { ...one });
    else same.recordIds = [...same.recordIds, ...recordIds];
  }
  return [...byChange.values()];
}

/** The events of one transaction, numbered in the order of its changes. */
export function changeEvents(
  schema: OrgSchema,
  commit: Commit,
  transaction: Transaction,
): ChangeEvent[] {
  const drafts = commit.changes.flatMap((change) => {
    const object = schema.objects.get(change.object);
    return object === undefined ? [] : (draft(object, change) ?? []);
  });
  return merged(drafts).map(({ fields, ...own }, place) => ({
    header: {
      ...own,
      changeOrigin: commit.context.changeOrigin,
      ...transaction,
      sequenceNumber: place + 1,
      commitTimestamp: commit.at.getTime(),
      commitUser: commit.context.userId,
      diffFields: [],
    },
    fields,
  }));
}

import type { OrgRow } from './org.ts';

/** Salesforce's limits: five collections in a Composite request, 200 rows in a collection. */
const maxCollections = 5;
const maxRows = 200;
/** Bytes of rows in one request; Salesforce takes 6 MB and more, but slowly. */
const maxBytes = 5_000_000;

/** A row on its way. Equal rows that wait at the same time are one entry with several subscribers. */
export interface WriteEntry {
  readonly row: OrgRow;
  readonly keyField: string;
  /** Object, key field and key: entries with one identity are written one after the other. */
  readonly identity: string;
  /** The row as JSON, to compare and to measure. */
  readonly json: string;
  readonly bytes: number;
  /** Tries so far. */
  tries: number;
  /** `waiting` for its turn, `sent`, `resting` until its next try, or `settled`. */
  state: 'waiting' | 'sent' | 'resting' | 'settled';
  /** Rows that may go with it in one collection; less than 200 once its collection was refused as a whole. */
  company: number;
}

/** An entry that has just arrived. Throws nothing: field values are plain JSON. */
export function newEntry(row: OrgRow): WriteEntry {
  const keyField = row.keyField ?? 'ExternalKey__c';
  const json = JSON.stringify(row.fields);
  return {
    row,
    keyField,
    identity: JSON.stringify([row.object, keyField, row.key]),
    json,
    bytes: Buffer.byteLength(json) + Buffer.byteLength(row.key) + row.object.length + 80,
    tries: 0,
    state: 'waiting',
    company: maxRows,
  };
}

/** Rows of one object for one sObject Collections request. */
export interface Collection {
  object: string;
  keyField: string;
  entries: WriteEntry[];
  /** The least `company` of its entries. */
  company: number;
}

/** The key of the parents a row hangs on: relations by external id, and ids. Writers of one parent stay together. */
function parentKey(row: OrgRow): string {
  return Object.keys(row.fields)
    .toSorted()
    .map((name) => row.fields[name])
    .map((value) => {
      if (typeof value === 'object' && value !== null) return Object.values(value).join();
      return typeof value === 'string' && /^[a-zA-Z0-9]{18}$/.test(value) ? value : '';
    })
    .join(' ');
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Rows by parent, then by key, so that all writers lock parents in one order (Salesforce's advice against lock errors). */
export function sortByParent(collection: Collection): Collection {
  const entries = collection.entries
    .map((entry) => ({ entry, parent: parentKey(entry.row) }))
    .toSorted((a, b) => compare(a.parent, b.parent) || compare(a.entry.row.key, b.entry.row.key))
    .map(({ entry }) => entry);
  return { ...collection, entries };
}

/**
 * The next Composite request: from each call, in order of arrival, as many of its next rows as fit. A later row of a call
 * never stands before an earlier one; a call stops at the first row that must wait (no room, its next try is not due, or
 * `mayGo` says that another row with its key goes first).
 */
export function planComposite(
  calls: Iterable<{ readonly entries: readonly WriteEntry[] }>,
  mayGo: (entry: WriteEntry) => boolean,
): Collection[] {
  const collections: Collection[] = [];
  const placed = new Map<WriteEntry, number>();
  let bytes = 0;
  for (const { entries } of calls) {
    if (isFull(collections)) break;
    let position = 0;
    for (const entry of entries) {
      if (entry.state === 'settled') continue;
      const already = placed.get(entry);
      if (already === undefined) {
        const fits = bytes === 0 || bytes + entry.bytes <= maxBytes;
        if (entry.state !== 'waiting' || !fits || !mayGo(entry)) break;
        const index = place(collections, entry, position);
        if (index === null) break;
        placed.set(entry, index);
        bytes += entry.bytes;
        position = index;
      } else {
        position = Math.max(position, already);
      }
    }
  }
  return collections;
}

function isFull(collections: readonly Collection[]): boolean {
  return (
    collections.length === maxCollections &&
    collections.every(({ entries }) => entries.length >= maxRows)
  );
}

/** Puts the entry into the first collection of its object from `position` on, or a new one; null when none has room. */
function place(collections: Collection[], entry: WriteEntry, position: number): number | null {
  const { object } = entry.row;
  for (const [index, collection] of collections.entries()) {
    if (index < position || collection.object !== object) continue;
    if (collection.keyField !== entry.keyField) continue;
    const company = Math.min(entry.company, collection.company);
    if (collection.entries.length < company) {
      collection.entries.push(entry);
      collection.company = company;
      return index;
    }
  }
  if (collections.length === maxCollections) return null;
  const { keyField, company } = entry;
  collections.push({ object, keyField, entries: [entry], company });
  return collections.length - 1;
}

/** Rows that may go together after `rows` were refused as one. */
export function smallerCompany(rows: number): number {
  return Math.ceil(rows / maxCollections);
}

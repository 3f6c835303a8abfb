import type { Verdict } from '../errors.ts';

/** Field values as they go over the wire; money as decimal strings are numbers in JSON for Salesforce's sake. */
export type FieldValue = string | number | boolean | null;

/** A relation by external id: `{ Partner__r: { ExternalKey__c: 'partnerstack:main:team:stck_1' } }`. */
export type Fields = Readonly<Record<string, FieldValue | Readonly<Record<string, string>>>>;

/** One idempotent write: upsert of `object` by its external id. */
export interface OrgRow {
  object: string;
  /** The external id field, `ExternalKey__c` unless said otherwise. */
  keyField?: string;
  key: string;
  fields: Fields;
}

/** What became of one row. `stale`: the org already holds a higher version, which is success. */
export type RowOutcome =
  | { status: 'written'; key: string; id: string; created: boolean }
  | { status: 'stale'; key: string }
  | { status: 'failed'; key: string; verdict: Verdict };

/** A record as read: plain fields, parents as nested objects. */
export type OrgRecord = Readonly<Record<string, unknown>>;

/** One question: all records of `object` whose `by` field is among `values`. */
export interface OrgQuery {
  object: string;
  /** Field paths to read, `Account__r.ExternalKey__c` included. */
  select: readonly string[];
  /** The field path that `values` are looked for in: an external id, an Id, or `Parent__r.ExternalKey__c`. */
  by: string;
  values: readonly string[];
}

/**
 * The Salesforce port: the only door to the org. Hundreds of jobs call it at once; reads asked in one tick become one
 * SOQL per question, writes become sObject Collections of 200 rows inside few Composite calls. Throws verdicts only.
 */
export interface Org {
  /** Records matching the query; the caller gets only those that match its own `values`. */
  find(query: OrgQuery): Promise<OrgRecord[]>;
  /**
   * Writes rows so that an earlier row is in the org before a later one. One outcome per row, same order. Throws only
   * when the request as a whole failed; a row's own failure is in its outcome.
   */
  upsert(rows: readonly OrgRow[]): Promise<RowOutcome[]>;
  /**
   * Makes records of an object that no key of ours names (files, links); their ids, in order. Not idempotent: the caller has
   * looked what is there. Throws the first failed record's verdict; records before and after it may have been made.
   */
  create(object: string, records: readonly Fields[]): Promise<string[]>;
  /** Like `upsert`, but throws the first failed row's verdict. Stale rows are fine. */
  save(rows: readonly OrgRow[]): Promise<RowOutcome[]>;
  close(): Promise<void>;
}

/** What the calling user sees of an object: a field the user may not read is not there. */
export interface ObjectDescription {
  name: string;
  createable: boolean;
  updateable: boolean;
  queryable: boolean;
  fields: {
    name: string;
    type: string;
    createable: boolean;
    updateable: boolean;
    /** In the org's order; empty for fields that are no picklists. */
    picklistValues: { value: string; active: boolean }[];
  }[];
  recordTypeInfos: { developerName: string; active: boolean; available: boolean }[];
}

/** Records that were deleted, and the moment from which the next look has to begin. */
export interface Deletions {
  records: { id: string; at: Date }[];
  coveredUntil: Date;
}

/** The port for those who look after the org: the doctor, the console, benchmarks. Not for jobs. */
export interface OrgAdmin {
  /** Null when the org has no such object or the user may not see it. */
  describe(object: string): Promise<ObjectDescription | null>;
  /** All records of any SOQL, page by page; at least one API call. */
  query(soql: string): Promise<OrgRecord[]>;
  /** The same, with the records that are in the Recycle Bin. */
  queryAll(soql: string): Promise<OrgRecord[]>;
  /** What was deleted between two moments, by whole minutes; one API call. Not more than 15 days back. */
  deleted(object: string, from: Date, until: Date): Promise<Deletions>;
  /** API calls made since the start. */
  apiCalls(): number;
  /** The org's calls in the last 24 hours, all integrations together; null before the first answer. */
  usage(): { used: number; limit: number } | null;
  /** Resolves while the org answers and lets us in, throws the verdict that says why not. For probes: it costs no API call. */
  answers(): Promise<void>;
}

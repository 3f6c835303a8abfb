import type { DatabaseSync } from 'node:sqlite';
import type { OrgSchema } from '../schema/types.ts';

/** One write as an API asks for it, before any rule has looked at it. */
export interface SaveRequest {
  operation: 'create' | 'update' | 'upsert' | 'delete';
  object: string;
  /** 15 or 18 characters; for update and delete. */
  id?: string;
  /** For upsert: the external id field and the value looked for. */
  externalIdField?: string;
  externalIdValue?: string;
  /** Field values as they came in JSON; `Partner__r: { ExternalKey__c: '…' }` is a relation by external id. */
  fields: Record<string, unknown>;
}

/** Row errors carry `statusCode`, unlike request errors, which carry `errorCode`. */
export interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
  /** Of DUPLICATES_DETECTED only. */
  duplicateResult?: DuplicateResult;
}

/**
 * What a matching rule found.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_objects_matchresult.htm
 */
export interface MatchResult {
  entityType: string;
  errors: never[];
  matchEngine: 'ExactMatchEngine';
  matchRecords: {
    additionalInformation: never[];
    fieldDiffs: never[];
    matchConfidence: number;
    record: { attributes: { type: string }; Id: string };
  }[];
  rule: string;
  size: number;
  success: boolean;
}

/**
 * What a duplicate rule found; `allowSave` says that it may be saved all the same.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_objects_duplicateresult.htm
 */
export interface DuplicateResult {
  allowSave: boolean;
  duplicateRule: string;
  duplicateRuleEntityType: string;
  errorMessage: string;
  matchResults: MatchResult[];
}

export interface SaveResult {
  id: string | null;
  success: boolean;
  created: boolean;
  errors: SaveError[];
  /** An external id that matches several records: their ids (HTTP 300 in the single-record API). */
  ambiguous?: string[];
}

/** Who writes, as Salesforce stamps it: CreatedById, LastModifiedById, and the change event's origin. */
export interface SaveContext {
  userId: string;
  changeOrigin: string;
  /** Save in spite of duplicate rules that only alert: `Sforce-Duplicate-Rule-Header: allowSave=true`. */
  allowDuplicates?: boolean;
}

/**
 * The data side: records on SQLite under the deployed schema, every write through the save order. One table per object,
 * named like it, one column per stored field: ids and text as TEXT, numbers as REAL, checkboxes as 0/1, dates as
 * "2026-11-22", date-times as "2026-11-22T10:00:00.000Z" (so that text order is time order). Formula fields are not stored.
 */
export interface DataEngine {
  readonly db: DatabaseSync;
  readonly schema: () => OrgSchema;
  /** Makes tables and columns for what is new; called after a successful deploy. */
  applySchema(schema: OrgSchema): void;
  /** One transaction. With `allOrNone` a single failure rolls everything back; otherwise good rows stay. */
  save(
    requests: readonly SaveRequest[],
    options: { allOrNone: boolean; context: SaveContext },
  ): SaveResult[];
  /** The values of formula fields for records already read from their table. */
  formulaValues(
    object: string,
    record: Record<string, unknown>,
    fields: readonly string[],
  ): Record<string, unknown>;
  /** Forgets every record (not the schema, not users): a fresh org for the next test. */
  reset(): void;
}

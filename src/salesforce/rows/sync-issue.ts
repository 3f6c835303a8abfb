import type { OpenIssue } from '../facts/sync-issues.ts';
import type { OrgRow } from '../org.ts';
import { fit } from './relation.ts';

export type IssueCode =
  | 'PARTNER_KEY_UNKNOWN'
  | 'PARTNERSHIP_UNKNOWN'
  | 'ATTRIBUTION_CONFLICT'
  | 'DOCUMENT_WITHOUT_CUSTOMER'
  | 'NO_RULE_IN_FORCE'
  | 'EXCHANGE_RATE_MISSING'
  | 'STAGE_UNKNOWN'
  | 'LEDGER_CORRECTED'
  | 'WRITE_REFUSED'
  | 'CHANGED_ON_BOTH_SIDES'
  | 'STAGE_NOT_IN_PRM'
  | 'PROTECTION_ENDS'
  | 'LEAD_OFFER_OVER'
  | 'RENEWAL_UNCLEAR'
  | 'COMMISSION_UNCLEAR'
  | 'PARTNER_MERGED'
  | 'MERGE_IN_A_RING'
  | 'RECORD_DELETED'
  | 'PRM_OWNED_RESTORED';

/** Something a person must look at, in words: what happened, to what, and what to do. */
export interface Issue {
  code: IssueCode;
  severity: 'Info' | 'Warning' | 'Error';
  /** "stripe:main:customer:cus_1": what it is about. */
  documentKey: string;
  /** What it waits for, when it can mend itself: the unknown partner key, say. */
  subject: string | null;
  message: string;
  whatToDo: string;
}

/** At most one issue of a kind for each document, or for each subject of it. */
export function issueKey(issue: Issue): string {
  const key = `${issue.code}:${issue.documentKey}${issue.subject === null ? '' : `:${issue.subject}`}`;
  return fit(key, 255);
}

function issueRow(issue: Issue, isNew: boolean, now: Date): OrgRow {
  const [vendor = '', account = ''] = issue.documentKey.split(':');
  return {
    object: 'SyncIssue__c',
    key: issueKey(issue),
    fields: {
      Code__c: issue.code,
      Status__c: 'Open',
      Severity__c: issue.severity,
      Vendor__c: vendor,
      VendorAccount__c: account,
      DocumentKey__c: fit(issue.documentKey, 255),
      Subject__c: issue.subject === null ? null : fit(issue.subject, 255),
      Message__c: fit(issue.message, 4000),
      WhatToDo__c: fit(issue.whatToDo, 4000),
      ...(isNew ? { FirstSeenAt__c: now.toISOString() } : {}),
      LastSeenAt__c: now.toISOString(),
      ResolvedAt__c: null,
    },
  };
}

/**
 * The rows that bring a document's issues into step: what is wrong now is open, what was wrong and is mended closes
 * itself. `codes` are those that the calling job can judge; issues of other jobs stay as they are.
 */
export function issueRows(
  current: readonly Issue[],
  open: readonly OpenIssue[],
  codes: readonly IssueCode[],
  now: Date,
): OrgRow[] {
  const currentKeys = new Set(current.map(issueKey));
  const openKeys = new Set(open.map((issue) => issue.key));
  const mended = open.filter(
    (issue) => codes.some((code) => code === issue.code) && !currentKeys.has(issue.key),
  );
  return [
    ...current.map((issue) => issueRow(issue, !openKeys.has(issueKey(issue)), now)),
    ...mended.map((issue) => resolvedIssueRow(issue.key, now)),
  ];
}

/** Something a person must look at about a record that no vendor's document stands behind. */
export interface RecordIssue extends Pick<Issue, 'code' | 'severity' | 'message' | 'whatToDo'> {
  recordId: string;
}

/** At most one issue of a kind for each record. */
export function recordIssueKey(issue: Pick<RecordIssue, 'code' | 'recordId'>): string {
  return `${issue.code}:${issue.recordId}`;
}

/** Opens the issue of a record, or brings its words up to date. */
export function recordIssueRow(issue: RecordIssue, isNew: boolean, now: Date): OrgRow {
  return {
    object: 'SyncIssue__c',
    key: recordIssueKey(issue),
    fields: {
      Code__c: issue.code,
      Status__c: 'Open',
      Severity__c: issue.severity,
      RecordId__c: issue.recordId,
      Message__c: fit(issue.message, 4000),
      WhatToDo__c: fit(issue.whatToDo, 4000),
      ...(isNew ? { FirstSeenAt__c: now.toISOString() } : {}),
      LastSeenAt__c: now.toISOString(),
      ResolvedAt__c: null,
    },
  };
}

/** Closes an issue that is mended. */
export function resolvedIssueRow(key: string, now: Date): OrgRow {
  return {
    object: 'SyncIssue__c',
    key,
    fields: { Status__c: 'Resolved', ResolvedAt__c: now.toISOString() },
  };
}

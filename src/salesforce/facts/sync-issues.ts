import { z } from 'zod';
import type { Org, OrgAdmin } from '../org.ts';
import type { IssueCode } from '../rows/sync-issue.ts';
import { parseRecords, requiredText, text } from './record.ts';

/** An issue that is open in the org. */
export interface OpenIssue {
  key: string;
  code: string;
  documentKey: string | null;
}

const schema = z
  .object({
    ExternalKey__c: requiredText,
    Code__c: requiredText,
    DocumentKey__c: text,
    Status__c: requiredText,
  })
  .transform((record) => ({
    key: record.ExternalKey__c,
    code: record.Code__c,
    documentKey: record.DocumentKey__c,
    status: record.Status__c,
  }));

async function openIssues(
  org: Org,
  by: 'DocumentKey__c' | 'Subject__c',
  value: string,
): Promise<OpenIssue[]> {
  const records = await org.find({
    object: 'SyncIssue__c',
    select: ['ExternalKey__c', 'Code__c', 'DocumentKey__c', 'Status__c', by],
    by,
    values: [value],
  });
  return parseRecords(schema, records, 'SyncIssue__c').filter((issue) => issue.status === 'Open');
}

/** What is open about one document: it closes when the document's job finds it mended. */
export function openIssuesOfDocument(org: Org, documentKey: string): Promise<OpenIssue[]> {
  return openIssues(org, 'DocumentKey__c', documentKey);
}

/** What waits for something to appear: an unknown partner key, say. */
export function openIssuesAbout(org: Org, subject: string): Promise<OpenIssue[]> {
  return openIssues(org, 'Subject__c', subject);
}

/** An issue about a record, whatever its status, with the words that people read. */
export interface RecordIssueFact {
  key: string;
  documentKey: string | null;
  recordId: string | null;
  message: string | null;
  isOpen: boolean;
}

const recordIssueSchema = z
  .object({
    ExternalKey__c: requiredText,
    DocumentKey__c: text,
    RecordId__c: text,
    Message__c: text,
    Status__c: text,
  })
  .transform((record): RecordIssueFact => ({
    key: record.ExternalKey__c,
    documentKey: record.DocumentKey__c,
    recordId: record.RecordId__c,
    message: record.Message__c,
    isOpen: record.Status__c === 'Open',
  }));
const recordIssueFields = [
  'ExternalKey__c',
  'DocumentKey__c',
  'RecordId__c',
  'Message__c',
  'Status__c',
];

/** The issues of these external keys, closed ones too: what a person has settled is not opened again for the same words. */
export async function issuesByKey(
  org: Org,
  keys: readonly string[],
): Promise<Map<string, RecordIssueFact>> {
  if (keys.length === 0) return new Map();
  const records = await org.find({
    object: 'SyncIssue__c',
    select: recordIssueFields,
    by: 'ExternalKey__c',
    values: keys,
  });
  const issues = parseRecords(recordIssueSchema, records, 'SyncIssue__c');
  return new Map(issues.map((issue) => [issue.key, issue]));
}

/** All open issues of one kind. */
export async function openIssuesOfKind(
  org: Pick<OrgAdmin, 'query'>,
  code: IssueCode,
): Promise<RecordIssueFact[]> {
  const records = await org.query(
    `SELECT ${recordIssueFields.join(', ')} FROM SyncIssue__c WHERE Code__c = '${code}' AND Status__c = 'Open' ORDER BY ExternalKey__c LIMIT 2000`,
  );
  return parseRecords(recordIssueSchema, records, 'SyncIssue__c');
}

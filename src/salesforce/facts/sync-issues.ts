import { z } from 'zod';
import type { Org } from '../org.ts';
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

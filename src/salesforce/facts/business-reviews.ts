import { z } from 'zod';
import type { ReviewNumbers } from '../../rules/review-facts.ts';
import type { Org, OrgAdmin } from '../org.ts';
import type { Period } from './goal-metrics.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** A review as the org holds it. */
export interface ReviewInOrg {
  id: string;
  /** Null on reviews that people made. */
  key: string | null;
  partnershipId: string;
  status: string;
  numbers: Record<keyof ReviewNumbers | 'goalCount' | 'goalsReached', number | null>;
  documentId: string | null;
}

const schema = z
  .object({
    Id: requiredText,
    ExternalKey__c: text,
    Partnership__c: requiredText,
    Status__c: requiredText,
    LeadCount__c: number,
    OpportunityCount__c: number,
    WonCount__c: number,
    LostCount__c: number,
    OpenRegistrationCount__c: number,
    GoalsReached__c: number,
    GoalCount__c: number,
    PipelineAmount__c: number,
    WonAmount__c: number,
    RevenueAmount__c: number,
    RetainedRevenueAmount__c: number,
    CommissionEarnedAmount__c: number,
    CommissionPaidAmount__c: number,
    FundsClaimedAmount__c: number,
    DocumentId__c: text,
  })
  .transform((record): ReviewInOrg => ({
    id: record.Id,
    key: record.ExternalKey__c,
    partnershipId: record.Partnership__c,
    status: record.Status__c,
    documentId: record.DocumentId__c,
    numbers: {
      leads: record.LeadCount__c,
      opportunities: record.OpportunityCount__c,
      won: record.WonCount__c,
      lost: record.LostCount__c,
      openRegistrations: record.OpenRegistrationCount__c,
      goalsReached: record.GoalsReached__c,
      goalCount: record.GoalCount__c,
      pipeline: record.PipelineAmount__c,
      wonAmount: record.WonAmount__c,
      revenue: record.RevenueAmount__c,
      retainedRevenue: record.RetainedRevenueAmount__c,
      commissionEarned: record.CommissionEarnedAmount__c,
      commissionPaid: record.CommissionPaidAmount__c,
      fundsClaimed: record.FundsClaimedAmount__c,
    },
  }));

/** The reviews of exactly this period, by partnership id; the org allows one a partnership. */
export async function reviewsInOrg(
  org: Pick<OrgAdmin, 'query'>,
  { start, end }: Period,
): Promise<Map<string, ReviewInOrg>> {
  const records = await org.query(
    `SELECT Id, ExternalKey__c, Partnership__c, Status__c, LeadCount__c, OpportunityCount__c, WonCount__c, LostCount__c, OpenRegistrationCount__c, GoalsReached__c, GoalCount__c, PipelineAmount__c, WonAmount__c, RevenueAmount__c, RetainedRevenueAmount__c, CommissionEarnedAmount__c, CommissionPaidAmount__c, FundsClaimedAmount__c, DocumentId__c FROM BusinessReview__c WHERE PeriodStart__c = ${start} AND PeriodEnd__c = ${end}`,
  );
  const reviews = parseRecords(schema, records, 'BusinessReview__c');
  return new Map(reviews.map((review) => [review.partnershipId, review]));
}

/** A file on a record: its document and the MD5 of the latest version, as Salesforce computes it. */
export interface AttachedFile {
  recordId: string;
  documentId: string;
  title: string;
  extension: string;
  checksum: string;
}

const linkSchema = z
  .object({
    LinkedEntityId: requiredText,
    ContentDocumentId: requiredText,
    ContentDocument: z.object({
      Title: requiredText,
      FileExtension: text,
      LatestPublishedVersion: z.object({ Checksum: text }).nullable(),
    }),
  })
  .transform((record): AttachedFile => ({
    recordId: record.LinkedEntityId,
    documentId: record.ContentDocumentId,
    title: record.ContentDocument.Title,
    extension: record.ContentDocument.FileExtension ?? '',
    checksum: record.ContentDocument.LatestPublishedVersion?.Checksum ?? '',
  }));

/** The files on these records; one call for a few hundred records. */
export async function attachedFiles(
  org: Pick<Org, 'find'>,
  recordIds: readonly string[],
): Promise<AttachedFile[]> {
  const records = await org.find({
    object: 'ContentDocumentLink',
    select: [
      'LinkedEntityId',
      'ContentDocumentId',
      'ContentDocument.Title',
      'ContentDocument.FileExtension',
      'ContentDocument.LatestPublishedVersion.Checksum',
    ],
    by: 'LinkedEntityId',
    values: recordIds,
  });
  return parseRecords(linkSchema, records, 'ContentDocumentLink');
}

const versionSchema = z.object({ Id: requiredText, ContentDocumentId: requiredText });

/** The documents that versions belong to, by the id of the version. */
export async function documentsOfVersions(
  org: Pick<Org, 'find'>,
  versionIds: readonly string[],
): Promise<Map<string, string>> {
  const records = await org.find({
    object: 'ContentVersion',
    select: ['Id', 'ContentDocumentId'],
    by: 'Id',
    values: versionIds,
  });
  const versions = parseRecords(versionSchema, records, 'ContentVersion');
  return new Map(versions.map((version) => [version.Id, version.ContentDocumentId]));
}

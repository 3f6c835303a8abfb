import type { BusinessReview } from '../../rules/business-review.ts';
import type { ReviewInOrg } from '../facts/business-reviews.ts';
import type { ReviewedPartnership } from '../facts/review-records.ts';
import type { Fields, OrgRow } from '../org.ts';
import { fit } from './relation.ts';

const object = 'BusinessReview__c';

function numbersOf(review: BusinessReview): ReviewInOrg['numbers'] {
  const { goalCount, goalsReached } = review;
  return { ...review.numbers, goalCount, goalsReached };
}

function numberFields(review: BusinessReview, capturedAt: Date): Fields {
  const { numbers } = review;
  return {
    LeadCount__c: numbers.leads,
    OpportunityCount__c: numbers.opportunities,
    WonCount__c: numbers.won,
    LostCount__c: numbers.lost,
    OpenRegistrationCount__c: numbers.openRegistrations,
    GoalsReached__c: review.goalsReached,
    GoalCount__c: review.goalCount,
    PipelineAmount__c: numbers.pipeline,
    WonAmount__c: numbers.wonAmount,
    RevenueAmount__c: numbers.revenue,
    RetainedRevenueAmount__c: numbers.retainedRevenue,
    CommissionEarnedAmount__c: numbers.commissionEarned,
    CommissionPaidAmount__c: numbers.commissionPaid,
    FundsClaimedAmount__c: numbers.fundsClaimed,
    CapturedAt__c: capturedAt.toISOString(),
  };
}

/** A review that people made has no key of ours: it is written by its id. */
function rowOf(known: ReviewInOrg, fields: Fields): OrgRow {
  return known.key === null
    ? { object, keyField: 'Id', key: known.id, fields }
    : { object, key: known.key, fields };
}

/** A new snapshot; made twice it is still one. The words are a first draft, people's from then on. */
export function newReviewRow(
  partnership: ReviewedPartnership,
  review: BusinessReview,
  capturedAt: Date,
): OrgRow {
  const { start, end } = review.period;
  return {
    object,
    key: `${partnership.key}:${start}:${end}`,
    fields: {
      Partnership__c: partnership.id,
      PeriodStart__c: start,
      PeriodEnd__c: end,
      Status__c: 'Draft',
      Summary__c: fit(review.summary, 32_000),
      ...numberFields(review, capturedAt),
    },
  };
}

/** The numbers of a review that is there; null where they say the same already. */
export function reviewNumbersRow(
  known: ReviewInOrg,
  review: BusinessReview,
  capturedAt: Date,
): OrgRow | null {
  const numbers = Object.entries(numbersOf(review));
  const before = new Map(Object.entries(known.numbers));
  const isSame = numbers.every(([name, value]) => before.get(name) === value);
  return isSame ? null : rowOf(known, numberFields(review, capturedAt));
}

/** The document of a review; a review that has one for the first time is ready to be looked at. */
export function reviewDocumentRow(known: ReviewInOrg, documentId: string): OrgRow {
  const isFirst = known.documentId === null && known.status === 'Draft' && known.key !== null;
  return rowOf(known, {
    DocumentId__c: documentId,
    ...(isFirst && { Status__c: 'Ready' }),
  });
}

import { PoisonError } from '../errors.ts';
import { reviewHtml } from '../reviews/review-html.ts';
import { reviewPdf } from '../reviews/review-pdf.ts';
import { businessReview, type BusinessReview } from '../rules/business-review.ts';
import { addDays, dayOf } from '../rules/calendar.ts';
import { quarterBefore, quarterWith, type ReviewPeriod } from '../rules/review-period.ts';
import { reviewsInOrg, type ReviewInOrg } from '../salesforce/facts/business-reviews.ts';
import {
  reviewedPartnerships,
  type ReviewedPartnership,
} from '../salesforce/facts/review-records.ts';
import { newReviewRow, reviewNumbersRow } from '../salesforce/rows/business-review.ts';
import { attachReviews, type ReviewDocuments } from './attach-reviews.ts';
import type { JobContext } from './context.ts';
import { gatherReviewFacts } from './review-facts.ts';

/** Rows of one collection: so many reviews are laid out, written and attached together. */
const TOGETHER = 200;
/** Late facts of a quarter are taken in for so many days after it. */
const SWEPT_DAYS = 7;

type ReviewContext = Pick<JobContext, 'org' | 'clock' | 'orgCurrency'>;

/** What became of one partnership's review. `shared`: the partner has it, so nothing was touched. */
export interface MadeReview {
  partnershipId: string;
  partnership: string;
  outcome: 'made' | 'changed' | 'unchanged' | 'shared';
  reviewId: string;
  summary: string;
}

export interface ReviewsRequest {
  period: ReviewPeriod;
  /** External key or record id; null: every active partnership. */
  partnership: string | null;
  /** Told after each lot. */
  onProgress?: (done: number, all: number) => void;
  /** Given each document that was laid out, shared or not. */
  onDocument?: (name: string, html: Buffer, pdf: Buffer) => void;
}

/**
 * The reviews of a period: snapshot and documents of all active partnerships in one go. Run again it changes only what
 * says something else. Throws PoisonError for a period that has not begun or a partnership that is not there.
 */
export async function makeReviews(
  context: ReviewContext,
  request: ReviewsRequest,
): Promise<MadeReview[]> {
  const { org } = context;
  const { period } = request;
  const today = dayOf(context.clock.now());
  if (period.start > today) throw notBegun(period);
  const partnerships = await reviewedPartnerships(org, request.partnership);
  const [one] = partnerships;
  if (request.partnership !== null && !one) throw noPartnership(request.partnership);
  const factsOf = await gatherReviewFacts(org, {
    period,
    asOf: today < period.end ? today : period.end,
    currency: context.orgCurrency,
    partnershipId: request.partnership === null ? null : (one?.id ?? null),
  });
  const inOrg = await reviewsInOrg(org, period);
  const made: MadeReview[] = [];
  for (let from = 0; from < partnerships.length; from += TOGETHER) {
    const lot = partnerships.slice(from, from + TOGETHER).map((partnership) => ({
      partnership,
      review: businessReview(factsOf(partnership)),
      known: inOrg.get(partnership.id),
    }));
    made.push(...(await makeLot(context, lot, request)));
    request.onProgress?.(made.length, partnerships.length);
  }
  return made;
}

interface Draft {
  partnership: ReviewedPartnership;
  review: BusinessReview;
  known: ReviewInOrg | undefined;
}

const isShared = ({ known }: Draft): boolean =>
  known !== undefined && ['Shared', 'Archived'].includes(known.status);

async function makeLot(
  context: ReviewContext,
  lot: readonly Draft[],
  { onDocument }: ReviewsRequest,
): Promise<MadeReview[]> {
  const { org } = context;
  const open = lot.filter((draft) => !isShared(draft));
  const { reviews, touched } = await saveSnapshots(context, open);
  const documents: ReviewDocuments[] = [];
  for (const { partnership, review } of open) {
    const html = Buffer.from(reviewHtml(review));
    const pdf = await reviewPdf(review);
    const title = fileTitle(partnership, review);
    onDocument?.(title, html, pdf);
    const known = reviews.get(partnership.id);
    if (known) documents.push({ review: known, title, html, pdf });
  }
  const attached = await attachReviews({ org }, documents);
  return lot.map((draft): MadeReview => {
    const { partnership, review, known } = draft;
    const reviewId = known?.id ?? reviews.get(partnership.id)?.id ?? '';
    const isChanged = touched.has(partnership.id) || attached.has(reviewId);
    const outcome = known ? (isChanged ? 'changed' : 'unchanged') : 'made';
    return {
      partnershipId: partnership.id,
      partnership: partnership.name,
      outcome: isShared(draft) ? 'shared' : outcome,
      reviewId,
      summary: review.summary,
    };
  });
}

/** Writes what differs; the reviews as they are then, by partnership id. */
async function saveSnapshots(
  { org, clock }: ReviewContext,
  drafts: readonly Draft[],
): Promise<{ reviews: Map<string, ReviewInOrg>; touched: Set<string> }> {
  const now = clock.now();
  const writes = drafts.flatMap((draft) => {
    const { partnership, review, known } = draft;
    const row = known
      ? reviewNumbersRow(known, review, now)
      : newReviewRow(partnership, review, now);
    return row === null ? [] : [{ draft, row }];
  });
  const outcomes = await org.save(writes.map(({ row }) => row));
  const reviews = new Map<string, ReviewInOrg>();
  for (const { partnership, known } of drafts) if (known) reviews.set(partnership.id, known);
  for (const [index, { draft, row }] of writes.entries()) {
    const outcome = outcomes[index];
    if (draft.known || outcome?.status !== 'written') continue;
    const { id: partnershipId } = draft.partnership;
    const { numbers, goalCount, goalsReached } = draft.review;
    reviews.set(partnershipId, {
      id: outcome.id,
      key: row.key,
      partnershipId,
      status: 'Draft',
      numbers: { ...numbers, goalCount, goalsReached },
      documentId: null,
    });
  }
  return { reviews, touched: new Set(writes.map(({ draft }) => draft.partnership.id)) };
}

/** A file name on every system: what these forbid becomes a space. */
function fileTitle(partnership: ReviewedPartnership, { period }: BusinessReview): string {
  const name = partnership.name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return `Business review ${period.label} – ${name}`;
}

/** In the first days of a quarter, the reviews of the one before: every day again, for facts that came late. */
export async function sweepReviews(
  context: ReviewContext & Pick<JobContext, 'countDocument'>,
): Promise<void> {
  const today = dayOf(context.clock.now());
  const quarter = quarterWith(today);
  if (today >= addDays(quarter.start, SWEPT_DAYS)) {
    context.countDocument('salesforce', 'sweep', 'REVIEWS_NOT_DUE');
    return;
  }
  const made = await makeReviews(context, { period: quarterBefore(quarter), partnership: null });
  const isNew = made.some(({ outcome }) => outcome === 'made' || outcome === 'changed');
  context.countDocument('salesforce', 'sweep', isNew ? 'REVIEWS_MADE' : 'REVIEWS_UNCHANGED');
}

function notBegun(period: ReviewPeriod): PoisonError {
  return new PoisonError({
    code: 'PERIOD_NOT_BEGUN',
    message: `${period.label} begins on ${period.start}: there is nothing to review yet.`,
    action: 'Name a quarter that has begun.',
  });
}

function noPartnership(key: string): PoisonError {
  return new PoisonError({
    code: 'PARTNERSHIP_NOT_FOUND',
    message: `There is no active partnership with the key or id "${key}".`,
    action: 'Take the External Key or the record id of an active partnership from Salesforce.',
  });
}

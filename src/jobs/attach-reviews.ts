import { createHash } from 'node:crypto';
import {
  attachedFiles,
  documentsOfVersions,
  type AttachedFile,
  type ReviewInOrg,
} from '../salesforce/facts/business-reviews.ts';
import type { Fields } from '../salesforce/org.ts';
import { reviewDocumentRow } from '../salesforce/rows/business-review.ts';
import type { JobContext } from './context.ts';

/** A review in the org with what is to be attached to it. */
export interface ReviewDocuments {
  review: ReviewInOrg;
  title: string;
  html: Buffer;
  pdf: Buffer;
}

interface File {
  of: ReviewDocuments;
  extension: 'html' | 'pdf';
  bytes: Buffer;
  known: AttachedFile | undefined;
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/**
 * Attaches what says something new: a first file to the review and its partnership, a later one as a new version of the
 * same document, so that links to it stay right. Salesforce keeps the MD5 of every version: what is there is not read.
 * Returns the ids of reviews whose files changed.
 */
export async function attachReviews(
  { org }: Pick<JobContext, 'org'>,
  reviews: readonly ReviewDocuments[],
): Promise<Set<string>> {
  const there = await attachedFiles(
    org,
    reviews.map(({ review }) => review.id),
  );
  const files = reviews.flatMap((of) => filesOf(of, there));
  const changed = files.filter(({ known, bytes }) => known?.checksum !== md5(bytes));
  const versionIds = await org.create('ContentVersion', changed.map(versionOf));
  const documents = await documentsOfVersions(org, versionIds);
  const documentOf = (file: File): string =>
    file.known?.documentId ?? documents.get(versionIds[changed.indexOf(file)] ?? '') ?? '';
  await linkToPartnerships(
    org,
    files.map((file) => ({ documentId: documentOf(file), of: file.of })),
    new Set(changed.filter(({ known }) => !known).map((file) => documentOf(file))),
  );
  const rows = files
    .filter(({ extension }) => extension === 'pdf')
    .map((file) => ({ review: file.of.review, documentId: documentOf(file) }))
    .filter(({ review, documentId }) => review.documentId !== documentId)
    .map(({ review, documentId }) => reviewDocumentRow(review, documentId));
  await org.save(rows);
  return new Set(changed.map(({ of }) => of.review.id));
}

/** Files are told apart by our title and their ending: what people attach to a review is never touched. */
function filesOf(of: ReviewDocuments, there: readonly AttachedFile[]): File[] {
  return (['html', 'pdf'] as const).map((extension) => ({
    of,
    extension,
    bytes: of[extension],
    known: there.find(
      (file) =>
        file.recordId === of.review.id && file.title === of.title && file.extension === extension,
    ),
  }));
}

function versionOf({ of, extension, bytes, known }: File): Fields {
  return {
    Title: of.title,
    PathOnClient: `${of.title}.${extension}`,
    VersionData: bytes.toString('base64'),
    ...(known ? { ContentDocumentId: known.documentId } : { FirstPublishLocationId: of.review.id }),
  };
}

/** People look for files on the partnership; a link is made with the file and again only where that failed half-way. */
async function linkToPartnerships(
  org: JobContext['org'],
  files: readonly { documentId: string; of: ReviewDocuments }[],
  fresh: ReadonlySet<string>,
): Promise<void> {
  const unfinished = files.filter(
    ({ documentId, of }) => fresh.has(documentId) || of.review.documentId === null,
  );
  const links = await attachedFiles(org, [
    ...new Set(unfinished.filter(({ documentId }) => !fresh.has(documentId)).map(({ of }) => of.review.partnershipId)),
  ]); // prettier-ignore
  const linked = new Set(links.map((link) => `${link.recordId} ${link.documentId}`));
  await org.create(
    'ContentDocumentLink',
    unfinished
      .filter(({ documentId, of }) => !linked.has(`${of.review.partnershipId} ${documentId}`))
      .map(({ documentId, of }) => ({
        ContentDocumentId: documentId,
        LinkedEntityId: of.review.partnershipId,
        ShareType: 'V',
      })),
  );
}

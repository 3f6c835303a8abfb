import { createHash } from 'node:crypto';
import { withDefaults } from './defaults.ts';
import type { StoredRecord } from './record-store.ts';
import { notImplemented, rowError } from './row-error.ts';
import { objectIndex, type Session } from './session.ts';

/** "Review.pdf" → "pdf"; blank where the name has no ending. */
function extensionOf(path: string): string | null {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? null;
}

function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

const fileTypes: Readonly<Record<string, string>> = {
  pdf: 'PDF', html: 'HTML', htm: 'HTML', txt: 'TEXT', csv: 'CSV', json: 'JSON', xml: 'XML', png: 'PNG', jpg: 'JPG',
  jpeg: 'JPG', zip: 'ZIP', docx: 'WORD_X', xlsx: 'EXCEL_X', pptx: 'POWER_POINT_X',
}; // prettier-ignore

function textOf(record: StoredRecord, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

/** What Salesforce works out from a new version's bytes and path; the checksum is the MD5 of the file. */
function derived(given: StoredRecord): StoredRecord {
  const path = textOf(given, 'PathOnClient');
  const bytes = Buffer.from(textOf(given, 'VersionData'), 'base64');
  const extension = extensionOf(path);
  return {
    Title: given.Title ?? fileNameOf(path).replace(/\.[^.]+$/, ''),
    FileExtension: extension,
    FileType: fileTypes[extension ?? ''] ?? 'UNKNOWN',
    ContentSize: bytes.length,
    Checksum: createHash('md5').update(bytes).digest('hex'),
    IsLatest: 1,
  };
}

function insertRow(session: Session, object: string, fields: StoredRecord): string {
  const record = withDefaults(session, objectIndex(session, object), fields);
  session.store.insert(object, record);
  return String(record.Id);
}

/** A new document is seen by its owner (inferred) and where it was first published; no document says nothing of itself. */
function insertDocument(session: Session, given: StoredRecord): string {
  const id = insertRow(session, 'ContentDocument', {});
  const places = [session.context.userId, textOf(given, 'FirstPublishLocationId')];
  for (const place of places.filter((one) => one !== '')) {
    insertRow(session, 'ContentDocumentLink', {
      ContentDocumentId: id,
      LinkedEntityId: place,
      ShareType: 'I',
      Visibility: 'AllUsers',
    });
  }
  return id;
}

/**
 * A new version before it is saved: it makes its document unless it names one, and what follows from its bytes is filled in.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentdocument.htm
 */
export function withDocument(session: Session, given: StoredRecord): StoredRecord {
  if (textOf(given, 'VersionData') === '')
    throw notImplemented('a ContentVersion without VersionData (a link or an external file)');
  if (textOf(given, 'PathOnClient') === '') {
    const message = 'Required fields are missing: [PathOnClient]';
    throw rowError('REQUIRED_FIELD_MISSING', message, ['PathOnClient']);
  }
  const known = textOf(given, 'ContentDocumentId');
  if (known !== '' && textOf(given, 'FirstPublishLocationId') !== '') {
    throw notImplemented('a FirstPublishLocationId for a later version of a document');
  }
  const versions = session.store.findBy('ContentVersion', 'ContentDocumentId', known);
  return {
    ...given,
    ...derived(given),
    ContentDocumentId: known === '' ? insertDocument(session, given) : known,
    VersionNumber: `${known === '' ? 1 : versions.length + 1}`,
  };
}

/** A version that was saved becomes the latest of its document, whose own fields follow it. */
export function publishVersion(session: Session, version: StoredRecord): void {
  const documentId = textOf(version, 'ContentDocumentId');
  const stamp = session.now.toISOString();
  for (const other of session.store.findBy('ContentVersion', 'ContentDocumentId', documentId)) {
    if (other.Id === version.Id || other.IsLatest !== 1) continue;
    session.store.update('ContentVersion', String(other.Id), {
      IsLatest: 0,
      SystemModstamp: stamp,
    });
  }
  session.store.update('ContentDocument', documentId, {
    Title: version.Title ?? null,
    Description: version.Description ?? null,
    FileType: version.FileType ?? null,
    FileExtension: version.FileExtension ?? null,
    ContentSize: version.ContentSize ?? null,
    LatestPublishedVersionId: version.Id ?? null,
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  });
}

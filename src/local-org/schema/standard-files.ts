import type { OrgSchema } from './types.ts';
import type { StandardTable } from './table-parser.ts';

const contentVersion: StandardTable = {
  name: 'ContentVersion',
  keyPrefix: '068',
  owned: true,
  nameField: 'Title',
  sharingModel: 'Private',
  fields: `
ContentDocumentId Lookup createonly ->ContentDocument/ContentDocument/ContentVersions
IsLatest Checkbox readonly
VersionNumber Text:20 readonly
Title Text:255
Description TextArea:1000
ReasonForChange Text:1000 createonly
PathOnClient Text:500 createonly
FileType Text:20 readonly
FileExtension Text:40 readonly
ContentSize Number:9,0 readonly "Size"
Checksum Text:50 readonly
VersionData Base64 createonly
FirstPublishLocationId Lookup createonly ->Account/FirstPublishLocation`,
};

const contentDocument: StandardTable = {
  name: 'ContentDocument',
  keyPrefix: '069',
  owned: true,
  nameField: 'Title',
  sharingModel: 'Private',
  fields: `
Title Text:255
Description TextArea:1000
LatestPublishedVersionId Lookup readonly ->ContentVersion/LatestPublishedVersion
FileType Text:20 readonly
FileExtension Text:40 readonly
ContentSize Number:9,0 readonly "Size"`,
};

const contentDocumentLink: StandardTable = {
  name: 'ContentDocumentLink',
  keyPrefix: '06A',
  owned: false,
  nameField: 'Id',
  fields: `
ContentDocumentId Lookup required createonly ->ContentDocument/ContentDocument/ContentDocumentLinks
LinkedEntityId Lookup required createonly ->Account/LinkedEntity/ContentDocumentLinks
ShareType Picklist {FileShareType} required restricted
Visibility Picklist {FileVisibility} restricted`,
};

/**
 * Salesforce Files: a document, its versions and where it is shown. Fields, and which of them may be written, after
 * developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm and its
 * neighbours _contentdocument and _contentdocumentlink; libraries, external files and rich snippets are left out.
 */
export const fileTables: readonly StandardTable[] = [
  contentVersion,
  contentDocument,
  contentDocumentLink,
];

const anyRecord = [
  ['ContentVersion', 'FirstPublishLocationId'],
  ['ContentDocumentLink', 'LinkedEntityId'],
] as const;

/** A file may be shown on every record there is: deployed objects are added to what its lookups may point at. */
export function linkFilesToEverything(schema: OrgSchema): OrgSchema {
  const names = [...schema.objects.values()]
    .filter(({ kind, writable, name }) => kind === 'object' && writable && !isFileObject(name))
    .map(({ name }) => name);
  for (const [object, field] of anyRecord) {
    const lookup = schema.objects.get(object)?.fields.get(field);
    if (lookup !== undefined) lookup.referenceTo = names;
  }
  return schema;
}

/** Objects of Salesforce Files: no object permission rules them, everybody keeps files of their own. */
export function isFileObject(name: string): boolean {
  return fileTables.some((table) => table.name === name);
}

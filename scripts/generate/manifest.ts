import { childrenOf, textOf, type MetadataFile } from './metadata-file.ts';

/** Metadata type per file kind: the word in front of "-meta.xml", as source-deploy-retrieve's registry has it. */
const typeOfKind: Readonly<Record<string, string>> = {
  LeadConvertSetting: 'LeadConvertSettings',
  app: 'CustomApplication',
  compactLayout: 'CompactLayout',
  customPermission: 'CustomPermission',
  dashboard: 'Dashboard',
  dashboardFolder: 'Dashboard',
  field: 'CustomField',
  flexipage: 'FlexiPage',
  flow: 'Flow',
  globalValueSet: 'GlobalValueSet',
  js: 'LightningComponentBundle',
  labels: 'CustomLabels',
  layout: 'Layout',
  listView: 'ListView',
  object: 'CustomObject',
  pathAssistant: 'PathAssistant',
  permissionset: 'PermissionSet',
  permissionsetgroup: 'PermissionSetGroup',
  quickAction: 'QuickAction',
  recordType: 'RecordType',
  report: 'Report',
  reportFolder: 'Report',
  reportType: 'ReportType',
  settings: 'Settings',
  tab: 'CustomTab',
  validationRule: 'ValidationRule',
};

/** metadata/package.xml: every component of force-app by name, so that an org can be compared with or emptied of it. */
export function packageManifest(files: readonly MetadataFile[], apiVersion: string): string {
  const members = new Map<string, string[]>();
  for (const file of files) {
    const type = typeOfKind[file.kind];
    if (!type) throw new Error(`${file.path}: teach scripts/generate/manifest.ts the type of it.`);
    members.set(type, [...(members.get(type) ?? []), memberOf(file)]);
  }
  const labels = files.filter((file) => file.kind === 'labels').flatMap(labelsOf);
  if (labels.length > 0) members.set('CustomLabel', labels);
  const types = [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([type, names]) =>
        `    <types>\n${names
          .sort()
          .map((name) => `        <members>${escapeXml(name)}</members>\n`)
          .join('')}        <name>${type}</name>\n    </types>\n`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
${types.join('')}    <version>${apiVersion}</version>
</Package>
`;
}

/** sf names the file of the labels and every label in it. */
function labelsOf(file: MetadataFile): string[] {
  return childrenOf(file.xml, 'labels').map((label) => textOf(label, 'fullName') ?? '');
}

/** Kinds whose components are named with the folder that they lie in; sf ends the name of a folder with a slash. */
const inFolders = new Set(['dashboard', 'report']);

function memberOf(file: MetadataFile): string {
  if (inFolders.has(file.kind)) return `${file.path.split('/').at(-2) ?? ''}/${file.name}`;
  if (file.kind.endsWith('Folder')) return `${file.name}/`;
  const name = textOf(file.xml, 'fullName') ?? file.name;
  return file.object === null || file.kind === 'object' ? name : `${file.object}.${name}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

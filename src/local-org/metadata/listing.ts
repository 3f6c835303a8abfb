import type { OrgSchema } from '../schema/types.ts';
import type { DeployJobs } from './deploy-jobs.ts';
import { componentId } from './deploy-jobs.ts';
import {
  isKnownType,
  metadataType,
  metadataTypes,
  parentType,
  type MetadataType,
} from './type-registry.ts';

/** The names of all components of a type: what was deployed, and for objects the standard ones too. */
export function componentNames(schema: OrgSchema, type: string): string[] {
  const prefix = `${type}/`;
  const deployed = [...schema.otherComponents.keys()]
    .filter((key) => key.startsWith(prefix) && !key.includes('#'))
    .map((key) => key.slice(prefix.length));
  const objects = type === 'CustomObject' ? [...schema.objects.keys()] : [];
  return [...new Set([...deployed, ...objects])].sort();
}

function suffixed(type: MetadataType, fullName: string): string {
  if (type.shape === 'bundle') return `${type.directory}/${fullName}`;
  return `${type.directory}/${fullName}.${type.suffix}`;
}

/** The path of a component inside a package. Parts of an object lie in the object's file. */
export function pathOf(typeName: string, fullName: string): string {
  const parent = parentType(typeName);
  const owner = metadataType(parent ?? typeName);
  if (owner !== undefined) {
    if (parent === 'CustomLabels') return 'labels/CustomLabels.labels';
    return suffixed(owner, parent === undefined ? fullName : (fullName.split('.')[0] ?? ''));
  }
  const content = metadataTypes().find((type) => type.folderType === typeName);
  return `${content?.directory ?? typeName}/${fullName}-meta.xml`;
}

/** What `listMetadata` and `checkRetrieveStatus` say of a component. */
export interface FileProperties {
  createdById: string;
  createdByName: string;
  createdDate: string;
  fileName: string;
  fullName: string;
  id: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: string;
  manageableState: string;
  type: string;
}

const beforeAnyDeploy = '2020-01-01T00:00:00.000Z';

/** The file properties of one component; `userId` stands for whoever deployed it, which is not kept. */
export function fileProperties(
  type: string,
  fullName: string,
  jobs: DeployJobs,
  userId: string,
): FileProperties {
  const key = `${type}/${fullName}`;
  const date = jobs.changedAt(key)?.toISOString() ?? beforeAnyDeploy;
  return {
    createdById: userId,
    createdByName: 'Local User',
    createdDate: date,
    fileName: pathOf(type, fullName),
    fullName,
    id: componentId(key),
    lastModifiedById: userId,
    lastModifiedByName: 'Local User',
    lastModifiedDate: date,
    manageableState: 'unmanaged',
    type,
  };
}

/** The components of a type (in a folder, where the type has folders); null for a type that Salesforce does not know. */
export function listMetadata(
  schema: OrgSchema,
  query: { type: string; folder: string | null },
  jobs: DeployJobs,
  userId: string,
): FileProperties[] | null {
  if (!isKnownType(query.type)) return null;
  return componentNames(schema, query.type)
    .filter((name) => query.folder === null || name.startsWith(`${query.folder}/`))
    .map((name) => fileProperties(query.type, name, jobs, userId));
}

/** The answer of `describeMetadata`: every type that a package may hold. */
export function describeMetadata() {
  return {
    metadataObjects: metadataTypes().map((type) => ({
      childXmlNames: type.childTypes,
      directoryName: type.directory,
      inFolder: type.folderType !== '',
      metaFile: type.shape === 'content',
      suffix: type.suffix === '' ? undefined : type.suffix,
      xmlName: type.name,
    })),
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  };
}

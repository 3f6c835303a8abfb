import { registryLines } from './type-registry.generated.ts';

/** A metadata type as Salesforce's own tools know it: where its files lie and what they are called. */
export interface MetadataType {
  name: string;
  directory: string;
  /** '' for bundles. */
  suffix: string;
  /** The type of the folders that this type lives in; '' for flat types. */
  folderType: string;
  shape: 'file' | 'bundle' | 'content';
  childTypes: string[];
}

const contentShapes = new Set(['matchingContentFile', 'mixedContent']);

function shapeOf(adapter: string, suffix: string): MetadataType['shape'] {
  if (
    adapter === 'bundle' ||
    adapter === 'digitalExperience' ||
    adapter === 'uiBundles' ||
    (adapter !== '' && suffix === '')
  ) {
    return 'bundle';
  }
  return contentShapes.has(adapter) ? 'content' : 'file';
}

const types: readonly MetadataType[] = registryLines.map((line) => {
  const [name = '', directory = '', suffix = '', folderType = '', adapter = '', children = ''] =
    line.split('|');
  return {
    name,
    directory,
    suffix,
    folderType,
    shape: shapeOf(adapter, suffix),
    childTypes: children === '' ? [] : children.split(','),
  };
});

const byName = new Map(types.map((type) => [type.name, type]));
const folderTypes = new Set(types.map((type) => type.folderType));
const parentOfChild = new Map(
  types.flatMap((type) => type.childTypes.map((child) => [child, type.name] as const)),
);

/** Every metadata type, as `describeMetadata` lists them. */
export function metadataTypes(): readonly MetadataType[] {
  return types;
}

/** The type with this name; undefined for child types and for names that Salesforce does not know. */
export function metadataType(name: string): MetadataType | undefined {
  return byName.get(name);
}

/** Whether a package may name this type: a file's type, a part of one (CustomField) or a folder type. */
export function isKnownType(name: string): boolean {
  return byName.has(name) || parentOfChild.has(name) || folderTypes.has(name);
}

/** The type in whose files this child type lies: CustomField → CustomObject. */
export function parentType(child: string): string | undefined {
  return parentOfChild.get(child);
}

/** What a path inside a package is: `objects/X.object` → CustomObject X. */
export interface ComponentPath {
  type: string;
  fullName: string;
  /** `main` is the XML that describes the component; `part` is source, bundle content or another attachment. */
  role: 'main' | 'part';
}

/** `site/<bundle>/<file>`, and `site/<bundle>/<content type>/<content>/<file>` for what the bundle holds. */
function digitalExperiencePath(type: MetadataType, parts: readonly string[]): ComponentPath | null {
  const [kind, bundle, contentType, content, file] = parts;
  if (bundle === undefined || contentType === undefined) return null;
  const fullName = `${kind}/${bundle}`;
  if (content === undefined || file === undefined)
    return { type: type.name, fullName, role: parts.length === 3 ? 'main' : 'part' };
  const name = `${fullName}.${contentType}/${content}`;
  return { type: 'DigitalExperience', fullName: name, role: 'part' };
}

function bundlePath(type: MetadataType, parts: readonly string[]): ComponentPath | null {
  if (type.name === 'DigitalExperienceBundle') return digitalExperiencePath(type, parts);
  const [name, file] = parts;
  if (name === undefined || file === undefined) return null;
  const isMain = file.endsWith('-meta.xml') && parts.length === 2;
  return { type: type.name, fullName: name, role: isMain ? 'main' : 'part' };
}

function contentPath(type: MetadataType, rest: string): ComponentPath | null {
  const isMain = rest.endsWith('-meta.xml');
  const name = rest.replace(/-meta\.xml$/, '').replace(/\.[^./]+$/, '');
  return { type: type.name, fullName: name, role: isMain ? 'main' : 'part' };
}

function filePath(type: MetadataType, rest: string): ComponentPath | null {
  const suffix = `.${type.suffix}`;
  if (rest.endsWith(suffix)) {
    return { type: type.name, fullName: rest.slice(0, -suffix.length), role: 'main' };
  }
  const isFolder = type.folderType !== '' && rest.endsWith('-meta.xml');
  return isFolder
    ? { type: type.folderType, fullName: rest.replace(/(\.\w+)?-meta\.xml$/, ''), role: 'main' }
    : null;
}

/** Recognises a file of a package by its directory and ending; null where no type lives there. */
export function componentPath(path: string): ComponentPath | null {
  const [directory, ...parts] = path.split('/');
  for (const type of types.filter((candidate) => candidate.directory === directory)) {
    const rest = parts.join('/');
    const found =
      type.shape === 'bundle'
        ? bundlePath(type, parts)
        : type.shape === 'content' && !(type.folderType !== '' && parts.length === 1)
          ? contentPath(type, rest)
          : filePath(type, rest);
    if (found !== null) return found;
  }
  return null;
}

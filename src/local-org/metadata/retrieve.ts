import type { OrgSchema } from '../schema/types.ts';
import { bytesOfText, partsOf } from './components.ts';
import { componentNames, pathOf } from './listing.ts';
import { isKnownType, parentType } from './type-registry.ts';
import {
  childrenOf,
  escapeXml,
  parseXml,
  serializeXml,
  textAt,
  textsAt,
  type XmlElement,
} from './xml.ts';

export interface Retrieved {
  files: Map<string, Uint8Array>;
  found: { type: string; fullName: string }[];
  /** What was asked for and is not there, in Salesforce's words. */
  problems: string[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://soap.sforce.com/2006/04/metadata';

interface Wanted {
  type: string;
  fullName: string;
}

/** A member by its name, all of a type by `*`; folders are named under the type that they hold, with or without a slash. */
function expand(schema: OrgSchema, type: string, member: string): Wanted[] {
  const fullName = member.replace(/\/$/, '');
  const isFolder = schema.otherComponents.has(`${type}Folder/${fullName}`);
  if (member !== '*') return [{ type: isFolder ? `${type}Folder` : type, fullName }];
  const names = componentNames(schema, type);
  const custom = type === 'CustomObject' ? names.filter((name) => name.includes('__')) : names;
  return custom.map((name) => ({ type, fullName: name }));
}

/** A file asked for by its name brings all its parts. */
function withParts(schema: OrgSchema, wanted: Wanted): Wanted[] {
  const prefix = wanted.type === 'CustomLabels' ? '' : `${wanted.fullName}.`;
  const parts = [...partsOf(wanted.type).values()].flatMap((type) =>
    componentNames(schema, type)
      .filter((name) => name.startsWith(prefix))
      .map((fullName) => ({ type, fullName })),
  );
  return [wanted, ...parts];
}

function isThere(schema: OrgSchema, wanted: Wanted): boolean {
  const isStandardObject = wanted.type === 'CustomObject' && schema.objects.has(wanted.fullName);
  return isStandardObject || schema.otherComponents.has(`${wanted.type}/${wanted.fullName}`);
}

function renamed(source: string, name: string): XmlElement {
  return { ...parseXml(source), name };
}

/** Puts an object's (or the labels') file together again from the parts that were asked for. */
function assembleFile(schema: OrgSchema, typeName: string, parts: readonly Wanted[]): string {
  const own = parts.find((part) => part.type === typeName);
  const source = own && schema.otherComponents.get(`${own.type}/${own.fullName}`);
  const root: XmlElement =
    source === undefined || source === ''
      ? {
          name: typeName,
          line: 0,
          column: 0,
          attributes: { xmlns: namespace },
          text: '',
          children: [],
        }
      : parseXml(source);
  const children = [...partsOf(typeName)].flatMap(([elementName, type]) =>
    parts
      .filter((part) => part.type === type)
      .map((part) =>
        renamed(schema.otherComponents.get(`${type}/${part.fullName}`) ?? '', elementName),
      ),
  );
  return declaration + serializeXml({ ...root, children: [...root.children, ...children] });
}

function addFiles(schema: OrgSchema, wanted: Wanted, files: Map<string, Uint8Array>): void {
  const key = `${wanted.type}/${wanted.fullName}`;
  const parts = [...schema.otherComponents].filter(([name]) => name.startsWith(`${key}#`));
  for (const [name, text] of parts) files.set(name.slice(key.length + 1), bytesOfText(text));
  const source = schema.otherComponents.get(key) ?? '';
  if (parts.length === 0) {
    files.set(pathOf(wanted.type, wanted.fullName), bytesOfText(declaration + source));
  }
}

function manifestXml(found: readonly Wanted[], version: string): string {
  const types = [...new Set(found.map((wanted) => wanted.type))].sort();
  const groups = types.map((type) => {
    const members = found
      .filter((wanted) => wanted.type === type)
      .map((wanted) => `        <members>${escapeXml(wanted.fullName)}</members>\n`);
    return `    <types>\n${members.join('')}        <name>${type}</name>\n    </types>\n`;
  });
  return `${declaration}<Package xmlns="${namespace}">\n${groups.join('')}    <version>${version}</version>\n</Package>\n`;
}

function wantedIn(schema: OrgSchema, manifest: XmlElement): Wanted[] {
  const all = childrenOf(manifest, 'types').flatMap((group) => {
    const type = textAt(group, 'name') ?? '';
    return textsAt(group, 'members').flatMap((member) => expand(schema, type, member));
  });
  const parts = all.flatMap((wanted) => withParts(schema, wanted));
  const byKey = new Map(parts.map((wanted) => [`${wanted.type}/${wanted.fullName}`, wanted]));
  return [...byKey.values()];
}

/**
 * Gives back what was deployed, as the `unpackaged` part of a retrieve request names it. Files come as they were deployed,
 * written anew (comments and blank lines are gone); standard objects bring only what was deployed onto them.
 */
export function retrieve(schema: OrgSchema, manifest: XmlElement, version: string): Retrieved {
  const wanted = wantedIn(schema, manifest);
  const found = wanted.filter((item) => isThere(schema, item));
  const problems = wanted
    .filter((item) => !isThere(schema, item))
    .map((item) =>
      isKnownType(item.type)
        ? `Entity of type '${item.type}' named '${item.fullName}' cannot be found`
        : `Unknown type name '${item.type}' specified in package.xml`,
    );
  const files = new Map<string, Uint8Array>();
  const assembled = new Map<string, { owner: string; items: Wanted[] }>();
  for (const item of found) {
    const owner = parentType(item.type) ?? item.type;
    if (partsOf(owner).size === 0) addFiles(schema, item, files);
    else {
      const path = pathOf(item.type, item.fullName);
      assembled.set(path, { owner, items: [...(assembled.get(path)?.items ?? []), item] });
    }
  }
  for (const [path, { owner, items }] of assembled) {
    files.set(path, bytesOfText(assembleFile(schema, owner, items)));
  }
  files.set('package.xml', bytesOfText(manifestXml(found, version)));
  return { files, found, problems };
}

import { XMLParser } from 'fast-xml-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { z } from 'zod';

/** An XML element as the parser gives it: every child is a list, because one and several look alike in metadata. */
export interface XmlNode {
  readonly [tag: string]: readonly (string | XmlNode)[];
}

const nodeSchema: z.ZodType<XmlNode> = z.record(
  z.string(),
  z.array(z.union([z.string(), z.lazy(() => nodeSchema)])),
);

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  isArray: () => true,
});

/** One file of the source format, as `sf project retrieve` names it. */
export interface MetadataFile {
  /** Path below the project, with forward slashes. */
  path: string;
  /** "field", "object", "validationRule" …: the word before "-meta.xml". */
  kind: string;
  /** "partner", "attribution" …: the folder under force-app/main. */
  domain: string;
  /** The object it belongs to, null for what stands alone. */
  object: string | null;
  /** The component's name within its kind: "Status__c", "PartnerManager". */
  name: string;
  /** Name of the root element. */
  root: string;
  xml: XmlNode;
}

/** Text of the first child called `tag`; undefined when there is none. */
export function textOf(node: XmlNode, tag: string): string | undefined {
  const first = node[tag]?.[0];
  return typeof first === 'string' ? first : undefined;
}

/** All texts of the children called `tag`. */
export function textsOf(node: XmlNode, tag: string): string[] {
  return (node[tag] ?? []).filter((child) => typeof child === 'string');
}

/** All children called `tag` that have children themselves. */
export function childrenOf(node: XmlNode, tag: string): XmlNode[] {
  return (node[tag] ?? []).filter((child) => typeof child !== 'string');
}

/** Every metadata file below `force-app` of the project at `root`, in the order of their paths. */
export function readMetadata(root: string): MetadataFile[] {
  return readdirSync(join(root, 'force-app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('-meta.xml'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => readMetadataFile(root, path));
}

function readMetadataFile(root: string, path: string): MetadataFile {
  const document = nodeSchema.parse(parser.parse(readFileSync(join(root, path))));
  const [tag = ''] = Object.keys(document);
  const xml = childrenOf(document, tag)[0];
  if (!xml) throw new Error(`${path} holds no metadata: give it a root element with children.`);
  const match = /^(.+)\.(\w+)-meta\.xml$/.exec(basename(path));
  if (!match) throw new Error(`${path} is not named <component>.<type>-meta.xml: rename it.`);
  const [, name = '', kind = ''] = match;
  return {
    path,
    kind,
    domain: path.split('/')[2] ?? '',
    object: /\/objects\/([^/]+)\//.exec(path)?.[1] ?? null,
    name: decodeURIComponent(name),
    root: tag,
    xml,
  };
}

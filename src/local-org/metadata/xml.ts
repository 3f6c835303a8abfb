import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element of a metadata file with the place where its content starts, as Salesforce reports positions. */
export interface XmlElement {
  name: string;
  /** Line and column, both from 1, right behind the start tag. */
  line: number;
  column: number;
  attributes: Record<string, string>;
  /** Text of a leaf, entities resolved, trimmed; '' for elements with children. */
  text: string;
  children: XmlElement[];
}

/** A file that is no XML: where and why, as the deploy result reports it. */
export class XmlSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'XmlSyntaxError';
    this.line = line;
    this.column = column;
  }
}

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  cdataPropName: '#cdata',
  commentPropName: '#comment',
});
/** The library types its own symbol as `Symbol`, which cannot be a key; `valueOf` gives the primitive. */
const positionSymbol = XMLParser.getMetaDataSymbol().valueOf();
/** A node of the parser's tree: one element name with its children, `:@` with attributes, a symbol with the position. */
type Node = Record<string | symbol, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function startOf(node: Node): number {
  const position = node[positionSymbol];
  return isNode(position) && typeof position['startIndex'] === 'number'
    ? position['startIndex']
    : 0;
}

function attributesOf(node: Node): Record<string, string> {
  const attributes: Record<string, string> = {};
  const given = node[':@'];
  for (const [name, value] of Object.entries(isNode(given) ? given : {})) {
    if (typeof value === 'string') attributes[name] = value;
  }
  return attributes;
}

const namedEntities: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, code: string) => {
    if (code.startsWith('#x')) return String.fromCodePoint(Number.parseInt(code.slice(2), 16));
    if (code.startsWith('#')) return String.fromCodePoint(Number.parseInt(code.slice(1), 10));
    return namedEntities[code] ?? whole;
  });
}

/** Finds line and column of an offset; the offsets come in rising order nowhere, so lines are looked up by bisection. */
function positionFinder(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function textOf(nodes: readonly Node[]): string {
  const parts = nodes.map((node) => {
    const plain = node['#text'];
    if (typeof plain === 'string') return decodeEntities(plain).trim();
    const raw = nodesIn(node['#cdata'])[0]?.['#text'];
    return typeof raw === 'string' ? raw : '';
  });
  return parts.join('').trim();
}

function toElement(
  node: Node,
  source: string,
  find: ReturnType<typeof positionFinder>,
): XmlElement | null {
  const name = Object.keys(node).find((key) => key !== ':@' && !/^[#?]/.test(key));
  if (name === undefined) return null;
  const place = find(source.indexOf('>', startOf(node)) + 1);
  const nodes = nodesIn(node[name]);
  const children = nodes
    .map((child) => toElement(child, source, find))
    .filter((child) => child !== null);
  return {
    name,
    ...place,
    attributes: attributesOf(node),
    text: children.length === 0 ? textOf(nodes) : '',
    children,
  };
}

/** The parser has limits of its own (100 levels), which it throws as plain errors. */
function parseNodes(source: string): Node[] {
  try {
    return nodesIn(parser.parse(source));
  } catch (error) {
    throw new XmlSyntaxError(error instanceof Error ? error.message : 'The file is no XML.', 1, 1);
  }
}

/**
 * Reads one XML document. Documents with a DOCTYPE are refused (no entity can be declared, so none can grow); throws
 * `XmlSyntaxError` with the place.
 */
export function parseXml(source: string): XmlElement {
  const find = positionFinder(source);
  const doctype = source.search(/<!DOCTYPE/i);
  if (doctype !== -1) {
    const { line, column } = find(doctype);
    throw new XmlSyntaxError('DOCTYPE is not allowed', line, column);
  }
  const start = /^(\uFEFF)?\s*/.exec(source)?.[0].length ?? 0;
  if (source[start] !== '<') throw new XmlSyntaxError('Content is not allowed in prolog.', 1, 1);
  const entity = source
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, (section) => ' '.repeat(section.length))
    .search(/&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)/);
  if (entity !== -1) {
    const { line, column } = find(entity);
    throw new XmlSyntaxError('The entity was referenced, but not declared.', line, column);
  }
  // The package's own validator; its successor is a separate package that we do not need.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const valid = XMLValidator.validate(source);
  if (valid !== true) throw new XmlSyntaxError(valid.err.msg, valid.err.line, valid.err.col);
  const roots = parseNodes(source)
    .map((node) => toElement(node, source, find))
    .filter((element) => element !== null);
  const root = roots[0];
  if (root === undefined) throw new XmlSyntaxError('Premature end of file.', 1, 1);
  if (roots[1] !== undefined) {
    const { line, column } = roots[1];
    throw new XmlSyntaxError(
      'The markup in the document following the root element must be well-formed.',
      line,
      column,
    );
  }
  return root;
}

/** The first child with this name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** All children with this name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** All elements with this name below an element, at any depth, in the order of the file. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}

/** The text of a child; null where it is absent or empty. */
export function textAt(element: XmlElement, name: string): string | null {
  const text = childOf(element, name)?.text ?? '';
  return text === '' ? null : text;
}

/** The texts of all children with this name. */
export function textsAt(element: XmlElement, name: string): string[] {
  return childrenOf(element, name).map((child) => child.text);
}

/** True where the child says `true`; absent is false. */
export function flagAt(element: XmlElement, name: string): boolean {
  return textAt(element, name) === 'true';
}

/** The number in a child; null where it is absent or no number. */
export function numberAt(element: XmlElement, name: string): number | null {
  const text = textAt(element, name);
  return text === null || Number.isNaN(Number(text)) ? null : Number(text);
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text made safe between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** The element as text, indented by four spaces as Salesforce writes its files. */
export function serializeXml(element: XmlElement, indent = ''): string {
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
  const open = `${indent}<${element.name}${attributes}`;
  if (element.children.length === 0) {
    return element.text === ''
      ? `${open}/>\n`
      : `${open}>${escapeXml(element.text)}</${element.name}>\n`;
  }
  const children = element.children.map((child) => serializeXml(child, `${indent}    `)).join('');
  return `${open}>\n${children}${indent}</${element.name}>\n`;
}

import { parseXml, textAt, type XmlElement } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';

/** One deployed component that the org only remembers: its name and its parsed XML. */
export interface DeployedComponent {
  fullName: string;
  element: XmlElement;
}

/** The deployed component of this type and name; null when it was never deployed. */
export function deployedComponent(
  schema: OrgSchema,
  type: string,
  fullName: string,
): XmlElement | null {
  const text = schema.otherComponents.get(`${type}/${fullName}`);
  return text === undefined || text === '' ? null : parseXml(text);
}

/** The text of a child; null where the child or the element itself is absent. */
export function textIn(element: XmlElement | null | undefined, name: string): string | null {
  return element == null ? null : textAt(element, name);
}

/** Every deployed component of a type, by name. */
export function deployedComponents(schema: OrgSchema, type: string): DeployedComponent[] {
  const prefix = `${type}/`;
  return [...schema.otherComponents]
    .filter(([key, text]) => key.startsWith(prefix) && !key.includes('#') && text !== '')
    .map(([key, text]) => ({ fullName: key.slice(prefix.length), element: parseXml(text) }))
    .sort((left, right) => (left.fullName < right.fullName ? -1 : 1));
}

/** The files of all deployed bundles of Lightning web components, by their path in the package: "lwc/card/card.js". */
export function bundleFiles(schema: OrgSchema): Map<string, string> {
  const files = [...schema.otherComponents].flatMap(([key, text]): [string, string][] => {
    const path = /^LightningComponentBundle\/[^#]*#(.*)$/.exec(key)?.[1];
    return path === undefined ? [] : [[path, text]];
  });
  return new Map(files.sort(([left], [right]) => (left < right ? -1 : 1)));
}

import { checkElement } from './element-check.ts';
import { isNamed, isNamedInParts, type Manifest } from './manifest.ts';
import { inPresentForm } from './older-versions.ts';
import { errorAt, type Problem } from './problems.ts';
import { componentPath, metadataType } from './type-registry.ts';
import { childrenOf, parseXml, textAt, XmlSyntaxError, type XmlElement } from './xml.ts';

/** One thing that is deployed: a file, or a part of an object's file (a field, a validation rule …). */
export interface Component {
  type: string;
  fullName: string;
  /** Path inside the zip. */
  fileName: string;
  /** The XML that describes it; null where there is none (a class without its meta file) or where it is broken. */
  element: XmlElement | null;
  /** Files that come along with it, by path: Apex source, a bundle's files. */
  parts: Map<string, string>;
  problems: Problem[];
}

/** The parts of an object's file: element → the metadata type of that part. */
export const objectParts: ReadonlyMap<string, string> = new Map([
  ['fields', 'CustomField'],
  ['validationRules', 'ValidationRule'],
  ['recordTypes', 'RecordType'],
  ['listViews', 'ListView'],
  ['compactLayouts', 'CompactLayout'],
  ['webLinks', 'WebLink'],
  ['fieldSets', 'FieldSet'],
  ['businessProcesses', 'BusinessProcess'],
  ['indexes', 'Index'],
  ['sharingReasons', 'SharingReason'],
]);

/** The parts of the other files that hold parts with names of their own. Source: the registry of source-deploy-retrieve. */
const partsByType: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['CustomObject', objectParts],
  ['CustomLabels', new Map([['labels', 'CustomLabel']])],
  ['MatchingRules', new Map([['matchingRules', 'MatchingRule']])],
  [
    'SharingRules',
    new Map([
      ['sharingCriteriaRules', 'SharingCriteriaRule'],
      ['sharingGuestRules', 'SharingGuestRule'],
      ['sharingOwnerRules', 'SharingOwnerRule'],
      ['sharingTerritoryRules', 'SharingTerritoryRule'],
    ]),
  ],
  [
    'Workflow',
    new Map([
      ['alerts', 'WorkflowAlert'],
      ['fieldUpdates', 'WorkflowFieldUpdate'],
      ['flowActions', 'WorkflowFlowAction'],
      ['knowledgePublishes', 'WorkflowKnowledgePublish'],
      ['outboundMessages', 'WorkflowOutboundMessage'],
      ['rules', 'WorkflowRule'],
      ['send', 'WorkflowSend'],
      ['tasks', 'WorkflowTask'],
    ]),
  ],
  ['AssignmentRules', new Map([['assignmentRule', 'AssignmentRule']])],
  ['AutoResponseRules', new Map([['autoResponseRule', 'AutoResponseRule']])],
  ['EscalationRules', new Map([['escalationRule', 'EscalationRule']])],
]);

/** The types whose files hold parts with names of their own: element → the metadata type of that part. */
export function partsOf(type: string): ReadonlyMap<string, string> {
  return partsByType.get(type) ?? new Map<string, string>();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A file as text; what is no UTF-8 is kept as `base64,…`. */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return `base64,${Buffer.from(bytes).toString('base64')}`;
  }
}

/** The bytes of a kept file. */
export function bytesOfText(text: string): Uint8Array {
  return text.startsWith('base64,')
    ? Buffer.from(text.slice('base64,'.length), 'base64')
    : Buffer.from(text, 'utf8');
}

/** Files of a Settings or folder type carry a root element of another name; else it is the type itself. */
function rootType(type: string, root: XmlElement): string {
  return type === 'Settings' ? root.name : type;
}

function readMain(component: Component, text: string): void {
  try {
    const element = parseXml(text);
    if (element.name !== rootType(component.type, element)) {
      const problem = `Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}${element.name} invalid at this location in type ${component.type}`;
      component.problems.push(errorAt(element, problem));
      return;
    }
    component.element = element;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    component.problems.push({
      severity: 'Error',
      text: `Error parsing file: ${error.message}`,
      line: error.line,
      column: error.column,
    });
  }
}

/** Groups the files of a package into the components that they make up; unknown files come back apart. */
export function readComponents(files: ReadonlyMap<string, Uint8Array>): {
  components: Component[];
  strangers: string[];
} {
  const found = new Map<string, Component>();
  const strangers: string[] = [];
  for (const [path, bytes] of files) {
    const place = componentPath(path);
    if (place === null) {
      strangers.push(path);
      continue;
    }
    const key = `${place.type}/${place.fullName}`;
    const component: Component = found.get(key) ?? {
      type: place.type,
      fullName: place.fullName,
      fileName: path,
      element: null,
      parts: new Map(),
      problems: [],
    };
    found.set(key, component);
    const text = textOfFile(bytes);
    const isBundle = metadataType(place.type)?.shape === 'bundle';
    if (place.role === 'part') {
      component.parts.set(path, text);
      if (!isBundle) component.fileName = path;
    } else {
      if (component.parts.size > 0 || isBundle) component.parts.set(path, text);
      readMain(component, text);
      if (metadataType(place.type)?.shape === 'content') component.parts.set(path, text);
    }
  }
  return { components: [...found.values()], strangers };
}

function splitFile(
  component: Component,
  root: XmlElement,
  wanted: (part: Component) => boolean,
): Component[] {
  return [...partsOf(component.type)]
    .flatMap(([elementName, type]) =>
      childrenOf(root, elementName).map((element) => {
        const name = textAt(element, 'fullName') ?? '';
        const prefix = component.type === 'CustomLabels' ? '' : `${component.fullName}.`;
        const part: Component = {
          type,
          fullName: `${prefix}${name}`,
          fileName: component.fileName,
          element,
          parts: new Map(),
          problems: checkElement(element, type),
        };
        return part;
      }),
    )
    .filter(wanted);
}

function withoutParts(component: Component, root: XmlElement): XmlElement {
  const names = partsOf(component.type);
  return { ...root, children: root.children.filter((child) => !names.has(child.name)) };
}

/** Elements that are wrong in the file itself, not inside one of its parts. */
function ownProblems(component: Component, root: XmlElement): Problem[] {
  const parts = partsOf(component.type);
  const bare = root.children.map((child) =>
    parts.has(child.name) ? { ...child, children: [] } : child,
  );
  const nested = new Set(bare.filter((child) => parts.has(child.name)).map((child) => child.line));
  return checkElement({ ...root, children: bare }, rootType(component.type, root)).filter(
    (problem) => problem.text.includes('location') || !nested.has(problem.line),
  );
}

/**
 * Splits files into the components that the manifest asks for, each checked against the published types. A file with
 * parts counts as a component of its own only where the manifest names it.
 */
export function selectComponents(all: readonly Component[], manifest: Manifest): Component[] {
  return all.flatMap((component) => {
    const type = metadataType(component.type);
    const named = isNamed(manifest, component.type, component.fullName);
    const partly = isNamedInParts(manifest, type?.childTypes ?? [], component.fullName);
    if (!named && !partly) {
      return [{ ...component, problems: [errorAt(undefined, 'Not in package.xml')] }];
    }
    if (component.element === null) return [component];
    const root = inPresentForm(component.element, manifest.version);
    const isWhole = named && component.type === 'MatchingRules';
    const parts = splitFile(
      component,
      root,
      (part) => isWhole || isNamed(manifest, part.type, part.fullName),
    );
    const file = {
      ...component,
      element: withoutParts(component, root),
      problems: [...component.problems, ...ownProblems(component, root)],
    };
    return named || file.problems.length > 0 ? [file, ...parts] : parts;
  });
}

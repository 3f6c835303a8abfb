import { errorAt, type Problem } from './problems.ts';
import { isKnownType, parentType } from './type-registry.ts';
import { childOf, childrenOf, textAt, type XmlElement } from './xml.ts';

/** What a package.xml (or destructiveChanges.xml) names: type → members; `*` stands for all. */
export interface Manifest {
  members: Map<string, Set<string>>;
  version: string | null;
  element: XmlElement;
}

/** sf names folders with a slash at the end. */
function memberName(member: XmlElement): string {
  return member.text.replace(/\/$/, '');
}

/** Reads a manifest; the same type may stand in several `types` elements. */
export function parseManifest(element: XmlElement): Manifest {
  const members = new Map<string, Set<string>>();
  for (const group of childrenOf(element, 'types')) {
    const name = textAt(group, 'name') ?? '';
    const names = members.get(name) ?? new Set<string>();
    for (const member of childrenOf(group, 'members')) names.add(memberName(member));
    members.set(name, names);
  }
  return { members, version: textAt(element, 'version'), element };
}

/** The newest API version that the local org speaks. */
export const lastApiVersion = 68;

/** A version that this org does not speak yet, or that is no version. The wording is ours. */
export function versionProblems(manifest: Manifest): Problem[] {
  const { version, element } = manifest;
  if (version === null) return [];
  if (/^\d+\.0$/.test(version) && Number(version) <= lastApiVersion) return [];
  const text = `Invalid version specified in package.xml: ${version} (this org speaks up to ${lastApiVersion}.0)`;
  return [errorAt(childOf(element, 'version'), text)];
}

/** Types that no Salesforce knows; text as the Metadata API words it. */
export function unknownTypes(manifest: Manifest): Problem[] {
  return childrenOf(manifest.element, 'types').flatMap((group) => {
    const name = textAt(group, 'name') ?? '';
    return isKnownType(name)
      ? []
      : [errorAt(group, `Unknown type name '${name}' specified in package.xml`)];
  });
}

/** Folders are named under the type that they hold: a ReportFolder under Report. */
function manifestType(type: string): string {
  return type.endsWith('Folder') ? type.slice(0, -'Folder'.length) : type;
}

function covers(manifest: Manifest, type: string, fullName: string): boolean {
  const names = manifest.members.get(type) ?? manifest.members.get(manifestType(type));
  if (names === undefined) return false;
  const isStandardObject = type === 'CustomObject' && !fullName.includes('__');
  return names.has(fullName) || (names.has('*') && !isStandardObject);
}

/** Whether the manifest asks for this component, by itself or through the component that holds it. */
export function isNamed(manifest: Manifest, type: string, fullName: string): boolean {
  if (covers(manifest, type, fullName)) return true;
  const parent = parentType(type);
  if (parent === undefined) return false;
  const parentName = fullName.split('.')[0] ?? '';
  return parent === 'CustomLabels'
    ? manifest.members.has(parent)
    : covers(manifest, parent, parentName);
}

/** Whether an object's file is wanted at least for one of the parts that it holds. */
export function isNamedInParts(
  manifest: Manifest,
  childTypes: string[],
  fullName: string,
): boolean {
  return childTypes.some((child) => {
    const names = [...(manifest.members.get(child) ?? [])];
    return names.some(
      (name) => name === '*' || name.startsWith(`${fullName}.`) || child === 'CustomLabel',
    );
  });
}

/** Members named in the manifest that the zip does not hold. `found` has `Type/fullName` keys. */
export function missingMembers(manifest: Manifest, found: ReadonlySet<string>): Problem[] {
  return childrenOf(manifest.element, 'types').flatMap((group) => {
    const type = textAt(group, 'name') ?? '';
    return childrenOf(group, 'members')
      .filter((member) => member.text !== '*' && isKnownType(type))
      .filter(
        (member) =>
          !found.has(`${type}/${memberName(member)}`) &&
          !found.has(`${type}Folder/${memberName(member)}`),
      )
      .map((member) =>
        errorAt(
          member,
          `An object '${member.text}' of type ${type} was named in package.xml, but was not found in zipped directory`,
        ),
      );
  });
}

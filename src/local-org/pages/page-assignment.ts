import { childrenOf, textAt, type XmlElement } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';
import { deployedComponent, deployedComponents, textIn } from './deployed-files.ts';

/** For whom a page or layout is looked up. */
export interface Viewer {
  /** The profile's API name in metadata ("Admin") and its label ("System Administrator"). */
  profiles: readonly string[];
  /** The app's developer name. */
  app: string;
}

const isOverride = (element: XmlElement, action: string): boolean =>
  textAt(element, 'actionName') === action &&
  textAt(element, 'type')?.toLowerCase() === 'flexipage' &&
  (textAt(element, 'formFactor') ?? 'Large') === 'Large';

function appOverride(app: XmlElement | null, action: string, target: string): string | null {
  const found = (app === null ? [] : childrenOf(app, 'actionOverrides')).find(
    (element) => isOverride(element, action) && textAt(element, 'pageOrSobjectType') === target,
  );
  return textIn(found, 'content');
}

function profileOverride(
  app: XmlElement | null,
  viewer: Viewer,
  action: string,
  target: string,
  recordType: string | null,
): string | null {
  const found = (app === null ? [] : childrenOf(app, 'profileActionOverrides')).filter(
    (element) =>
      isOverride(element, action) &&
      textAt(element, 'pageOrSobjectType') === target &&
      viewer.profiles.includes(textAt(element, 'profile') ?? ''),
  );
  const full = recordType === null ? null : `${target}.${recordType}`;
  const match =
    found.find((element) => textAt(element, 'recordType') === full) ??
    found.find((element) => textAt(element, 'recordType') === null);
  return textIn(match, 'content');
}

/**
 * The name of the Lightning page of an object: that of app, record type and profile, else the app's, else the org's; null for the
 * standard page. https://help.salesforce.com/s/articleView?id=platform.lightning_app_builder_customize_lex_pages_activate.htm
 */
export function recordPageName(
  schema: OrgSchema,
  viewer: Viewer,
  objectName: string,
  recordType: string | null,
): string | null {
  const app = deployedComponent(schema, 'CustomApplication', viewer.app);
  const object = deployedComponent(schema, 'CustomObject', objectName);
  const orgDefault = (object === null ? [] : childrenOf(object, 'actionOverrides')).find(
    (element) => isOverride(element, 'View'),
  );
  return (
    profileOverride(app, viewer, 'View', objectName, recordType) ??
    appOverride(app, 'View', objectName) ??
    textIn(orgDefault, 'content')
  );
}

/** The app's own home page; null for the standard one. */
export function homePageName(schema: OrgSchema, viewer: Viewer): string | null {
  const app = deployedComponent(schema, 'CustomApplication', viewer.app);
  return (
    profileOverride(app, viewer, 'Tab', 'standard-home', null) ??
    appOverride(app, 'Tab', 'standard-home')
  );
}

/** The page layout that the viewer's profile has for the record type, else the object's first by name; null for none. */
export function layoutName(
  schema: OrgSchema,
  viewer: Viewer,
  objectName: string,
  recordType: string | null,
): string | null {
  const names = deployedComponents(schema, 'Layout')
    .map(({ fullName }) => fullName)
    .filter((name) => name.startsWith(`${objectName}-`));
  const assignments = viewer.profiles.flatMap((profile) => {
    const element = deployedComponent(schema, 'Profile', profile);
    return element === null ? [] : childrenOf(element, 'layoutAssignments');
  });
  const full = recordType === null ? null : `${objectName}.${recordType}`;
  const own = assignments.filter((one) => names.includes(textAt(one, 'layout') ?? ''));
  const match =
    own.find((one) => full !== null && textAt(one, 'recordType') === full) ??
    own.find((one) => textAt(one, 'recordType') === null);
  return textIn(match, 'layout') ?? names[0] ?? null;
}

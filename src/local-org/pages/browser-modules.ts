import { textAt } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';
import { bundleFiles, deployedComponents } from './deployed-files.ts';

/** Everything that one browser bundle is made from; its hash is the bundle's name. */
export interface BundleSource {
  /** Files of the deployed components: "lwc/card/card.js" → text. */
  files: [path: string, text: string][];
  /** Custom labels by name, for `@salesforce/label/c.*`. */
  labels: [name: string, text: string][];
}

/** What the org holds that a browser bundle is made from. */
export function bundleSource(schema: OrgSchema): BundleSource {
  const labels = deployedComponents(schema, 'CustomLabel').map(
    ({ fullName, element }): [string, string] => [fullName, textAt(element, 'value') ?? ''],
  );
  return { files: [...bundleFiles(schema)], labels };
}

/** The names of the deployed bundles that hold a component; a bundle of shared code has no template of its own. */
export function componentNames(source: BundleSource): string[] {
  const names = source.files.flatMap(([path]) => {
    const [, folder, file] = path.split('/');
    return folder !== undefined && file === `${folder}.html` ? [folder] : [];
  });
  return [...new Set(names)];
}

/** A module with one value, as the browser's side of these imports has it. */
export const defaultExport = (value: string): string =>
  `const value = ${value};\nexport { value as default };`;

const refused = (id: string, why: string): string =>
  `${id} cannot be served: ${why}. See src/local-org/README.md.`;

/** What every user of the local org has, as its rows of Organization and User say; other modules are the base components' own. */
const internationalization: Readonly<Record<string, string>> = {
  currency: 'USD',
  dir: 'ltr',
  lang: 'en-US',
  locale: 'en-US',
  timeZone: 'GMT',
};
/** A feature of the base combobox that synthetic shadow, which the platform still uses by default, does not have. */
const elementInternals = 'bc.260.enableComboboxElementInternals';

/**
 * The text of a module of the platform that depends on the org and not on the browser; null for other modules. Throws for
 * those that this org cannot honestly stand in for.
 * Names: https://developer.salesforce.com/docs/platform/lwc/guide/reference-salesforce-modules.html
 */
export function platformModule(id: string, labels: ReadonlyMap<string, string>): string | null {
  const [, kind = '', rest = ''] = /^@salesforce\/(\w+)\/(.*)$/.exec(id) ?? [];
  const exported = (value: unknown): string => defaultExport(JSON.stringify(value));
  switch (kind) {
    case 'schema':
      return exported(schemaToken(rest));
    case 'user':
      return fromPage('user', rest === 'isGuest' ? 'isGuest' : rest);
    case 'customPermission':
    case 'userPermission':
      return fromPage(`${kind}s`, rest);
    case 'i18n':
      return rest in internationalization ? exported(internationalization[rest]) : null;
    case 'gate':
      return rest === elementInternals ? 'export default { isOpen: () => false };' : null;
    case 'label': {
      if (!rest.startsWith('c.')) return null;
      const label = labels.get(rest.slice(2));
      if (label === undefined) throw new Error(refused(id, 'no such custom label is deployed'));
      return exported(label);
    }
    case 'apex':
    case 'apexContinuation':
      throw new Error(refused(id, 'the local org runs no Apex'));
    case 'resourceUrl':
    case 'contentAssetUrl':
    case 'messageChannel':
    case 'community':
    case 'site':
      throw new Error(refused(id, 'the local org has no such module'));
    default:
      return null;
  }
}

function schemaToken(path: string): { objectApiName: string; fieldApiName?: string } {
  const [objectApiName = '', ...field] = path.split('.');
  return field.length === 0 ? { objectApiName } : { objectApiName, fieldApiName: field.join('.') };
}

/** A value that differs from user to user comes with the page, so that all users share one bundle. */
function fromPage(group: string, name: string): string {
  return defaultExport(`globalThis.localOrgPage.${group}[${JSON.stringify(name)}]`);
}

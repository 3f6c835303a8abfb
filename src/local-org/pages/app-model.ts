import { childrenOf, textAt } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';
import { deployedComponent, deployedComponents } from './deployed-files.ts';

export interface AppTab {
  name: string;
  label: string;
  href: string;
}

export interface AppModel {
  name: string;
  label: string;
  tabs: AppTab[];
}

/** The tab's label and address; null for tabs that this org has no page for (standard-Chatter and the like). */
function tabOf(schema: OrgSchema, name: string): AppTab | null {
  if (name === 'standard-home') return { name, label: 'Home', href: '/lightning/page/home' };
  const object = schema.objects.get(name.replace(/^standard-/, ''));
  if (object !== undefined)
    return {
      name: object.name,
      label: object.pluralLabel,
      href: `/lightning/o/${object.name}/list`,
    };
  const tab = deployedComponent(schema, 'CustomTab', name);
  if (tab === null) return null;
  return { name, label: textAt(tab, 'label') ?? name, href: `/lightning/n/${name}` };
}

function localApp(schema: OrgSchema): AppModel {
  const own = deployedComponents(schema, 'CustomTab').map(({ fullName }) => fullName);
  const standard = ['Account', 'Contact', 'Lead', 'Opportunity'].map((name) => `standard-${name}`);
  const tabs = ['standard-home', ...own, ...standard].map((name) => tabOf(schema, name));
  return { name: 'local', label: 'Local Org', tabs: tabs.filter((tab) => tab !== null) };
}

/** The deployed apps for Lightning, and at the end one of our own with a tab for everything that has one. */
export function apps(schema: OrgSchema): AppModel[] {
  const deployed = deployedComponents(schema, 'CustomApplication')
    .filter(({ element }) => (textAt(element, 'uiType') ?? 'Lightning') === 'Lightning')
    .map(({ fullName, element }) => ({
      name: fullName,
      label: textAt(element, 'label') ?? fullName,
      tabs: childrenOf(element, 'tabs')
        .map(({ text }) => tabOf(schema, text))
        .filter((tab) => tab !== null),
    }));
  return [...deployed, localApp(schema)];
}

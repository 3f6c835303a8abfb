import { childOf, childrenOf, textAt, type XmlElement } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';
import { deployedComponent, textIn } from './deployed-files.ts';

/** When an item is shown: `{!Record.Status__c}` EQUAL "Active", joined by "1 AND (2 OR 3)"; null joins all by AND. */
export interface VisibilityRule {
  booleanFilter: string | null;
  criteria: { left: string; operator: string; right: string }[];
}

type PropertyValue = string | number | boolean | string[];

/** A component or a field on a page, with what lies inside it by the property that names it (tabs, body, columns). */
export interface PageItem {
  /** "force:recordDetail", "c:card"; 'field' for a single field. */
  component: string;
  identifier: string;
  properties: Record<string, PropertyValue>;
  inside: Record<string, PageItem[]>;
  visibility: VisibilityRule | null;
}

export interface PageTree {
  name: string;
  label: string;
  template: string;
  regions: { name: string; items: PageItem[] }[];
}

function visibilityOf(element: XmlElement): VisibilityRule | null {
  const rule = childOf(element, 'visibilityRule');
  if (rule === undefined) return null;
  return {
    booleanFilter: textAt(rule, 'booleanFilter'),
    criteria: childrenOf(rule, 'criteria').map((one) => ({
      left: textAt(one, 'leftValue') ?? '',
      operator: textAt(one, 'operator') ?? '',
      right: textAt(one, 'rightValue') ?? '',
    })),
  };
}

/** Facets are regions that a component's property names; a facet that names itself would never end. */
class PageReader {
  readonly #schema: OrgSchema;
  readonly #facets: Map<string, XmlElement>;

  constructor(schema: OrgSchema, facets: Map<string, XmlElement>) {
    this.#schema = schema;
    this.#facets = facets;
  }

  items(region: XmlElement, above: readonly string[] = []): PageItem[] {
    return childrenOf(region, 'itemInstances').flatMap((instance) => {
      const component = childOf(instance, 'componentInstance');
      const field = childOf(instance, 'fieldInstance');
      return [
        ...(component === undefined ? [] : [this.#component(component, above)]),
        ...(field === undefined ? [] : [fieldItem(field)]),
      ];
    });
  }

  #component(element: XmlElement, above: readonly string[]): PageItem {
    const name = textAt(element, 'componentName') ?? '';
    const properties: PageItem['properties'] = {};
    const inside: PageItem['inside'] = {};
    for (const property of childrenOf(element, 'componentInstanceProperties')) {
      const key = textAt(property, 'name') ?? '';
      const list = childOf(property, 'valueList');
      const value = textAt(property, 'value') ?? '';
      const facet = above.includes(value) ? undefined : this.#facets.get(value);
      if (list !== undefined)
        properties[key] = childrenOf(list, 'valueListItems').map(
          (one) => textAt(one, 'value') ?? '',
        );
      else if (facet !== undefined) inside[key] = this.items(facet, [...above, value]);
      else properties[key] = value;
    }
    const own = name.replace(/^c:/, '');
    const isBundle = this.#schema.otherComponents.has(`LightningComponentBundle/${own}`);
    return {
      component: isBundle ? `c:${own}` : name,
      identifier: textAt(element, 'identifier') ?? name,
      properties: isBundle ? designValues(this.#schema, own, properties) : properties,
      inside,
      visibility: visibilityOf(element),
    };
  }
}

function fieldItem(element: XmlElement): PageItem {
  const behavior = childrenOf(element, 'fieldInstanceProperties').find(
    (property) => textAt(property, 'name') === 'uiBehavior',
  );
  const path = textAt(element, 'fieldItem') ?? '';
  return {
    component: 'field',
    identifier: textAt(element, 'identifier') ?? path,
    properties: {
      field: path.replace(/^Record\./, ''),
      behavior: textIn(behavior, 'value') ?? 'none',
    },
    inside: {},
    visibility: visibilityOf(element),
  };
}

function typedValue(type: string, value: PropertyValue): PropertyValue {
  if (type === 'Integer') return Number(value);
  if (type === 'Boolean') return value === true || value === 'true';
  return value;
}

/**
 * What a page gives a component: its values, else the defaults of the component's own configuration, in the types declared there.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-configuration-tags.html
 */
function designValues(
  schema: OrgSchema,
  bundle: string,
  given: PageItem['properties'],
): PageItem['properties'] {
  const configuration = deployedComponent(schema, 'LightningComponentBundle', bundle);
  const configs = configuration === null ? undefined : childOf(configuration, 'targetConfigs');
  const values = { ...given };
  for (const config of configs === undefined ? [] : childrenOf(configs, 'targetConfig')) {
    for (const { attributes } of childrenOf(config, 'property')) {
      const { name = '', type = '', default: fallback } = attributes;
      const value = given[name] ?? fallback;
      if (value !== undefined) values[name] = typedValue(type, value);
    }
  }
  return values;
}

/** A deployed Lightning page as a tree of components; null when there is none of that name. */
export function flexiPage(schema: OrgSchema, name: string): PageTree | null {
  const element = deployedComponent(schema, 'FlexiPage', name);
  if (element === null) return null;
  const regions = childrenOf(element, 'flexiPageRegions');
  const isFacet = (region: XmlElement): boolean => textAt(region, 'type') === 'Facet';
  const facets = new Map(
    regions.filter(isFacet).map((region) => [textAt(region, 'name') ?? '', region]),
  );
  const reader = new PageReader(schema, facets);
  const template = childOf(element, 'template');
  return {
    name,
    label: textAt(element, 'masterLabel') ?? name,
    template: textIn(template, 'name') ?? '',
    regions: regions
      .filter((region) => !isFacet(region))
      .map((region) => ({ name: textAt(region, 'name') ?? '', items: reader.items(region) })),
  };
}

const item = (component: string, given: Partial<PageItem> = {}): PageItem => ({
  component,
  identifier: component,
  properties: {},
  inside: {},
  visibility: null,
  ...given,
});

/** The page of an object that has none of its own: highlights, then details and related lists from the page layout. */
export function defaultRecordPage(label: string, hasPath: boolean): PageTree {
  const tab = (title: string, body: PageItem): PageItem =>
    item('flexipage:tab', { properties: { title }, inside: { body: [body] } });
  const tabs = [
    tab('Standard.Tab.relatedLists', item('force:relatedListContainer')),
    tab('Standard.Tab.detail', item('force:recordDetail')),
  ];
  const path = hasPath ? [item('runtime_sales_pathassistant:pathAssistant')] : [];
  return {
    name: '',
    label,
    template: 'flexipage:recordHomeSingleColNoHeaderTemplateDesktop',
    regions: [
      { name: 'header', items: [item('force:highlightsPanel'), ...path] },
      {
        name: 'main',
        items: [
          item('flexipage:tabset', {
            properties: { activeTab: 'Standard.Tab.detail' },
            inside: { tabs },
          }),
        ],
      },
    ],
  };
}

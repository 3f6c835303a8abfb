import type { XmlElement } from './xml.ts';

/** The first API version in which a region of a page holds item instances, be they components or fields. */
const itemInstancesSince = 49;

function asItem(component: XmlElement): XmlElement {
  return {
    ...component,
    name: 'itemInstances',
    text: '',
    children: [{ ...component, name: 'componentInstance' }],
  };
}

/**
 * A file in the form that the newest API version gives it, as a real org gives back whatever older form it was deployed in:
 * `componentInstances` in the regions of a page become `itemInstances`. `version` is what package.xml says.
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_flexipage.htm
 */
export function inPresentForm(root: XmlElement, version: string | null): XmlElement {
  if (root.name !== 'FlexiPage' || version === null) return root;
  if (Number(version) >= itemInstancesSince) return root;
  const children = root.children.map((region) =>
    region.name === 'flexiPageRegions'
      ? {
          ...region,
          children: region.children.map((child) =>
            child.name === 'componentInstances' ? asItem(child) : child,
          ),
        }
      : region,
  );
  return { ...root, children };
}

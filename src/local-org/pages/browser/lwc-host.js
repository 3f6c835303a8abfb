let make = null;
let bundles = {};

/** Takes over what the bundle's entry knows: LWC's `createElement` and the deployed components by name. */
export function useLwc(createElement, components) {
  make = createElement;
  bundles = components;
}

export const hasLwc = (name) => bundles[name] !== undefined;

const tagName = (name) => `c-${name.replace(/([A-Z])/g, '-$1').toLowerCase()}`;

/** An element of a deployed component with its public properties set. */
export function createLwc(name, properties) {
  const element = make(tagName(name), { is: bundles[name] });
  Object.assign(element, properties);
  return element;
}

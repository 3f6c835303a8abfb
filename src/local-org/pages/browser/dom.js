/**
 * An element: `h('a', { class: 'x', href, onclick }, 'text', child)`. Text is set as text, never parsed as HTML. Properties whose
 * value is null, undefined or false are left out.
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  fill(element, properties, children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'value' || key === 'checked') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  const present = children.flat(3).filter((child) => child !== null && child !== undefined);
  element.append(...present.map((child) => (child instanceof Node ? child : String(child))));
}

function svgUse(href, className) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', href);
  svg.append(use);
  return svg;
}

/** An icon of the design system, "standard:account"; drawn from its sprite, so that no page carries icons. */
export function icon(name, size = '') {
  const [category, symbol] = name.split(':');
  const href = `/lightning/slds/icons/${category}-sprite/svg/symbols.svg#${symbol}`;
  const isUtility = category === 'utility';
  const sizeClass = size === '' ? '' : ` slds-icon_${size}`;
  const svg = svgUse(href, `slds-icon${sizeClass}${isUtility ? ' slds-icon-text-default' : ''}`);
  const container = isUtility ? '' : ` slds-icon-${category}-${symbol.replaceAll('_', '-')}`;
  return h('span', { class: `slds-icon_container${container}` }, svg);
}

export function button(label, onclick, variant = 'neutral', properties = {}) {
  return h(
    'button',
    { type: 'button', class: `slds-button slds-button_${variant}`, onclick, ...properties },
    label,
  );
}

/** Puts new content into an element in place of the old. */
export function replaceContent(element, ...children) {
  element.replaceChildren(
    ...children.flat(3).filter((child) => child !== null && child !== undefined),
  );
  return element;
}

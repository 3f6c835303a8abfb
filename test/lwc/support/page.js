import { createElement } from 'lwc';

/** Lets promises, wires and rendering settle. */
export async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

/** A component on a page, rendered. */
export async function mount(name, type, properties = {}) {
  const element = createElement(name, { is: type });
  Object.assign(element, properties);
  document.body.append(element);
  await settle();
  return element;
}

/** The first element in a component that matches; null when there is none. */
export function find(element, selector) {
  return element.shadowRoot.querySelector(selector);
}

/** What a reader sees of an element: its texts with single spaces between them, "" when it is not there. */
export function textOf(element, selector) {
  return textsIn(find(element, selector)).join(' ');
}

function textsIn(node) {
  if (node === null) return [];
  if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === '' ? [] : [node.data.trim()];
  return [...node.childNodes].flatMap(textsIn);
}

export async function click(element, selector) {
  find(element, selector).click();
  await settle();
}

/** What a base component tells when a person has typed or chosen something. */
export async function enter(element, selector, detail) {
  find(element, selector).dispatchEvent(new CustomEvent('change', { detail }));
  await settle();
}

export async function press(element, selector, key) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true });
  find(element, selector).dispatchEvent(event);
  await settle();
}

import { h } from './dom.js';

const allowed = new Set(
  'P BR B STRONG I EM U S UL OL LI H1 H2 H3 H4 SPAN DIV A BLOCKQUOTE CODE PRE TABLE THEAD TBODY TR TH TD'.split(
    ' ',
  ),
);
const dropped = new Set(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'TEMPLATE']);

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.textContent];
  if (node.nodeType !== Node.ELEMENT_NODE || dropped.has(node.tagName)) return [];
  const inner = [...node.childNodes].flatMap(copy);
  if (!allowed.has(node.tagName)) return inner;
  const href = node.tagName === 'A' ? node.getAttribute('href') : null;
  const isSafe = href !== null && /^(https?:|mailto:|\/(?!\/))/i.test(href);
  return [
    h(node.tagName.toLowerCase(), isSafe ? { href, rel: 'noopener noreferrer' } : {}, ...inner),
  ];
}

/** HTML from a record or a page, copied element by element: only plain formatting and safe links get through. */
export function richText(text) {
  const parsed = new DOMParser().parseFromString(text, 'text/html');
  return h(
    'div',
    { class: 'slds-rich-text-editor__output' },
    ...[...parsed.body.childNodes].flatMap(copy),
  );
}

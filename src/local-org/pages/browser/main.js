import { renderItem, unknownBox } from './components.js';
import { h } from './dom.js';
import { header } from './header.js';
import { listPage } from './list-page.js';
import { useLwc } from './lwc-host.js';
import { messagesOf } from './org-client.js';
import { page } from './page-context.js';
import { editRecord } from './record-actions.js';
import { RecordContext } from './record-context.js';
import { refreshLists } from './related-list.js';
import { showToast } from './toast.js';

const fullWidth = /header|footer|banner|^top/i;
const narrow = /sidebar|^right|^left/i;

/** The regions of a page side by side as their names say, those across the page above them. */
function regions(tree, context) {
  const filled = tree.regions.filter(({ items }) => items.length > 0);
  const across = filled.filter(({ name }) => fullWidth.test(name));
  const columns = filled.filter(({ name }) => !fullWidth.test(name));
  const hasBoth = columns.some(({ name }) => narrow.test(name)) && columns.length > 1;
  const size = ({ name }) => {
    if (!hasBoth) return `slds-large-size_1-of-${columns.length}`;
    const sides = columns.filter((one) => narrow.test(one.name)).length;
    return narrow.test(name)
      ? `slds-large-size_${sides > 1 ? 3 : 4}-of-12`
      : `slds-large-size_${sides > 1 ? 6 : 8}-of-12`;
  };
  const region = (one, className) =>
    h(
      'div',
      { class: `page-region ${className}`, 'data-region': one.name },
      ...one.items.map((item) => renderItem(item, context)),
    );
  return [
    ...across.map((one) => region(one, '')),
    h(
      'div',
      { class: 'slds-grid slds-wrap slds-gutters_x-small' },
      ...columns.map((one) => region(one, `slds-col slds-size_1-of-1 ${size(one)}`)),
    ),
  ];
}

function recordPage(content) {
  const context = new RecordContext(content);
  context.onError((error) =>
    showToast({
      variant: 'error',
      title: 'This record cannot be shown.',
      message: messagesOf(error).join(' '),
    }),
  );
  document.addEventListener(
    'lightning__refreshview',
    () => void Promise.all([context.refresh(), refreshLists()]),
  );
  if (new URLSearchParams(location.search).has('edit')) {
    let isOpen = false;
    context.onRecord(() => {
      if (!isOpen) editRecord(context);
      isOpen = true;
    });
  }
  return regions(content.tree, context);
}

function homePage() {
  const links = page.app.tabs.map(({ label, href }) => h('li', {}, h('a', { href }, label)));
  return [
    h(
      'div',
      { class: 'slds-card slds-p-around_medium' },
      h('h1', { class: 'slds-text-heading_medium' }, page.app.label),
      h('ul', { class: 'slds-list_dotted slds-m-top_small' }, ...links),
    ),
    unknownBox(
      'Home',
      'This app has no home page of its own; the standard one is not shown by the local org.',
    ),
  ];
}

function contentOf(content) {
  switch (content.kind) {
    case 'record':
      return recordPage(content);
    case 'list':
      return [listPage(content)];
    case 'page':
      return regions(content.tree, null);
    default:
      return homePage();
  }
}

/** Draws the page; called by the bundle's entry with LWC and the deployed components. */
export function start(createElement, components) {
  useLwc(createElement, components);
  document.addEventListener('lightning__showtoast', ({ detail }) => showToast(detail ?? {}));
  document
    .getElementById('page')
    .append(header(), h('main', { class: 'page-body' }, ...contentOf(page.content)));
  document.documentElement.dataset.ready = 'true';
}

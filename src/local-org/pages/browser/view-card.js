import { dataTable } from './data-table.js';
import { h, icon, replaceContent } from './dom.js';
import { messagesOf, query } from './org-client.js';

/** A list view as a card on a page: its first rows, and the way to all of them. */
export function viewCard({ object, list }, mostRows) {
  const body = h('div', { class: 'slds-card__body slds-scrollable_x' });
  const href = `/lightning/o/${object.apiName}/list?filterName=${encodeURIComponent(list.name)}`;
  query(list.soql).then(
    (rows) => {
      const empty = h('p', { class: 'slds-p-horizontal_small' }, 'Nothing to show.');
      const table = dataTable(list.columns, rows.slice(0, mostRows));
      replaceContent(body, rows.length === 0 ? empty : table);
    },
    (error) => {
      const message = messagesOf(error).join(' ');
      const className = 'slds-text-color_error slds-p-horizontal_small';
      replaceContent(body, h('p', { class: className }, message));
    },
  );
  const title = h(
    'h2',
    { class: 'slds-card__header-title' },
    h('a', { href }, `${object.pluralLabel}: ${list.label}`),
  );
  const header = h(
    'header',
    { class: 'slds-media slds-media_center slds-has-flexi-truncate' },
    h('div', { class: 'slds-media__figure' }, icon(object.icon, 'small')),
    h('div', { class: 'slds-media__body' }, title),
  );
  return h(
    'article',
    { class: 'slds-card', 'data-list-view': `${object.apiName}.${list.name}` },
    h('div', { class: 'slds-card__header slds-grid' }, header),
    body,
    h('footer', { class: 'slds-card__footer' }, h('a', { href }, 'View All')),
  );
}

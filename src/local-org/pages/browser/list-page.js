import { dataTable } from './data-table.js';
import { button, h, icon, replaceContent } from './dom.js';
import { messagesOf, query } from './org-client.js';
import { openRecordForm } from './record-form.js';

function viewPicker({ object, views, view }) {
  const options = views.map(({ name, label }) =>
    h('option', { value: name, selected: name === view }, label),
  );
  const go = (event) =>
    location.assign(
      `/lightning/o/${object.apiName}/list?filterName=${encodeURIComponent(event.target.value)}`,
    );
  return h(
    'select',
    { class: 'slds-select page-view-picker', 'aria-label': 'List view', onchange: go },
    ...options,
  );
}

function openNew({ object, layout }) {
  openRecordForm({
    title: `New ${object.label}`,
    object,
    items: layout.sections.flatMap(({ columns }) => columns.flat()),
    onSaved: (id) => location.assign(`/lightning/r/${object.apiName}/${id}/view`),
  });
}

/** The rows of the view and, on its own, how many they are; both filled in when the org has answered. */
function records(view) {
  const body = h('div', { class: 'slds-scrollable_x' });
  const count = h('p', { class: 'slds-page-header__meta-text' });
  query(view.soql).then(
    (rows) => {
      count.textContent = `${rows.length} item${rows.length === 1 ? '' : 's'}`;
      replaceContent(body, dataTable(view.columns, rows));
    },
    (error) => {
      const message = messagesOf(error).join(' ');
      const problem = h('p', { class: 'slds-text-color_error slds-p-around_medium' }, message);
      replaceContent(body, problem);
    },
  );
  return { body, count };
}

function head(content, count) {
  const { object } = content;
  const name = h('h1', { class: 'slds-text-body_small' }, object.pluralLabel);
  const title = h(
    'div',
    { class: 'slds-media' },
    h('div', { class: 'slds-media__figure' }, icon(object.icon)),
    h('div', { class: 'slds-media__body' }, name, viewPicker(content)),
  );
  const create = object.canCreate ? button('New', () => openNew(content)) : null;
  const row = h(
    'div',
    { class: 'slds-page-header__row' },
    h('div', { class: 'slds-page-header__col-title' }, title),
    h('div', { class: 'slds-page-header__col-actions' }, create),
  );
  return h('div', { class: 'slds-page-header slds-page-header_object-home' }, row, count);
}

/** An object's records in one of its list views. */
export function listPage(content) {
  const view = content.views.find(({ name }) => name === content.view);
  const { body, count } = records(view);
  const said = `More than this list view should show: ${view.problem}`;
  const problem = view.problem === '' ? null : h('p', { class: 'page-unknown' }, said);
  if (new URLSearchParams(location.search).has('new')) queueMicrotask(() => openNew(content));
  return h('div', { class: 'slds-card' }, head(content, count), problem, body);
}

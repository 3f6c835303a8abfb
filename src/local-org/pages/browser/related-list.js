import { dataTable } from './data-table.js';
import { button, h, icon, replaceContent } from './dom.js';
import { messagesOf, query } from './org-client.js';
import { page } from './page-context.js';
import { openRecordForm } from './record-form.js';
import { wireAdapter } from './wire-adapter.js';

const MOST_ROWS = 10;
const rowsOf = wireAdapter({
  isReady: () => true,
  recordIds: ({ recordId }) => [recordId],
  load: async ({ soql }) => ({ data: await query(soql) }),
});

const adapters = [];

/** Reads every related list of the page again. */
export function refreshLists() {
  return Promise.all(adapters.map((adapter) => adapter.refresh()));
}

function newButton(context, list) {
  const object = page.objects[list.objectApiName];
  if (object === undefined || !list.canCreate || !object.canCreate) return null;
  const items = [
    object.nameField,
    ...list.columns.map((column) => column.idPath ?? column.path),
  ].map((field) => ({ field, behavior: 'Edit' }));
  const required = object.fields
    .filter((field) => field.required)
    .map(({ name }) => ({ field: name, behavior: 'Required' }));
  const unique = [...new Map([...items, ...required].map((item) => [item.field, item])).values()];
  const open = () =>
    openRecordForm({
      title: `New ${object.label}`,
      object,
      items: unique.filter(({ field }) => field !== list.parentField),
      fixed: { [list.parentField]: context.recordId },
      onSaved: () => void refreshLists(),
    });
  return button('New', open);
}

/** A card with the children of the record over one relationship. */
export function relatedList(context, list) {
  const title = h('span', {}, list.label);
  const body = h('div', { class: 'slds-card__body slds-scrollable_x' });
  const adapter = new rowsOf(({ data, error }) => {
    if (error !== undefined)
      replaceContent(
        body,
        h('p', { class: 'slds-text-color_error slds-p-around_small' }, messagesOf(error).join(' ')),
      );
    if (data === undefined) return;
    const more = data.length > MOST_ROWS ? '+' : '';
    title.textContent = `${list.label} (${Math.min(data.length, MOST_ROWS)}${more})`;
    replaceContent(
      body,
      data.length === 0 ? null : dataTable(list.columns, data.slice(0, MOST_ROWS)),
    );
  });
  adapters.push(adapter);
  adapter.connect();
  adapter.update({
    recordId: context.recordId,
    soql: `${list.soql.replace(':recordId', context.recordId)} LIMIT ${MOST_ROWS + 1}`,
  });
  return h(
    'article',
    { class: 'slds-card', 'data-related-list': list.name },
    h(
      'div',
      { class: 'slds-card__header slds-grid' },
      h(
        'header',
        { class: 'slds-media slds-media_center slds-has-flexi-truncate' },
        h('div', { class: 'slds-media__figure' }, icon(list.icon, 'small')),
        h(
          'div',
          { class: 'slds-media__body' },
          h('h2', { class: 'slds-card__header-title' }, title),
        ),
        h('div', { class: 'slds-no-flex' }, newButton(context, list)),
      ),
    ),
    body,
  );
}

import { h, icon, replaceContent } from './dom.js';
import { valueNode } from './field-value.js';
import { actionButton, isAllowed } from './record-actions.js';

const MOST_BUTTONS = 5;

function title(context) {
  const { object } = context;
  const name = h('span', { class: 'slds-page-header__title slds-truncate' });
  context.onRecord(() => replaceContent(name, String(context.value(object.nameField) ?? '')));
  const heading = h('h1', {}, h('div', { class: 'slds-text-body_small' }, object.label), name);
  const figure = h('div', { class: 'slds-media__figure' }, icon(object.icon));
  return h(
    'div',
    { class: 'slds-media' },
    figure,
    h('div', { class: 'slds-media__body' }, heading),
  );
}

function highlight(context, fieldName) {
  const field = context.field(fieldName);
  const value = h('div', { class: 'slds-text-body_regular' });
  context.onRecord(() => {
    const shown = valueNode(field, context.value(fieldName), context.nameOf(field));
    replaceContent(value, shown);
  });
  const label = h('div', { class: 'slds-text-title' }, field.label);
  const properties = { class: 'slds-page-header__detail-block', 'data-highlight': fieldName };
  return h('li', properties, label, value);
}

/** The panel on top of a record: what it is, its name, the compact layout's fields, and its actions. */
export function highlightsPanel(context) {
  const { layout, compactFields } = context.content;
  const buttons = layout.actions
    .filter((action) => isAllowed(context, action))
    .slice(0, MOST_BUTTONS)
    .map((action) => h('li', {}, actionButton(context, action)));
  const items = compactFields.map((fieldName) => highlight(context, fieldName));
  const list = h('ul', { class: 'slds-page-header__detail-row' }, ...items);
  const details = h('div', { class: 'slds-page-header__col-details' }, list);
  const group = h('ul', { class: 'slds-button-group-list' }, ...buttons);
  return h(
    'div',
    { class: 'slds-page-header slds-page-header_record-home' },
    h(
      'div',
      { class: 'slds-page-header__row' },
      h('div', { class: 'slds-page-header__col-title' }, title(context)),
      h('div', { class: 'slds-page-header__col-actions' }, group),
    ),
    items.length === 0
      ? null
      : h('div', { class: 'slds-page-header__row slds-page-header__row_gutters' }, details),
  );
}

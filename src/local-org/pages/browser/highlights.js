import { h, icon, replaceContent } from './dom.js';
import { valueNode } from './field-value.js';
import { actionButton } from './record-actions.js';

const MOST_BUTTONS = 5;

/** The panel on top of a record: what it is, its name, the compact layout's fields, and its actions. */
export function highlightsPanel(context) {
  const { object, layout, compactFields } = context.content;
  const name = h('span', { class: 'slds-page-header__title slds-truncate' });
  context.onRecord(() => replaceContent(name, String(context.value(object.nameField) ?? '')));
  const media = h(
    'div',
    { class: 'slds-media' },
    h('div', { class: 'slds-media__figure' }, icon(object.icon)),
    h(
      'div',
      { class: 'slds-media__body' },
      h('h1', {}, h('div', { class: 'slds-text-body_small' }, object.label), name),
    ),
  );
  const buttons = layout.actions
    .slice(0, MOST_BUTTONS)
    .map((action) => h('li', {}, actionButton(context, action)));
  const items = compactFields.map((fieldName) => {
    const field = context.field(fieldName);
    const value = h('div', { class: 'slds-text-body_regular' });
    context.onRecord(() =>
      replaceContent(
        value,
        valueNode(field, context.value(fieldName), context.nameOf(field)) || h('span', {}, ''),
      ),
    );
    return h(
      'li',
      { class: 'slds-page-header__detail-block', 'data-highlight': fieldName },
      h('div', { class: 'slds-text-title' }, field.label),
      value,
    );
  });
  return h(
    'div',
    { class: 'slds-page-header slds-page-header_record-home' },
    h(
      'div',
      { class: 'slds-page-header__row' },
      h('div', { class: 'slds-page-header__col-title' }, media),
      h(
        'div',
        { class: 'slds-page-header__col-actions' },
        h('ul', { class: 'slds-button-group-list' }, ...buttons),
      ),
    ),
    items.length === 0
      ? null
      : h(
          'div',
          { class: 'slds-page-header__row slds-page-header__row_gutters' },
          h(
            'div',
            { class: 'slds-page-header__col-details' },
            h('ul', { class: 'slds-page-header__detail-row' }, ...items),
          ),
        ),
  );
}

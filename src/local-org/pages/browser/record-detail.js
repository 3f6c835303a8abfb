import { h, icon, replaceContent } from './dom.js';
import { valueNode } from './field-value.js';

function helpMark(field) {
  if (field.help === '') return null;
  return h(
    'span',
    { class: 'slds-m-left_xx-small', title: field.help },
    icon('utility:info', 'xx-small'),
  );
}

/** A field's label and value, kept up to date; null where the user may not read it. A name that the object does not have is said, not skipped. */
export function fieldRow(context, name) {
  if (context.object.hiddenFields.includes(name)) return null;
  const field = context.field(name);
  if (field === undefined)
    return h(
      'div',
      { class: 'slds-form-element page-unknown', 'data-field': name },
      `${name}: the local org does not have this field`,
    );
  const value = h('div', { class: 'slds-form-element__static' });
  context.onRecord(() =>
    replaceContent(
      value,
      valueNode(field, context.value(name), context.nameOf(field)) || h('span', {}, ''),
    ),
  );
  return h(
    'div',
    {
      class: 'slds-form-element slds-form-element_readonly slds-form-element_stacked',
      'data-field': name,
    },
    h('span', { class: 'slds-form-element__label' }, field.label, helpMark(field)),
    h('div', { class: 'slds-form-element__control' }, value),
  );
}

/** A titled section with its columns of ready elements; null where the user may see none of them. */
export function section(label, columns) {
  if (columns.length > 0 && columns.flat().every((element) => element === null)) return null;
  const heading =
    label === ''
      ? null
      : h('h3', { class: 'slds-section__title slds-theme_shade slds-p-horizontal_small' }, label);
  const width = `slds-col slds-size_1-of-1 slds-medium-size_1-of-${Math.max(columns.length, 1)}`;
  const grid = h(
    'div',
    { class: 'slds-grid slds-wrap slds-gutters_small slds-p-around_small' },
    ...columns.map((column) => h('div', { class: width }, ...column)),
  );
  return h(
    'div',
    { class: 'slds-section slds-is-open' },
    heading,
    h('div', { class: 'slds-section__content' }, grid),
  );
}

/** The record's details as its page layout arranges them. */
export function recordDetail(context) {
  const sections = context.content.layout.sections.map(({ label, hasHeading, columns }) =>
    section(
      hasHeading ? label : '',
      columns.map((column) => column.map(({ field }) => fieldRow(context, field))),
    ),
  );
  return h('div', { class: 'page-record-detail' }, ...sections);
}

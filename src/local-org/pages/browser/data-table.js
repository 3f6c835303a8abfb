import { h } from './dom.js';
import { recordLink, valueNode } from './field-value.js';

const numbers = new Set(['Currency', 'Number', 'Percent', 'Summary']);

function valueAt(row, path) {
  return path.split('.').reduce((value, name) => value?.[name], row);
}

function cell(column, row) {
  const value = valueAt(row, column.path);
  const id = column.idPath === null ? null : row[column.idPath];
  const content =
    id === null || id === undefined ? valueNode(column, value) : recordLink(id, value ?? id);
  return h(
    'td',
    { class: numbers.has(column.dataType) ? 'page-number' : null, 'data-label': column.label },
    h('div', { class: 'slds-truncate' }, content),
  );
}

/** Rows of a SOQL query as the design system's table. */
export function dataTable(columns, rows) {
  const heads = columns.map((column) =>
    h(
      'th',
      { scope: 'col', class: numbers.has(column.dataType) ? 'page-number' : null },
      h('div', { class: 'slds-truncate', title: column.label }, column.label),
    ),
  );
  return h(
    'table',
    { class: 'slds-table slds-table_cell-buffer slds-table_bordered slds-table_striped' },
    h('thead', {}, h('tr', { class: 'slds-line-height_reset' }, ...heads)),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h('tr', { class: 'slds-hint-parent' }, ...columns.map((column) => cell(column, row))),
      ),
    ),
  );
}

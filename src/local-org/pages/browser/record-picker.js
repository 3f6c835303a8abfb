import { h } from './dom.js';
import { query } from './org-client.js';

const PAUSE_MS = 150;
const quoted = (text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");

const quoteAll = (text) => `'${quoted(String(text))}'`;
const operators = { eq: '=', ne: '!=', lt: '<', gt: '>', lte: '<=', gte: '>=', like: 'LIKE' };

/** A picker's filter (https://developer.salesforce.com/docs/component-library/bundle/lightning-record-picker) as SOQL; '' for none. */
export function filterCondition(filter) {
  const conditions = (filter?.criteria ?? []).map(({ fieldPath, operator, value }) => {
    if (operator === 'in' || operator === 'nin') {
      const list = value.map(quoteAll).join(', ');
      // A list without values leaves nothing in, or nothing out.
      if (list === '') return operator === 'in' ? 'Id = null' : 'Id != null';
      return `${fieldPath} ${operator === 'in' ? 'IN' : 'NOT IN'} (${list})`;
    }
    if (operators[operator] === undefined)
      throw new Error(`The local org's record picker does not know the operator ${operator}.`);
    const isText = typeof value === 'string' && !/^\d{4}-\d\d-\d\d(T.*)?$/.test(value);
    return `${fieldPath} ${operators[operator]} ${isText ? quoteAll(value) : String(value)}`;
  });
  if (filter?.filterLogic === undefined) return conditions.join(' AND ');
  return filter.filterLogic.replace(
    /\d+/g,
    (number) => conditions[Number(number) - 1] ?? 'Id = null',
  );
}

function valueAt(row, path) {
  return path.split('.').reduce((value, name) => value?.[name], row);
}

async function found(field, text, condition) {
  const name = field.referenceName ?? 'Name';
  const extra = field.additionalField ?? null;
  const parts = [
    ...(text === '' ? [] : [`${name} LIKE '%${quoted(text)}%'`]),
    ...(condition === '' ? [] : [`(${condition})`]),
  ];
  const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')} `;
  const columns = ['Id', name, ...(extra === null ? [] : [extra])].join(', ');
  const rows = await query(
    `SELECT ${columns} FROM ${field.referenceTo} ${where}ORDER BY ${name} LIMIT 5`,
  );
  return rows.map((row) => ({
    id: row.Id,
    label: valueAt(row, name),
    more: extra === null ? '' : valueAt(row, extra),
  }));
}

function pickerElements(id, label, placeholder) {
  const listId = `${id}-list`;
  const listClass = 'slds-listbox slds-listbox_vertical';
  const list = h('ul', { class: listClass, role: 'listbox', id: listId });
  const dropdownClass = 'slds-dropdown slds-dropdown_fluid page-picker-list';
  const dropdown = h('div', { class: dropdownClass, hidden: true }, list);
  const input = h('input', {
    id,
    type: 'text',
    class: 'slds-input slds-combobox__input',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': listId,
    autocomplete: 'off',
    placeholder,
    value: label,
  });
  return { list, dropdown, input, element: h('div', { class: 'page-picker' }, input, dropdown) };
}

function optionItem(option, pick) {
  const more = option.more ? h('div', { class: 'slds-text-color_weak' }, option.more) : null;
  const className = 'slds-listbox__item slds-p-around_x-small';
  // On mousedown, because the blur that a click brings first closes the list.
  return h('li', { role: 'option', class: className, onmousedown: pick }, option.label, more);
}

/** An input that finds a record by its name; what is typed counts only when one of the records offered is picked. */
export function recordPicker(field, value, id, name, options = {}) {
  const { condition = () => '', placeholder = `Search ${field.referenceTo}...` } = options;
  let chosen = value ?? null;
  let label = name ?? value ?? '';
  let timer;
  const { list, dropdown, input, element } = pickerElements(id, label, placeholder);
  const show = (isOpen) => {
    dropdown.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
  };
  const rename = (text) => {
    label = text;
    input.value = text;
  };
  // An answer that comes after a choice, after the focus has gone or after a newer search must not open the list again.
  let latest = 0;
  const forget = () => {
    clearTimeout(timer);
    latest += 1;
  };
  const pick = (option) => {
    forget();
    chosen = option?.id ?? null;
    rename(option?.label ?? '');
    show(false);
    element.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const search = async () => {
    latest += 1;
    const own = latest;
    const text = input.value === label ? '' : input.value.trim();
    const records = await found(field, text, condition());
    if (own !== latest) return;
    list.replaceChildren(...records.map((record) => optionItem(record, () => pick(record))));
    show(records.length > 0);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    if (input.value === '') pick(null);
    timer = setTimeout(() => void search(), PAUSE_MS);
  });
  input.addEventListener('focus', () => void search());
  input.addEventListener('blur', () => {
    forget();
    show(false);
    input.value = label;
  });
  return { input: element, read: () => chosen, pick, rename };
}

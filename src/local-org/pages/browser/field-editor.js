import { h } from './dom.js';
import { recordPicker } from './record-picker.js';

let count = 0;

function optionsOf(field, value) {
  const known = field.values.some((one) => one.value === value) || value === null || value === '';
  const stray = known ? [] : [{ value, label: value }];
  return [{ value: '', label: '--None--' }, ...field.values, ...stray].map((one) =>
    h('option', { value: one.value, selected: one.value === (value ?? '') }, one.label),
  );
}

function simpleInput(type, toValue = (text) => text, toText = (value) => value) {
  return (field, value, id) => {
    const input = h('input', {
      id,
      type,
      class: 'slds-input',
      step: type === 'number' ? 'any' : null,
      maxlength: type === 'text' ? field.length : null,
      value: value === null || value === undefined ? '' : toText(value),
    });
    return { input, read: () => (input.value === '' ? null : toValue(input.value)) };
  };
}

function textArea(field, value, id) {
  const input = h('textarea', {
    id,
    class: 'slds-textarea',
    maxlength: field.length,
    value: value ?? '',
  });
  return { input, read: () => (input.value === '' ? null : input.value) };
}

function checkbox(_field, value, id) {
  const input = h('input', { id, type: 'checkbox', checked: value === true });
  return { input, read: () => input.checked };
}

function picklist(field, value, id) {
  const input = h('select', { id, class: 'slds-select' }, ...optionsOf(field, value));
  return { input, read: () => (input.value === '' ? null : input.value) };
}

function multiPicklist(field, value, id) {
  const chosen = new Set(String(value ?? '').split(';'));
  const options = field.values.map((one) =>
    h('option', { value: one.value, selected: chosen.has(one.value) }, one.label),
  );
  const input = h('select', { id, class: 'slds-select', multiple: true }, ...options);
  const read = () => [...input.selectedOptions].map((option) => option.value).join(';') || null;
  return { input, read };
}

const number = simpleInput('number', Number);
const inputs = {
  Currency: number,
  Percent: number,
  Number: number,
  Date: simpleInput('date'),
  DateTime: simpleInput(
    'datetime-local',
    (text) => `${text}:00.000Z`,
    (value) => value.slice(0, 16),
  ),
  Checkbox: checkbox,
  Picklist: picklist,
  MultiselectPicklist: multiPicklist,
  TextArea: textArea,
  LongTextArea: textArea,
  Html: textArea,
  Reference: recordPicker,
};

/**
 * A field with its label and an input for its type. `read` gives the value as the API takes it; `showError` puts a message below it,
 * '' takes it away. Times are typed and shown in UTC, the org's time zone.
 */
export function fieldEditor(field, value, { required = field.required, name, onchange } = {}) {
  const id = `field-${(count += 1)}`;
  const { input, read } = (inputs[field.dataType] ?? simpleInput('text'))(field, value, id, name);
  const error = h('div', { class: 'slds-form-element__help' });
  const mark =
    required && field.dataType !== 'Checkbox'
      ? h('abbr', { class: 'slds-required', title: 'required' }, '* ')
      : null;
  const label = h(
    'label',
    { class: 'slds-form-element__label', for: id, title: field.help || null },
    mark,
    field.label,
  );
  const element = h(
    'div',
    { class: 'slds-form-element slds-m-bottom_small', 'data-field': field.name },
    label,
    h('div', { class: 'slds-form-element__control' }, input),
    error,
  );
  if (onchange !== undefined) element.addEventListener('change', () => onchange(read()));
  const showError = (message) => {
    error.textContent = message;
    element.classList.toggle('slds-has-error', message !== '');
  };
  const isMissing = () => required && field.dataType !== 'Checkbox' && read() === null;
  return { field, element, read, showError, isMissing, initial: value ?? null };
}

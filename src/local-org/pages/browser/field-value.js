import { h } from './dom.js';
import { richText } from './rich-text.js';

const currency = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

function numberText(value, scale) {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: scale,
    maximumFractionDigits: Math.max(scale, 2),
  });
}

/** "2026-11-22" as "11/22/2026", without a detour over time zones. */
function dateText(value) {
  const [year, month, day] = value.slice(0, 10).split('-');
  return `${Number(month)}/${Number(day)}/${year}`;
}

function dateTimeText(value) {
  return new Date(value).toLocaleString('en-US', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
}

/** A value as text, as Salesforce writes it for a user of the United States; '' for none. */
export function valueText(field, value) {
  if (value === null || value === undefined) return '';
  switch (field.dataType) {
    case 'Currency':
      return currency.format(value);
    case 'Percent':
      return `${numberText(value, field.scale ?? 0)}%`;
    case 'Number':
    case 'Summary':
      return typeof value === 'number' ? numberText(value, field.scale ?? 0) : String(value);
    case 'Date':
      return dateText(value);
    case 'DateTime':
      return dateTimeText(value);
    case 'Picklist':
      return field.values?.find((one) => one.value === value)?.label ?? String(value);
    case 'MultiselectPicklist':
      return String(value).split(';').join('; ');
    default:
      return String(value);
  }
}

export function recordLink(id, label) {
  return h('a', { href: `/lightning/r/${id}/view` }, label);
}

function checkbox(isTicked) {
  const input = h('input', { type: 'checkbox', disabled: true, checked: isTicked });
  const faux = h('span', { class: 'slds-checkbox_faux' });
  const assistive = h('span', { class: 'slds-assistive-text' }, isTicked ? 'True' : 'False');
  return h(
    'span',
    { class: 'slds-checkbox' },
    input,
    h('label', { class: 'slds-checkbox__label' }, faux, assistive),
  );
}

/** A value as the page shows it; `name` is what a lookup's target is called. */
export function valueNode(field, value, name) {
  if (field.dataType === 'Checkbox') return checkbox(value === true);
  if (value === null || value === undefined || value === '') return '';
  switch (field.dataType) {
    case 'Reference':
      return recordLink(value, name ?? value);
    case 'Url':
      return h(
        'a',
        {
          href: /^https?:/i.test(value) ? value : `https://${value}`,
          target: '_blank',
          rel: 'noopener noreferrer',
        },
        value,
      );
    case 'Email':
      return h('a', { href: `mailto:${value}` }, value);
    case 'Phone':
      return h('a', { href: `tel:${value}` }, value);
    case 'Html':
      return richText(value);
    case 'TextArea':
    case 'LongTextArea':
      return h('span', { class: 'page-long-text' }, value);
    default:
      return valueText(field, value);
  }
}

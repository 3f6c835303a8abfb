import { h } from './dom.js';
import { query } from './org-client.js';

const PAUSE_MS = 150;
const quoted = (text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");

async function found(field, text) {
    const name = field.referenceName ?? 'Name';
    const where = text === '' ? '' : `WHERE ${name} LIKE '%${quoted(text)}%' `;
    const rows = await query(`SELECT Id, ${name} FROM ${field.referenceTo} ${where}ORDER BY ${name} LIMIT 5`);
    return rows.map((row) => ({ id: row.Id, label: row[name] }));
}

/** An input that finds a record by its name; what is typed counts only when one of the records offered is picked. */
export function recordPicker(field, value, id, name) {
    let chosen = value ?? null;
    let label = name ?? value ?? '';
    let timer;
    const list = h('ul', { class: 'slds-listbox slds-listbox_vertical', role: 'listbox', id: `${id}-list` });
    const dropdown = h('div', { class: 'slds-dropdown slds-dropdown_fluid page-picker-list', hidden: true }, list);
    const input = h('input', {
        id,
        type: 'text',
        class: 'slds-input slds-combobox__input',
        role: 'combobox',
        'aria-expanded': 'false',
        'aria-controls': `${id}-list`,
        autocomplete: 'off',
        placeholder: `Search ${field.referenceTo}...`,
        value: label,
    });
    const element = h('div', { class: 'page-picker' }, input, dropdown);
    const show = (isOpen) => {
        dropdown.hidden = !isOpen;
        input.setAttribute('aria-expanded', String(isOpen));
    };
    const pick = (option) => {
        chosen = option?.id ?? null;
        label = option?.label ?? '';
        input.value = label;
        show(false);
        element.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const search = async () => {
        const options = await found(field, input.value.trim());
        list.replaceChildren(
            ...options.map((option) =>
                h('li', { role: 'option', class: 'slds-listbox__item slds-p-around_x-small', onmousedown: () => pick(option) }, option.label),
            ),
        );
        show(options.length > 0);
    };
    input.addEventListener('input', () => {
        clearTimeout(timer);
        if (input.value === '') pick(null);
        timer = setTimeout(() => void search(), PAUSE_MS);
    });
    input.addEventListener('blur', () => {
        show(false);
        input.value = label;
    });
    return { input: element, read: () => chosen };
}

import { button, h } from './dom.js';
import { fieldEditor } from './field-editor.js';
import { createRecord, updateRecord } from './lightning/uiRecordApi.js';
import { openModal } from './modal.js';
import { messagesOf } from './org-client.js';
import { showToast } from './toast.js';

/** Puts an error's messages where they belong: below their fields, the others on top. */
export function showErrors(error, editors, summary) {
  for (const editor of editors) editor.showError('');
  const byField = error?.body?.output?.fieldErrors ?? {};
  for (const editor of editors) {
    const own = byField[editor.field.name];
    if (own?.length > 0) editor.showError(own.map(({ message }) => message).join(' '));
  }
  const isShown = (message) =>
    editors.some((editor) => editor.element.textContent.includes(message));
  summary.textContent = messagesOf(error)
    .filter((message) => !isShown(message))
    .join(' ');
  summary.hidden = summary.textContent === '';
}

/** True when every required field is filled; marks those that are not. */
export function areComplete(editors) {
  for (const editor of editors) editor.showError(editor.isMissing() ? 'Complete this field.' : '');
  return editors.every((editor) => !editor.isMissing());
}

const isSame = (left, right) => (left ?? null) === (right ?? null);

/** Fields to write: all that are filled for a new record, those that differ for one that exists. */
export function writtenFields(editors, isNew) {
  const changed = editors.filter((editor) =>
    isNew ? editor.read() !== null : !isSame(editor.read(), editor.initial),
  );
  return Object.fromEntries(changed.map((editor) => [editor.field.name, editor.read()]));
}

function editorsOf(object, items, recordId, values, names) {
  return items
    .map(({ field, behavior }) => ({
      field: object.fields.find((one) => one.name === field),
      behavior,
    }))
    .filter(
      ({ field }) =>
        field !== undefined && (recordId === null ? field.createable : field.updateable),
    )
    .filter(({ behavior }) => behavior.toLowerCase() !== 'readonly')
    .map(({ field, behavior }) => {
      const initial =
        recordId === null ? (values[field.name] ?? defaultOf(field)) : values[field.name];
      const required = field.required || behavior.toLowerCase() === 'required';
      return fieldEditor(field, initial, { required, name: names[field.name] });
    });
}

const defaultOf = (field) => field.values.find((one) => one.isDefault)?.value;

/**
 * A dialog that makes or changes a record; `items` are the layout's fields, `fixed` values go along unseen. Resolves nothing: `onSaved`
 * is called with the record's id.
 */
export function openRecordForm({
  title,
  object,
  items,
  recordId = null,
  values = {},
  names = {},
  fixed = {},
  onSaved,
}) {
  const editors = editorsOf(object, items, recordId, values, names);
  const summary = h('div', {
    class: 'slds-text-color_error slds-m-bottom_small',
    role: 'alert',
    hidden: true,
  });
  const save = async () => {
    if (!areComplete(editors)) return;
    const fields = { ...writtenFields(editors, recordId === null), ...fixed };
    try {
      const saved =
        recordId === null
          ? await createRecord({ apiName: object.apiName, fields })
          : await updateRecord({ fields: { Id: recordId, ...fields } });
      modal.close();
      showToast({
        variant: 'success',
        title: `${object.label} was ${recordId === null ? 'created' : 'saved'}.`,
      });
      onSaved(saved?.id ?? recordId);
    } catch (error) {
      showErrors(error, editors, summary);
    }
  };
  const columns = h('div', { class: 'page-form' }, ...editors.map(({ element }) => element));
  const modal = openModal(title, h('div', {}, summary, columns), [
    button('Save', () => void save(), 'brand'),
  ]);
  return modal;
}

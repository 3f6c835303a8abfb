import { LightningElement, api } from 'lwc';
import { fieldEditor } from '../../field-editor.js';
import { shownName } from '../../form-record.js';

/** Our own small stand-in for lightning-input-field, inside of our lightning-record-edit-form. */
export default class InputField extends LightningElement {
  @api fieldName;
  @api required = false;
  @api disabled = false;
  @api readOnly = false;
  @api variant;
  editor = null;
  preset;

  @api get value() {
    return this.editor === null ? this.preset : this.editor.read();
  }
  set value(value) {
    this.preset = value;
  }

  /** Called by the form when it knows the field and, for an existing record, its value. */
  @api show(field, record) {
    const value = this.preset ?? record?.fields[field.name]?.value;
    const onchange = (changed) =>
      this.dispatchEvent(
        new CustomEvent('change', { detail: { value: changed }, bubbles: true, composed: true }),
      );
    const editor = fieldEditor(field, value, {
      required: this.required || field.required,
      name: shownName(field, record),
      onchange,
    });
    editor.initial = record?.fields[field.name]?.value ?? null;
    const isFixed = this.disabled || this.readOnly;
    for (const input of editor.element.querySelectorAll('input, select, textarea'))
      input.disabled = isFixed;
    this.template.querySelector('div').replaceChildren(editor.element);
    this.editor = editor;
  }

  @api getEditor() {
    return this.editor;
  }

  @api reset() {
    this.preset = undefined;
  }

  @api reportValidity() {
    const isMissing = this.editor?.isMissing() === true;
    this.editor?.showError(isMissing ? 'Complete this field.' : '');
    return !isMissing;
  }
}

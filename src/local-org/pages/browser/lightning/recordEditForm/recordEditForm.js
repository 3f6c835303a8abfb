import { LightningElement, api } from 'lwc';
import { objectName } from '../../field-names.js';
import { bareName, formRecord } from '../../form-record.js';
import { messagesOf } from '../../org-client.js';
import { areComplete, writtenFields } from '../../record-form.js';
import { createRecord, updateRecord } from '../uiRecordApi.js';

/**
 * Our own small stand-in for lightning-record-edit-form, which the published base components lack: input and output fields, load, submit,
 * success and error events, submit(). Record types, layouts and field dependencies are not stood in for.
 * https://developer.salesforce.com/docs/component-library/bundle/lightning-record-edit-form
 */
export default class RecordEditForm extends LightningElement {
  @api objectApiName;
  @api recordId;
  problem = '';

  connectedCallback() {
    // Fields are slotted after the form itself is in the page.
    Promise.resolve().then(() => this.load());
  }

  inputs() {
    return [...this.querySelectorAll('lightning-input-field')];
  }

  async load() {
    const parts = [...this.inputs(), ...this.querySelectorAll('lightning-output-field')];
    const names = parts.map(({ fieldName }) => bareName(fieldName));
    if (names.length === 0 || this.loaded === names.join()) return;
    this.loaded = names.join();
    try {
      const { fields, record } = await formRecord(this.objectApiName, this.recordId, names);
      for (const part of parts) {
        const field = fields.get(bareName(part.fieldName));
        if (field !== undefined) part.show(field, record);
      }
      this.dispatchEvent(new CustomEvent('load', { detail: { record } }));
    } catch (error) {
      this.fail(error);
    }
  }

  /** A lightning-button of type submit is a button inside of another shadow: the browser does not tie it to this form. */
  clicked(event) {
    if (event.target.tagName === 'LIGHTNING-BUTTON' && event.target.type === 'submit') this.ask();
  }

  submitted(event) {
    event.preventDefault();
    this.ask();
  }

  ask() {
    const editors = this.editors();
    if (!areComplete(editors)) return;
    const fields = writtenFields(editors, !this.recordId);
    const asked = new CustomEvent('submit', { detail: { fields }, cancelable: true });
    if (this.dispatchEvent(asked)) void this.submit(fields);
  }

  editors() {
    return this.inputs()
      .map((input) => input.getEditor())
      .filter((editor) => editor !== null);
  }

  @api async submit(fields = writtenFields(this.editors(), !this.recordId)) {
    this.problem = '';
    try {
      const saved = this.recordId
        ? await updateRecord({ fields: { Id: this.recordId, ...fields } })
        : await createRecord({ apiName: objectName(this.objectApiName), fields });
      this.dispatchEvent(new CustomEvent('success', { detail: saved }));
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    const byField = error?.body?.output?.fieldErrors ?? {};
    for (const editor of this.editors())
      editor.showError((byField[editor.field.name] ?? []).map(({ message }) => message).join(' '));
    this.problem = messagesOf(error).join(' ');
    this.dispatchEvent(
      new CustomEvent('error', { detail: { message: this.problem, output: error?.body?.output } }),
    );
  }
}

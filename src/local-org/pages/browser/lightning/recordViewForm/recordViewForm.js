import { LightningElement, api } from 'lwc';
import { bareName, formRecord } from '../../form-record.js';

/** Our own small stand-in for lightning-record-view-form: output fields of one record. */
export default class RecordViewForm extends LightningElement {
  @api objectApiName;
  @api recordId;

  connectedCallback() {
    Promise.resolve().then(() => this.load());
  }

  async load() {
    const outputs = [...this.querySelectorAll('lightning-output-field')];
    const names = outputs.map(({ fieldName }) => bareName(fieldName));
    if (names.length === 0 || this.loaded === names.join()) return;
    this.loaded = names.join();
    const { fields, record } = await formRecord(this.objectApiName, this.recordId, names);
    for (const output of outputs) {
      const field = fields.get(bareName(output.fieldName));
      if (field !== undefined) output.show(field, record);
    }
    this.dispatchEvent(
      new CustomEvent('load', { detail: { records: { [this.recordId]: record } } }),
    );
  }
}

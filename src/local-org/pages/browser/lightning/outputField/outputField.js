import { LightningElement, api } from 'lwc';
import { valueNode } from '../../field-value.js';
import { shownName } from '../../form-record.js';

/** Our own small stand-in for lightning-output-field, inside of our record forms. */
export default class OutputField extends LightningElement {
  @api fieldName;
  @api variant;
  label = '';

  get labelClass() {
    return this.variant === 'label-hidden' ? 'slds-assistive-text' : 'slds-form-element__label';
  }

  /** Called by the form when it knows the field and its value. */
  @api show(field, record) {
    this.label = field.label;
    const value = record?.fields[field.name]?.value;
    this.template
      .querySelector('.slds-form-element__static')
      .replaceChildren(valueNode(field, value, shownName(field, record)));
  }
}

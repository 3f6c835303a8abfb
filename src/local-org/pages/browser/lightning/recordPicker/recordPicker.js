import { LightningElement, api } from 'lwc';
import { query } from '../../org-client.js';
import { filterCondition, recordPicker } from '../../record-picker.js';

/**
 * Our own small stand-in for lightning-record-picker, which the published base components lack: one record, found by name or by
 * `matchingInfo.primaryField`, narrowed by `filter`. https://developer.salesforce.com/docs/component-library/bundle/lightning-record-picker
 */
export default class RecordPicker extends LightningElement {
  @api label = '';
  @api placeholder;
  @api objectApiName;
  @api value;
  @api filter;
  @api displayInfo;
  @api matchingInfo;
  @api required = false;
  @api disabled = false;
  @api variant;
  @api messageWhenValueMissing = 'Complete this field.';
  message = '';
  custom = '';
  picker = null;

  get formClass() {
    return `slds-form-element${this.message === '' ? '' : ' slds-has-error'}`;
  }

  get labelClass() {
    return this.variant === 'label-hidden' ? 'slds-assistive-text' : 'slds-form-element__label';
  }

  renderedCallback() {
    if (this.picker === null && this.objectApiName) void this.show();
  }

  async show() {
    const field = {
      referenceTo: this.objectApiName,
      referenceName:
        this.displayInfo?.primaryField ?? this.matchingInfo?.primaryField?.fieldPath ?? 'Name',
      additionalField: this.displayInfo?.additionalFields?.[0] ?? null,
    };
    this.picker = recordPicker(field, this.value, 'picker', undefined, {
      condition: () => filterCondition(this.filter),
      placeholder: this.placeholder,
    });
    const input = this.picker.input.querySelector('input');
    input.setAttribute('aria-label', this.label);
    input.disabled = this.disabled;
    this.picker.input.addEventListener('change', (event) => {
      event.stopPropagation();
      this.changed();
    });
    this.template.querySelector('.slds-form-element__control').append(this.picker.input);
    if (this.value) await this.showName(field);
    this.dispatchEvent(new CustomEvent('ready'));
  }

  async showName({ referenceTo, referenceName }) {
    const [row] = await query(
      `SELECT ${referenceName} FROM ${referenceTo} WHERE Id = '${this.value}'`,
    );
    const name = referenceName.split('.').reduce((value, part) => value?.[part], row);
    this.template.querySelector('input').value = name ?? '';
  }

  changed() {
    this.message = '';
    const recordId = this.picker.read();
    this.value = recordId;
    this.dispatchEvent(new CustomEvent('change', { detail: { recordId } }));
  }

  @api clearSelection() {
    this.picker?.pick(null);
  }

  @api setCustomValidity(message) {
    this.custom = message;
  }

  @api checkValidity() {
    return this.custom === '' && !(this.required && !this.picker?.read());
  }

  @api reportValidity() {
    const isMissing = this.required && !this.picker?.read();
    this.message = this.custom || (isMissing ? this.messageWhenValueMissing : '');
    return this.message === '';
  }

  @api focus() {
    this.template.querySelector('input')?.focus();
  }

  @api blur() {
    this.template.querySelector('input')?.blur();
  }
}

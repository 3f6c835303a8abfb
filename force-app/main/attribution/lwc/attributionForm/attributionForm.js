import { LightningElement, api } from 'lwc';
import { addUp, checkCredit, remaining, toBasisPoints, toPercent } from 'c/creditMath';
import { fill, percentText } from 'c/messageText';
import { labels } from './labels';

const activePartnerships = {
  criteria: [{ fieldPath: 'Status__c', operator: 'eq', value: 'Active' }],
};
const refusals = { range: labels.range, split: labels.splitOver, sourced: labels.sourcedOver };

export default class AttributionForm extends LightningElement {
  labels = labels;
  partnershipFilter = activePartnerships;
  /** Describe of the attribution object: labels, help, and what the user may write. */
  @api info;
  @api roleOptions = [];
  /** All visible credits of the record, the roll-ups of the record, and whether its sourced credit is limited. */
  @api credits = [];
  @api totals = {};
  @api limitsSourced = false;
  /** Set while the card saves. */
  @api isSaving = false;
  /** What the org said when it refused to save. */
  @api serverMessage = '';

  refusal = '';
  draft = { partnershipId: null, role: '', split: null, credit: null, reason: '' };
  hasFocused = false;

  /** The credit to change; null for a new one, which is offered what is left of the split. */
  @api
  get credit() {
    return this.changed;
  }

  set credit(value) {
    this.changed = value;
    if (value) {
      const { role, split, credit, reason } = value;
      this.draft = { ...this.draft, role, split, credit, reason: reason ?? '' };
    }
  }

  changed = null;

  connectedCallback() {
    if (this.changed === null && this.hasSplit) {
      const left = remaining(addUp(this.credits, this.totals).split);
      this.draft = { ...this.draft, split: left === 0 ? null : left };
    }
  }

  renderedCallback() {
    if (this.hasFocused) return;
    this.hasFocused = true;
    this.refs.first?.focus?.();
  }

  get isNew() {
    return this.changed === null;
  }

  get title() {
    return this.isNew ? labels.addPartner : fill(labels.editOf, this.changed.partnerName);
  }

  get isRoleFirst() {
    return !this.isNew;
  }

  get role() {
    return this.field('Role__c');
  }

  get split() {
    return this.field('PayableSplitPercent__c');
  }

  get creditShare() {
    return this.field('CreditPercent__c');
  }

  /** The sync service writes the reason of its own credits; people write it on theirs. */
  get reason() {
    const mine = this.isNew || this.changed.isManual;
    return mine ? this.field('Reason__c') : null;
  }

  get hasSplit() {
    return this.split !== null;
  }

  get splitValue() {
    return toPercent(this.draft.split);
  }

  get creditValue() {
    return toPercent(this.draft.credit);
  }

  get check() {
    const { role, split, credit } = this.draft;
    const change = { id: this.changed?.id ?? null, role, split, credit };
    const { credits, totals, limitsSourced } = this;
    return checkCredit({ credits, totals, change, limitsSourced });
  }

  get leftText() {
    const { split } = this.check;
    return split > 10000
      ? fill(labels.splitTooMuch, percentText(split))
      : fill(labels.leftAfter, percentText(remaining(split)));
  }

  get message() {
    return this.refusal || this.serverMessage;
  }

  get saveLabel() {
    return this.isSaving ? labels.saving : labels.save;
  }

  /** A field as the form shows it; null when the user may not see it, or the object has none (leads have no split). */
  field(name) {
    const description = this.info?.fields[name];
    if (!description) return null;
    const writable = this.isNew ? description.createable : description.updateable;
    return {
      label: description.label,
      help: description.inlineHelpText,
      disabled: !writable || this.isSaving,
    };
  }

  handlePartnership(event) {
    this.change({ partnershipId: event.detail.recordId ?? null });
  }

  handleRole(event) {
    this.change({ role: event.detail.value });
  }

  handleSplit(event) {
    this.change({ split: toBasisPoints(event.detail.value) });
  }

  handleCredit(event) {
    this.change({ credit: toBasisPoints(event.detail.value) });
  }

  handleReason(event) {
    this.change({ reason: event.detail.value });
  }

  change(part) {
    this.draft = { ...this.draft, ...part };
    this.refusal = '';
    if (this.serverMessage) this.dispatchEvent(new CustomEvent('edit'));
  }

  handleKey(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.handleCancel();
    }
    if (event.key === 'Enter' && event.target.tagName === 'LIGHTNING-INPUT') this.handleSave();
  }

  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  handleSave() {
    if (this.isSaving) return;
    this.refusal = this.refuse();
    if (this.refusal !== '') return;
    const { partnershipId } = this.draft;
    const detail = { fields: this.writtenFields(), partnershipId };
    this.dispatchEvent(new CustomEvent('save', { detail }));
  }

  /** Why the form is not saved as it is, in a sentence that says what to do; empty when it may be. */
  refuse() {
    if (this.isNew && !this.draft.partnershipId) return labels.choosePartnership;
    if (!this.draft.role) return labels.chooseRole;
    const { problem, split, sourced, atMost } = this.check;
    if (problem === null) return '';
    const total = problem === 'sourced' ? sourced : split;
    return fill(refusals[problem], percentText(total), percentText(atMost));
  }

  /** Only what the user may write: the API refuses a record that names another field. */
  writtenFields() {
    const { role, split, credit, reason } = this.draft;
    const values = {
      Role__c: role,
      PayableSplitPercent__c: toPercent(split),
      CreditPercent__c: toPercent(credit),
      ...(this.reason ? { Reason__c: reason } : {}),
    };
    const writable = Object.entries(values).filter(([name]) => {
      const shown = this.field(name);
      return shown !== null && !shown.disabled;
    });
    return Object.fromEntries(writable);
  }
}

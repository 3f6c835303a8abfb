import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { RefreshEvent } from 'lightning/refresh';
import { addUp, remaining } from 'c/creditMath';
import { errorText, fill, percentText } from 'c/messageText';
import { creditQuery, isPast, placeOf, readCredits } from './attributionModel';
import { labels } from './labels';
import { creditRow } from './creditRow';

export default class AttributionCard extends LightningElement {
  labels = labels;
  @api recordId;
  @api objectApiName;
  /** Title from the page builder; blank for the component's own. */
  @api cardTitle = '';

  info;
  recordInfo;
  roleOptions = [];
  loaded = null;
  error = '';
  /** What is open: the id of the credit in edit or being ended, "new" for the form of a new one, else null. */
  editing = null;
  ending = null;
  explained = [];
  showsPast = false;
  isSaving = false;
  serverMessage = '';
  announcement = '';
  /** Which control gets the focus after the next rendering: closing a form must not drop the keyboard user. */
  focusNext = null;

  @wire(getObjectInfo, { objectApiName: '$attributionObject' })
  wiredInfo({ data, error }) {
    if (data) this.info = data;
    if (error) this.error = labels.noAccess;
  }

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredRecordInfo({ data, error }) {
    if (data) this.recordInfo = data;
    if (error) this.error = this.error || errorText(error, labels.failed);
  }

  @wire(getPicklistValues, { recordTypeId: '$recordTypeId', fieldApiName: '$roleField' })
  wiredRoles({ data }) {
    if (data) this.roleOptions = data.values.map(({ label, value }) => ({ label, value }));
  }

  @wire(graphql, { query: '$query', variables: '$variables' })
  wiredCredits({ data, errors, refresh }) {
    this.refresh = refresh;
    if (data) {
      this.loaded = readCredits(this.objectApiName, data);
      this.error = '';
    }
    if (errors) this.error = errorText(errors, labels.failed);
  }

  get attributionObject() {
    return placeOf(this.objectApiName)?.object;
  }

  get recordTypeId() {
    return this.info?.defaultRecordTypeId;
  }

  get roleField() {
    return this.info?.fields.Role__c ? `${this.attributionObject}.Role__c` : undefined;
  }

  get query() {
    if (!this.info || !this.recordInfo) return undefined;
    return gql`
      ${creditQuery(this.objectApiName, this.info, this.recordInfo)}
    `;
  }

  get variables() {
    return { recordId: this.recordId };
  }

  get title() {
    return this.cardTitle || labels.title;
  }

  get isLoading() {
    return this.loaded === null && this.error === '';
  }

  get credits() {
    return this.loaded?.credits ?? [];
  }

  get totals() {
    return this.loaded?.totals ?? {};
  }

  get limitsSourced() {
    return placeOf(this.objectApiName)?.sourcedTotal !== undefined;
  }

  get hasSplit() {
    return this.info?.fields.PayableSplitPercent__c !== undefined;
  }

  get canAdd() {
    return this.loaded !== null && this.info?.createable === true;
  }

  get canEdit() {
    return this.info?.updateable === true;
  }

  get isReadOnly() {
    return this.loaded !== null && !this.canAdd && !this.canEdit;
  }

  get current() {
    return this.credits.filter((credit) => !isPast(credit));
  }

  get past() {
    return this.credits.filter(isPast);
  }

  get rows() {
    const visible = this.showsPast ? this.credits : this.current;
    const state = {
      canEdit: this.canEdit,
      canEnd: this.info?.fields.Status__c?.updateable === true,
      editing: this.editing,
      ending: this.ending,
      explained: this.explained,
    };
    return visible.map((credit, index) => creditRow(credit, index + 1, state));
  }

  get hasRows() {
    return this.rows.length > 0;
  }

  get isEmpty() {
    return this.loaded !== null && this.current.length === 0;
  }

  get emptyText() {
    return this.canAdd ? labels.emptyCanAdd : labels.empty;
  }

  get hasPast() {
    return this.past.length > 0;
  }

  get pastLabel() {
    return fill(this.showsPast ? labels.hidePast : labels.showPast, this.past.length);
  }

  get showsBar() {
    return this.hasSplit && this.current.some((credit) => credit.isActive);
  }

  get segments() {
    return this.rows
      .filter((row) => row.credit.isActive)
      .map(({ credit, number }) => ({
        key: credit.id,
        number,
        label: credit.partnerName,
        basisPoints: credit.split ?? 0,
      }));
  }

  get splitLabel() {
    return this.info?.fields.PayableSplitPercent__c.label;
  }

  get leftText() {
    const left = remaining(addUp(this.credits, this.totals).split);
    return left === 0 ? labels.nothingLeft : fill(labels.left, percentText(left));
  }

  get isAdding() {
    return this.editing === 'new';
  }

  get showsAdd() {
    return this.canAdd && !this.isAdding;
  }

  renderedCallback() {
    if (this.focusNext === null) return;
    const control = this.template.querySelector(this.focusNext);
    if (!control) return;
    this.focusNext = null;
    control.focus();
  }

  handleAdd() {
    this.open({ editing: 'new' });
  }

  handleEdit(event) {
    this.open({ editing: event.target.dataset.id });
  }

  handleEnd(event) {
    this.open({ ending: event.target.dataset.id });
    this.focusNext = '[data-action="confirm-end"]';
  }

  handleExplain(event) {
    const { id } = event.target.dataset;
    this.explained = this.explained.includes(id)
      ? this.explained.filter((other) => other !== id)
      : [...this.explained, id];
  }

  handlePast() {
    this.showsPast = !this.showsPast;
  }

  handleEditOfRefused() {
    this.serverMessage = '';
  }

  handleCancel() {
    const id = this.editing ?? this.ending;
    const action = this.ending === null ? 'edit' : 'end';
    this.open({});
    this.focusNext =
      id === 'new' ? '[data-action="add"]' : `[data-action="${action}"][data-id="${id}"]`;
  }

  open({ editing = null, ending = null }) {
    this.editing = editing;
    this.ending = ending;
    this.serverMessage = '';
    this.announcement = '';
  }

  async handleSave(event) {
    const { fields, partnershipId } = event.detail;
    if (this.editing !== 'new') {
      await this.save(
        () => updateRecord({ fields: { Id: this.editing, ...fields } }),
        labels.saved,
      );
      return;
    }
    const { object, parent } = placeOf(this.objectApiName);
    const links = { [parent]: this.recordId, Partnership__c: partnershipId };
    const record = { apiName: object, fields: { ...links, ...fields } };
    await this.save(() => createRecord(record), labels.added);
  }

  async handleConfirmEnd() {
    const fields = { Id: this.ending, Status__c: 'Ended' };
    await this.save(() => updateRecord({ fields }), labels.ended);
  }

  async save(write, done) {
    this.isSaving = true;
    this.serverMessage = '';
    try {
      await write();
    } catch (error) {
      this.serverMessage = errorText(error, labels.notSaved);
      return;
    } finally {
      this.isSaving = false;
    }
    this.handleCancel();
    this.announcement = done;
    this.dispatchEvent(new RefreshEvent());
    await this.refresh?.();
  }
}

import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { errorText, fill } from 'c/messageText';
import { labels } from './labels';
import {
  canSeeIssues,
  canTell,
  issueQuery,
  readIssues,
  readRecord,
  recordQuery,
} from './syncModel';

export default class SyncStatus extends LightningElement {
  labels = labels;
  @api recordId;
  @api objectApiName;
  /** Title from the page builder; blank for the component's own. */
  @api cardTitle = '';

  recordInfo;
  /** undefined until the describe answered, null when the user may not see the object. */
  identityInfo;
  issueInfo;
  record = null;
  issues = null;
  error = '';

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredRecordInfo({ data, error }) {
    if (data) this.recordInfo = data;
    if (error) this.error = errorText(error, labels.failed);
  }

  @wire(getObjectInfo, { objectApiName: 'ExternalIdentity__c' })
  wiredIdentityInfo({ data, error }) {
    if (data) this.identityInfo = data;
    if (error) this.identityInfo = null;
  }

  @wire(getObjectInfo, { objectApiName: 'SyncIssue__c' })
  wiredIssueInfo({ data, error }) {
    if (data) this.issueInfo = canSeeIssues(data) ? data : null;
    if (error) this.issueInfo = null;
  }

  @wire(graphql, { query: '$recordQuery', variables: '$recordVariables' })
  wiredRecord({ data, errors }) {
    if (data) {
      this.record = readRecord(data);
      this.error = '';
    }
    if (errors) this.error = errorText(errors, labels.failed);
  }

  @wire(graphql, { query: '$issueQuery', variables: '$issueVariables' })
  wiredIssues({ data, errors }) {
    if (data) this.issues = readIssues(data);
    if (errors) this.error = errorText(errors, labels.failed);
  }

  get recordQuery() {
    if (!this.recordInfo || this.identityInfo === undefined) return undefined;
    return gql`
      ${recordQuery(this.objectApiName, this.recordInfo, this.identityInfo)}
    `;
  }

  get recordVariables() {
    return { recordId: this.recordId };
  }

  get issueQuery() {
    if (!this.issueInfo || this.record === null) return undefined;
    return gql`
      ${issueQuery(this.issueInfo)}
    `;
  }

  get issueVariables() {
    return { recordId: this.recordId, keys: this.record?.keys ?? [] };
  }

  get title() {
    return this.cardTitle || labels.title;
  }

  get isLoading() {
    return this.error === '' && (this.record === null || (this.issues === null && !this.isBlind));
  }

  /** The user may not see issues, so the card must not say that there are none. */
  get isBlind() {
    return this.issueInfo === null;
  }

  get isReady() {
    return this.record !== null && !this.isLoading;
  }

  get hasIssues() {
    return (this.issues ?? []).length > 0;
  }

  get hasFacts() {
    return this.record.isSynced;
  }

  get hasIdentities() {
    return this.record.identities.length > 0;
  }

  /** The answer in one line: an icon, and words that say the same. */
  get verdict() {
    if (this.hasIssues) {
      const text = fill(labels.attention, this.issues.length);
      return { text, icon: 'utility:warning', variant: 'warning' };
    }
    if (!this.record.isSynced && !this.canTell) {
      return { text: labels.hidden, icon: 'utility:info', variant: '' };
    }
    if (!this.record.isSynced) {
      return { text: labels.neverSynced, icon: 'utility:info', variant: '' };
    }
    if (this.isBlind) return { text: labels.notKnown, icon: 'utility:info', variant: '' };
    return { text: labels.inStep, icon: 'utility:success', variant: 'success' };
  }

  get canTell() {
    return canTell(this.objectApiName, this.recordInfo, this.identityInfo);
  }

  get explanation() {
    return this.record.isSynced || this.hasIssues || !this.canTell ? '' : labels.empty;
  }
}

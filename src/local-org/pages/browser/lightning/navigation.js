/**
 * Our stand-in for lightning/navigation: page references become this org's addresses.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-page-reference-type.html
 */
import { page } from '../page-context.js';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

function addressOf({ type, attributes = {}, state = {} }) {
  const { recordId, objectApiName, actionName, apiName, pageName, name, url } = attributes;
  const query = new URLSearchParams(state).toString();
  const rest = query === '' ? '' : `?${query}`;
  switch (type) {
    case 'standard__recordPage':
      return `/lightning/r/${objectApiName === undefined ? '' : `${objectApiName}/`}${recordId}/view${actionName === 'edit' ? '?edit=1' : rest}`;
    case 'standard__objectPage':
      return `/lightning/o/${objectApiName}/list${actionName === 'new' ? '?new=1' : rest}`;
    case 'standard__navItemPage':
      return `/lightning/n/${apiName}${rest}`;
    case 'standard__namedPage':
      return `/lightning/page/${pageName ?? name}${rest}`;
    case 'standard__webPage':
      return url;
    default:
      throw new Error(`The local org has no page of type ${type}.`);
  }
}

export function navigate(reference, { replace = false } = {}) {
  const address = addressOf(reference);
  if (reference.type === 'standard__webPage') window.open(address, '_blank', 'noopener');
  else if (replace) location.replace(address);
  else location.assign(address);
}

export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](reference, replace) {
      navigate(reference, { replace: replace === true });
    }
    [GenerateUrl](reference) {
      return Promise.resolve(addressOf(reference));
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

function currentReference() {
  const state = Object.fromEntries(new URLSearchParams(location.search));
  const { content, activeTab } = page;
  if (content.kind === 'record')
    return {
      type: 'standard__recordPage',
      attributes: {
        recordId: content.recordId,
        objectApiName: content.object.apiName,
        actionName: 'view',
      },
      state,
    };
  if (content.kind === 'list')
    return {
      type: 'standard__objectPage',
      attributes: { objectApiName: content.object.apiName, actionName: 'list' },
      state,
    };
  if (activeTab === 'standard-home')
    return { type: 'standard__namedPage', attributes: { pageName: 'home' }, state };
  return { type: 'standard__navItemPage', attributes: { apiName: activeTab }, state };
}

export class CurrentPageReference {
  constructor(emit) {
    this.emit = emit;
  }
  connect() {
    this.emit(currentReference());
  }
  disconnect() {}
  update() {
    this.emit(currentReference());
  }
}

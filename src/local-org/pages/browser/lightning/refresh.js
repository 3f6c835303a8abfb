/** https://developer.salesforce.com/docs/platform/lwc/guide/data-refreshview.html: the event; handlers of containers are not stood in for. */
export const RefreshEventType = 'lightning__refreshview';

export class RefreshEvent extends CustomEvent {
  constructor() {
    super(RefreshEventType, { composed: true, cancelable: true, bubbles: true });
  }
}

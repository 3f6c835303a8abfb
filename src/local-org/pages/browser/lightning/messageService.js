/**
 * Our stand-in for lightning/messageService within one page: what is published reaches every subscriber of the channel.
 * https://developer.salesforce.com/docs/platform/lwc/guide/use-message-channel.html
 */
export const APPLICATION_SCOPE = Symbol('application scope');

export class MessageContext {
  constructor(emit) {
    emit({});
  }
  connect() {}
  disconnect() {}
  update() {}
}

const subscribers = new Map();
const nameOf = (channel) => (typeof channel === 'string' ? channel : JSON.stringify(channel));

export const createMessageContext = () => ({});
export const releaseMessageContext = () => undefined;

export function subscribe(_context, channel, listener) {
  const name = nameOf(channel);
  const listeners = subscribers.get(name) ?? new Set();
  subscribers.set(name, listeners.add(listener));
  return { name, listener };
}

export const unsubscribe = ({ name, listener }) => void subscribers.get(name)?.delete(listener);

export function publish(_context, channel, message) {
  for (const listener of subscribers.get(nameOf(channel)) ?? []) listener(message);
}

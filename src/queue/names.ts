/** The three queues that an event passes through, in order, and the one for what comes round by the clock. */
export const queueNames = ['deliveries', 'documents', 'credits', 'sweeps'] as const;
export type QueueName = (typeof queueNames)[number];

/** Where sweeps note how far they have looked; nobody works it. */
export type StoredName = QueueName | 'cursors';

/**
 * The id under which the queue keeps at most one active and one waiting job. Percent-encoding keeps different keys apart and
 * leaves no ':', BullMQ's own separator.
 */
export function flightId(key: string): string {
  return encodeURIComponent(key.toWellFormed());
}

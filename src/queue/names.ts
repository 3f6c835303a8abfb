/** The three queues, in the order in which an event passes through them. */
export const queueNames = ['deliveries', 'documents', 'credits'] as const;
export type QueueName = (typeof queueNames)[number];

/**
 * The id under which the queue keeps at most one active and one waiting job. Percent-encoding keeps different keys apart and
 * leaves no ':', BullMQ's own separator.
 */
export function flightId(key: string): string {
  return encodeURIComponent(key.toWellFormed());
}

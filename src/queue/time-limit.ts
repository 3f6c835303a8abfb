import { TransientError, type VerdictDetails } from '../errors.ts';

/**
 * Gives up waiting after `limitMs` with the given TransientError: BullMQ itself waits for ever for a Redis that is away. What was
 * asked may still happen later, so only ask for what may happen twice.
 */
export async function withinTimeLimit<Result>(
  asked: Promise<Result>,
  limitMs: number,
  otherwise: VerdictDetails,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TransientError(otherwise));
    }, limitMs);
  });
  try {
    return await Promise.race([asked, limit]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined); // its late failure has nobody left to tell
  }
}

/** What to say of a queue that hangs. */
export function queueIsSlow(what: string, limitMs: number): VerdictDetails {
  return {
    code: 'QUEUE_SLOW',
    message: `The queue did not ${what} within ${limitMs} ms.`,
    action: 'Check that the queue (Redis or PostgreSQL) is up and has memory and disk left.',
  };
}

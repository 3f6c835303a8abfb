import { TransientError } from '../errors.ts';

/**
 * Gives up waiting after `limitMs`: BullMQ itself waits for ever for a Redis that is away. What was asked may still happen later,
 * so only ask for what may happen twice. Throws TransientError QUEUE_SLOW.
 */
export async function withinTimeLimit<Result>(
  asked: Promise<Result>,
  limitMs: number,
  what: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new TransientError({
          code: 'QUEUE_SLOW',
          message: `The queue did not ${what} within ${limitMs} ms.`,
          action: 'Check that the queue (Redis or PostgreSQL) is up and has memory and disk left.',
        }),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([asked, limit]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined); // its late failure has nobody left to tell
  }
}

import { Books, type Shape } from './books.ts';
import { sign } from './events.ts';
import { paymentBuilders } from './payments.ts';
import { peopleBuilders } from './people.ts';
import { reversalBuilders } from './reversals.ts';
import { serve } from './server.ts';
import { shapes } from './shapes.ts';

export interface StripeFakeOptions {
  apiKey?: string;
  shape?: Shape;
  eventStyle?: 'snapshot' | 'thin';
  now?: Date;
}

export type StripeFake = Awaited<ReturnType<typeof startStripeFake>>;

/**
 * A Stripe account on loopback: a read API that pages and errs as the real one does, and builders that keep its books
 * coherent and return the webhook events that Stripe would send. Ids count up and the clock moves only by hand, so the
 * same story is the same to the byte. Imports nothing from a test runner: demo and bench use it too.
 */
export async function startStripeFake(options: StripeFakeOptions = {}) {
  const books = new Books();
  books.shape = options.shape ?? 'basil';
  books.eventStyle = options.eventStyle ?? 'snapshot';
  if (options.now) books.now = options.now;
  const apiKey = options.apiKey ?? 'sk_test_fake';
  books.livemode = apiKey.includes('_live_');
  const writes = shapes(books);
  const http = await serve(books, writes, apiKey);

  return {
    ...peopleBuilders(books, writes),
    ...paymentBuilders(books, writes),
    ...reversalBuilders(books, writes),
    books,
    url: `http://127.0.0.1:${http.port}`,
    apiKey,
    requests: http.requests,
    sign,
    setClock(now: Date): void {
      books.now = now;
    },
    advance(seconds: number): void {
      books.now = new Date(books.now.getTime() + seconds * 1000);
    },
    setShape(shape: Shape): void {
      books.shape = shape;
    },
    setEventStyle(style: 'snapshot' | 'thin'): void {
      books.eventStyle = style;
    },
    setLatency(ms: number): void {
      http.latencyMs = ms;
    },
    /** The next `n` requests are answered with `status`, whatever they ask; 0 drops the connection. */
    failNext(n: number, status: number, retryAfterSeconds?: number): void {
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      for (let i = 0; i < n; i += 1) http.troubles.push({ status, ...wait });
    },
    requestCount(): number {
      return [...http.requests.values()].reduce((sum, count) => sum + count, 0);
    },
    async stop(): Promise<void> {
      http.server.closeAllConnections();
      await new Promise((resolve) => http.server.close(resolve));
    },
  };
}

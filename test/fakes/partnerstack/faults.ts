import type { ServerResponse } from 'node:http';

export interface FaultOptions {
  /** Sent as the Retry-After header; PartnerStack's own use of it is not documented. */
  retryAfter?: string;
  /** The text in PartnerStack's error envelope. */
  message?: string;
}

/** Failures on demand: each list entry answers one request instead of the fake. */
export interface Faults {
  failNext(times: number, status: number, options?: FaultOptions): void;
  /** 200 with a body that is not the documented envelope, as PartnerStack is known to send; by default without `data`. */
  malformNext(times: number, body?: string): void;
  /** Takes the request and never answers. */
  hangNext(times: number): void;
  /** Takes the request and ends the connection. */
  dropNext(times: number): void;
  /** Forgets every failure that has not happened yet. */
  heal(): void;
}

type Answer = (response: ServerResponse) => void;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** The faults to offer, and the way to take the next one. */
export function createFaults(): { faults: Faults; take: () => Answer | null } {
  let waiting: { times: number; answer: Answer }[] = [];
  const add = (times: number, answer: Answer): void => {
    waiting.push({ times, answer });
  };
  return {
    faults: {
      failNext: (times, status, options = {}) =>
        add(times, (response) => {
          if (options.retryAfter) response.setHeader('retry-after', options.retryAfter);
          sendJson(response, status, { message: options.message ?? 'Something failed', status });
        }),
      malformNext: (times, body = '{"message":"ok","status":200}') =>
        add(times, (response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(body);
        }),
      hangNext: (times) => add(times, () => undefined),
      dropNext: (times) => add(times, (response) => response.destroy()),
      heal: () => {
        waiting = [];
      },
    },
    take: () => {
      const first = waiting[0];
      if (!first) return null;
      first.times -= 1;
      if (first.times <= 0) waiting.shift();
      return first.answer;
    },
  };
}

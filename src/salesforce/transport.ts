import { PassThrough } from 'node:stream';
import { HumanNeededError, TransientError } from '../errors.ts';

export interface HttpRequest {
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: unknown;
}

export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** Codes of the two ways in which a request may end without an answer. */
export const unreachable = 'ORG_UNREACHABLE';
export const timedOut = 'ORG_TIMED_OUT';

/** What failed in the socket ("ECONNREFUSED"), which `fetch` hides one or two causes deep. */
function socketCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'connection failed';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : socketCode(Reflect.get(error, 'cause'));
}

/**
 * One HTTP request on Node's own fetch, the time limit covering the body too. jsforce's built-in transport is not used:
 * when a connection drops in the middle of an answer it raises an uncaught exception and its promise never settles
 * (tried with 3.10.26). Throws TransientError where no whole answer came, HumanNeededError where the org has moved.
 */
export async function send(request: HttpRequest, timeoutMs: number): Promise<HttpResponse> {
  const { host } = new URL(request.url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(typeof request.body === 'string' && { body: request.body }),
      redirect: 'manual',
      signal,
    });
    const { status: statusCode } = response;
    if ([301, 302, 303, 307, 308].includes(statusCode)) throw movedError(host);
    const headers = Object.fromEntries(response.headers);
    return { statusCode, headers, body: await response.text() };
  } catch (error) {
    if (error instanceof HumanNeededError) throw error;
    if (signal.aborted) {
      throw new TransientError({
        code: timedOut,
        message: `Salesforce (${host}) did not answer within ${Math.round(timeoutMs / 1000)} s.`,
        cause: error,
      });
    }
    throw new TransientError({
      code: unreachable,
      message: `Salesforce (${host}) could not be reached: ${socketCode(error)}.`,
      action: 'Check the address of the org and the network if this goes on.',
      cause: error,
    });
  }
}

function movedError(host: string): HumanNeededError {
  return new HumanNeededError({
    code: 'ORG_MOVED',
    scope: 'salesforce',
    message: `Salesforce (${host}) answers that the org lives at another address.`,
    action:
      'Set SALESFORCE_LOGIN_URL (or SALESFORCE_INSTANCE_URL) to the address in Setup → My Domain.',
  });
}

/** The same as the transport that jsforce expects: a promise that could also stream. */
export function jsforceTransport(timeoutMs: number) {
  return {
    httpRequest: (request: HttpRequest) =>
      Object.assign(send(request, timeoutMs), { stream: () => new PassThrough() }),
  };
}

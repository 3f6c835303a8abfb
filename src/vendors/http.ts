import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { HumanNeededError, PoisonError, RateLimitedError, TransientError } from '../errors.ts';

/** One question to a vendor's read API. Nothing in it but `url` and `headers` may be secret or personal. */
export interface VendorRequest {
  /** The brand, for people: 'PartnerStack'. */
  brand: string;
  /** What is paused when the credentials fail: 'partnerstack:main'. */
  scope: string;
  /** What is asked for, in words that end up in messages: 'deal deal_1', never an e-mail address. */
  what: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** A change to make instead of a question: sent as JSON. It must be idempotent, for it may be sent again. */
  change?: { method: 'PATCH' | 'POST'; body: unknown };
}

/** How long to wait when a vendor says "too many" without saying how long. */
const DEFAULT_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * `Retry-After` in ms, from seconds or an HTTP date (RFC 9110, 10.2.3): at least one second, at most an hour; 30 s when
 * it is missing or unreadable.
 */
export function retryAfterMs(header: string | null, now: Date): number {
  const text = header?.trim() ?? '';
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  if (Number.isNaN(wait)) return DEFAULT_WAIT_MS;
  return Math.min(Math.max(Math.ceil(wait), 1000), LONGEST_WAIT_MS);
}

/** The operating system's word for what went wrong on the way ("ECONNREFUSED"): safe to show, unlike the rest of an error. */
const systemErrorSchema = z.object({
  cause: z.object({ code: z.string().regex(/^[A-Z0-9_]{2,40}$/) }),
});

/** What AbortSignal.timeout throws: a DOMException, known by its name. */
const timeoutSchema = z.object({ name: z.literal('TimeoutError') });

function networkVerdict(request: VendorRequest, error: unknown): TransientError {
  if (timeoutSchema.safeParse(error).success) {
    return new TransientError({
      code: 'VENDOR_TIMED_OUT',
      message: `${request.brand} did not answer within ${request.timeoutMs} ms when asked for ${request.what}.`,
    });
  }
  const system = systemErrorSchema.safeParse(error);
  const code = system.success ? ` (${system.data.cause.code})` : '';
  return new TransientError({
    code: 'VENDOR_UNREACHABLE',
    message: `${request.brand} could not be reached${code} when asked for ${request.what}.`,
    action: `If this stays, check the network and the API address configured for ${request.scope}.`,
  });
}

interface Answer {
  status: number;
  retryAfter: string | null;
  text: string;
}

async function send(request: VendorRequest): Promise<Answer> {
  try {
    const response = await fetch(request.url, {
      method: request.change?.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(request.change ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      },
      ...(request.change ? { body: JSON.stringify(request.change.body) } : {}),
      // A redirect would carry the credentials to a place nobody configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  } catch (error) {
    throw networkVerdict(request, error);
  }
}

function statusVerdict(request: VendorRequest, answer: Answer, now: Date): Error {
  const { status } = answer;
  const message = `${request.brand} answered ${status} when asked for ${request.what}.`;
  if (status === 429) {
    const wait = retryAfterMs(answer.retryAfter, now);
    return new RateLimitedError({ code: 'VENDOR_RATE_LIMITED', message, retryAfterMs: wait });
  }
  if (status === 401 || status === 403) {
    return new HumanNeededError({
      code: 'VENDOR_REFUSED_CREDENTIALS',
      message,
      action: `Check the API key configured for ${request.scope}: it may be wrong, revoked or not allowed to read this.`,
      scope: request.scope,
    });
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return new PoisonError({
      code: 'VENDOR_REFUSED_REQUEST',
      message,
      action: `Look the document up at ${request.brand}; replay this event once it can be read there.`,
    });
  }
  return new TransientError({
    code: 'VENDOR_UNAVAILABLE',
    message,
    action: `If this stays, check the API address configured for ${request.scope}.`,
  });
}

function malformed(request: VendorRequest, detail: string): TransientError {
  return new TransientError({
    code: 'VENDOR_ANSWER_MALFORMED',
    message: `${request.brand} answered ${request.what} with something that is not its documented format: ${detail}.`,
    action: `If this stays, compare ${request.brand}'s API reference with this version of Partnerverse.`,
  });
}

function parseJson(request: VendorRequest, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold personal data: it is not passed on.
    throw malformed(request, 'it is not JSON');
  }
}

/**
 * Asks a vendor for JSON, or to change something; null on 404. Every other outcome is a verdict: 429 RateLimited, 401/403 HumanNeeded (scope of
 * the request), other 4xx Poison, and network, time-out, 5xx and a 200 that `schema` refuses Transient. Messages never
 * quote the answer, so no personal data of it can reach a log.
 */
export async function askJson<Output>(
  request: VendorRequest,
  schema: z.ZodType<Output>,
  clock: Clock,
): Promise<Output | null> {
  const answer = await send(request);
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw statusVerdict(request, answer, clock.now());
  const parsed = schema.safeParse(parseJson(request, answer.text));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw malformed(request, place === '' ? 'the body is no such object' : `see "${place}"`);
}

import { ApiError } from '../api/api-error.ts';
import type { Pressure, PressureSettings } from './pressure.ts';

/**
 * Salesforce's words for a call that it does not take now.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
const texts: Record<PressureSettings['refusals'][number]['status'], readonly [string, string]> = {
  403: ['REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'],
  420: ['SERVER_UNAVAILABLE', "Salesforce Edge doesn't have routing information available for this request host."], // prettier-ignore
  429: ['REQUEST_LIMIT_EXCEEDED', 'Too many requests.'],
  500: ['UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId if you contact support: 0-0 (0)'], // prettier-ignore
  503: ['SERVER_UNAVAILABLE', 'Too many requests are in the queue waiting to be processed.'],
};

export function refusal(status: keyof typeof texts): ApiError {
  const [errorCode, message] = texts[status];
  return new ApiError(status, errorCode, message);
}

/** Calls under way, by when they began: what the limit on long-running calls counts. */
export class RunningCalls {
  private readonly begun = new Map<symbol, number>();
  private readonly pressure: Pressure;

  constructor(pressure: Pressure) {
    this.pressure = pressure;
  }

  /** Throws 403 while as many long calls run as may; otherwise gives what ends this one. */
  begin(): () => void {
    const { longRunningMs, mostLongRunning } = this.pressure.settings();
    const now = performance.now();
    const long = [...this.begun.values()].filter((start) => now - start >= longRunningMs);
    if (long.length >= mostLongRunning) {
      const text = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', text);
    }
    const call = Symbol('call');
    this.begun.set(call, now);
    return () => void this.begun.delete(call);
  }
}

/** Throws the refusal that the dice ask for, if any. */
export function refuseByChance(pressure: Pressure): void {
  for (const { status, rate } of pressure.settings().refusals)
    if (pressure.happens(rate)) throw refusal(status);
}

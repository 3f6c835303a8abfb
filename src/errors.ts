/**
 * Errors are verdicts: each class says what must happen next, so no caller has to guess from a message.
 * Translators: `salesforce/save-result.ts` from Salesforce codes, `queue/verdicts.ts` to BullMQ.
 */
export interface VerdictDetails {
  /** Closed, upper-case code: what happened, for counters and `SyncIssue__c.Code__c`. */
  code: string;
  /** What happened, to what. Never holds a secret or personal data. */
  message: string;
  /** What a person can do about it; empty where nothing is to be done. */
  action?: string;
  cause?: unknown;
}

export abstract class Verdict extends Error {
  readonly code: string;
  readonly action: string;

  constructor(details: VerdictDetails) {
    super(details.message, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.action = details.action ?? '';
  }
}

/** The same call may work later: retry with back-off. */
export class TransientError extends Verdict {}

/** The other side asked us to wait: retry after `retryAfterMs`, without counting an attempt. */
export class RateLimitedError extends Verdict {
  readonly retryAfterMs: number;

  constructor(details: VerdictDetails & { retryAfterMs: number }) {
    super(details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Bad credentials, missing permission, missing metadata: nothing works until a person acts. `scope` is what to pause. */
export class HumanNeededError extends Verdict {
  readonly scope: string;

  constructor(details: VerdictDetails & { scope: string }) {
    super(details);
    this.scope = details.scope;
  }
}

/** This input can never work: park it, visible and replayable. */
export class PoisonError extends Verdict {}

/** Salesforce already holds something newer: done. */
export class StaleError extends Verdict {}

import Stripe from 'stripe';
import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  TransientError,
  Verdict,
} from '../../errors.ts';

/** Stripe's limits are per second, so a short wait is enough where it names none. Source: docs.stripe.com/rate-limits. */
const DEFAULT_WAIT_MS = 1_000;

function retryAfterMs(error: Stripe.errors.StripeError): number {
  const seconds = Number(error.headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : DEFAULT_WAIT_MS;
}

/** True where Stripe says that the object asked for, or one named in the question, does not exist (any more). */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeError &&
    (error.statusCode === 404 || error.code === 'resource_missing')
  );
}

/**
 * What a failed read means for the job. `question` says what was asked ("the invoice in_1"), so the text is useful without
 * Stripe's own message, which may repeat keys or personal data; Stripe's request id is kept for its support.
 */
export function toVerdict(error: unknown, question: string, account: string): Verdict {
  if (error instanceof Verdict) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new TransientError({
      code: 'STRIPE_UNREACHABLE',
      message: `Stripe could not be asked for ${question}.`,
      cause: error,
    });
  }
  const status = error.statusCode ?? 0;
  const request = error.requestId ? ` (request ${error.requestId})` : '';
  if (error instanceof Stripe.errors.StripeRateLimitError) {
    return new RateLimitedError({
      code: 'STRIPE_RATE_LIMITED',
      message: `Stripe asked us to slow down when asked for ${question}${request}.`,
      retryAfterMs: retryAfterMs(error),
    });
  }
  if (status === 401 || status === 403) {
    return new HumanNeededError({
      code: status === 401 ? 'STRIPE_KEY_REFUSED' : 'STRIPE_PERMISSION_MISSING',
      message: `Stripe refused our API key for account "${account}" when asked for ${question}${request}.`,
      action:
        status === 401
          ? 'Put a valid key into STRIPE_API_KEY and restart; it was deleted, rolled or mistyped.'
          : 'Give the restricted key read access to customers, checkout sessions, subscriptions, invoices, payments, refunds, disputes and credit notes.',
      scope: `stripe:${account}`,
    });
  }
  if (status >= 400 && status < 500 && status !== 409) {
    return new PoisonError({
      code: 'STRIPE_REQUEST_REFUSED',
      message: `Stripe refused the question for ${question} with ${status} ${error.code ?? ''}${request}.`,
      action: 'Look the request up in the Stripe dashboard (Developers, Logs); replay when mended.',
    });
  }
  return new TransientError({
    code: status ? 'STRIPE_FAILED' : 'STRIPE_UNREACHABLE',
    message: status
      ? `Stripe answered ${status} when asked for ${question}${request}.`
      : `Stripe could not be reached when asked for ${question}.`,
    cause: error,
  });
}

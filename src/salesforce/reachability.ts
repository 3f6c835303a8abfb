import type { Clock } from '../clock.ts';
import { HumanNeededError, TransientError, type Verdict } from '../errors.ts';
import { send, timedOut, unreachable } from './transport.ts';

/** How long an outcome is believed: so often at most is the org asked for the sake of a probe. */
const believedMs = 5_000;
/** Shorter than a readiness probe waits, so that the probe learns what was wrong. */
const askLimitMs = 1_000;

/** Remembers from the calls that are made anyway whether the org answers, so that a readiness probe costs no API call. */
export interface Reachability {
  /** How a call of the data API ended; null: it was answered well. */
  observe(outcome: Verdict | null): void;
  /** Resolves while the org answers; throws the verdict that says why not. Asks only where nothing is known of late. */
  check(): Promise<void>;
}

const silence: ReadonlySet<string> = new Set([unreachable, timedOut, 'SERVER_UNAVAILABLE']);

function isSilence(outcome: Verdict | null): boolean {
  return outcome !== null && (silence.has(outcome.code) || /^ERROR_HTTP_5/.test(outcome.code));
}

/** Outcomes of calls that never left this process. */
const unasked: ReadonlySet<string> = new Set(['API_BUDGET_SPENT', 'UNEXPECTED_FAILURE']);

const closedDoors: ReadonlySet<string> = new Set([
  'INVALID_SESSION_ID',
  'LOGIN_REFUSED',
  'ORG_MOVED',
  'ORG_LOCKED',
  'API_DISABLED_FOR_ORG',
  'API_CURRENTLY_DISABLED',
]);

/** The service is not let in. Only a call that is let in takes that back: the list of versions needs no login. */
function isClosedDoor(outcome: Verdict | null): boolean {
  return outcome instanceof HumanNeededError && closedDoors.has(outcome.code);
}

/** What refuses one request only (a row, a field, the API budget) is an answer too. `instanceUrl` is asked anew: it may change. */
export function reachabilityOf(clock: Clock, instanceUrl: () => string): Reachability {
  let trouble: Verdict | null = null;
  let knownAt: number | null = null;
  let asking: Promise<void> | null = null;
  const remember = (outcome: Verdict | null): void => {
    trouble = outcome;
    knownAt = clock.now().getTime();
  };
  const ask = async (): Promise<void> => {
    remember(await versionsOutcome(instanceUrl()));
  };
  return {
    observe: (outcome) => {
      if (outcome !== null && unasked.has(outcome.code)) return;
      remember(isSilence(outcome) || isClosedDoor(outcome) ? outcome : null);
    },
    check: async () => {
      const isOld = knownAt === null || clock.now().getTime() - knownAt >= believedMs;
      if (isOld && !isClosedDoor(trouble)) {
        asking ??= ask().finally(() => {
          asking = null;
        });
        await asking;
      }
      if (trouble !== null) throw trouble;
    },
  };
}

/**
 * Null when the org lists its API versions: the one resource that needs no login, and so is nobody's API call
 * (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_versions.htm).
 */
async function versionsOutcome(instanceUrl: string): Promise<Verdict | null> {
  const url = `${instanceUrl}/services/data`;
  try {
    const { statusCode } = await send({ method: 'GET', url }, askLimitMs);
    if (statusCode === 200) return null;
    return new TransientError({
      code: 'ORG_UNAVAILABLE',
      message: `Salesforce (${new URL(url).host}) answers, but with HTTP ${statusCode}.`,
      action: 'Look at status.salesforce.com if this goes on.',
    });
  } catch (error) {
    if (error instanceof TransientError || error instanceof HumanNeededError) return error;
    throw error;
  }
}

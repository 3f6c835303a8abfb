import { setTimeout as sleep } from 'node:timers/promises';
import jsforce from 'jsforce';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { HumanNeededError, TransientError, Verdict } from '../errors.ts';
import { apiBudget, type ApiUsage, type Budget } from './budget.ts';
import { login, type Session } from './login.ts';
import { reachabilityOf, type Reachability } from './reachability.ts';
import { asVerdict, failureOf, isSessionExpired } from './request-error.ts';
import {
  apiVersion,
  callOptions,
  defaultRequestTimeoutMs,
  type SalesforceSettings,
} from './settings.ts';
import { jsforceTransport, timedOut } from './transport.ts';

/** What an API call was made for; the label of the call counter. */
export type ApiCallKind = 'read' | 'write' | 'query' | 'describe';

/** One request inside a Composite request; `url` starts with `/services/data/`. */
export interface Subrequest {
  method: 'GET' | 'PATCH';
  url: string;
  httpHeaders?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** The answer to one sub-request, still unread: a refused one has a list of errors as its body. */
export interface Subresponse {
  httpStatusCode: number;
  body: unknown;
}

/** What the reads and writes need of the way to the org. */
export interface Connection {
  /** Up to 25 requests, five of them queries or collections, run in order and counted as one API call. */
  composite(kind: ApiCallKind, requests: readonly Subrequest[]): Promise<Subresponse[]>;
  /** `path` from the root of the host, or from the root of the API version. */
  get(kind: ApiCallKind, path: string): Promise<unknown>;
  /** Sent once: what is made by it would be made twice. */
  post(kind: ApiCallKind, path: string, body: unknown): Promise<unknown>;
  /** HTTP requests sent to the data API since the start. */
  apiCalls(): number;
  usage(): ApiUsage | null;
  /** Resolves while the org answers, throws why not; costs no API call. */
  answers(): Promise<void>;
  /** How long to gather work before a call, by the org's API budget. */
  gatherMs(): number;
}

export interface ConnectionDependencies {
  clock: Clock;
  logger?: Logger | undefined;
  onApiUsage?: ((used: number, limit: number) => void) | undefined;
  onApiCall?: ((kind: string) => void) | undefined;
}

interface ApiRequest {
  method: 'GET' | 'POST';
  url: string;
  body?: string;
  headers?: Record<string, string>;
}

/** Pauses before a request is sent again; all of ours are idempotent. */
const retryAfterMs = [300, 1200];

const compositeSchema = z.object({
  compositeResponse: z.array(z.object({ httpStatusCode: z.number(), body: z.unknown() })),
});

/** Signs in and opens the way to the org. Throws as `login` does. */
export async function openConnection(
  settings: SalesforceSettings,
  dependencies: ConnectionDependencies,
): Promise<Connection> {
  return new OrgConnection(settings, dependencies, await login(settings, dependencies.clock));
}

/**
 * The way to the org: one session for all callers, renewed once for all when it ends (jsforce by itself renews for ever),
 * failures as verdicts, short retries, and the API budget.
 */
class OrgConnection implements Connection {
  readonly #settings: SalesforceSettings;
  readonly #dependencies: ConnectionDependencies;
  readonly #budget: Budget;
  readonly #transport: ReturnType<typeof jsforceTransport>;
  readonly #reachability: Reachability;
  #jsforce: ReturnType<typeof newJsforce>;
  #renewal: Promise<void> | null = null;
  #calls = 0;

  constructor(
    settings: SalesforceSettings,
    dependencies: ConnectionDependencies,
    session: Session,
  ) {
    this.#settings = settings;
    this.#dependencies = dependencies;
    this.#budget = apiBudget(dependencies.clock, dependencies.onApiUsage);
    this.#transport = jsforceTransport(settings.requestTimeoutMs ?? defaultRequestTimeoutMs);
    this.#jsforce = newJsforce(session);
    this.#reachability = reachabilityOf(dependencies.clock, () => this.#jsforce.instanceUrl);
  }

  async composite(kind: ApiCallKind, requests: readonly Subrequest[]): Promise<Subresponse[]> {
    const answer = await this.#send(kind, compositeRequest(requests));
    const parsed = compositeSchema.safeParse(answer);
    if (parsed.success && parsed.data.compositeResponse.length === requests.length) {
      return parsed.data.compositeResponse;
    }
    throw new TransientError({
      code: 'ANSWER_UNREADABLE',
      message: 'Salesforce answered a Composite request with something else than its parts.',
    });
  }

  get(kind: ApiCallKind, path: string): Promise<unknown> {
    return this.#send(kind, { method: 'GET', url: path });
  }

  post(kind: ApiCallKind, path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    return this.#sendInSession(kind, {
      method: 'POST',
      url: path,
      body: JSON.stringify(body),
      headers,
    });
  }

  apiCalls(): number {
    return this.#calls;
  }

  usage(): ApiUsage | null {
    return this.#budget.usage();
  }

  answers(): Promise<void> {
    return this.#reachability.check();
  }

  gatherMs(): number {
    return this.#budget.gatherMs();
  }

  /** Sends, and again after a short pause where that may help. What timed out may still be running in the org: not again. */
  async #send(kind: ApiCallKind, request: ApiRequest): Promise<unknown> {
    for (const pause of retryAfterMs) {
      try {
        return await this.#sendInSession(kind, request);
      } catch (error) {
        if (!(error instanceof TransientError) || error.code === timedOut) throw error;
        this.#dependencies.logger?.warn({ code: error.code, kind }, 'Salesforce: trying again');
        await sleep(pause * (0.5 + Math.random()));
      }
    }
    return this.#sendInSession(kind, request);
  }

  async #sendInSession(kind: ApiCallKind, request: ApiRequest): Promise<unknown> {
    try {
      const answer = await this.#sendOrRenew(kind, request);
      this.#reachability.observe(null);
      return answer;
    } catch (error) {
      if (error instanceof Verdict) this.#reachability.observe(error);
      throw error;
    }
  }

  /** Sends, with one new session if the present one has ended. A second refusal is final. */
  async #sendOrRenew(kind: ApiCallKind, request: ApiRequest): Promise<unknown> {
    const used = this.#jsforce;
    try {
      return await this.#sendOnce(kind, request);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null || !isSessionExpired(failure)) throw asVerdict(error, `a ${kind}`);
      if (this.#settings.kind === 'token') throw tokenEnded();
    }
    await this.#renew(used);
    return this.#sendOnce(kind, request).catch((error: unknown) => {
      throw asVerdict(error, `a ${kind}`);
    });
  }

  async #sendOnce(kind: ApiCallKind, request: ApiRequest): Promise<unknown> {
    this.#budget.spend();
    this.#calls += 1;
    this.#dependencies.onApiCall?.(kind);
    const connection = this.#jsforce;
    const { limitInfo: before } = connection;
    try {
      return await connection.request({ ...request }, { transport: this.#transport });
    } finally {
      const { limitInfo } = connection;
      if (limitInfo !== before && limitInfo.apiUsage) this.#budget.observe(limitInfo.apiUsage);
    }
  }

  /** A new session in place of `used`, made once however many callers find at the same time that it has ended. */
  async #renew(used: ReturnType<typeof newJsforce>): Promise<void> {
    if (used !== this.#jsforce) return;
    this.#renewal ??= this.#signInAgain().finally(() => {
      this.#renewal = null;
    });
    await this.#renewal;
  }

  async #signInAgain(): Promise<void> {
    this.#dependencies.logger?.info('the Salesforce session has ended; signing in again');
    this.#jsforce = newJsforce(await login(this.#settings, this.#dependencies.clock));
  }
}

/** Without credentials jsforce does not renew sessions by itself, which is what we want. */
function newJsforce(session: Session) {
  return new jsforce.Connection({
    instanceUrl: session.instanceUrl,
    accessToken: session.accessToken,
    version: apiVersion,
    callOptions,
    logLevel: 'NONE',
  });
}

function compositeRequest(requests: readonly Subrequest[]): ApiRequest {
  const compositeRequest = requests.map((part, index) => ({ ...part, referenceId: `r${index}` }));
  return {
    method: 'POST',
    url: '/composite',
    body: JSON.stringify({ allOrNone: false, collateSubrequests: false, compositeRequest }),
    headers: { 'content-type': 'application/json' },
  };
}

function tokenEnded(): HumanNeededError {
  return new HumanNeededError({
    code: 'INVALID_SESSION_ID',
    scope: 'salesforce',
    message: 'Salesforce no longer takes the access token, and an access token cannot be renewed.',
    action:
      'Set a new SALESFORCE_ACCESS_TOKEN, or use an External Client App (SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME, SALESFORCE_PRIVATE_KEY), which renews itself.',
  });
}
